"""How an action says one of the texts in data/tekster: in the wording that was said longest ago."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.checking.load import make_shelf
from bot.knowledge.answers import Answers
from bot.knowledge.library import Shelf
from bot.knowledge.wordings import wording_to_say
from bot.settings import ROOT


@cache
def shelf() -> Shelf:
    """Give the content that actions speak from, read at the first call."""
    return make_shelf(ROOT)


def texts() -> Answers:
    """Give the texts, those that no rule chooses among them."""
    return shelf().library.answers


def say(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    name: str,
    buttons: list[dict[str, str]] | None = None,
    *,
    custom: dict[str, Any] | None = None,
    lines: str = "",
    words: Mapping[str, str] | None = None,
) -> None:
    """Say the text named: these words for its `{...}`, these lines under it, these buttons and fields beside its own."""
    said = [event.get("text") or "" for event in reversed(tracker.events) if event["event"] == "bot"]
    answers = texts().all()
    text = wording_to_say(name, answers, answers, said, tracker.slots)
    whole: str = text["text"]
    for word, meant in (words or {}).items():
        whole = whole.replace(f"{{{word}}}", meant)
    dispatcher.utter_message(
        text=f"{whole}\n{lines}" if lines else whole,
        buttons=[*text.get("buttons", []), *(buttons or [])],
        json_message={**text.get("custom", {}), **(custom or {})} or None,
    )
