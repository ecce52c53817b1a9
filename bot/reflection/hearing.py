"""How a message is heard while a question stands open: an answer, a wish about the questions, or something else.

A tap, a plain yes, the intent, and a few words of an option all count. What is heard as danger comes before all else.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.knowledge import topics
from bot.reflection.questions import SCENES, Question
from bot.reflection.texts import Texts
from bot.text import spelling

UNSURE = "nlu_fallback"
SHORT = 5  # words: an answer by an option's words, whatever intent it was taken for
BACK = "tilbage"  # what the button for going back carries
_BACK = re.compile(r"(ga |gaa |et skridt |lidt )*(tilbage|forrige)( igen| sporgsmal| spoergsmaal| tak)*")


class Kind(StrEnum):
    """What a message is to the open question."""

    ANSWER = "answer"
    SKIP = "skip"
    BACK = "back"
    STOP = "stop"
    WHY = "why"
    GO_ON = "go on"  # nothing new: ask again
    TOLD = "told"  # something that matters, but not asked for now
    ASIDE = "aside"  # another wish, with an answer of its own
    UNCLEAR = "unclear"
    LEAVE = "leave"
    DANGER = "danger"


@dataclass(frozen=True)
class Message:
    """What was understood of a message; `choices` are what a tapped button carried."""

    intent: str
    text: str = ""
    also: str | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Heard:
    """What the message is, and the options it chose."""

    kind: Kind
    options: tuple[str, ...] = ()


_CONTROLS = {
    "spring_over": Kind.SKIP,
    "ved_ikke": Kind.SKIP,
    "stop_afklaring": Kind.STOP,
    "hvorfor_spoerger_du": Kind.WHY,
    "start_afklaring": Kind.GO_ON,
    "forlad_siden": Kind.LEAVE,
    "slet_samtale": Kind.LEAVE,
    "farvel": Kind.LEAVE,
}
# Who it is about, by intent; the domain fills the slot from the same ones.
WHO = {
    "om_mig": "mig",
    "om_en_anden": "kender",
    "bekymret_for_anden": "kender",
    "nabo": "kender",
    "bekymret_for_barn": "barn",
    "fagperson": "fagperson",
}
_PATHS = ("om_mig", "om_en_anden", "fagperson")  # said in the midst of it, they only change the path


def hear(question: Question, message: Message, texts: Texts) -> Heard:
    """Say what a message is to a question."""
    if message.intent in topics.ACUTE:
        return Heard(Kind.DANGER)
    if message.choices:
        return _tapped(question, message.choices)
    if message.intent in _CONTROLS:
        return Heard(_CONTROLS[message.intent])
    if _BACK.fullmatch(spelling.plain(message.text)):
        return Heard(Kind.BACK)
    meant, named = _by_intent(question, message), _by_words(question, message, texts)
    options = tuple(dict.fromkeys((*meant, *named))) if question.id == "scener" else _likelier(question, meant, named)
    return Heard(Kind.ANSWER, options) if options else _otherwise(message)


def _tapped(question: Question, choices: tuple[str, ...]) -> Heard:
    if choices == (BACK,):
        return Heard(Kind.BACK)
    fitting = question.hearable.issuperset(choices) and (question.several or len(choices) == 1)
    return Heard(Kind.ANSWER, choices) if fitting else Heard(Kind.GO_ON)  # a button of an earlier question


def _by_intent(question: Question, message: Message) -> tuple[str, ...]:
    if question.id == "hvem" and message.intent in WHO:
        return (WHO[message.intent],)
    if question.id == "hvem" and message.intent.startswith("oplever_"):
        return ("mig",)
    if question.id == "scener":
        lived = [each.removeprefix("oplever_") for each in (message.intent, message.also or "")]
        return tuple(scene for form in lived for scene in _scene_of(form))
    plain = {"ja": question.yes, "nej": question.no}.get(message.intent)
    return (plain,) if plain else ()


def _likelier(question: Question, meant: tuple[str, ...], named: tuple[str, ...]) -> tuple[str, ...]:
    """Who it is about shows in what is told ("min mor slår mig"); anything else is told best by its own words."""
    return (meant or named) if question.id == "hvem" else (named or meant)


def _scene_of(form: str) -> list[str]:
    return [scene for scene, of_form in SCENES.items() if of_form == form][:1]


def _by_words(question: Question, message: Message, texts: Texts) -> tuple[str, ...]:
    """Give the options whose words the text holds; of a question that takes one, that with the longest match."""
    text = spelling.plain(message.text)
    if not _may_be_words(message, text):
        return ()
    lengths = {option: _longest(texts.option(question.id, option).words, text) for option in question.options}
    found = sorted((option for option in lengths if lengths[option]), key=lambda option: -lengths[option])
    return tuple(found) if question.several else tuple(found[:1])


def _may_be_words(message: Message, text: str) -> bool:
    """Tell an answer from a question of the person's own ("kan min eks få et tilhold?"), which names options as well."""
    if "?" in message.text:
        return False
    tells = message.intent.startswith("oplever_") or message.intent in (UNSURE, "ja", "nej", *WHO)
    return tells or len(text.split()) <= SHORT


def _otherwise(message: Message) -> Heard:
    if message.intent.startswith("oplever_"):
        return Heard(Kind.TOLD)
    if message.intent in _PATHS:
        return Heard(Kind.GO_ON)
    return Heard(Kind.UNCLEAR if message.intent in (UNSURE, "ja", "nej") else Kind.ASIDE)


def _longest(words: tuple[str, ...], text: str) -> int:
    return max((len(match[0]) for word in words if (match := spelling.phrase(word).search(text))), default=0)
