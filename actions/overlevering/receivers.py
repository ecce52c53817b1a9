"""Who a code can be made for, where the person is."""

from datetime import datetime

from rasa_sdk import Tracker

from actions.overlevering import vocabulary
from actions.overlevering.desk import hotline_opens_codes
from actions.saying import shelf
from bot.handoff.summary import Receiver
from bot.knowledge.municipalities import DENMARK, Municipality


def receivers_for(tracker: Tracker) -> list[tuple[str, str]]:
    """Give each receiver that can open a code, and what its button is called; the person alone always can wait."""
    municipality = municipality_of(tracker)
    ours: list[tuple[str, str]] = []
    if municipality and municipality.modtagere and municipality.may_be_shown(datetime.now(DENMARK).date()):
        ours.append((Receiver.KOMMUNE, municipality.shown_name))
    if hotline_opens_codes():
        ours.append((Receiver.HOTLINE, vocabulary().receiver(Receiver.HOTLINE)))
    return [*ours, (Receiver.SELV, vocabulary().receiver(Receiver.SELV))]


def municipality_of(tracker: Tracker) -> Municipality | None:
    """Give the municipality on whose page the person writes, which the web process tells with each message."""
    metadata = tracker.latest_message.get("metadata") or {}
    return shelf().library.municipalities.get(metadata.get("kommune"))
