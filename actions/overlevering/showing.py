"""Shows a code that was made, and says what to do with it."""

from datetime import date, datetime, timedelta

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.overlevering import vocabulary
from actions.overlevering.receivers import municipality_of
from actions.saying import say
from bot.handoff.service import Made
from bot.handoff.summary import Receiver, Summary


def last_whole_day(expires: datetime) -> date:
    """Give the last day on which the code works from morning to midnight: the page says “til og med”."""
    return (expires - timedelta(days=1)).date()


def show_code(
    dispatcher: CollectingDispatcher, tracker: Tracker, made: Made, summary: Summary, receiver: Receiver
) -> None:
    """Show the code, its lines and its end, then how the receiver is reached."""
    municipality = municipality_of(tracker)
    named = (
        municipality.shown_name if municipality and receiver is Receiver.KOMMUNE else vocabulary().opened_by(receiver)
    )
    shown = {
        "code": made.words,
        "digits": made.digits,
        "receiver": named,
        "lines": list(summary.texts),
        "expires": last_whole_day(made.expires).isoformat(),
    }
    say(dispatcher, tracker, "overlevering_kode", custom={"kind": "handoff", "handoff": shown})
    say(dispatcher, tracker, f"overlevering_saadan_{receiver.value}")
