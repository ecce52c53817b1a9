"""YAML that editors write: read with the line of every value, so that a fault can say where it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import AfterValidator, BaseModel, ValidationError
from pydantic_core import PydanticCustomError

Place = tuple[str | int, ...]  # the way to a value: ("kort", 2, "kilder", 0, "titel")

WHOLE, SHAPED = "whole", "shaped"  # our own kinds of fault, beside pydantic's

# What pydantic calls a fault, and what an editor reads of it.
_DANISH = {
    "missing": "mangler; skriv det ind",
    "extra_forbidden": "kendes ikke; ret stavningen, eller slet linjen",
    "string_type": "skal være tekst; sæt den i anførselstegn",
    "string_too_short": "er tom; skriv noget, eller slet linjen",
    "string_too_long": "er for lang; gør den kortere",
    "too_short": "er tom; skriv mindst én",
    "too_long": "er for lang; skriv højst {max_length}",
    "int_parsing": "skal være et helt tal",
    "int_type": "skal være et helt tal",
    "int_from_float": "skal være et helt tal",
    "greater_than_equal": "er for lille; skriv et større tal",
    "list_type": "skal være en liste; begynd hver linje med en bindestreg",
    "bool_type": "skal være true eller false",
    "model_type": "har ikke den rette form; se skabelonen",
    "dict_type": "har ikke den rette form; se skabelonen",
    "literal_error": "kan kun være {expected}",
    "string_pattern_mismatch": "har ikke den rette form ({pattern}); ret den",
    SHAPED: "har ikke den rette form; skriv den som {example}",
    WHOLE: "{text}",
}
_NO_DATE = "er ikke en dato; skriv den som 2026-11-22"
_DANISH |= dict.fromkeys(
    ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact", "none_required"), _NO_DATE
)
_TIMESTAMP = "tag:yaml.org,2002:timestamp"
MOST_LAYERS = 50  # real content has six


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong with the content: where, what, and how to mend it, in Danish."""

    file: str
    line: int
    text: str
    is_warning: bool = False

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {'(advarsel) ' if self.is_warning else ''}{self.text}"


