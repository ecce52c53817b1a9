"""The front door, in two halves that never meet in one process: the action server makes and withdraws, the staff process redeems.

Each call stretches a code with Argon2id, about 100 ms of one core: from async code, call through `asyncio.to_thread`.
"""

import json
import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import NewType
from zoneinfo import ZoneInfo

from bot.handoff.addressee import SELF, Addressee
from bot.handoff.code import CodeBook, HandoffCode, HandoffDigits, HandoffWords
from bot.handoff.outbox import Outbox
from bot.handoff.push import Sender, Target, take_back
from bot.handoff.sealed import Latch, Lookup, Safe, SealBroken
from bot.handoff.stores import Clock, HandoffStore, HandoffStoreUnavailable, Kept
from bot.handoff.summary import Receiver, Summary

# Withdraws a code without knowing it, and opens nothing: the chat may keep it, sealed, where it may not keep the code.
WithdrawalHandle = NewType("WithdrawalHandle", str)

logger = logging.getLogger(__name__)

LIVES_DAYS = 7
MOST_DAYS = 14
CONTENT_BYTES = 1024  # every record has this length: the size tells nothing of what was removed from it
DENMARK = ZoneInfo("Europe/Copenhagen")


class HandoffNotFound(Exception):
    """No record opens with this code here: never made, used, withdrawn, over or meant for another.

    Which of them is not told, and takes the same time.
    """

    def __init__(self) -> None:
        super().__init__(
            "Koden åbner ikke noget her. Den kan være brugt, slettet, udløbet eller lavet til et andet sted. "
            "I kan godt tale videre uden den."
        )


class HandoffBroken(Exception):
    """A record lay there and does not open: somebody changed the store, or the server's key is another. It is gone."""


@dataclass(frozen=True)
class Made:
    """A new code, to be shown to the person once and kept nowhere, and what may be kept: the handle and the time."""

    words: HandoffWords = field(repr=False)
    digits: HandoffDigits = field(repr=False)
    handle: WithdrawalHandle = field(repr=False)
    expires: datetime


@dataclass(frozen=True)
class Handoff:
    """What a code gave: the lines as the person saw them, and no more."""

    receiver: Receiver
    lines: tuple[str, ...] = field(repr=False)
    made: date
    expires: datetime


class HandoffMaker:
    """Makes and withdraws codes. It has no way to read a record."""

    def __init__(
        self,
        store: HandoffStore,
        safe: Safe,
        book: CodeBook,
        clock: Clock,
        days: int = LIVES_DAYS,
        outbox: Outbox | None = None,
    ) -> None:
        """Take the parts, for how many days a code lives, and where records wait that are to be sent.

        Raises:
            ValueError: days is not from 1 to 14.
        """
        if not 1 <= days <= MOST_DAYS:
            raise ValueError(f"a code may live from 1 to {MOST_DAYS} days, not {days}")
        self._store = store
        self._safe = safe
        self._book = book
        self._clock = clock
        self._lives = timedelta(days=days)
        self._outbox = outbox

    def make(self, summary: Summary, receiver: Receiver, addressee: Addressee, targets: Sequence[Target] = ()) -> Made:
        """Keep a summary, sealed, and give the code that opens it for the addressee. Only then may a code be shown.

        The record is to be sent to the targets besides. If it cannot be, the code is as good without.

        Raises:
            HandoffStoreUnavailable: it is not kept, and there is no code.
        """
        code = self._book.draw()
        latch = self._safe.latches(code.key, [addressee])[0]
        now = datetime.fromtimestamp(self._clock(), UTC)
        expires = now.replace(minute=0, second=0, microsecond=0) + self._lives  # the store need not know the minute
        content = _content(Handoff(receiver, summary.texts, now.astimezone(DENMARK).date(), expires))
        self._store.put(Kept(latch.lookup, self._safe.seal(latch, content), int(expires.timestamp())))
        self._send(code, content, latch.lookup, expires, targets)
        return self._made(code, latch, expires)

    def withdraw(self, handle: WithdrawalHandle) -> bool:
        """Remove the record of a code made before; tell whether it was still there.

        Raises:
            HandoffStoreUnavailable: it may still be there.
        """
        lookup = Lookup(bytes.fromhex(handle))
        was_there = self._store.remove(lookup)
        if self._outbox:
            take_back(self._outbox, lookup)
        return was_there

    def _send(
        self, code: HandoffCode, content: bytes, lookup: Lookup, expires: datetime, targets: Sequence[Target]
    ) -> None:
        if not self._outbox or not targets:
            return
        try:
            Sender(self._outbox, self._safe).put(code.key, content, lookup, int(expires.timestamp()), targets)
        except HandoffStoreUnavailable:
            logger.warning("A record that a receiver wants sent could not be put into the outbox")

    def _made(self, code: HandoffCode, latch: Latch, expires: datetime) -> Made:
        handle = WithdrawalHandle(latch.lookup.hex())
        return Made(self._book.words(code), self._book.digits(code), handle, expires.astimezone(DENMARK))


