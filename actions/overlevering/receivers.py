"""Who a code can be made for, where the person is."""

from datetime import datetime

from rasa_sdk import Tracker

from actions.overlevering import vocabulary
from actions.overlevering.desk import hotline_opens_codes
from actions.saying import shelf
from bot.handoff import addressee
from bot.handoff.addressee import Addressee
from bot.handoff.push import Target
from bot.handoff.summary import Receiver
from bot.knowledge.municipalities import DENMARK, Municipality


def receivers_for(tracker: Tracker) -> list[tuple[str, str]]:
    """Give each receiver that can open a code, and what its button is called; the person alone always can wait."""
    municipality = approved(municipality_of(tracker))
    ours: list[tuple[str, str]] = []
    if municipality and municipality.modtagere:
        ours.append((Receiver.KOMMUNE, municipality.shown_name))
    if hotline_opens_codes():
        ours.append((Receiver.HOTLINE, vocabulary().receiver(Receiver.HOTLINE)))
    return [*ours, (Receiver.SELV, vocabulary().receiver(Receiver.SELV))]


def municipality_of(tracker: Tracker) -> Municipality | None:
    """Give the municipality on whose page the person writes, which the web process tells with each message."""
    metadata = tracker.latest_message.get("metadata") or {}
    return shelf().library.municipalities.get(metadata.get("kommune"))


def addressee_for(tracker: Tracker, receiver: Receiver) -> Addressee:
    """Give whose staff the code is to open for.

    Raises:
        LookupError: the municipality is no receiver any more: its file was changed while the person chose.
    """
    if receiver not in dict(receivers_for(tracker)):
        raise LookupError(receiver)
    municipality = municipality_of(tracker)
    if receiver is Receiver.KOMMUNE and municipality:
        return addressee.municipality(municipality.slug)
    return addressee.HOTLINE if receiver is Receiver.HOTLINE else addressee.SELF


def targets_for(tracker: Tracker, receiver: Receiver) -> list[Target]:
    """Give who wants the record sent: where the code is for the municipality, its receivers that named a webhook."""
    municipality = approved(municipality_of(tracker))
    if receiver is not Receiver.KOMMUNE or municipality is None:
        return []
    return [Target(f"{municipality.slug}/{each.id}", each.noegle) for each in municipality.modtagere if each.webhook]


def addresses() -> dict[str, str]:
    """Give where the receivers of all municipalities listen now."""
    known = [each for each in shelf().library.municipalities if approved(each)]
    return {f"{each.slug}/{one.id}": one.webhook for each in known for one in each.modtagere if one.webhook}


def approved(municipality: Municipality | None) -> Municipality | None:
    """Give the municipality if its file may be used today."""
    return municipality if municipality and municipality.may_be_shown(datetime.now(DENMARK).date()) else None
