"""Trains the model in the engine's environment, and only when its sources have changed."""

import hashlib
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bot.settings import ROOT

# What a model is made of: change any of it and the model is another.
SOURCES = (
    "config.yml",
    "domain.yml",
    "data/nlu",
    "data/rules",
    "data/stories",
    "data/svar",
    "bot/engine/nlu",
    "bot/text",
    "requirements/engine.txt",
)
RASA = ROOT / ".venv-engine/bin/rasa"


class TrainingFailed(Exception):
    """Rasa could not train. The message says what to look at."""


def model_path(folder: Path) -> Path:
    """Give the path of the model of the sources as they are; it may not be there yet."""
    return folder / f"{_fingerprint()}.tar.gz"


def train(folder: Path) -> Path:
    """Train the model of the sources as they are, unless it is there, and remove older ones.

    Raises:
        TrainingFailed: with Rasa's last lines.
    """
    model = model_path(folder)
    if model.is_file():
        return model
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="foerstekontakt-") as scratch:
        _run_rasa(Path(scratch))
        trained = Path(scratch) / "model.tar.gz"
        partial = model.with_suffix(".partial")  # a model is there whole or not at all
        partial.write_bytes(trained.read_bytes())
        partial.rename(model)
    for older in folder.glob("*.tar.gz"):
        if older != model:
            older.unlink()
    return model


def _run_rasa(scratch: Path) -> None:
    data = [str(ROOT / "data" / name) for name in ("nlu", "rules", "stories", "svar")]
    command = [str(RASA), "train", "--out", str(scratch), "--fixed-model-name", "model", "--data", *data]
    environment = os.environ | {"HOME": str(scratch), "RASA_TELEMETRY_ENABLED": "false", "ENGINE_SECRET": "-"}
    finished = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if not (scratch / "model.tar.gz").is_file():
        last = "\n".join((finished.stdout + finished.stderr).splitlines()[-15:])
        raise TrainingFailed(f"rasa train could not make a model:\n{last}")


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for file in _files():
        digest.update(str(file.relative_to(ROOT)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _files() -> Iterator[Path]:
    for source in SOURCES:
        path = ROOT / source
        yield from (
            [path] if path.is_file() else sorted(each for each in path.rglob("*") if each.suffix in (".yml", ".py"))
        )
