"""What a client is told: the messages of the public API."""

import json
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, Field

from bot.knowledge.answers import Response


class Kind(StrEnum):
    """What a message is, and so how a client shows it."""

    TEXT = "text"
    QUESTION = "question"
    URGENT = "urgent"  # help for danger now, and nothing else
    HANDOFF = "handoff"
    NOTICE = "notice"
    EXIT = "exit"


class Button(BaseModel):
    """Something to tap. `id` is what the client sends back; what it stands for stays on the server."""

    id: str
    title: str


class Link(BaseModel):
    """A number to call or a page to open."""

    title: str
    href: str


class Source(BaseModel):
    """Where a fact comes from and when it was checked."""

    title: str
    url: str
    checked: str


class Message(BaseModel):
    """One bubble. `text` is plain text, with line breaks, never HTML."""

    kind: Kind = Kind.TEXT
    text: str
    buttons: list[Button] = Field(default_factory=list)
    select: str = "one"
    links: list[Link] = Field(default_factory=list)
    sources: list[Source] = Field(default_factory=list)
    # Of a handoff alone: the code as words and as digits, who it is for, what it says, and its last day (ISO 8601).
    code: str | None = None
    digits: str | None = None
    receiver: str | None = None
    lines: list[str] | None = None
    expires: str | None = None


class Offer(BaseModel):
    """A button as the dialogue made it, before the session gives it an id.

    `payload` is an intent ("/om_mig"), or an answer to a question ('/svar{"valg": ["mig"]}').
    """

    title: str
    payload: str
    several: bool = False  # may be chosen together with others of its message


class Said(BaseModel):
    """One response of the dialogue: its bubbles, what it offers, and what must happen to the conversation."""

    bubbles: list[Message]
    offers: list[Offer] = Field(default_factory=list)
    forget: bool = False


def read_payload(payload: str) -> tuple[str, list[str]]:
    """Give the intent that a button stands for, and the options that it answers a question with."""
    intent, brace, answer = payload.removeprefix("/").partition("{")
    return intent, list(json.loads(brace + answer)["valg"]) if brace else []


def read_response(response: Response) -> Said:
    """Turn a response as Rasa gives it (`text`, `buttons`, `custom`) into bubbles; a blank line parts two of them.

    Buttons and links belong to the last bubble; those of an urgent message to the first.
    """
    custom: dict[str, Any] = response.get("custom") or {}
    kind = Kind(custom.get("kind", Kind.TEXT))
    texts = [part.strip() for part in (response.get("text") or "").split("\n\n") if part.strip()]
    bubbles = [Message(text=text) for text in texts]
    carrier = 0 if kind is Kind.URGENT else -1
    if bubbles:
        bubbles[carrier].kind = kind
        bubbles[carrier].select = custom.get("select", "one")
        bubbles[carrier].links = [Link(**link) for link in custom.get("links", [])]
        bubbles[carrier].sources = [Source(**source) for source in custom.get("sources", [])]
        for name, value in (custom.get("handoff") or {}).items():
            setattr(bubbles[carrier], name, value)
    several = custom.get("select") == "many"
    offers = [
        Offer(title=button["title"], payload=button["payload"], several=several)
        for button in response.get("buttons") or []
    ]
    return Said(bubbles=bubbles, offers=offers, forget=bool(custom.get("glem")) or kind is Kind.EXIT)