class ContentBroken(Exception):
    """Content that must not be used. `faults` says why, each in one Danish line."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


class Sheet:
    """One YAML file: what it holds, and the line of each value in it."""

    def __init__(self, file: Path, folder: str = "") -> None:
        """Read the file; `folder` is told with its name, where several folders have a file of that name.

        Raises:
            ContentBroken: it is not YAML, is empty, or holds a key twice.
        """
        self.name = f"{folder}/{file.name}" if folder else file.name
        self._node: Any = None
        try:
            loader = yaml.CSafeLoader(file.read_text(encoding="utf-8"))
            self._node = loader.get_single_node()
            self.content: Any = loader.construct_document(self._node) if self._node else None
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise ContentBroken(
                [Fault(self.name, line, "kan ikke læses; se efter indrykning og anførselstegn")]
            ) from None
        except UnicodeDecodeError:
            raise ContentBroken([Fault(self.name, 1, "kan ikke læses; gem filen som UTF-8")]) from None
        except yaml.YAMLError:
            raise ContentBroken([Fault(self.name, 1, "kan ikke læses; et tegn i filen hører ikke til")]) from None
        except ValueError:
            line = next(_no_dates(self._node), 1)
            raise ContentBroken([Fault(self.name, line, "datoen findes ikke; skriv den som 2026-11-22")]) from None
        except RecursionError:
            raise ContentBroken([Fault(self.name, 1, "har for mange lag inden i hinanden; se skabelonen")]) from None
        if not isinstance(self.content, dict):
            raise ContentBroken([Fault(self.name, 1, "er tom eller ikke en fil med nøgler; se skabelonen")])
        self._refuse_endless()
        if twice := list(self._twice(self._node)):
            raise ContentBroken(twice)

    def _refuse_endless(self) -> None:
        """Refuse layers beyond count, and a part put in again (YAML's `*name`): it may hold itself, or double at each layer."""
        seen: set[int] = set()
        waiting = [(self._node, 0)]
        while waiting:
            node, depth = waiting.pop()
            if id(node) in seen or depth > MOST_LAYERS:
                what = "har for mange lag inden i hinanden" if depth > MOST_LAYERS else "er sat ind flere steder med *"
                raise ContentBroken([Fault(self.name, node.start_mark.line + 1, f"{what}; skriv det ud")])
            seen.add(id(node))
            if isinstance(node, yaml.MappingNode):
                waiting += [(part, depth + 1) for pair in node.value for part in pair]
            elif isinstance(node, yaml.SequenceNode):
                waiting += [(part, depth + 1) for part in node.value]

    def line_of(self, place: Place = ()) -> int:
        """Give the line where the value at `place` begins, its name before it; else of the nearest around it in the file."""
        node, line = self._node, self._node.start_mark.line
        for step in place:
            node, at = _inside(node, step)
            if at is None:
                break
            line = at
        return int(line) + 1

    def fault(self, place: Place, text: str, is_warning: bool = False) -> Fault:
        """Give a fault of the value at `place`."""
        return Fault(self.name, self.line_of(place), text, is_warning)

    def read[Model: BaseModel](self, place: Place, value: Any, shape: type[Model]) -> Model:
        """Give the value at `place` in its shape.

        Raises:
            ContentBroken: it has another shape.
        """
        try:
            return shape.model_validate(value)
        except ValidationError as error:
            errors = error.errors()
            misspelt = {fault["loc"][:-1] for fault in errors if fault["type"] == "extra_forbidden"}
            told = [each for each in errors if each["type"] != "missing" or each["loc"][:-1] not in misspelt]
            raise ContentBroken([self._fault_of(place, each) for each in told]) from None

    def _fault_of(self, place: Place, error: Any) -> Fault:
        inner = tuple(step for step in error["loc"] if step != "[key]")
        if error["type"] == WHOLE:  # a sentence of its own, about one of the values
            return self.fault((*place, *inner, error["ctx"]["name"]), _danish(error))
        name = ".".join(str(step) for step in inner if isinstance(step, str)) or "teksten"
        return self.fault((*place, *inner), f"{name} {_danish(error)}")

    def _twice(self, node: Any) -> Iterator[Fault]:
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if key.value in seen:
                    yield Fault(self.name, key.start_mark.line + 1, f"{key.value} står to gange; behold den ene")
                seen.add(key.value)
                yield from self._twice(value)
        elif isinstance(node, yaml.SequenceNode):
            for value in node.value:
                yield from self._twice(value)


def refused(name: str, text: str) -> PydanticCustomError:
    """Give the error for a value that does not fit the others of its entry: its name, and a whole Danish sentence."""
    return PydanticCustomError(WHOLE, "{text}", {"name": name, "text": text})


def shaped(pattern: str, example: str) -> AfterValidator:
    """Give the validator of a text that follows the pattern; a fault shows the editor the example, not the pattern."""

    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise PydanticCustomError(SHAPED, "{example}", {"example": example})
        return text

    return AfterValidator(check)


def _no_dates(node: Any) -> Iterator[int]:
    """Give the lines of the dates that are in no calendar."""
    if isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield from _no_dates(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _no_dates(value)
    elif node is not None and node.tag == _TIMESTAMP:
        try:
            date.fromisoformat(node.value[:10])
        except ValueError:
            yield node.start_mark.line + 1


def _inside(node: Any, step: str | int) -> tuple[Any, int | None]:
    """Give the value inside a node, and the line it or its name begins on; None when it is not there."""
    if isinstance(node, yaml.MappingNode):
        named = (each for each in node.value if each[0].value == str(step))
        return next(((value, key.start_mark.line) for key, value in named), (None, None))
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step].start_mark.line
    return None, None


def _danish(error: Any) -> str:
    if error["type"] in ("value_error", "assertion_error"):
        return str(error["msg"]).split(", ", 1)[1]
    if error["type"] not in _DANISH:
        return f"er forkert ({error['msg']}); se skabelonen"
    return _DANISH[error["type"]].format_map(error.get("ctx", {})).replace(" or ", " eller ")


def yaml_files(folder: Path) -> list[Path]:
    """Give the YAML files of a folder in order, templates (`_…`) left out; none if there is no such folder."""
    return sorted(file for file in folder.glob("*.yml") if not file.name.startswith("_"))
