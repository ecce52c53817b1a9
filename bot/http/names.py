"""Names for network addresses and people that are good for counting and for nothing else."""

import hashlib
from collections.abc import Callable

type Clock = Callable[[], float]
type MakeKey = Callable[[], bytes]


class PassingNames:
    """Names made with a random key that lives in memory for a while and is then replaced.

    What is left behind says nothing, and one while cannot be joined to the next.
    """

    def __init__(self, clock: Clock, make_key: MakeKey, seconds: float) -> None:
        self._clock = clock
        self._make_key = make_key
        self._seconds = seconds
        self._begin()

    def renewed(self) -> bool:
        """Replace the key if its time is up, and tell whether it was: the old names are then of no use."""
        if self._clock() < self._ends:
            return False
        self._begin()
        return True

    def name(self, *parts: str) -> bytes:
        """Give the name of what the parts say together."""
        whole = b"".join(len(part.encode()).to_bytes(4) + part.encode() for part in parts)
        return hashlib.blake2b(whole, key=self._key, digest_size=8).digest()

    def _begin(self) -> None:
        self._ends = self._clock() + self._seconds
        self._key = self._make_key()
