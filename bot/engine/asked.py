"""The question just asked matters: after one that takes a yes or a no, "ja tak det vil jeg gerne" is a yes."""

import re
from typing import Optional

from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.text.spelling import fold

LONGEST = 8  # words; a longer message says more than yes or no
_YES = re.compile(r"^(ja+|jo+|jep+|jaeh?|jah|yes|ok(ay)?|gerne|meget gerne|det (vil|ville|kan) jeg( godt| gerne)?)\b")
_NO = re.compile(r"^(nej+|naeh?|nope|nah|no|ikke (nu|lige nu|rigtig)|helst ikke|ellers tak)\b")


def answered(tracker: Optional[DialogueStateTracker], text: str) -> Optional[str]:
    """Give "ja" or "nej" when the text is a yes or a no to the last question, which took one; else None."""
    if tracker is None or len(text.split()) > LONGEST or "?" in text:
        return None
    folded = fold(text)
    for word, pattern in (("nej", _NO), ("ja", _YES)):
        if word in _promises(tracker) and pattern.search(folded):
            return word
    return None


def _promises(tracker: DialogueStateTracker) -> dict:
    last = next((event for event in reversed(tracker.events) if isinstance(event, BotUttered)), None)
    return (last.data.get("custom") or {}) if last else {}
