"""Asks the next question, with its options and the ways round it."""

import json
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.afklaring import ASKED_SLOT, PAUSED_SLOT, words
from actions.saying import say
from bot.reflection import flow
from bot.reflection.hearing import BACK
from bot.reflection.questions import AGAIN, Question
from bot.reflection.state import Told, from_slots

Buttons = list[dict[str, str]]


class AskNext(Action):
    """Asks the first question that is not known yet."""

    def name(self) -> str:
        """Give the action's name (see parent class)."""
        return "action_ask_afklaring_faerdig"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        """Ask (see parent class), unless another wish was answered just now: the question waits."""
        if tracker.get_slot(PAUSED_SLOT):
            return []
        told = from_slots(tracker.slots)
        question = flow.next_question(told) or AGAIN
        answers = [
            answer_button(words().option(question.id, each).title, each) for each in flow.options(question, told)
        ]
        # Where a plain yes or no is an answer, the last thing said must take one (bot/engine/asked.py).
        plain: dict[str, Any] = {"ja": "/svar", "nej": "/svar"} if question.yes and question.no else {}
        plain |= {"ord": spoken(question)}
        asking = {"kind": "question", "select": "many" if question.several else "one"}
        if question.skippable:
            say(dispatcher, tracker, text_of(question, told), answers, custom=asking)
            say(dispatcher, tracker, "afklaring_ellers", ways_round(told), custom=plain)
        else:
            say(dispatcher, tracker, text_of(question, told), [*answers, why()], custom=asking | plain)
        return [SlotSet(ASKED_SLOT, question.id)]


def text_of(question: Question, told: Told) -> str:
    """Give the name of the question's text; the scenes are asked another way when some are told already."""
    if question.id == "start":
        return "start_afklaring"
    return "afklaring_scener_mere" if question.id == "scener" and told.lived else f"afklaring_{question.id}"


def spoken(question: Question) -> dict[str, list[str]]:
    """Give the words that mean an option, for a question that takes one. Those that take several ask of danger as well."""
    if question.several:
        return {}
    return {option: list(words().option(question.id, option).words) for option in question.options}


def ways_round(told: Told) -> Buttons:
    """Give the buttons that are no answers: skip, why, back, stop."""
    back = [answer_button(words().button("tilbage"), BACK)] if told.trail else []
    return [
        {"title": words().button("spring_over"), "payload": "/spring_over"},
        why(),
        *back,
        {"title": words().button("stop"), "payload": "/stop_afklaring"},
    ]


def why() -> dict[str, str]:
    """Give the button that asks what the answer is for."""
    return {"title": words().button("hvorfor"), "payload": "/hvorfor_spoerger_du"}


def answer_button(title: str, option: str) -> dict[str, str]:
    """Give a button that carries an option."""
    return {"title": title, "payload": "/svar" + json.dumps({"valg": [option]})}
