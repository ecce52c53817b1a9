"""One turn: text in, identifiers out, danger noticed, the dialogue asked, messages given back.

Every client (page, terminal, script runner) goes through here, and nothing typed goes round it.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.conversation.engine import MOST_AT_ONCE, URGENT_SECONDS, Engine, EngineUnavailable, Reply
from bot.conversation.messages import Button, Kind, Link, Message, Offer, Said, read_payload, read_response
from bot.conversation.sessions import (
    ConversationId,
    Handle,
    Session,
    Sessions,
    SessionsUnavailable,
    Token,
    TooManyWaiting,
    conversation_of,
    handle_of,
    new_session,
)
from bot.knowledge.answers import Response
from bot.knowledge.filling import fill
from bot.knowledge.library import Shelf
from bot.knowledge.municipalities import Municipality
from bot.knowledge.promises import Promises
from bot.text.danger import Danger, DangerDetector
from bot.text.identifiers import Redactor
from bot.text.kinds import RawText, RedactedText

logger = logging.getLogger(__name__)

OF_OTHERS = "kender"  # what the dialogue is told with a danger that is seen or heard of others: who it is about
FORGET_TRIES = 5
# Who would wait too long is told so at once, with the numbers: else the engine, at twice what it can do, works on nothing but
# answers that nobody waits for any more. Danger does not wait behind so many.
BUSY = MOST_AT_ONCE // 4
BESIDE_A_TURN = "f"  # what the ids of offers begin with in an answer that waited for no turn
TELL_EVERY = 4  # of the messages that something was taken out of, one in so many says so


class UnknownChoice(Exception):
    """The choice is not one that the last answer offered."""


class NothingWritten(Exception):
    """The message holds nothing a person can have meant: empty, only spaces or control signs."""


class EngineAway(Exception):
    """The dialogue cannot answer now; `messages` help all the same."""

    def __init__(self, messages: list[Message]) -> None:
        super().__init__()
        self.messages = messages


@dataclass(frozen=True)
class Answer:
    """What one turn gives: the messages, the kinds of identifiers taken out, and what was understood (for staff and tests)."""

    messages: list[Message]
    removed: tuple[str, ...] = ()
    understood: dict[str, Any] | None = None
    danger: Danger | None = None


class ConversationService:
    """Holds conversations: begin, one message or choice at a time, end."""

    def __init__(
        self,
        engine: Engine,
        sessions: Sessions,
        shelf: Shelf,
        now: Callable[[], datetime],
        *,
        redactor: Redactor,
        danger: DangerDetector,
        max_turns: int,
    ) -> None:
        self._engine = engine
        self._sessions = sessions
        self._shelf = shelf
        self._now = now
        self._redactor = redactor
        self._danger = danger
        self._max_turns = max_turns
        self._turns_now = 0
        self._forgetting: set[asyncio.Task[None]] = set()

    def municipalities(self) -> list[Municipality]:
        """Give the municipalities that have a page here."""
        return list(self._shelf.library.municipalities)

    def opening(self, municipality: str | None = None) -> list[Message]:
        """Give what a conversation opens with, for a page that shows it before there is a conversation."""
        said = self._said("aabning", municipality)
        said.bubbles[-1].buttons = [Button(id=offer.title, title=offer.title) for offer in said.offers]
        return said.bubbles

    def promises(self) -> Promises:
        """Give what the page promises about what is kept."""
        return Promises.of(self._shelf.library.answers)

    async def begin(self, municipality: str | None = None) -> tuple[Token, list[Message]]:
        """Open a conversation, at a municipality's page or at none. Needs no engine.

        A municipality that is not here gives the national answers, never an error: a wrong link must not turn a person away.
        Where the sessions are away, the token is known to nobody later, but whoever has it is told of danger all the same.

        Raises:
            TooManyConversations: there are as many as may be.
        """
        known = self._shelf.library.municipalities.get(municipality)
        slug = known.slug if known else None
        try:
            token, session = await self._sessions.begin(slug)
        except SessionsUnavailable:
            token, session = new_session(slug)
        messages = self._show(session, [self._said("aabning", session.municipality)])
        with suppress(SessionsUnavailable):
            await self._sessions.keep(token, session)
        return token, messages

    async def write(self, token: Token, text: RawText) -> Answer:
        """Answer what was typed.

        Raises:
            UnknownToken: no such conversation.
            NothingWritten: there is nothing to answer.
            TooManyWaiting: the person's earlier messages have not been answered yet.
            EngineAway: the dialogue is not available, and no danger was noticed.
        """
        cleaned = RawText("".join(sign for sign in text if sign.isprintable() or sign in "\n\t").strip())
        try:
            session = await self._sessions.get(token)
        except SessionsUnavailable:
            session = None
        if not cleaned:
            raise NothingWritten
        if session and (typed_title := session.offer_titled(cleaned)):
            handle = handle_of(token, session.municipality)
            return await self._turn(token, lambda: self._choose(handle, [typed_title]))
        if self._turns_now >= MOST_AT_ONCE and not self._danger.find(RedactedText(cleaned)):  # it goes nowhere else
            raise self._away()
        redaction = self._redactor.redact(cleaned)
        danger = self._danger.find(redaction.text)
        if danger:
            return await self._urgent_turn(token, session, danger, redaction.removed)
        if session is None:
            raise self._away()
        handle = handle_of(token, session.municipality)
        return await self._turn(token, lambda: self._engine.say(handle, redaction.text), redaction.removed)

    async def choose(self, token: Token, *choices: str) -> Answer:
        """Answer a button of the last answer, or several where its question takes several.

        Raises:
            UnknownToken, TooManyWaiting, EngineAway: as for `write`.
            UnknownChoice: the last answer offered no such button, or not together.
        """
        try:
            session = await self._sessions.get(token)
        except SessionsUnavailable:
            raise self._away() from None
        offers = [session.offered[choice] for choice in dict.fromkeys(choices) if choice in session.offered]
        together = len(offers) == 1 or all(offer.several for offer in offers)
        if not offers or len(offers) != len(set(choices)) or not together:
            raise UnknownChoice
        handle = handle_of(token, session.municipality)
        return await self._turn(token, lambda: self._choose(handle, offers))

    async def end(self, token: Token) -> None:
        """Forget everything about a conversation. A token that is unknown or ended already is fine."""
        conversation = conversation_of(token)
        await self._forget(conversation)

    def sweep(self) -> None:
        """Forget the conversations that have been silent too long. The engine sweeps its own by the same time."""
        self._sessions.sweep()

    async def keep_content_fresh(self) -> None:
        """Take in cards, municipalities and texts that change while conversations go on, until cancelled."""
        await self._shelf.keep_fresh()

    def numbers(self) -> list[Message]:
        """Give the one urgent message that every client can be helped by, whatever else fails."""
        links = [Link(title="Ring 112", href="tel:112"), Link(title="Ring 1888", href="tel:1888")]
        return [Message(kind=Kind.URGENT, text=NUMBERS, links=links)]

    async def _turn(
        self,
        token: Token,
        reply: Callable[[], Awaitable[Reply]],
        removed: tuple[str, ...] = (),
        danger: Danger | None = None,
    ) -> Answer:
        if self._turns_now >= MOST_AT_ONCE:
            raise self._away()
        self._turns_now += 1
        try:
            async with self._own_turn(token) as session:
                session.turns += 1
                given = await reply()
                if not given.responses:  # an action was to answer, and its process is down
                    raise EngineUnavailable
                return await self._read(session, given, removed, danger)
        except (EngineUnavailable, SessionsUnavailable):
            raise self._away() from None
        finally:
            self._turns_now -= 1

    @asynccontextmanager
    async def _own_turn(self, token: Token) -> AsyncIterator[Session]:
        """Hold the conversation for a turn. If it is ended meanwhile, the engine forgets what it kept of the turn, too."""
        session = None
        try:
            async with self._sessions.turn(token) as session:
                yield session
        finally:
            if session and session.ended:
                await self._forget_in_engine(session.conversation)

    async def _urgent_turn(
        self, token: Token, session: Session | None, danger: Danger, removed: tuple[str, ...]
    ) -> Answer:
        """Answer a danger within a second: by the engine, or without it, also while an earlier message still waits for it."""
        if session is None or self._turns_now >= BUSY:
            return await self._urgent_beside(token, session, danger, removed)
        chosen = [OF_OTHERS] if danger.of_others else []
        handle = handle_of(token, session.municipality)
        try:
            async with asyncio.timeout(URGENT_SECONDS):
                return await self._turn(token, lambda: self._urgent_reply(handle, danger, chosen), removed, danger)
        except (TimeoutError, EngineAway, TooManyWaiting):
            return await self._urgent_beside(token, session, danger, removed)

    async def _urgent_beside(
        self, token: Token, session: Session | None, danger: Danger, removed: tuple[str, ...]
    ) -> Answer:
        """Answer a danger without the engine and without a turn. Whatever else is away, the answer is given."""
        known = session or Session(conversation_of(token), None)
        with suppress(SessionsUnavailable):
            known = await self._sessions.get(token) if session else known
        reply = Reply(self._help(danger), understood=None, known=True)
        answer = await self._read(known, reply, removed, danger, BESIDE_A_TURN)
        with suppress(SessionsUnavailable):
            await self._sessions.keep(token, known)
        return answer

    def _away(self) -> EngineAway:
        return EngineAway([*self.numbers(), _notice(ENGINE_AWAY)])

    async def _urgent_reply(self, handle: Handle, danger: Danger, chosen: list[str]) -> Reply:
        """Let the dialogue know of the danger; who wrote in another language is answered in it."""
        reply = await self._engine.choose(handle, danger.kind, chosen)
        return replace(reply, responses=self._help(danger)) if danger.language and reply.responses else reply

    def _help(self, danger: Danger) -> list[Response]:
        """Give the answer to a danger, in the language it was told in, as it is known without the engine."""
        answers = self._shelf.library.answers
        if danger.language:
            return [answers.get(f"andet_sprog_fare_{danger.language}")]
        return [answers.get(f"utter_{danger.kind}_straks"), answers.get(f"utter_{danger.kind}")]

    async def _read(
        self,
        session: Session,
        reply: Reply,
        removed: tuple[str, ...],
        danger: Danger | None,
        letter: str = "b",
    ) -> Answer:
        said = [self._read_response(response, session.municipality) for response in reply.responses]
        said[-1].offers += self._second_wish(reply)
        messages = self._show(session, said, letter)
        if not reply.known and session.turns > 1:
            messages.append(_notice(ENGINE_FORGOT))
        is_long = session.turns >= self._max_turns
        if is_long:
            messages.append(_notice(TALKED_LONG))
        understood = reply.understood
        if is_long or any(each.forget for each in said):
            session.turns = 0
            understood = {**(understood or {}), "remembers": {}}
        messages += self._say_what_was_taken_out(session, removed)
        answer = Answer(messages, removed, understood, danger)
        self._answered(session, answer)
        if is_long or any(message.kind is Kind.EXIT for message in messages):
            await self._forget(session.conversation)
        elif session.turns == 0:
            await self._forget_in_engine(session.conversation)
        return answer

    def _answered(self, session: Session, answer: Answer) -> None:
        """Take note of an answer before it is given, while the session is held. Here: of nothing."""

    def _second_wish(self, reply: Reply) -> list[Offer]:
        """Offer what the message wanted besides ("er det gratis, og er jeg anonym?"), but never beside a question of ours."""
        if any((response.get("custom") or {}).get("kind") == Kind.QUESTION for response in reply.responses):
            return []
        also = (reply.understood or {}).get("also")
        topics = self._shelf.library.topics
        return [Offer(title=topics[also], payload=f"/{also}")] if also in topics else []

    def _say_what_was_taken_out(self, session: Session, removed: tuple[str, ...]) -> list[Message]:
        """Tell, the first time and then once in a while, that something was taken out: saying it each time would scold."""
        if not removed:
            return []
        session.taken_out += 1
        return self._said("taget_ud", session.municipality).bubbles if session.taken_out % TELL_EVERY == 1 else []

    async def _choose(self, handle: Handle, offers: list[Offer]) -> Reply:
        intent, _ = read_payload(offers[0].payload)
        chosen = [option for offer in offers for option in read_payload(offer.payload)[1]]
        return await self._engine.choose(handle, intent, chosen)

    async def _forget(self, conversation: ConversationId) -> None:
        """Forget here and in the engine; should one of them be away, keep trying behind the answer."""
        try:
            await self._sessions.end(conversation)
        except SessionsUnavailable:
            self._keep_trying(lambda: self._sessions.end(conversation))
        await self._forget_in_engine(conversation)

    async def _forget_in_engine(self, conversation: ConversationId) -> None:
        """Forget in the engine; should it be slow to answer, keep trying behind the answer. A dead one has forgotten."""
        try:
            await self._engine.forget(conversation)
        except EngineUnavailable:
            self._keep_trying(lambda: self._engine.forget(conversation))

    def _keep_trying(self, forget: Callable[[], Awaitable[None]]) -> None:
        task = asyncio.create_task(_try_again(forget))
        self._forgetting.add(task)
        task.add_done_callback(self._forgetting.discard)

    def _said(self, name: str, municipality: str | None) -> Said:
        return self._read_response(self._shelf.library.answers.get(name), municipality)

    def _read_response(self, response: Response, municipality: str | None) -> Said:
        """Fill the placeholders and make bubbles: the one way that what is said goes out."""
        library = self._shelf.library
        return read_response(fill(response, library.cards, library.municipalities.get(municipality), self._now()))

    def _show(self, session: Session, said: Iterable[Said], letter: str = "b") -> list[Message]:
        """Give the bubbles, with ids for what the last of them offer."""
        said = list(said)
        offered = iter(session.offer([offer for each in said for offer in each.offers], letter).items())
        for each in said:
            if each.bubbles:
                each.bubbles[-1].buttons = [
                    Button(id=id_, title=offer.title) for id_, offer in _take(offered, len(each.offers))
                ]
        return [bubble for each in said for bubble in each.bubbles]


NUMBERS = "Er der fare nu, så ring 112. Vil du tale med et menneske, kan du ringe til 1888. Det er døgnåbent, gratis og anonymt."
ENGINE_AWAY = "Chatten kan ikke svare lige nu. Den prøver igen af sig selv. Numrene virker hele tiden."
ENGINE_FORGOT = "Chatten er startet på ny. Det, du skrev før, er glemt."
TALKED_LONG = "Samtalen er blevet lang, så den er glemt nu. Du kan begynde en ny, når du vil."


async def _try_again(forget: Callable[[], Awaitable[None]]) -> None:
    for pause in range(1, FORGET_TRIES + 1):
        await asyncio.sleep(pause)
        try:
            await forget()
        except (EngineUnavailable, SessionsUnavailable):
            continue
        return
    logger.warning("A forgetting was not confirmed")


def _notice(text: str) -> Message:
    return Message(kind=Kind.NOTICE, text=text)


def _take(items: Any, count: int) -> list[Any]:
    return [next(items) for _ in range(count)]