class HandoffDesk:
    """Opens codes. For the staff process alone."""

    def __init__(
        self, store: HandoffStore, safe: Safe, book: CodeBook, clock: Clock, outbox: Outbox | None = None
    ) -> None:
        self._store = store
        self._safe = safe
        self._book = book
        self._clock = clock
        self._outbox = outbox

    def redeem(self, typed: str, addressees: Collection[Addressee]) -> Handoff:
        """Give what a code holds, once: the record is gone before it is read.

        It opens if it was made for one of the addressees, or for the person alone. A code for another is not used up.

        Raises:
            HandoffCodeUnreadable: what was typed is no code (`HandoffCodeMistyped`: nearly one). The store was not asked.
            HandoffNotFound: there is no such record for them, or no more.
            HandoffBroken: there was one, and it has been changed.
            HandoffStoreUnavailable: the store does not answer.
        """
        latches = self._safe.latches(self._book.read(typed).key, sorted({*addressees, SELF}))
        for latch in latches:
            if sealed := self._store.take(latch.lookup):
                self._take_back(latch.lookup)
                return self._opened(latch, sealed)
        raise HandoffNotFound

    def sweep(self) -> int:
        """Remove every record whose time is up; give their number. To be called every hour or so."""
        return self._store.sweep()

    def _take_back(self, lookup: Lookup) -> None:
        """Have copies deleted that were sent: a code opens once. That must not keep from who opened it what they opened."""
        if not self._outbox:
            return
        try:
            take_back(self._outbox, lookup)
        except HandoffStoreUnavailable:
            logger.warning("A receiver may not be told that a code was opened here")

    def _opened(self, latch: Latch, sealed: bytes) -> Handoff:
        try:
            handoff = _handoff(self._safe.open(latch, sealed))
        except SealBroken:
            raise HandoffBroken from None
        if (
            handoff.expires.timestamp() <= self._clock()
        ):  # as sealed: who writes to the store cannot make a code live longer
            raise HandoffNotFound
        return handoff


def _content(handoff: Handoff) -> bytes:
    content = json.dumps(
        {
            "receiver": handoff.receiver,
            "lines": handoff.lines,
            "made": handoff.made.isoformat(),
            "expires": int(handoff.expires.timestamp()),
        }
    ).encode()
    if len(content) > CONTENT_BYTES:
        raise ValueError(
            f"a record may hold {CONTENT_BYTES} bytes, not {len(content)}: make the vocabulary's lines shorter"
        )
    return content.ljust(CONTENT_BYTES)


def _handoff(content: bytes) -> Handoff:
    read = json.loads(content)
    expires = datetime.fromtimestamp(read["expires"], DENMARK)
    return Handoff(Receiver(read["receiver"]), tuple(read["lines"]), date.fromisoformat(read["made"]), expires)
