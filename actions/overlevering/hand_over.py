"""Leads to a code: who it is for, what it would say, consent, and then the code itself, shown once."""

import asyncio
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.afklaring.listen import message_of
from actions.overlevering import HANDLE_SLOT, STEP_SLOT, vocabulary
from actions.overlevering import walk as walks
from actions.overlevering.asking import ask
from actions.overlevering.desk import maker
from actions.overlevering.receivers import addressee_for, targets_for
from actions.overlevering.showing import show_code
from actions.overlevering.walk import AGREE, ANEW, NOT_NOW, TO_REMOVE, Step, Walk
from actions.saying import say
from bot.handoff.stores import HandoffStoreUnavailable
from bot.reflection.state import Told, from_slots
from bot.statistics.counts import COUNTS


class HandOver(Action):
    """One step on the way to a code."""

    def name(self) -> str:
        """Give the action's name (see parent class)."""
        return "action_overlevering"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        """Take in what was answered and ask on (see parent class)."""
        walk, told = walks.from_slots(tracker.slots), from_slots(tracker.slots)
        answer = message_of(tracker).choices
        if NOT_NOW in answer:
            say(dispatcher, tracker, "overlevering_ikke_nu")
            return changes(tracker, Walk(), None)
        if tracker.get_slot(HANDLE_SLOT) and not answer:
            say(dispatcher, tracker, "overlevering_findes")
            return []
        open_step = step_of(tracker)
        if AGREE in answer and open_step is Step.PREVIEW:
            return await give_code(dispatcher, tracker, walk, told)
        if ANEW in answer:
            walk, answer = Walk(), ()
        if TO_REMOVE in answer and open_step is Step.PREVIEW:
            step = Step.REMOVE
        else:
            walk = walk.answered(open_step, answer) if open_step and answer else walk
            step = walks.next_step(walk, told)
        ask(dispatcher, tracker, step, walk, told)
        return changes(tracker, walk, step)


async def give_code(dispatcher: CollectingDispatcher, tracker: Tracker, walk: Walk, told: Told) -> list[Any]:
    """Make the code and show it. Only what lies safely in the store is shown as a code."""
    summary = vocabulary().summary(walks.known(walk, told)).without(walk.uden)
    receiver = walk.receiver
    try:
        whose, targets = addressee_for(tracker, receiver), targets_for(tracker, receiver)
        made = await asyncio.to_thread(maker().make, summary, receiver, whose, targets)
    except LookupError:
        walk = replace(walk, modtager=None)
        ask(dispatcher, tracker, Step.RECEIVER, walk, told)
        return changes(tracker, walk, Step.RECEIVER)
    except HandoffStoreUnavailable:
        say(dispatcher, tracker, "overlevering_nede")
        return changes(tracker, walk, Step.PREVIEW)
    COUNTS.add("codes", "made")
    show_code(dispatcher, tracker, made, summary, receiver)
    return [*changes(tracker, Walk(), None), SlotSet(HANDLE_SLOT, made.handle)]


def step_of(tracker: Tracker) -> Step | None:
    """Give the step that stands open."""
    step = tracker.get_slot(STEP_SLOT)
    return Step(step) if step else None


def changes(tracker: Tracker, walk: Walk, step: Step | None) -> list[Any]:
    """Give the slots that carry the walk to the next turn."""
    slots = {**walk.to_slots(), STEP_SLOT: step and step.value}
    return [SlotSet(name, value) for name, value in slots.items() if tracker.get_slot(name) != value]
