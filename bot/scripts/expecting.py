"""What a script could expect of an answer, read off an answer that came: the one who writes it chooses among these."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.conversation.messages import Kind, Message
from bot.scripts.judging import KINDS, phones_to_tap
from bot.scripts.why import Why

MOST_BUTTONS = 4
_SENTENCE = re.compile(r"[^.!?:\n]+[.!?]?")


@dataclass(frozen=True)
class Suggestion:
    """One expectation: the key of the script, its value, and how it is said. `is_likely`: chosen unless unticked."""

    key: str
    value: Any
    says: str
    is_likely: bool = True


def suggestions(messages: list[Message], why: Why | None) -> list[Suggestion]:
    """Give what could be expected of this answer; it holds for the answer as it came."""
    likely = [*_of_kind(messages), *_of_cards(why), *_of_buttons(messages)]
    return [*likely, *_of_words(messages, is_likely=not any(each.key == "viser" for each in likely))]


def expected(chosen: Iterable[Suggestion]) -> dict[str, Any]:
    """Give the chosen expectations as a script has them."""
    gathered: dict[str, Any] = {}
    for each in chosen:
        gathered.setdefault(each.key, []).append(each.value)
    return {
        key: values[0] if len(values) == 1 and isinstance(values[0], str) else values
        for key, values in gathered.items()
    }


def least(messages: list[Message]) -> dict[str, Any]:
    """Give the one thing that every script should expect: help for danger came, or it came without need."""
    return expected(list(_of_kind(messages))[:1])


def _of_kind(messages: list[Message]) -> Iterator[Suggestion]:
    kinds = {message.kind for message in messages}
    if Kind.URGENT in kinds:
        yield Suggestion("slags", "akut", "viser hjælp til fare (akut)")
        if phones := phones_to_tap(messages[:1]):
            yield Suggestion("foerste_nummer", phones[0], f"har {phones[0]} allerførst")
    else:
        yield Suggestion("slags_ikke", "akut", "viser ikke hjælp til fare (akut) uden grund")
    for name, kind in KINDS.items():
        if kind in kinds and kind in (Kind.QUESTION, Kind.HANDOFF, Kind.EXIT):
            yield Suggestion("slags", name, f"er af slagsen {name}")


def _of_cards(why: Why | None) -> Iterator[Suggestion]:
    for shown in why.cards if why else ():
        yield Suggestion("viser", {"kort": shown.card.id}, f"viser kortet {shown.card.id}")


def _of_buttons(messages: list[Message]) -> Iterator[Suggestion]:
    titles = [button.title for message in messages for button in message.buttons]
    for title in titles[:MOST_BUTTONS]:
        yield Suggestion("kan_vaelge", title, f"har knappen “{title}”")


def _of_words(messages: list[Message], *, is_likely: bool) -> Iterator[Suggestion]:
    for message in messages:
        if message.kind is Kind.NOTICE or not message.text:
            continue
        sentence = _SENTENCE.search(message.text)
        if sentence:
            words = sentence[0].strip().rstrip(".!?")
            yield Suggestion("viser", words, f"siger “{words}”", is_likely)
