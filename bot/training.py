"""Trains the model in the engine's environment, and only when its sources have changed."""

import hashlib
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bot import models
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
KEPT = 2  # the model before this one, for who goes back
RASA = ROOT / ".venv-engine/bin/rasa"


class TrainingFailed(Exception):
    """Rasa could not train. The message says what to look at."""


def model_path(folder: Path) -> Path:
    """Give the path of the model of the sources as they are; it may not be there yet."""
    return folder / f"{_fingerprint()}.tar.gz"


def train(folder: Path) -> Path:
    """Train the model of the sources as they are, unless it is there and whole; the one before is kept, older ones go.

    Raises:
        TrainingFailed: with Rasa's last lines.
    """
    model = model_path(folder)
    if is_trained(model):
        return model
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="foerstekontakt-") as scratch:
        _run_rasa(Path(scratch))
        trained = (Path(scratch) / "model.tar.gz").read_bytes()
    partial = model.with_suffix(".partial")  # a model is there whole, with its record, or not at all
    partial.write_bytes(trained)
    models.record(model, trained)
    partial.rename(model)
    newest_first = sorted(folder.glob("*.tar.gz"), key=lambda each: each.stat().st_mtime, reverse=True)
    for older in newest_first[KEPT:]:
        older.unlink()
        models.record_of(older).unlink(missing_ok=True)
    return model


def is_trained(model: Path) -> bool:
    """Tell whether a model is there, whole, and of our training."""
    try:
        models.check(model)
    except models.ModelRefused:
        return False
    return True


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
