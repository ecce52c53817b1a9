"""Where sealed records lie until their code is used, withdrawn or over: an SQLite file, or Redis."""

from pathlib import Path

from bot.handoff.outbox import Outbox
from bot.handoff.stores.redis_outbox import RedisOutbox
from bot.handoff.stores.redis_server import RedisHandoffStore
from bot.handoff.stores.sqlite_file import SqliteHandoffStore
from bot.handoff.stores.sqlite_outbox import SqliteOutbox
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
    "open_outbox",
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
    file = _file_of(url)
    return SqliteHandoffStore(file, clock) if file else RedisHandoffStore(url, clock)


def open_outbox(url: str, clock: Clock) -> Outbox:
    """Give the outbox in the store at an address; raises as `open_store`."""
    file = _file_of(url)
    return SqliteOutbox(file, clock) if file else RedisOutbox(url, clock)


def _file_of(url: str) -> Path | None:
    """Give the file that an address names; None when it names a Redis."""
    if url.startswith(_SQLITE) and (path := url.removeprefix(_SQLITE)):
        return Path(path)
    if url.startswith(_REDIS):
        return None
    raise HandoffStoreUnknown(
        "the address of the handoff store must begin with sqlite:/// (and a file), redis://, rediss:// or unix://"
    )
