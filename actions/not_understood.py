"""What is said to a message not understood: what the open question makes of it, the likeliest meanings, the fixed ways."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.last_answer import turns_back
from actions.saying import say, shelf
from actions.yes_and_no import give, promised
from bot.knowledge.topics import ACUTE
from bot.text.spelling import plain

NAME = "action_ikke_forstaaet"
OFFERED = 3
LIKELY = 0.08  # less is a guess by chance
LIKELY_DANGER = 0.2  # "Jeg har tanker om at dø" as a guess frightens whoever meant something else
NOT_OFFERED = (
    "nlu_fallback",
    "uden_for_emne",
    "andet_sprog",
    "hilsen",
    "farvel",
    "tak",
    "ja",
    "nej",
    "ved_ikke",
    "spring_over",
    "utilfreds",
)
REMEMBERED = 3  # turns in which a danger that was named still stands behind what is said
CRISIS = ("utter_selvmordstanker", "utter_alene_i_krise")
_LONG_AGO = frozenset(["siden", "dengang", "engang", "tidligere", "sidste", "sidst", "gang", "forrige"])
_JUST_NOW = frozenset(
    ["nu", "lige", "minut", "minutter", "min", "time", "timer", "dag", "nat", "aften", "morges", "igen"]
)
_YES_NO = {"ja": ("ja", "jo", "jep", "jaa"), "nej": ("nej", "nae", "nope")}
_LONG_ENOUGH = 4  # letters: shorter words are in every sentence
_ENOUGH = 0.5  # of what a button says


def topics() -> dict[str, str]:
    """Give the title of each intent, as a person would say it."""
    return shelf().library.topics


class NotUnderstood(Action):
    """Reads the message as an answer to what was just asked; else offers what is likely. Never a third try."""

    def name(self) -> str:
        """Give the action's name (see parent class)."""
        return NAME

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        """Answer (see parent class)."""
        promise = promise_meant(tracker)
        named = set(islice(_answers_back(tracker), REMEMBERED))
        buttons = likeliest(tracker)
        if promise:
            give(dispatcher, tracker, promise)
        elif named.intersection(CRISIS):
            say(dispatcher, tracker, "ikke_forstaaet_i_krise")
        elif named.intersection(f"utter_{danger}" for danger in ACUTE):
            say(dispatcher, tracker, "fare_der_var" if _tells_of_the_past(tracker) else "ikke_forstaaet_i_fare")
        elif was_last_action(tracker):
            say(dispatcher, tracker, "ikke_forstaaet_igen")
        elif buttons:
            say(dispatcher, tracker, "ikke_forstaaet", buttons)
        else:
            say(dispatcher, tracker, "ikke_forstaaet_uden_bud")
        return []


def promise_meant(tracker: Tracker) -> str:
    """Give what the last question promised for this answer, or "": a button it names, else the yes or no it begins with.

    The model knows no question and is unsure of "ja listetæer. altid"; under a button "Jeg går på listetæer" it is an answer.
    """
    words = plain(tracker.latest_message.get("text") or "").split()
    if not words:
        return ""
    said: dict[str, Any] = next((event for event in reversed(tracker.events) if event["event"] == "bot"), {})
    found = [
        (shared(button["title"], words), button["payload"]) for button in (said.get("data") or {}).get("buttons") or []
    ]
    best, payload = max(found, default=(0.0, ""))
    if best >= _ENOUGH and f"utter_{payload.removeprefix('/')}" in shelf().library.answers.names():
        return str(payload)
    return next((promised(tracker, word) for word, openings in _YES_NO.items() if words[0] in openings), "")


def shared(title: str, words: list[str]) -> float:
    """Give how much of a button's title the words say, of its longer words: from 0 to 1."""
    telling = {word for word in plain(title).split() if len(word) >= _LONG_ENOUGH}
    return len(telling.intersection(words)) / len(telling) if telling else 0.0


def _tells_of_the_past(tracker: Tracker) -> bool:
    words = set(plain(tracker.latest_message.get("text") or "").split())
    return bool(words & _LONG_AGO) and not words & _JUST_NOW


def was_last_action(tracker: Tracker) -> bool:
    """Tell whether the message before this one was not understood either."""
    done = [
        event["name"] for event in tracker.events if event["event"] == "action" and event["name"] != "action_listen"
    ]
    return bool(done) and done[-1] == NAME


def likeliest(tracker: Tracker) -> list[dict[str, str]]:
    """Give buttons for the intents that the message most likely had."""
    names = [
        each["name"]
        for each in tracker.latest_message.get("intent_ranking", [])
        if each["confidence"] >= (LIKELY_DANGER if each["name"] in ACUTE else LIKELY)
    ]
    offered = [name for name in names if name in topics() and name not in NOT_OFFERED][:OFFERED]
    return [{"title": topics()[name], "payload": f"/{name}"} for name in offered]


def _answers_back(tracker: Tracker) -> Iterator[str]:
    """Give the names of the answers of each turn before this one, the latest first; one name a turn."""
    for turn in turns_back(tracker.events):
        names = [(event.get("metadata") or {}).get("utter_action") for event in turn if event["event"] == "bot"]
        yield next((name for name in names if name), "")
