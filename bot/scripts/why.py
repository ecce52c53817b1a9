"""Why the assistant answered as it did: what it understood, how sure it was, which danger rule and which cards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.conversation.messages import Message
from bot.conversation.service import Answer
from bot.knowledge.cards import Card, Cards, may_be_shown


@dataclass(frozen=True)
class ShownCard:
    """A card that stood in the answer: by its own words, or by the general line it has until it may be shown."""

    card: Card
    by_its_words: bool


@dataclass(frozen=True)
class Why:
    """What lies behind one answer. For staff alone: the public API tells none of it."""

    intent: str | None
    confidence: float | None
    also: str | None  # a second wish in the message
    answers: tuple[str, ...]  # the answers and actions that the dialogue chose, in order
    danger: str | None  # the name of the danger rule, which begins with the danger
    removed: tuple[str, ...]  # the kinds of identifiers taken out
    cards: tuple[ShownCard, ...]
    remembers: Mapping[str, list[str]] = field(default_factory=dict)  # what the conversation remembers now: choices


def why(answer: Answer, cards: Cards, today: date) -> Why:
    """Give what lies behind an answer."""
    understood = answer.understood or {}
    return Why(
        intent=understood.get("intent"),
        confidence=understood.get("confidence"),
        also=understood.get("also"),
        answers=tuple(understood.get("answers") or ()),
        danger=answer.danger.rule if answer.danger else None,
        removed=answer.removed,
        cards=tuple(cards_in(answer.messages, cards, today)),
        remembers=understood.get("remembers") or {},
    )


def cards_in(messages: Iterable[Message], cards: Cards, today: date) -> Iterable[ShownCard]:
    """Give the cards whose words stand in the messages, word for word."""
    said = _plain("\n".join(message.text for message in messages))
    for card in cards:
        by_its_words = may_be_shown(card, today)
        words = _plain(card.tekst if by_its_words else card.generelt)
        if words and words in said:
            yield ShownCard(card, by_its_words)


def _plain(text: str) -> str:
    return " ".join(text.split())
