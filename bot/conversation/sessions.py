"""Who is talking: a token's conversation, its last offered choices and its age. In memory, keyed by a hash of the token."""

import asyncio
import hashlib
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple, NewType

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
    """The process holds as many conversations as it may."""


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
    touched: float
    turns: int = 0
    offered: dict[str, Offer] = field(default_factory=dict)
    offers_made: int = 0
    waiting: int = 0
    taken_out: int = 0  # messages that something identifying was taken out of
    counted_in: Any = None  # the week and the page it is counted in (`bot.statistics`), never a time
    counted_as: set[str] = field(default_factory=set)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def offer(self, offers: list[Offer]) -> dict[str, Offer]:
        """Give each offer an id that no earlier answer of this conversation used, and remember them instead of the last."""
        self.offered = {f"b{self.offers_made + number}": offer for number, offer in enumerate(offers, start=1)}
        self.offers_made += len(offers)
        return self.offered

    def offer_titled(self, text: str) -> Offer | None:
        """Give the offer whose title was typed: typing a button's title is tapping it."""
        return next((offer for offer in self.offered.values() if offer.title.casefold() == text.casefold()), None)

    @contextmanager
    def queued(self) -> Iterator[None]:
        """Count a message as waiting.

        Raises:
            TooManyWaiting: the conversation has its fill.
        """
        if self.waiting >= MOST_WAITING:
            raise TooManyWaiting
        self.waiting += 1
        try:
            yield
        finally:
            self.waiting -= 1


class Sessions:
    """The sessions of this process."""

    def __init__(self, clock: Callable[[], float], idle_seconds: float, most: int) -> None:
        self._clock = clock
        self._idle_seconds = idle_seconds
        self._most = most
        self._by_conversation: dict[ConversationId, Session] = {}

    def __len__(self) -> int:
        return len(self._by_conversation)

    def begin(self, municipality: str | None) -> tuple[Token, Session]:
        """Make a token and its session.

        Raises:
            TooManyConversations: even after the silent ones were let go.
        """
        if len(self) >= self._most and not self.sweep():
            raise TooManyConversations
        token = Token(secrets.token_urlsafe(TOKEN_BYTES))
        session = Session(conversation_of(token), municipality, self._clock())
        self._by_conversation[session.conversation] = session
        return token, session

    def get(self, token: Token) -> Session:
        """Give the token's session and count it as alive.

        Raises:
            UnknownToken: there is none, or its time is up.
        """
        session = self._by_conversation.get(conversation_of(token))
        if session is None:
            raise UnknownToken
        if self._is_over(session):
            self.end(session.conversation)
            raise UnknownToken
        session.touched = self._clock()
        return session

    def end(self, conversation: ConversationId) -> None:
        """Forget a session. Forgetting what is not there is fine."""
        self._by_conversation.pop(conversation, None)

    def sweep(self) -> list[ConversationId]:
        """Forget the sessions whose time is up; give their conversations."""
        over = [session.conversation for session in self._by_conversation.values() if self._is_over(session)]
        for conversation in over:
            self.end(conversation)
        return over

    def _is_over(self, session: Session) -> bool:
        return self._clock() - session.touched > self._idle_seconds


def conversation_of(token: Token) -> ConversationId:
    """Give the id a token's conversation has outside the client: a one-way hash."""
    return ConversationId(hashlib.blake2b(token.encode(), digest_size=16, person=b"conversation").hexdigest())


def handle_of(token: Token, municipality: str | None = None) -> Handle:
    """Give what opens a token's conversation in the engine: two one-way hashes, neither of which gives the other."""
    key = hashlib.blake2b(token.encode(), digest_size=32, person=b"tracker-key").hexdigest()
    return Handle(conversation_of(token), TrackerKey(key), municipality)
