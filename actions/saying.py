"""How an action says one of the texts in data/tekster: in the wording that was said longest ago."""

from functools import cache
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.knowledge.answers import Answers
from bot.settings import ROOT


@cache
def texts() -> Answers:
    """Give the texts that no rule chooses."""
    return Answers.load(ROOT / "data" / "tekster")


def say(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    name: str,
    buttons: list[dict[str, str]] | None = None,
    custom: dict[str, Any] | None = None,
    lines: str = "",
) -> None:
    """Say the text named, with these buttons and custom fields beside its own, and these lines under it."""
    said = [event.get("text") for event in reversed(tracker.events) if event["event"] == "bot"]
    text = max(texts().wordings(name), key=lambda each: said.index(each["text"]) if each["text"] in said else len(said))
    dispatcher.utter_message(
        text=f"{text['text']}\n{lines}" if lines else text["text"],
        buttons=[*text.get("buttons", []), *(buttons or [])],
        json_message={**text.get("custom", {}), **(custom or {})} or None,
    )
