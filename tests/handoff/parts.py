"""Parts that the tests of the handoff share."""

import hashlib
from itertools import product

from bot.handoff.code import WORD_BITS, CodeBook
from bot.handoff.sealed import Lookup, Safe, Work
from bot.handoff.stores import Kept

SERVER_KEY = "a key of the server, for tests only"
CHEAP = Work(memory_kib=8, passes=1)
NOW = 1_795_000_000.0
DAY = 24 * 3600
# Words that the tests can tell apart at sight; the real list has a test of its own.
SYLLABLES = [one + vowel + two for one, vowel, two in product("bdfghklmnprst", "aeiouy", "bdfgklmnprst")]
WORDS = tuple(syllable + ending for syllable, ending in product(SYLLABLES, ("asol", "ibro", "oeg")))[: 2**WORD_BITS]


class Clock:
    def __init__(self, now: float = NOW) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def safe() -> Safe:
    return Safe(SERVER_KEY, (CHEAP,))


def book() -> CodeBook:
    return CodeBook(WORDS)


def kept(name: str, expires: float = NOW + 7 * DAY, size: int = 1100) -> Kept:
    """Give a record whose bytes are found again only if they are still there."""
    return Kept(Lookup(_bytes("lookup" + name, 32)), _bytes("sealed" + name, size), int(expires))


def _bytes(seed: str, size: int) -> bytes:
    return hashlib.shake_256(seed.encode()).digest(size)
