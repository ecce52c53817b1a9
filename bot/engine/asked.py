"""The question just asked matters: after one that takes a yes or a no, "ja tak det vil jeg gerne" is a yes."""

import re
from typing import Optional

from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.text.spelling import fold

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


def answered(tracker: Optional[DialogueStateTracker], text: str) -> Optional[str]:
    """Give "ja" or "nej" when the text is a yes or a no to the last question, which took one; else None."""
    said = re.findall(r"\w+", fold(text))
    if tracker is None or not said or "?" in text:
        return None
    for word, openings in (("nej", _NO), ("ja", _YES)):
        if word in _promises(tracker) and said[0] in openings and _BESIDE.union(openings).issuperset(said):
            return word
    return None


def _promises(tracker: DialogueStateTracker) -> dict:
    last = next((event for event in reversed(tracker.events) if isinstance(event, BotUttered)), None)
    return (last.data.get("custom") or {}) if last else {}
