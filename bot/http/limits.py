"""How much one network address may ask for, without remembering any address."""

from collections import Counter

from bot.http.names import Clock, MakeKey, PassingNames

WINDOW_SECONDS = 60
MOST_ADDRESSES = 100_000  # counted at once; when an attack fills the table, all are let through to the other limits


class TooManyRequests(Exception):
    """One network address asks for more than people do."""


class RequestLimit:
    """Counts requests by address for a minute at a time."""

    def __init__(self, most: int, clock: Clock, make_key: MakeKey) -> None:
        self._most = most
        self._names = PassingNames(clock, make_key, WINDOW_SECONDS)
        self._counts: Counter[bytes] = Counter()

    def count(self, address: str) -> None:
        """Count a request of an address.

        Raises:
            TooManyRequests: the address has had its share of this minute.
        """
        if self._names.renewed():
            self._counts.clear()
        name = self._names.name(address)
        if name not in self._counts and len(self._counts) >= MOST_ADDRESSES:
            return
        self._counts[name] += 1
        if self._counts[name] > self._most:
            raise TooManyRequests
