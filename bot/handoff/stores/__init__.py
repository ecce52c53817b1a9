"""Where sealed records lie until their code is used, withdrawn or over: an SQLite file, or Redis."""

from pathlib import Path

from bot.handoff.stores.redis_server import RedisHandoffStore
from bot.handoff.stores.sqlite_file import SqliteHandoffStore
from bot.handoff.stores.store import (
    Clock,
    HandoffPlaceTaken,
    HandoffStore,
    HandoffStoreUnavailable,
    HandoffStoreUnknown,
    Kept,
)

__all__ = [
    "Clock",
    "HandoffPlaceTaken",
    "HandoffStore",
    "HandoffStoreUnavailable",
    "HandoffStoreUnknown",
    "Kept",
    "open_store",
]

_SQLITE = "sqlite:///"
_REDIS = ("redis://", "rediss://", "unix://")


def open_store(url: str, clock: Clock) -> HandoffStore:
    """Give the store at an address: `sqlite:///overlevering.db`, `sqlite:////var/lib/x.db` (absolute) or `redis://…`.

    Raises:
        HandoffStoreUnknown: the address is of another kind.
        HandoffStoreUnavailable: the file cannot be made or opened.
    """
    if url.startswith(_SQLITE) and (path := url.removeprefix(_SQLITE)):
        return SqliteHandoffStore(Path(path), clock)
    if url.startswith(_REDIS):
        return RedisHandoffStore(url, clock)
    raise HandoffStoreUnknown(
        "the address of the handoff store must begin with sqlite:/// (and a file), redis://, rediss:// or unix://"
    )
