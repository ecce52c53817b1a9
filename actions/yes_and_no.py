"""What yes and no mean depends on what was just asked: an answer says so itself, under `custom` in data/svar."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.saying import say, texts
from bot.knowledge.topics import ACUTE


class Yes(Action):
    """Answers a yes."""

    def name(self) -> str:
        """Give the action's name (see parent class)."""
        return "action_ja"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        """Give the answer that the last question promised (see parent class)."""
        answer(dispatcher, tracker, "ja")
        return []


class No(Action):
    """Answers a no."""

    def name(self) -> str:
        """Give the action's name (see parent class)."""
        return "action_nej"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        """Give the answer that the last question promised (see parent class)."""
        answer(dispatcher, tracker, "nej")
        return []


def answer(dispatcher: CollectingDispatcher, tracker: Tracker, word: str) -> None:
    """Give what the assistant's last words promised for `word`; where they promised nothing, what fits out of the blue."""
    give(dispatcher, tracker, promised(tracker, word) or word)


def promised(tracker: Tracker, word: str) -> str:
    """Give what the assistant's last words promised for a yes or a no: an intent, a text, or nothing."""
    said: dict[str, Any] = next((event for event in reversed(tracker.events) if event["event"] == "bot"), {})
    return ((said.get("data") or {}).get("custom") or {}).get(word) or ""


def give(
    dispatcher: CollectingDispatcher, tracker: Tracker, promise: str, buttons: list[dict[str, str]] | None = None
) -> None:
    """Give a promised answer, with these buttons beside its own."""
    if promise in texts().names():
        say(dispatcher, tracker, promise, buttons)
        return
    intent = promise.removeprefix("/")
    if intent in ACUTE:  # "er barnet i fare nu?" "ja": the number first, as whenever danger is named
        dispatcher.utter_message(response=f"utter_{intent}_straks")
    dispatcher.utter_message(response=f"utter_{intent}", buttons=buttons or [])
