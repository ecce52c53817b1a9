"""`bot bench`: everything in its order, and the table of it."""

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bot import training
from bot.bench import starter
from bot.bench.measures import FULL, SHORT, measure, messages, time_reading, time_understanding
from bot.bench.report import table

ALONE = 200  # messages whose parts are measured by themselves


def short(model: Path) -> list[str]:
    """Measure this assistant alone, in a minute or so; give the table.

    Raises:
        bot.starting.DidNotStart: the engine was not ready within two minutes.
    """
    return table(measure(model, SHORT, None), SHORT, _alone(model))


def full(model: Path, epochs: int) -> list[str]:
    """Train Rasa's starter project with this data and so many epochs, measure both by turns; give the table.

    Raises:
        bot.starting.DidNotStart, bot.bench.starter.NoStarter: one of them could not be measured.
    """
    with tempfile.TemporaryDirectory(prefix="foerstekontakt-starter-") as folder:
        compared = starter.train(Path(folder), epochs)
        found = measure(model, FULL, compared)
    found["ours"].train_seconds = _train_seconds()
    return [
        *table(found, FULL, _alone(model)),
        "",
        f"The starter was trained with {epochs} epochs in place of its 100, which is what its training time is of.",
    ]


def _train_seconds() -> float:
    with tempfile.TemporaryDirectory(prefix="foerstekontakt-") as folder:
        begun = time.monotonic()
        training.train(Path(folder))
        return time.monotonic() - begun


def _alone(model: Path) -> dict[str, Sequence[float]]:
    texts = messages()[:ALONE]
    found: dict[str, Sequence[float]] = {}
    for hardened, how in ((True, ""), (False, " without the hardening of memory")):
        found[f"understanding a message{how}"] = time_understanding(model, texts, hardened=hardened)
        found[f"identifiers and danger{how}"] = time_reading(texts, hardened=hardened)
    return found
