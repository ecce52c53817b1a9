"""What is said when a message was not understood: first the likeliest meanings, then the ways that always work."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.saying import say, shelf

NAME = "action_ikke_forstaaet"
OFFERED = 3
NOT_OFFERED = ("nlu_fallback", "uden_for_emne")


def topics() -> dict[str, str]:
    """Give the title of each intent, as a person would say it."""
    return shelf().library.topics


class NotUnderstood(Action):
    """Offers the likeliest meanings once; the second time in a row, the main choices and a human. Never a third try."""

    def name(self) -> str:
        """Give the action's name (see parent class)."""
        return NAME

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        """Answer (see parent class)."""
        if was_last_action(tracker):
            say(dispatcher, tracker, "ikke_forstaaet_igen")
        else:
            say(dispatcher, tracker, "ikke_forstaaet", likeliest(tracker))
        return []


def was_last_action(tracker: Tracker) -> bool:
    """Tell whether the message before this one was not understood either."""
    done = [
        event["name"] for event in tracker.events if event["event"] == "action" and event["name"] != "action_listen"
    ]
    return bool(done) and done[-1] == NAME


def likeliest(tracker: Tracker) -> list[dict[str, str]]:
    """Give buttons for the intents that the message most likely had."""
    names = [each["name"] for each in tracker.latest_message.get("intent_ranking", [])]
    offered = [name for name in names if name in topics() and name not in NOT_OFFERED][:OFFERED]
    return [{"title": topics()[name], "payload": f"/{name}"} for name in offered]
