"""Rasa's own commands work in .venv-engine, without TensorFlow."""

import os
import subprocess
from pathlib import Path

from bot.settings import ROOT

RASA = str(ROOT / ".venv-engine/bin/rasa")


def rasa(*arguments: str, lines: str = "") -> subprocess.CompletedProcess[str]:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("RASA_", "ENGINE_", "ACTIONS_"))
    }
    return subprocess.run(
        [RASA, *arguments],
        input=lines,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment,
        timeout=300,
        check=False,
    )


def test_data_validate_has_nothing_to_warn_of(model: Path) -> None:
    done = rasa("data", "validate", "--fail-on-warnings")
    assert done.returncode == 0, done.stdout + done.stderr


def test_rasa_test_predicts_our_stories(model: Path, tmp_path: Path) -> None:
    done = rasa(
        "test",
        "core",
        "--model",
        str(model),
        "--stories",
        "tests/stories",
        "--out",
        str(tmp_path),
        "--fail-on-prediction-errors",
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_rasa_shell_answers(model: Path) -> None:
    done = rasa("shell", "--model", str(model), lines="hvad er et tilhold\n/stop\n")
    assert "tilhold" in done.stdout.lower().replace("hvad er et tilhold", "")
