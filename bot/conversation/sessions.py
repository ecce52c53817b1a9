"""Who is talking: a token's conversation, its last offered choices and its age. Keyed by a hash of the token.

One contract, kept by two: the memory of this process (here), and what several processes share (`shared_sessions`).
"""

import asyncio
import hashlib
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import NamedTuple, NewType, Protocol

from bot.conversation.messages import Offer

Token = NewType("Token", str)  # what the client holds: never stored, never logged
ConversationId = NewType("ConversationId", str)  # what the engine knows it by: a hash, of no use to a client
TrackerKey = NewType("TrackerKey", str)  # opens what the engine keeps of it: 32 bytes in hex, for one turn at a time

TOKEN_BYTES = 32
MOST_WAITING = 5


class UnknownToken(Exception):
    """No conversation has this token: never made, ended, or silent for too long."""


class TooManyWaiting(Exception):
    """More messages of one conversation wait for their turn than a person can write."""


class TooManyConversations(Exception):
    """As many conversations are held as may be."""


class SessionsUnavailable(Exception):
    """Where sessions are shared does not answer: nobody can say whose conversation this is. Nothing is kept elsewhere instead."""


class Handle(NamedTuple):
    """What opens one conversation in the engine, and on whose page it is. Made for one turn; the key is kept nowhere."""

    conversation: ConversationId
    key: TrackerKey
    municipality: str | None = None


@dataclass
class Session:
    """One conversation as the web process knows it. Holds nothing that was written."""

    conversation: ConversationId
    municipality: str | None
    touched: float = 0.0
    turns: int = 0
    offered: dict[str, Offer] = field(default_factory=dict)
    offers_made: int = 0
    taken_out: int = 0  # messages that something identifying was taken out of
    counted_in: tuple[str, str] | None = None  # the week and the page it is counted in (`bot.statistics`), never a time
    counted_as: set[str] = field(default_factory=set)
    ended: bool = False  # in a turn: it was ended, here or by another process, before its turn was over

    def offer(self, offers: list[Offer], letter: str = "b") -> dict[str, Offer]:
        """Give each offer an id that no earlier answer of this conversation used, and remember them instead of the last.

        An answer that was given beside a turn has a letter of its own: the turn counts on from what it knew.
        """
        self.offered = {f"{letter}{self.offers_made + number}": offer for number, offer in enumerate(offers, start=1)}
        self.offers_made += len(offers)
        return self.offered

    def offer_titled(self, text: str) -> Offer | None:
        """Give the offer whose title was typed: typing a button's title is tapping it."""
        return next((offer for offer in self.offered.values() if offer.title.casefold() == text.casefold()), None)


class Sessions(Protocol):
    """What a service needs of wherever sessions are. Every method may raise SessionsUnavailable."""

    async def begin(self, municipality: str | None) -> tuple[Token, Session]:
        """Make a token and its session.

        Raises:
            TooManyConversations: even after the silent ones were let go.
        """

    async def get(self, token: Token) -> Session:
        """Give the token's session as it is now, and count it as alive.

        Raises:
            UnknownToken: there is none, or its time is up.
        """

    def turn(self, token: Token) -> AbstractAsyncContextManager[Session]:
        """Wait for the conversation's turn, give its session, and keep what became of it when the turn is over.

        What was ended meanwhile is not kept: the session then says `ended`.

        Raises:
            UnknownToken: it ended while this waited.
            TooManyWaiting: the conversation has its fill.
        """

    async def keep(self, token: Token, session: Session) -> None:
        """Keep what became of a session outside a turn. One that has ended stays ended."""

    async def end(self, conversation: ConversationId) -> None:
        """Forget a session. Forgetting what is not there is fine."""

    def sweep(self) -> None:
        """Forget the sessions whose time is up."""


class Queues:
    """The messages that wait in this process, conversation by conversation, in the order they came."""

    def __init__(self) -> None:
        self._waiting: Counter[ConversationId] = Counter()
        self._locks: dict[ConversationId, asyncio.Lock] = {}

    @asynccontextmanager
    async def turn(self, conversation: ConversationId) -> AsyncIterator[None]:
        """Wait for the turn.

        Raises:
            TooManyWaiting: the conversation has its fill.
        """
        if self._waiting[conversation] >= MOST_WAITING:
            raise TooManyWaiting
        self._waiting[conversation] += 1
        try:
            async with self._locks.setdefault(conversation, asyncio.Lock()):
                yield
        finally:
            self._waiting[conversation] -= 1
            if not self._waiting[conversation]:
                del self._waiting[conversation], self._locks[conversation]


class MemorySessions:
    """The sessions of this process. See `Sessions`."""

    def __init__(self, clock: Callable[[], float], idle_seconds: float, most: int) -> None:
        self._clock = clock
        self._idle_seconds = idle_seconds
        self._most = most
        self._by_conversation: dict[ConversationId, Session] = {}
        self._queues = Queues()

    def __len__(self) -> int:
        return len(self._by_conversation)

    async def begin(self, municipality: str | None) -> tuple[Token, Session]:
        """See `Sessions`."""
        if len(self) >= self._most:
            self.sweep()
        if len(self) >= self._most:
            raise TooManyConversations
        token, session = new_session(municipality)
        session.touched = self._clock()
        self._by_conversation[session.conversation] = session
        return token, session

    async def get(self, token: Token) -> Session:
        """See `Sessions`."""
        session = self._by_conversation.get(conversation_of(token))
        if session is None:
            raise UnknownToken
        if self._is_over(session):
            await self.end(session.conversation)
            raise UnknownToken
        session.touched = self._clock()
        return session

    @asynccontextmanager
    async def turn(self, token: Token) -> AsyncIterator[Session]:
        """See `Sessions`."""
        async with self._queues.turn(conversation_of(token)):
            yield await self.get(token)

    async def keep(self, token: Token, session: Session) -> None:
        """Do nothing: whoever has the session has what is kept (see `Sessions`)."""

    async def end(self, conversation: ConversationId) -> None:
        """See `Sessions`."""
        session = self._by_conversation.pop(conversation, None)
        if session:
            session.ended = True

    def sweep(self) -> None:
        """See `Sessions`."""
        for session in list(self._by_conversation.values()):
            if self._is_over(session):
                del self._by_conversation[session.conversation]

    def _is_over(self, session: Session) -> bool:
        return self._clock() - session.touched > self._idle_seconds


def new_session(municipality: str | None) -> tuple[Token, Session]:
    """Give a new token and its session."""
    token = Token(secrets.token_urlsafe(TOKEN_BYTES))
    return token, Session(conversation_of(token), municipality)


def conversation_of(token: Token) -> ConversationId:
    """Give the id a token's conversation has outside the client: a one-way hash."""
    return ConversationId(hashlib.blake2b(token.encode(), digest_size=16, person=b"conversation").hexdigest())


def handle_of(token: Token, municipality: str | None = None) -> Handle:
    """Give what opens a token's conversation in the engine: two one-way hashes, neither of which gives the other."""
    key = hashlib.blake2b(token.encode(), digest_size=32, person=b"tracker-key").hexdigest()
    return Handle(conversation_of(token), TrackerKey(key), municipality)
