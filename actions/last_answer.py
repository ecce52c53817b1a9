"""What the assistant last told: the cards in its words, which the tracker has with their placeholders."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker

from actions.saying import shelf
from bot.knowledge.cards import Card
from bot.knowledge.filling import placeholders
from bot.knowledge.municipality_texts import MUNICIPALITY_TEXTS

# Answers about an answer: asked once more, the question is still about the answer before them.
WHERE_FROM = "action_hvor_ved_du_det_fra"
TELL_MORE = "action_fortael_mere"


@dataclass(frozen=True)
class LastAnswer:
    """The cards of the last answer, those that are told on request, and how often more of it was told since."""

    cards: list[Card]
    further: list[Card]
    of_municipality: bool
    told_more: int


def last_answer(tracker: Tracker) -> LastAnswer:
    """Give what the question just asked is about."""
    told_more = 0
    for turn in turns_back(tracker.events):
        actions = {event.get("name") for event in turn if event["event"] == "action"}
        if WHERE_FROM in actions or TELL_MORE in actions:
            told_more += TELL_MORE in actions
            continue
        names = [name for event in turn if event["event"] == "bot" for name in placeholders(event.get("text") or "")]
        if any(event["event"] == "bot" for event in turn):
            found = (shelf().library.cards.get(name) for name in dict.fromkeys(names))
            of_municipality = bool(set(names) & set(MUNICIPALITY_TEXTS))
            return LastAnswer([card for card in found if card], _further(turn), of_municipality, told_more)
    return LastAnswer([], [], of_municipality=False, told_more=told_more)


def _further(turn: list[dict[str, Any]]) -> list[Card]:
    """Give the cards on the topic of the turn's answers that stand in no answer: they wait for somebody to ask for more."""
    said = {(event.get("metadata") or {}).get("utter_action", "") for event in turn if event["event"] == "bot"}
    topics = {name.removeprefix("utter_") for name in said}
    return [card for card in shelf().library.told_on_request() if topics.intersection(card.emner)]


def turns_back(events: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Give the events of each turn before this one, the latest turn first."""
    turn: list[dict[str, Any]] = []
    is_this_turn = True
    for event in reversed(events):
        if event["event"] != "user":
            turn.append(event)
        elif is_this_turn:
            is_this_turn, turn = False, []
        else:
            yield turn
            turn = []
    yield turn
