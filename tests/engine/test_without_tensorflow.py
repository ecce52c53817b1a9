"""TensorFlow is not there, and whatever would use it refuses. Runs in .venv-engine."""

import importlib.metadata
import os

import pytest

from bot.engine.without_tensorflow import TensorFlowIsNotInstalled


def test_tensorflow_is_not_installed() -> None:
    with pytest.raises(importlib.metadata.PackageNotFoundError):
        importlib.metadata.version("tensorflow")


def test_rasa_s_tensorflow_components_import_and_refuse_to_work() -> None:
    import tensorflow as tf
    from rasa.core.policies.ted_policy import TEDPolicy
    from rasa.nlu.classifiers.diet_classifier import DIETClassifier

    assert DIETClassifier.get_default_config()
    assert TEDPolicy.get_default_config()
    with pytest.raises(TensorFlowIsNotInstalled, match="tensorflow"):
        tf.constant(1)
    with pytest.raises(TensorFlowIsNotInstalled, match="another component"):
        tf.random.set_seed(1)


def test_telemetry_is_off_in_every_python_of_this_environment() -> None:
    from rasa import telemetry

    assert os.environ["RASA_TELEMETRY_ENABLED"] == "false"
    assert not telemetry.is_telemetry_enabled()
