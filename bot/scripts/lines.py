"""A line to the assistant: what a script needs of it, whichever way the messages go."""

from dataclasses import dataclass
from typing import Protocol

from bot.conversation.messages import Message
from bot.scripts.judging import Finding
from bot.scripts.why import Why


@dataclass(frozen=True)
class Heard:
    """An answer, and why it was given where the line can tell."""

    messages: list[Message]
    why: Why | None = None


class Stopped(Exception):
    """The conversation cannot go on: the finding says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        self.finding = finding


class Line(Protocol):
    """One conversation with the assistant. Every method raises `Stopped` when it cannot go on."""

    async def begin(self, municipality: str | None) -> list[Message]:
        """Open the conversation; give what it opens with."""

    async def write(self, text: str) -> Heard:
        """Give the answer to what was typed."""

    async def choose(self, ids: list[str]) -> Heard:
        """Give the answer to buttons of the last answer."""

    async def after_end(self) -> list[Message] | None:
        """Write once more after the end: what an unknown conversation is answered, or None when it was still known."""

    async def end(self) -> None:
        """End the conversation; one that was never begun has nothing to end."""
