"""Judges one answer: what the script expects of it, and what every answer must be. Pure: content and day are given."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.conversation.messages import Kind, Message
from bot.knowledge.cards import Cards, may_be_shown
from bot.knowledge.claims import LanguageRules
from bot.knowledge.filling import UNFILLED
from bot.knowledge.numbers import phones_in
from bot.scripts.model import EVERYTHING, Card, Expected, KindName, OneOf, Text
from bot.text.readability import lix, words

MOST_BUBBLES = 3  # besides the urgent one and notices about the chat itself
MOST_WORDS = 60
KINDS: dict[KindName, Kind] = {
    "akut": Kind.URGENT,
    "svar": Kind.TEXT,
    "spoergsmaal": Kind.QUESTION,
    "kode": Kind.HANDOFF,
    "besked": Kind.NOTICE,
    "forlad": Kind.EXIT,
}
SAYS: dict[KindName, str] = {
    "akut": "hjælp til fare",
    "svar": "et svar",
    "spoergsmaal": "et spørgsmål",
    "kode": "en kode",
    "besked": "en besked om chatten",
    "forlad": "siden forlades",
}
_NAMES = {kind: name for name, kind in KINDS.items()}


@dataclass(frozen=True)
class Finding:
    """What was expected, and what came instead."""

    expected: str
    came: str


@dataclass(frozen=True)
class Rules:
    """What judging needs to know of the content."""

    language: LanguageRules
    cards: Cards
    phones: frozenset[str]  # those that may be shown today
    today: date


def judge(expected: Expected, messages: list[Message], rules: Rules) -> list[Finding]:
    """Give every expectation that the answer does not meet, and every rule of all answers that it breaks."""
    found = (
        _always(messages, rules),
        _words(expected, messages, rules),
        _kinds(expected, messages),
        _ways(expected, messages),
        _sizes(expected, messages),
    )
    return [finding for each in found for finding in each]


def judge_memory(expected: Expected, remembers: Mapping[str, list[str]] | None) -> Iterator[Finding]:
    """Give what the conversation remembers otherwise than expected; None where it cannot be seen."""
    if not (expected.husker or expected.glemt):
        return
    if remembers is None:
        yield Finding("det, samtalen husker, kan ses", "ikke udefra: prøv i værkstedet, eller kør uden --url")
        return
    for name, choice in expected.husker.items():
        if name not in remembers or choice not in (None, *remembers[name]):
            wanted = f"{name}: {choice}" if choice else name
            yield Finding(f"husker {wanted}", ", ".join(remembers.get(name, [])) or "det er glemt")
    for name in expected.glemt:
        kept = sorted(remembers) if name == EVERYTHING else [name] if name in remembers else []
        if kept:
            yield Finding(f"har glemt {name}", f"husker {', '.join(kept)}")


def _always(messages: list[Message], rules: Rules) -> Iterator[Finding]:
    text = _all_seen(messages)
    urgent = [number for number, message in enumerate(messages) if message.kind is Kind.URGENT]
    if urgent and urgent[0] != 0:
        yield Finding("akut hjælp står først", f"den står som boble {urgent[0] + 1}")
    if urgent and not phones_to_tap(messages[urgent[0] : urgent[0] + 1]):
        yield Finding("den akutte boble har et nummer, man kan trykke på", "ingen numre")
    if word := rules.language.unsaid(text):
        yield Finding(f"“{word}” siges ikke", _around(word, text))
    if unknown := sorted({*phones_in(text), *phones_to_tap(messages)} - rules.phones):
        yield Finding("kun numre, der må vises", ", ".join(unknown))
    if "[[" in text:
        yield Finding("alle kort er sat ind", _around("[[", text))
    if not any(message.buttons or phones_to_tap([message]) or message.kind is Kind.EXIT for message in messages):
        yield Finding("en vej videre: en knap eller et nummer", "ingen")
    calm = [message for message in messages if message.kind not in (Kind.URGENT, Kind.NOTICE)]
    if len(calm) > MOST_BUBBLES:
        yield Finding(f"højst {MOST_BUBBLES} bobler", str(len(calm)))
    longest = max((len(words(message.text)) for message in calm), default=0)
    if longest > MOST_WORDS:
        yield Finding(f"højst {MOST_WORDS} ord i en boble", str(longest))


def _words(expected: Expected, messages: list[Message], rules: Rules) -> Iterator[Finding]:
    said = "\n".join(message.text for message in messages)
    for word in expected.viser:
        if not any(_stands(each, said) for each in _ways_to_say(word, rules)):
            yield Finding(f"viser {_read_out(word)}", _quoted(said))
    seen = _all_seen(messages)
    for word in expected.viser_ikke:
        for each in _all_texts(word, rules):
            if _stands(each, seen):
                yield Finding(f"viser ikke {_read_out(word)}", _around(each.rstrip("*"), seen))
                break


def _kinds(expected: Expected, messages: list[Message]) -> Iterator[Finding]:
    kinds = Counter(_NAMES[message.kind] for message in messages)
    came = ", ".join(f"{count} × {kind}" if count > 1 else kind for kind, count in kinds.items())
    for kind in expected.slags:
        if kind not in kinds:
            yield Finding(f"slags {kind}: {SAYS[kind]}", came)
    for kind in expected.slags_ikke:
        if kind in kinds:
            yield Finding(f"ikke slags {kind}: {SAYS[kind]}", came)


def _ways(expected: Expected, messages: list[Message]) -> Iterator[Finding]:
    titles = [button.title for message in messages for button in message.buttons]
    for title in expected.kan_vaelge:
        wanted = title.en_af if isinstance(title, OneOf) else [title]
        if not {_plain(each) for each in wanted} & {_plain(each) for each in titles}:
            yield Finding(f"kan vælge {_read_out(title)}", " · ".join(titles) or "ingen knapper")
    phones = phones_to_tap(messages)
    for phone in map(_digits, expected.kan_ringe):
        if phone not in phones:
            yield Finding(f"kan ringe {phone}", ", ".join(phones) or "ingen numre")
    first = phones_to_tap(messages[:1])[:1]
    for phone in map(_digits, expected.foerste_nummer):
        if first != [phone]:
            yield Finding(f"første nummer {phone}", ", ".join(first) or "intet nummer i første boble")


def _sizes(expected: Expected, messages: list[Message]) -> Iterator[Finding]:
    if expected.hoejst_bobler and len(messages) > expected.hoejst_bobler:
        yield Finding(f"højst {expected.hoejst_bobler} bobler", str(len(messages)))
    hard = lix("\n".join(message.text for message in messages))
    if expected.lix_hoejst and hard > expected.lix_hoejst:
        yield Finding(f"LIX højst {expected.lix_hoejst}", f"{hard:.0f}")


def _ways_to_say(word: Text | OneOf | Card, rules: Rules) -> list[str]:
    """Give what must stand there: for a card its text, or what is said while it may not be shown."""
    if isinstance(word, OneOf):
        return word.en_af
    if isinstance(word, Card):
        card = rules.cards.get(word.kort)
        if card is None:
            return []
        return [card.tekst if may_be_shown(card, rules.today) else card.generelt or UNFILLED]
    return [word]


def _all_texts(word: Text | OneOf | Card, rules: Rules) -> list[str]:
    """Give all that must not stand there: for a card also its general line."""
    if isinstance(word, Card):
        card = rules.cards.get(word.kort)
        return [text for text in (card.tekst, card.generelt) if text] if card else []
    return _ways_to_say(word, rules)


def _stands(word: str, text: str) -> bool:
    """Tell whether the words stand in the text as whole words; a star stands for any ending."""
    ending = "" if word.endswith("*") else r"(?!\w)"
    return re.search(rf"(?<!\w){re.escape(_plain(word.rstrip('*')))}{ending}", _plain(text)) is not None


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _read_out(word: Text | OneOf | Card) -> str:
    if isinstance(word, Card):
        return f"kortet {word.kort}"
    return " eller ".join(f"“{each}”" for each in (word.en_af if isinstance(word, OneOf) else [word]))


def _all_seen(messages: Iterable[Message]) -> str:
    """Give all that a person sees of the messages."""
    parts = [
        [message.text, *(button.title for button in message.buttons), *(link.title for link in message.links)]
        for message in messages
    ]
    return "\n".join(part for each in parts for part in each)


def phones_to_tap(messages: Iterable[Message]) -> list[str]:
    """Give the numbers that can be tapped, in order."""
    links = [link.href for message in messages for link in message.links]
    return [href.removeprefix("tel:") for href in links if href.startswith("tel:")]


def _digits(phone: str) -> str:
    return phone.replace(" ", "")


def _around(word: str, text: str, signs: int = 40) -> str:
    at = max(0, _plain(text).find(_plain(word)))
    plain = " ".join(text.split())
    return f"“…{plain[max(0, at - signs) : at + len(word) + signs]}…”"


def _quoted(text: str) -> str:
    return f"“{' '.join(text.split())}”"
