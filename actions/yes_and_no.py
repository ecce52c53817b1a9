"""What yes and no mean depends on what was just asked: an answer says so itself, under `custom` in data/svar."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher


class Yes(Action):
    """Answers a yes."""

    def name(self) -> str:
        """Give the action's name (see parent class)."""
        return "action_ja"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        """Give the answer that the last question promised (see parent class)."""
        dispatcher.utter_message(response=promised(tracker, "ja"))
        return []


class No(Action):
    """Answers a no."""

    def name(self) -> str:
        """Give the action's name (see parent class)."""
        return "action_nej"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        """Give the answer that the last question promised (see parent class)."""
        dispatcher.utter_message(response=promised(tracker, "nej"))
        return []


def promised(tracker: Tracker, word: str) -> str:
    """Give the name of the answer that the assistant's last words promised for `word`; without a promise, the word's own."""
    said: dict[str, Any] = next((event for event in reversed(tracker.events) if event["event"] == "bot"), {})
    custom = (said.get("data") or {}).get("custom") or {}
    return "utter_" + str(custom.get(word, word)).removeprefix("/")
