"""A store in Redis (6.2 or newer), for an installation on several machines. Redis forgets by age itself.

How long an acknowledged record outlives Redis is Redis' own setting: docs/decisions/0021 says which to use.
"""

import struct
from collections.abc import Iterator
from contextlib import contextmanager

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from bot.handoff.sealed import Lookup
from bot.handoff.stores.store import Clock, HandoffPlaceTaken, HandoffStoreUnavailable, Kept

PREFIX = b"overlevering:"
ANSWER_SECONDS = 2.0
_EXPIRES = struct.Struct(">q")


class RedisHandoffStore:
    """See `HandoffStore`."""

    def __init__(self, url: str, clock: Clock) -> None:
        """Take the address; nothing is asked of Redis yet."""
        self._clock = clock
        self._redis = connect(url)

    def put(self, kept: Kept) -> None:
        """See `HandoffStore`."""
        lives = max(1, round((kept.expires - self._clock()) * 1000))
        with answering():
            is_kept = self._redis.set(
                PREFIX + kept.lookup, _EXPIRES.pack(kept.expires) + kept.sealed, px=lives, nx=True
            )
        if not is_kept:
            raise HandoffPlaceTaken

    def take(self, lookup: Lookup) -> bytes | None:
        """See `HandoffStore`."""
        with answering():
            value = self._redis.getdel(PREFIX + lookup)
        if not isinstance(value, bytes) or _EXPIRES.unpack_from(value)[0] <= self._clock():
            return None
        return value[_EXPIRES.size :]

    def remove(self, lookup: Lookup) -> bool:
        """See `HandoffStore`."""
        return self.take(lookup) is not None

    def sweep(self) -> int:
        """Do nothing: Redis removes by itself."""
        return 0


def connect(url: str) -> Redis:
    """Give the client of a Redis, which asks once: a take that is asked twice finds nothing the second time."""
    return Redis.from_url(
        url, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS, retry=Retry(NoBackoff(), 0)
    )


@contextmanager
def answering() -> Iterator[None]:
    """Tell a fault of Redis as `HandoffStoreUnavailable`."""
    try:
        yield
    except (RedisError, OSError):
        raise HandoffStoreUnavailable("the handoff store does not answer") from None  # the fault may quote the address
