"""What a store of sealed records is. It knows places, sealed bytes and when they are over; never a code."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from bot.handoff.sealed import Lookup

Clock = Callable[[], float]  # seconds since 1970, as time.time gives them


class HandoffStoreUnavailable(Exception):
    """The store cannot be reached or cannot write. Nothing was acknowledged, nothing is kept elsewhere instead."""


class HandoffPlaceTaken(Exception):
    """A record lies there already. It stays, and the new one is not kept."""


class HandoffStoreUnknown(ValueError):
    """The address names no kind of store. The message says which there are; it never quotes the address."""


@dataclass(frozen=True)
class Kept:
    """One sealed record."""

    lookup: Lookup
    sealed: bytes = field(repr=False)
    expires: int  # seconds since 1970


class HandoffStore(Protocol):
    """A store that processes and threads share. Every method may raise `HandoffStoreUnavailable`."""

    def put(self, kept: Kept) -> None:
        """Keep a record. When this returns, the record outlives the process.

        Raises:
            HandoffPlaceTaken: another record lies in its place.
        """

    def take(self, lookup: Lookup) -> bytes | None:
        """Give a record's sealed bytes and remove it, as one step: of two that take it at once, one gets it.

        None when there is none, or when its time is up.
        """

    def remove(self, lookup: Lookup) -> bool:
        """Remove a record unread; tell whether one lay there whose time was not up."""

    def sweep(self) -> int:
        """Remove every record whose time is up, so that its bytes are gone; give their number."""
