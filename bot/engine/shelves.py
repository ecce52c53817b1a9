"""Where sealed dialogues lie: in this process's memory, or in Redis when several engines share them.

A shelf knows ids and sealed bytes only. Both forget by age, on request, and keep nothing on disk (Redis as it is set up in docs).
"""

import time
from dataclasses import dataclass
from typing import Callable, Dict, Iterable, List, Optional

import redis.asyncio
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as NotConnected
from redis.exceptions import RedisError
from typing_extensions import Protocol

PREFIX = "samtale:"
REDIS_SECONDS = 1.0  # a shelf that takes longer is as good as gone: the person gets the numbers


class ShelfUnavailable(Exception):
    """The shelf cannot be reached. Nothing is kept elsewhere instead."""


class Shelf(Protocol):
    """What a tracker store needs of a shelf."""

    async def put(self, name: str, sealed: bytes) -> None:
        """Keep the bytes under the name for the shelf's time."""

    async def get(self, name: str) -> Optional[bytes]:
        """Give the bytes; None if there are none or their time is up."""

    async def forget(self, name: str) -> None:
        """Forget the bytes. Forgetting what is not there is fine."""

    async def names(self) -> Iterable[str]:
        """Give the names kept now."""

    async def sweep(self) -> int:
        """Forget what is over; give the number."""


@dataclass
class _Kept:
    sealed: bytes
    touched: float


class MemoryShelf:
    """A shelf in this process. See `Shelf`."""

    def __init__(self, idle_seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._idle_seconds = idle_seconds
        self._clock = clock
        self._kept: Dict[str, _Kept] = {}

    async def put(self, name: str, sealed: bytes) -> None:
        """See `Shelf`."""
        self._kept[name] = _Kept(sealed, self._clock())

    async def get(self, name: str) -> Optional[bytes]:
        """See `Shelf`."""
        kept = self._kept.get(name)
        if kept is None or self._is_over(kept):
            self._kept.pop(name, None)
            return None
        return kept.sealed

    async def forget(self, name: str) -> None:
        """See `Shelf`."""
        self._kept.pop(name, None)

    async def names(self) -> List[str]:
        """See `Shelf`."""
        return list(self._kept)

    async def sweep(self) -> int:
        """See `Shelf`."""
        over = [name for name, kept in self._kept.items() if self._is_over(kept)]
        for name in over:
            del self._kept[name]
        return len(over)

    def _is_over(self, kept: _Kept) -> bool:
        return self._clock() - kept.touched > self._idle_seconds


class RedisShelf:
    """A shelf in Redis, which does the forgetting by age itself. See `Shelf`.

    Raises:
        ShelfUnavailable: from every method, when Redis does not answer.
    """

    def __init__(self, url: str, idle_seconds: float) -> None:
        self._idle_seconds = int(idle_seconds)
        # Asked once more only when the connection was lost: after a restart of Redis all that are kept open are.
        self._redis = redis.asyncio.from_url(
            url,
            socket_timeout=REDIS_SECONDS,
            socket_connect_timeout=REDIS_SECONDS,
            retry=Retry(NoBackoff(), 1, supported_errors=(NotConnected,)),
            retry_on_error=[NotConnected],
        )

    async def put(self, name: str, sealed: bytes) -> None:
        """See `Shelf`."""
        await self._ask(self._redis.set(PREFIX + name, sealed, ex=self._idle_seconds))

    async def get(self, name: str) -> Optional[bytes]:
        """See `Shelf`."""
        return await self._ask(self._redis.get(PREFIX + name))

    async def forget(self, name: str) -> None:
        """See `Shelf`."""
        await self._ask(self._redis.delete(PREFIX + name))

    async def names(self) -> List[str]:
        """See `Shelf`."""
        return [key.decode()[len(PREFIX) :] for key in await self._ask(self._redis.keys(PREFIX + "*"))]

    async def sweep(self) -> int:
        """Do nothing: Redis forgets by itself (see `Shelf`)."""
        return 0

    async def _ask(self, question):  # type: ignore[no-untyped-def]
        try:
            return await question
        except (RedisError, OSError):
            raise ShelfUnavailable from None  # the fault may quote the address


def shelf_at(url: str, idle_seconds: float) -> Shelf:
    """Give the shelf for an address: Redis for `redis://…`, memory for none.

    Raises:
        ValueError: the address is of another kind.
    """
    if not url:
        return MemoryShelf(idle_seconds)
    if url.split("://", maxsplit=1)[0] not in ("redis", "rediss", "unix"):
        raise ValueError("TRACKERS_URL: must begin with redis://, rediss:// or unix://, or be empty for memory")
    return RedisShelf(url, idle_seconds)
