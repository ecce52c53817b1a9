"""The gentle reflection in Rasa: a form that listens and asks again, and what is said when it ends."""

from functools import cache

from bot.reflection.texts import Texts
from bot.settings import ROOT

ENDING_SLOT = "afklaring_faerdig"  # the form's one required slot: set, the questions are over
ASKED_SLOT = "afklaring_spurgt"  # the question that stands open
PAUSED_SLOT = "afklaring_pause"  # how many other wishes were answered while the question waits
UNCLEAR_SLOT = "afklaring_uforstaaet"
TURN_SLOT = "afklaring_tur"  # changes at every turn: without a changed slot Rasa rejects the form
MIRROR = "spejl"
LEFT = "hviler"  # the person talks of other things: the questions let go, until they are asked for
LATER = "/start_afklaring"


@cache
def words() -> Texts:
    """Give the words of options, mirror and ways on."""
    return Texts.load(ROOT / "data" / "tekster")


@cache
def back_button() -> dict[str, str]:
    """Give the button that takes the questions up again."""
    return {"title": words().button("videre"), "payload": LATER}


@cache
def leave_button() -> dict[str, str]:
    """Give the button that leaves the page: in danger it may not be safe to write on."""
    return {"title": words().button("vaek"), "payload": "/forlad_siden"}
