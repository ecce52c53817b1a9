"""Takes in a message while a question stands open, and says what must be said before the next question."""

from collections.abc import Callable
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.afklaring import (
    ASKED_SLOT,
    ENDING_SLOT,
    LEFT,
    MIRROR,
    PAUSED_SLOT,
    TURN_SLOT,
    UNCLEAR_SLOT,
    back_button,
    words,
)
from actions.another_language import AnotherLanguage
from actions.saying import say
from actions.yes_and_no import give, promised
from bot.knowledge.topics import ACUTE
from bot.reflection import flow
from bot.reflection.hearing import Heard, Kind, Message, hear
from bot.reflection.questions import AGAIN, BY_ID, DANGER, STOPPED, UNSAFE
from bot.reflection.state import Told, from_slots, memory_read, to_slots, with_memory

Changes = dict[str, Any]

MOST_ASIDES = 3


class ListenToAnswer(Action):
    """Reads the latest message as an answer to the open question, and changes the slots by it."""

    def name(self) -> str:
        """Give the action's name (see parent class)."""
        return "validate_afklaring_form"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        """Listen (see parent class)."""
        changes: Changes = {TURN_SLOT: (tracker.get_slot(TURN_SLOT) or 0) + 1, PAUSED_SLOT: None, UNCLEAR_SLOT: None}
        if tracker.get_slot("requested_slot") is None:  # just begun: this message asked for the questions
            told = with_memory(from_slots(tracker.slots), tracker.slots, anew=True)
            changes |= to_slots(told) | {ENDING_SLOT: None}
        else:
            turn = Turn(dispatcher, tracker, domain)
            changes |= to_slots(turn.told) | await turn.changes()
        changes |= memory_read()
        return [SlotSet(name, value) for name, value in changes.items() if tracker.get_slot(name) != value]


class Turn:
    """One message to one question."""

    def __init__(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> None:
        self.dispatcher = dispatcher
        self.tracker = tracker
        self.domain = domain
        self.told = with_memory(from_slots(tracker.slots), tracker.slots, anew=False)
        self.question = BY_ID[tracker.get_slot(ASKED_SLOT)]
        self.message = message_of(tracker)

    async def changes(self) -> Changes:
        """Say what comes before the next question, and give the slots that change."""
        if self.tracker.get_slot(PAUSED_SLOT) and self.message.intent in ("ja", "nej"):
            return self._after_pause()
        heard = hear(self.question, self.message, words())
        if heard.kind is Kind.ASIDE:
            return await self._aside()
        by_kind: dict[Kind, Callable[[Heard], Changes]] = {
            Kind.ANSWER: self._answer,
            Kind.SKIP: lambda _: self._skip(),
            Kind.BACK: lambda _: to_slots(flow.back(self.told)),
            Kind.STOP: lambda _: {ENDING_SLOT: STOPPED},
            Kind.WHY: lambda _: self._say(f"afklaring_grund_{self.question.id}"),
            Kind.GO_ON: lambda _: {},
            Kind.PATH: lambda heard: to_slots(self.told.with_answer("hvem", heard.options)),
            Kind.TOLD: lambda _: self._say("afklaring_hoert"),
            Kind.UNCLEAR: lambda _: self._unclear(),
            Kind.LEAVE: lambda _: {ENDING_SLOT: self.message.intent},
            Kind.DANGER: lambda _: self._danger(self.told, self.message.intent),
        }
        return by_kind[heard.kind](heard)

    def _answer(self, heard: Heard) -> Changes:
        if self.question is AGAIN:
            return to_slots(flow.from_the_start(self.told)) if "forfra" in heard.options else {ENDING_SLOT: MIRROR}
        ending = flow.ending(self.question, heard.options)
        if ending in (STOPPED, UNSAFE):  # a no is no for now: asked again when the questions are taken up again
            return {ENDING_SLOT: ending}
        told = flow.answer(self.told, self.question, heard.options)
        if ending:
            return to_slots(flow.after_danger(told)) | {ENDING_SLOT: ending}
        return self._on(told)

    def _skip(self) -> Changes:
        if not self.question.skippable:
            return self._say(f"afklaring_grund_{self.question.id}")
        return self._on(flow.skip(self.told, self.question))

    def _on(self, told: Told) -> Changes:
        return to_slots(told) | ({} if flow.next_question(told) else {ENDING_SLOT: MIRROR})

    def _danger(self, told: Told, intent: str) -> Changes:
        return to_slots(flow.after_danger(told)) | {ENDING_SLOT: DANGER + intent}

    def _unclear(self) -> Changes:
        """Ask once more; then let the question be. Whether it is safe to write is not left open: no answer is a no."""
        if not self.tracker.get_slot(UNCLEAR_SLOT):
            return self._say("afklaring_uforstaaet") | {UNCLEAR_SLOT: True}
        if self.question.id == "tryg":
            return {ENDING_SLOT: UNSAFE}
        if not self.question.skippable:
            return {ENDING_SLOT: STOPPED}
        return self._say("afklaring_uforstaaet_igen") | self._skip()

    async def _aside(self) -> Changes:
        """Answer another wish, with a button back; the question waits."""
        intent = self.message.intent
        if intent == "andet_sprog":
            await AnotherLanguage().run(self.dispatcher, self.tracker, self.domain)
        else:
            self.dispatcher.utter_message(response=f"utter_{intent}", buttons=[back_button()])
        return self._paused()

    def _paused(self) -> Changes:
        asides = (self.tracker.get_slot(PAUSED_SLOT) or 0) + 1
        return {ENDING_SLOT: LEFT} if asides == MOST_ASIDES else {PAUSED_SLOT: asides}

    def _after_pause(self) -> Changes:
        """Take a yes or no as meant for what the answer in between asked; if it asked nothing, for going on."""
        promise = promised(self.tracker, self.message.intent)
        intent = promise.removeprefix("/")
        if intent in ACUTE:
            return self._danger(self.told, intent)
        if promise:
            give(self.dispatcher, self.tracker, promise, [back_button()])
            return self._paused()
        return {} if self.message.intent == "ja" else {ENDING_SLOT: STOPPED}

    def _say(self, name: str) -> Changes:
        say(self.dispatcher, self.tracker, name)
        return {}


def message_of(tracker: Tracker) -> Message:
    """Give what was understood of the latest message."""
    latest = tracker.latest_message
    chosen = [entity["value"] for entity in latest.get("entities") or [] if entity["entity"] == "valg"]
    return Message(
        intent=(latest.get("intent") or {}).get("name") or "",
        text="" if chosen else latest.get("text") or "",
        also=latest.get("also"),
        choices=tuple(chosen),
    )
