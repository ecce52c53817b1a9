"""How a message is heard while a question stands open: an answer, a wish about the questions, or something else.

A tap, a plain yes, the intent, and a few words of an option all count. What is heard as danger comes before all else.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.knowledge import topics
from bot.reflection.questions import SCENES, Question
from bot.reflection.state import NONE
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
    PATH = "path"  # who it is about, said midway
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
_PATHS = ("om_mig", "om_en_anden", "fagperson")  # said outright, so they may change the path midway
# Wishes that are answers, where a question asks for a wish.
MEANT = {
    "hvem": WHO,
    "hjaelp": {
        "ret_krisecenter": "sted",
        "tal_med_menneske": "tale",
        "individuelle_samtaler": "tale",
        "ret_psykolog": "tale",
        "ensom": "tale",
        "gruppeforloeb": "gruppe",
        "bolig": "praktisk",
        "oekonomisk_hjaelp": "praktisk",
        "ret_advokat": "praktisk",
        "er_det_vold": "forstaa",
    },
    "p_fylder": {
        "hvad_skal_jeg_sige": "sige",
        "vil_ikke_have_hjaelp": "vil_ikke",
        "stoette_til_paaroerende": "selv",
    },
    "f_sikkerhed": {"bekymret_for_barn": "boern", "underretning": "boern"},
    "p_boern": {"bekymret_for_barn": "ja"},
}
_ASKING = (
    "hva",
    "hvad",
    "hvem",
    "hvor",
    "hvordan",
    "hvornaar",
    "hvorfor",
    "kan",
    "maa",
    "er",
    "faar",
    "koster",
    "skal",
)


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
    options = _likelier(question, meant, named)
    return Heard(Kind.ANSWER, options) if options else _otherwise(message)


def _tapped(question: Question, choices: tuple[str, ...]) -> Heard:
    if choices == (BACK,):
        return Heard(Kind.BACK)
    fitting = question.hearable.issuperset(choices) and (question.several or len(choices) == 1)
    return Heard(Kind.ANSWER, choices) if fitting else Heard(Kind.GO_ON)  # a button of an earlier question


def _by_intent(question: Question, message: Message) -> tuple[str, ...]:
    meant = MEANT.get(question.id, {}).get(message.intent)
    if meant and (question.id == "hvem" or not _asks(message.text)):
        return (meant,)
    if question.id == "hvem" and message.intent.startswith("oplever_"):
        return ("mig",)
    if question.id == "scener":
        lived = [each.removeprefix("oplever_") for each in (message.intent, message.also or "")]
        return tuple(scene for form in lived for scene in _scene_of(form))
    plain = {"ja": question.yes, "nej": question.no}.get(message.intent)
    return (plain,) if plain else ()


def _likelier(question: Question, meant: tuple[str, ...], named: tuple[str, ...]) -> tuple[str, ...]:
    """Who it is about shows in what is told ("min mor slår mig"); anything else is told best by its own words.

    Of a question that takes several, both count; a no beside something named is no "none of these".
    """
    if question.several and meant != (NONE,):
        return tuple(dict.fromkeys((*meant, *named)))
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
    if _asks(message.text):
        return False
    tells = message.intent.startswith("oplever_") or message.intent in (UNSURE, "ja", "nej", *_PATHS)
    return tells or len(text.split()) <= SHORT


def _asks(text: str) -> bool:
    return "?" in text or spelling.plain(text).split(" ")[0] in _ASKING


def _otherwise(message: Message) -> Heard:
    if message.intent.startswith("oplever_"):
        return Heard(Kind.TOLD)
    if message.intent in _PATHS:
        return Heard(Kind.PATH, (WHO[message.intent],))
    return Heard(Kind.UNCLEAR if message.intent in (UNSURE, "ja", "nej") else Kind.ASIDE)


def _longest(words: tuple[str, ...], text: str) -> int:
    return max((len(match[0]) for word in words if (match := spelling.phrase(word).search(text))), default=0)
