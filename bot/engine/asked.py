"""The question just asked matters: after one that takes a yes or a no, "ja tak det vil jeg gerne" is a yes."""

import re
from typing import Dict, List, NamedTuple, Optional

from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.text.spelling import fold, phrase, plain

ANSWER = "svar"  # the intent that carries an answer, where the question names no other
_YES = frozenset(["ja", "jaa", "jo", "joo", "jep", "jah", "jae", "yes", "ok", "okay", "gerne"])
_NO = frozenset(["nej", "nejj", "nae", "naeh", "nope", "nah", "no", "ikke", "helst"])
# What may stand beside a yes or a no without saying more: "ja lige nu" and "nej, min datter" do say more.
_BESIDE = frozenset(
    [
        "da",
        "det",
        "du",
        "ellers",
        "endnu",
        "gerne",
        "godt",
        "helst",
        "ja",
        "jeg",
        "kan",
        "lige",
        "maa",
        "meget",
        "nej",
        "rigtig",
        "tak",
        "tusind",
        "vil",
        "ville",
    ]
)


_BESIDE_AN_ANSWER = _BESIDE | frozenset(
    [
        "er",
        "en",
        "et",
        "min",
        "mit",
        "mine",
        "om",
        "handler",
        "har",
        "vi",
        "paa",
        "nok",
        "mest",
        "for",
        "helst",
        "nej",
        "der",
        "han",
        "hun",
        "de",
        "den",
    ]
)


def answered(tracker: Optional[DialogueStateTracker], text: str) -> Optional[str]:
    """Give "ja" or "nej" when the text is a yes or a no to the last question, which took one; else None."""
    said = re.findall(r"\w+", fold(text))
    if tracker is None or not said or "?" in text:
        return None
    for word, openings in (("nej", _NO), ("ja", _YES)):
        if word in _promises(tracker) and said[0] in openings and _BESIDE.union(openings).issuperset(said):
            return word
    return None


class Chosen(NamedTuple):
    """An answer to an open question: the intent that carries it, and the options it names."""

    intent: str
    options: List[str]


def chosen(tracker: Optional[DialogueStateTracker], text: str) -> Optional[Chosen]:
    """Give what the text chooses, when it is nothing but an answer to the open question; else None.

    A question whose options are told by words says so itself, under `ord`: an option of its own, or a wish ("/ensom"), as a
    button has it. Read before the model, which knows no question and takes "det er min eks" for any of the things one writes
    of an ex. The rules for danger have seen the text already.
    """
    said = plain(text)
    if tracker is None or not said or "?" in text:
        return None
    asked = _question_by_words(tracker)
    question: Dict[str, List[str]] = asked.get("ord", {})
    found = {option: max((_reach(words, said) for words in phrases), default=0) for option, phrases in question.items()}
    named = sorted((option for option in found if found[option]), key=lambda option: -found[option])
    rest = said
    for words in sorted((words for phrases in question.values() for words in phrases), key=len, reverse=True):
        rest = phrase(words).sub(" ", rest)
    is_answer = bool(named) and _BESIDE_AN_ANSWER.issuperset(rest.split())
    if not is_answer:
        return None
    if named[0].startswith("/"):  # words that stand for a wish, as a button does
        return Chosen(named[0][1:], [])
    return Chosen(asked.get("svar", ANSWER), named[:1])


def _reach(words: str, said: str) -> int:
    match = phrase(words).search(said)
    return len(match[0]) if match else 0


def _question_by_words(tracker: DialogueStateTracker) -> dict:
    """Give the open question that is answered in words: of a form the last one asked, else what was said last of all."""
    said = [event.data.get("custom") or {} for event in reversed(tracker.events) if isinstance(event, BotUttered)]
    if not tracker.active_loop_name:
        said = said[:1]
    return next((custom for custom in said if "ord" in custom), {})


def _promises(tracker: DialogueStateTracker) -> dict:
    last = next((event for event in reversed(tracker.events) if isinstance(event, BotUttered)), None)
    return (last.data.get("custom") or {}) if last else {}
