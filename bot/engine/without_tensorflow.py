"""Lets Rasa 3.6.21 run where TensorFlow is not installed.

Rasa imports TensorFlow and Keras in a handful of modules only to *define* classes that this assistant never uses.
Here an import of them gives a stand-in that survives being subclassed, annotated with and looked up in, and
refuses the moment anything is called. TensorFlow 2.12 gets no security fixes, weighs gigabytes on disk, 350 MB in
memory and five seconds at start. See docs/decisions/0003.
"""

import importlib.util
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, Optional, Sequence

STOOD_IN_FOR = ("tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras")


class TensorFlowIsNotInstalled(RuntimeError):
    """A component that needs TensorFlow was asked to do its work."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} needs TensorFlow, which this assistant runs without; choose another component in config.yml"
        )


class _StandIn(type):
    """A class-shaped nothing: any attribute is another one, any call is refused."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _stand_in(f"{cls.__name__}.{name}")

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        # A decorator (``@tf.function``) is the one call that happens while classes are defined.
        if len(args) == 1 and not kwargs and callable(args[0]):
            return args[0]
        raise TensorFlowIsNotInstalled(cls.__name__)

    def __getitem__(cls, item: Any) -> Any:
        return cls

    def __or__(cls, other: Any) -> Any:
        return cls

    __ror__ = __or__


def _stand_in(name: str) -> Any:
    return _StandIn(name, (), {})


class _StandInModule(ModuleType):
    __path__: Sequence[str] = ()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _stand_in(f"{self.__name__}.{name}")


class _Finder(MetaPathFinder, Loader):
    def find_spec(
        self, name: str, path: Optional[Sequence[str]], target: Optional[ModuleType] = None
    ) -> Optional[ModuleSpec]:
        if name.split(".", maxsplit=1)[0] in STOOD_IN_FOR:
            return ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _StandInModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run: the module answers by ``__getattr__``."""


def install() -> None:
    """Stand in for TensorFlow in this process, unless the real one is installed."""
    if importlib.util.find_spec("tensorflow") is None:
        sys.meta_path.append(_Finder())
