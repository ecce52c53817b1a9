"""Writes a process's counts where the staff process finds them, every few seconds."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from bot.statistics.counts import Counts

SECONDS = 5
logger = logging.getLogger(__name__)


async def keep_written(counts: Counts, folder: str, part: str) -> None:
    """Write the counts until cancelled. An empty folder means that nobody reads them.

    A full disk costs counts, never an answer; it is logged once.
    """
    was_written = True
    while folder:
        is_written = await asyncio.to_thread(try_to_write, counts, folder, part)
        if was_written and not is_written:
            logger.warning("Counts cannot be written; see FOERSTEKONTAKT_METRICS_FOLDER and the disk")
        was_written = is_written
        await asyncio.sleep(SECONDS)


def try_to_write(counts: Counts, folder: str, part: str) -> bool:
    """Write the counts once; tell whether they are written."""
    try:
        counts.write(Path(folder), part)
    except OSError:
        return False
    return True


def counter_of_restarts(folder: str) -> Callable[[str], None]:
    """Give what the supervisor tells of each restart; it is written at once, for it serves nothing that could wait."""
    counts = Counts()
    counts.begin("restarts")
    try_to_write(counts, folder, "supervisor")

    def restarted(part: str) -> None:
        counts.add("restarts", part)
        try_to_write(counts, folder, "supervisor")

    return restarted
