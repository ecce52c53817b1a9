"""All content together, and the shelf that a running process takes it from: read anew when its files change."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.answers import Answers
from bot.knowledge.cards import Card, Cards
from bot.knowledge.filling import placeholders
from bot.knowledge.municipalities import Municipalities
from bot.knowledge.sheets import ContentBroken

logger = logging.getLogger(__name__)

LOOK_SECONDS = 5


@dataclass(frozen=True)
class Library:
    """What may be said."""

    answers: Answers
    cards: Cards
    municipalities: Municipalities
    topics: dict[str, str]
    remembered: tuple[str, ...] = ()  # the names that a conversation remembers something by

    def told_on_request(self) -> list[Card]:
        """Give the cards that stand in no answer: “Fortæl mere” tells them, where the answer is on their topic."""
        wordings = (wording for name in self.answers.names() for wording in self.answers.wordings(name))
        shown = {name for wording in wordings for name in placeholders(wording["text"])}
        return [card for card in self.cards if card.id not in shown]


class Shelf:
    """Holds the library in use. New content is taken in only when it is whole: the old is known to help."""

    def __init__(self, load: Callable[[], Library], files: Callable[[], Iterable[Path]]) -> None:
        """Take in the first library.

        Raises:
            ContentBroken: it must not be used.
        """
        self._load = load
        self._files = files
        self._seen = self._stamps()
        self.library = load()

    def refresh(self) -> None:
        """Read the content anew if a file has changed; should it be broken, say so in one line and keep the old."""
        stamps = self._stamps()
        if stamps == self._seen:
            return
        self._seen = stamps
        try:
            self.library = self._load()
        except ContentBroken as broken:
            logger.warning(
                "Indholdet er ikke taget i brug, det gamle gælder (%d fejl): %s", len(broken.faults), broken.faults[0]
            )
        except OSError as error:  # a file went away while it was read; the next look finds it changed
            self._seen = {}
            logger.warning("Indholdet er ikke taget i brug, det gamle gælder: %s", type(error).__name__)

    async def keep_fresh(self) -> None:
        """Refresh every few seconds, beside the conversations: checking must not hold up an answer."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            await asyncio.to_thread(self.refresh)

    def _stamps(self) -> dict[Path, int]:
        stamps = {}
        for file in self._files():
            try:
                stamps[file] = file.stat().st_mtime_ns
            except FileNotFoundError:  # an editor saves by replacing: it is back the next time
                continue
        return stamps
