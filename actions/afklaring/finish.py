"""What is said when the questions end: help in danger, a goodbye, or the mirror and the ways on."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.afklaring import ENDING_SLOT, LEFT, MIRROR, back_button, leave_button, words
from actions.saying import say
from bot.reflection.mirror import mirror, ways
from bot.reflection.questions import DANGER, DANGER_TO_OTHER, STOPPED, UNSAFE
from bot.reflection.state import Told, from_slots
from bot.reflection.ways_on import ways_on


class Finish(Action):
    """Ends the questions the way they ended; what was told is kept, and they can be taken up again."""

    def name(self) -> str:
        """Give the action's name (see parent class)."""
        return "action_afklaring_slut"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        """Answer (see parent class)."""
        ending = tracker.get_slot(ENDING_SLOT) or STOPPED
        if ending == LEFT:
            pass  # the other wish was answered, with a button back
        elif ending == MIRROR:
            say_mirror(dispatcher, tracker, from_slots(tracker.slots))
        elif ending == STOPPED:
            dispatcher.utter_message(response="utter_stop_afklaring", buttons=[back_button()])
        elif ending == UNSAFE:
            dispatcher.utter_message(response="utter_akut_fare_straks")
            say(dispatcher, tracker, "afklaring_ikke_trygt")
        elif ending == DANGER_TO_OTHER:
            dispatcher.utter_message(response="utter_akut_fare_straks")
            say(dispatcher, tracker, "afklaring_fare_anden", [back_button()])
        elif ending.startswith(DANGER):
            danger = ending.removeprefix(DANGER)
            dispatcher.utter_message(response=f"utter_{danger}_straks")
            dispatcher.utter_message(response=f"utter_{danger}", buttons=[leave_button(), back_button()])
        else:  # the person leaves: no way back into the questions
            dispatcher.utter_message(response=f"utter_{ending}")
        return [SlotSet(ENDING_SLOT, None)]


def say_mirror(dispatcher: CollectingDispatcher, tracker: Tracker, told: Told) -> None:
    """Say what was told, one to three ways on with why, and how to reach a human."""
    rows = ways_on(told)
    lines = mirror(told, words())
    say(dispatcher, tracker, "afklaring_spejl" if lines else "afklaring_spejl_tomt", lines=lines)
    say(dispatcher, tracker, "afklaring_veje", lines=ways(rows, words()))
    opened = [words().way(row.way) for row in rows]
    buttons = {way.intent: {"title": way.title, "payload": f"/{way.intent}"} for way in opened}
    say(dispatcher, tracker, "afklaring_slut", list(buttons.values()))
