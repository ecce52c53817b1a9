"""A line by the service that the public API stands on: the same identifiers out, danger, engine and actions, and why.

It is for staff. Its conversations are of the staff process alone: the public process knows none of their tokens, and what
it counts, it counts of its own.
"""

from collections.abc import Awaitable
from datetime import date

from bot.conversation.messages import Message
from bot.conversation.service import Answer, ConversationService, EngineAway, NothingWritten, UnknownChoice
from bot.conversation.sessions import Token, TooManyConversations, TooManyWaiting, UnknownToken
from bot.knowledge.cards import Cards
from bot.scripts.judging import Finding
from bot.scripts.lines import Heard, Stopped
from bot.scripts.why import why
from bot.text.kinds import RawText

_CASES: dict[type[Exception], str] = {
    UnknownToken: "samtalen er slut",
    NothingWritten: "der stod ingenting",
    UnknownChoice: "knappen hører ikke til det sidste svar",
    TooManyWaiting: "der venter for mange beskeder",
    EngineAway: "chatten kan ikke svare lige nu",
}


class ServiceLine:
    """See `bot.scripts.lines.Line`."""

    def __init__(self, service: ConversationService, cards: Cards, today: date) -> None:
        self._service = service
        self._cards = cards
        self._today = today
        self._token: Token | None = None

    async def begin(self, municipality: str | None) -> list[Message]:
        """See `Line`."""
        self._service.sweep()
        try:
            self._token, messages = await self._service.begin(municipality)
        except TooManyConversations:
            raise Stopped(Finding("chatten åbner", "der er for mange samtaler i gang")) from None
        return messages

    async def write(self, text: str) -> Heard:
        """See `Line`."""
        return await self._heard(self._service.write(self._begun(), RawText(text)))

    async def choose(self, ids: list[str]) -> Heard:
        """See `Line`."""
        return await self._heard(self._service.choose(self._begun(), *ids))

    async def after_end(self) -> list[Message] | None:
        """See `Line`."""
        try:
            await self._service.write(self._begun(), RawText("hej"))
        except UnknownToken:
            return self._service.numbers()
        return None

    async def end(self) -> None:
        """See `Line`."""
        if self._token:
            await self._service.end(self._token)

    async def _heard(self, answer: Awaitable[Answer]) -> Heard:
        try:
            given = await answer
        except tuple(_CASES) as case:
            raise Stopped(Finding("et svar", _CASES[type(case)])) from None
        return Heard(given.messages, why(given, self._cards, self._today))

    def _begun(self) -> Token:
        if self._token is None:
            raise Stopped(Finding("chatten åbner", "den er ikke åbnet"))
        return self._token
