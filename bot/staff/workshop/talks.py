"""The conversations that staff hold with the assistant: one for each sign-in, in memory, without identifiers."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.conversation.messages import Message
from bot.scripts.lines import Line
from bot.scripts.why import Why

MOST = 100


@dataclass(frozen=True)
class Exchange:
    """What was said (identifiers taken out; a list for tapped buttons), what came, and why."""

    said: str | list[str]
    messages: list[Message]
    why: Why | None


@dataclass
class Talk:
    """One conversation."""

    line: Line
    municipality: str | None
    opening: list[Message]
    touched: float
    exchanges: list[Exchange] = field(default_factory=list)
    fault: str = ""  # why the last thing said got no answer

    @property
    def offered(self) -> list[Message]:
        """Give the messages whose buttons can be tapped now."""
        return self.exchanges[-1].messages if self.exchanges else self.opening


class Talks:
    """The conversations by the sign-in they belong to."""

    def __init__(self, idle_seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._idle_seconds = idle_seconds
        self._clock = clock
        self._talks: dict[str, Talk] = {}

    def find(self, sign_in: str) -> Talk | None:
        """Give the conversation of a sign-in, and count it as alive."""
        talk = self._talks.get(sign_in)
        if talk:
            talk.touched = self._clock()
        return talk

    async def begin(self, sign_in: str, line: Line, municipality: str | None) -> Talk:
        """Begin anew; what was there before is forgotten.

        Raises:
            Stopped: there is no room for one more.
        """
        await self.end(sign_in)
        if len(self._talks) >= MOST:
            await self.end(min(self._talks, key=lambda each: self._talks[each].touched))
        self._talks[sign_in] = Talk(line, municipality, await line.begin(municipality), self._clock())
        return self._talks[sign_in]

    async def sweep(self) -> None:
        """Forget what has been silent too long."""
        for key, talk in list(self._talks.items()):
            if self._clock() - talk.touched > self._idle_seconds:
                await self.end(key)

    async def end(self, sign_in: str) -> None:
        """Forget a conversation, here and in the engine."""
        talk = self._talks.pop(sign_in, None)
        if talk:
            await talk.line.end()
