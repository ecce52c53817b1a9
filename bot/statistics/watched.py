"""The conversations of the public process, counted. No other process holds this service, so no try-out is ever counted."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from bot.conversation.messages import Kind
from bot.conversation.service import Answer, ConversationService, EngineAway
from bot.conversation.sessions import Session, SessionsUnavailable, Token, TooManyWaiting, UnknownToken
from bot.knowledge.topics import ACUTE
from bot.statistics.counts import Counts
from bot.statistics.weeks import Place, Tally, What
from bot.text.kinds import RawText, RedactedText

NOT_UNDERSTOOD = "nlu_fallback"
TRIED_WITH = RedactedText("han slår mig lige nu")


class WatchedService(ConversationService):
    """A service that counts what it does. Of a conversation it remembers, while it lasts, what it was counted as."""

    def __init__(self, *, counts: Counts, tally: Tally | None, **parts: Any) -> None:
        """Take what the service takes, the counts, and the week's sums (None: whoever runs it has opted out of them)."""
        super().__init__(**parts)
        self._counts = counts
        self._tally = tally

    async def write(self, token: Token, text: RawText) -> Answer:
        """See parent class."""
        with self._timed():
            return await super().write(token, text)

    async def choose(self, token: Token, *choices: str) -> Answer:
        """See parent class."""
        with self._timed():
            return await super().choose(token, *choices)

    async def end(self, token: Token) -> None:
        """See parent class."""
        try:
            await self._sessions.get(token)
            self._counts.add("exits", "left")
        except (UnknownToken, SessionsUnavailable):
            pass
        await super().end(token)

    def danger_path_holds(self) -> bool:
        """Try, without the engine and without a conversation, whether a danger is noticed and 112 comes first."""
        try:
            danger = self._danger.find(TRIED_WITH)
            first = self._read_response(self._help(danger)[0], None).bubbles[0] if danger else None
        except Exception:  # whatever it is, the path does not hold
            return False
        return first is not None and first.kind is Kind.URGENT and "tel:112" in [link.href for link in first.links]

    @contextmanager
    def _timed(self) -> Iterator[None]:
        began = time.monotonic()
        try:
            yield
        except EngineAway:
            self._counts.add("refused", "engine_away")
            raise
        except TooManyWaiting:
            self._counts.add("refused", "too_many")
            raise
        self._counts.took(time.monotonic() - began)

    def _answered(self, session: Session, answer: Answer) -> None:
        """See parent class."""
        intent = (answer.understood or {}).get("intent")
        seen_by = "rules" if answer.danger else "dialogue" if intent in ACUTE else None
        kinds = {message.kind for message in answer.messages}
        self._counts.add("turns", "no" if intent == NOT_UNDERSTOOD else "yes")
        if seen_by:
            self._counts.add("danger", seen_by)
        if Kind.EXIT in kinds:
            self._counts.add("exits", "said")
        if self._tally:
            was = {What.ALL: True, What.DANGER: bool(seen_by), What.CODE: Kind.HANDOFF in kinds}
            was[What.NOT_UNDERSTOOD] = intent == NOT_UNDERSTOOD
            _tally_once(self._tally, session, {what for what, holds in was.items() if holds})


def _tally_once(tally: Tally, session: Session, found: set[What]) -> None:
    """Count each thing once a conversation, in the week and on the page it began; forget it with the conversation."""
    if session.counted_in is None:
        week, page = tally.place(session.municipality)
        session.counted_in = week.isoformat(), page
    place = Place(date.fromisoformat(session.counted_in[0]), session.counted_in[1])
    for what in found - session.counted_as:
        tally.add(place, What(what))
    session.counted_as |= found
    if session.turns == 0:  # the dialogue was forgotten just now: what comes is a new one
        session.counted_in, session.counted_as = None, set()
