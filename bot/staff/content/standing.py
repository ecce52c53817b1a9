"""How it stands with a card or a municipality: whether the chat says its words, and who must look at it."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from bot.knowledge.cards import Approval, Card, needs_approval
from bot.knowledge.municipalities import Municipality
from bot.text.dates import danish_date

SOON = timedelta(days=30)
EDITOR = "en redaktør, der holder det op mod kilden"
TAKES_IN = "en redaktør, der lægger godkendelsen ind"
OF_MUNICIPALITY = "en fagperson i kommunen"
WHO = {
    "ret": "en fagperson, der kender loven",
    "tal": "en fagperson, der kender tallene",
    "tid": "en fagperson, der har spurgt stedet selv",
    "telefon": "en fagperson, der har ringet til nummeret",
}


class Need(IntEnum):
    """What is needed; the first needs a person most."""

    OVERDUE = 0
    UNAPPROVED = 1
    WAITS = 2
    SOON = 3
    NOTHING = 4


TITLES = {
    Need.OVERDUE: "Skulle være set igennem",
    Need.UNAPPROVED: "Mangler en godkendelse",
    Need.WAITS: "Godkendt, venter på at blive lagt ind",
    Need.SOON: "Skal snart ses igennem",
    Need.NOTHING: "Mangler ikke noget",
}


@dataclass(frozen=True)
class Standing:
    """What is needed, how that is said, and who must look; nobody where nothing is needed."""

    need: Need
    says: str
    who: str = ""


def of_card(card: Card, today: date, *, waits: bool) -> Standing:
    """Give how it stands with a card; `waits`: it is approved and not taken in yet."""
    instead = "Chatten viser den almene linje." if card.generelt else "Chatten siger ikke noget om det."
    if waits:
        return Standing(
            Need.WAITS, f"Godkendt, men ikke lagt ind. {instead if _is_hidden(card, today) else ''}", TAKES_IN
        )
    if card.is_overdue(today):
        return Standing(Need.OVERDUE, f"{_was_due(card)} {instead}", WHO.get(card.slags, EDITOR))
    if needs_approval(card) and not card.is_approved():
        return Standing(Need.UNAPPROVED, f"Ikke godkendt. {instead}", WHO[card.slags])
    return _in_use(card, today, "kræver ingen godkendelse", WHO.get(card.slags, EDITOR))


def of_municipality(municipality: Municipality, today: date, *, waits: bool) -> Standing:
    """Give how it stands with a municipality."""
    instead = "Chatten viser kun kommunens navn."
    if waits:
        return Standing(Need.WAITS, "Godkendt, men ikke lagt ind.", TAKES_IN)
    if municipality.is_overdue(today):
        return Standing(Need.OVERDUE, f"{_was_due(municipality)} {instead}", OF_MUNICIPALITY)
    if not municipality.is_approved():
        return Standing(Need.UNAPPROVED, f"Ikke godkendt. {instead}", OF_MUNICIPALITY)
    return _in_use(municipality, today, "", OF_MUNICIPALITY)


def _is_hidden(card: Card, today: date) -> bool:
    return card.is_overdue(today) or (needs_approval(card) and not card.is_approved())


def _in_use(checked: Approval, today: date, otherwise: str, who: str) -> Standing:
    by = f"godkendt af {checked.godkendt_af}" if checked.is_approved() else otherwise
    due = f"Skal ses igennem senest den {danish_date(str(checked.gennemses_senest))}."
    if checked.gennemses_senest - today <= SOON:
        return Standing(Need.SOON, f"I brug, {by}. {due}", who)
    return Standing(Need.NOTHING, f"I brug, {by}. {due}")


def _was_due(checked: Approval) -> str:
    return f"Skulle være set igennem den {danish_date(str(checked.gennemses_senest))}."
