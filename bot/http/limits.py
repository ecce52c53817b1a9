"""How much one network address may ask for, without remembering any address.

An address is counted under a keyed hash. The key is random, lives in memory for a minute and is then replaced together
with all counts, so that what is left behind says nothing, and one minute cannot be joined to the next.
"""

import hashlib
from collections import Counter
from collections.abc import Callable
from typing import Any

from sanic import Request, Sanic

WINDOW_SECONDS = 60
MOST_ADDRESSES = 100_000  # counted at once; when an attack fills the table, all are let through to the other limits


class TooManyRequests(Exception):
    """One network address asks for more than people do."""


class RequestLimit:
    """Counts requests by address for a minute at a time."""

    def __init__(self, most: int, clock: Callable[[], float], make_key: Callable[[], bytes]) -> None:
        self._most = most
        self._clock = clock
        self._make_key = make_key
        self._begin()

    def count(self, address: str) -> None:
        """Count a request of an address.

        Raises:
            TooManyRequests: the address has had its share of this minute.
        """
        name = self._name(address)
        if name not in self._counts and len(self._counts) >= MOST_ADDRESSES:
            return
        self._counts[name] += 1
        if self._counts[name] > self._most:
            raise TooManyRequests

    def is_used_up(self, address: str) -> bool:
        """Tell whether the next count of this address would be refused."""
        name = self._name(address)
        return self._counts[name] >= self._most

    def _name(self, address: str) -> bytes:
        if self._clock() >= self._ends:
            self._begin()
        return hashlib.blake2b(address.encode(), key=self._key, digest_size=8).digest()

    def _begin(self) -> None:
        self._ends = self._clock() + WINDOW_SECONDS
        self._key = self._make_key()
        self._counts: Counter[bytes] = Counter()


def install(app: Sanic[Any, Any], limit: RequestLimit) -> None:
    """Count every request that makes the assistant work. The page itself and what ends a conversation are always free."""

    async def count(request: Request) -> None:
        if request.method == "POST" and not request.path.endswith("/end"):
            limit.count(request.remote_addr or request.ip)

    app.register_middleware(count, "request")
