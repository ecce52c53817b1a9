"""Shows a code that was made, and says what to do with it."""

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.overlevering import vocabulary
from actions.overlevering.receivers import municipality_of
from actions.saying import say
from bot.handoff.service import Made
from bot.handoff.summary import Receiver, Summary


def show_code(
    dispatcher: CollectingDispatcher, tracker: Tracker, made: Made, summary: Summary, receiver: Receiver
) -> None:
    """Show the code, its lines and its end, then how the receiver is reached."""
    municipality = municipality_of(tracker)
    named = (
        municipality.shown_name if municipality and receiver is Receiver.KOMMUNE else vocabulary().receiver(receiver)
    )
    shown = {
        "code": made.words,
        "digits": made.digits,
        "receiver": named,
        "lines": list(summary.texts),
        "expires": made.expires.date().isoformat(),
    }
    say(dispatcher, tracker, "overlevering_kode", custom={"kind": "handoff", "handoff": shown})
    say(dispatcher, tracker, f"overlevering_saadan_{receiver.value}")
