"""Cards: what we say about law, numbers, offers and safety, each with its source, its check and its approval.

One idea a card, in `data/viden/kort/*.yml`. A card that says what the law, a figure, an hour or a number is, is shown only
when a professional has approved it and its time is not up; until then the answer gives the card's general line.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.knowledge.claims import LanguageRules
from bot.knowledge.numbers import NEVER, phones_in, without_national
from bot.knowledge.sheets import ContentBroken, Fault, Place, Sheet, refused, shaped

NEEDS_APPROVAL = ("ret", "tal", "tid", "telefon")

Filled = Annotated[str, Field(min_length=1)]
Id = Annotated[str, shaped(r"[a-z][a-z0-9_]*", "krisecenter_hvem")]
Document = Annotated[str, shaped(r"\d{3}_[0-9a-f]{16}", "004_910aac5277dbc5ed")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class CardSource(_Strict):
    """Where a card's words come from: a page, or a publication of the project's own material."""

    titel: Filled
    adresse: Annotated[str, shaped(r"https?://\S+", "https://levudenvold.dk")] | None = None
    dokument: Document | None = None

    @model_validator(mode="after")
    def exactly_one(self) -> "CardSource":
        """Refuse a source that cannot be looked up."""
        if (self.adresse is None) == (self.dokument is None):
            raise refused("titel", "en kilde skal have enten adresse eller dokument; skriv det ene")
        return self


class Approval(_Strict):
    """When content was checked against its source, by whom it was approved, and when its time is up."""

    kontrolleret: date
    godkendt_af: str = ""
    godkendt_den: date | None = None
    gennemses_senest: date

    @model_validator(mode="after")
    def whole(self) -> "Approval":
        """Refuse half an approval, and dates in an order that cannot be."""
        if bool(self.godkendt_af) != (self.godkendt_den is not None):
            text = "godkendt_af og godkendt_den hører sammen; udfyld begge, eller lad begge stå tomme"
            raise refused("godkendt_af", text)
        if self.gennemses_senest <= self.kontrolleret:
            raise refused("gennemses_senest", "gennemses_senest skal ligge efter kontrolleret; ret datoen")
        return self

    def is_approved(self) -> bool:
        """Tell whether a professional stands behind it."""
        return self.godkendt_den is not None

    def is_overdue(self, today: date) -> bool:
        """Tell whether it must be looked at again before it is used."""
        return today > self.gennemses_senest


class Card(Approval):
    """One thing we know, as it is said to a citizen."""

    id: Id
    slags: Literal["ret", "tal", "telefon", "tid", "tilbud", "sikkerhed", "forklaring"]
    tekst: Filled
    mere: str = ""
    generelt: str
    kilder: Annotated[list[CardSource], Field(min_length=1)]
    fakta: Annotated[list[Annotated[str, shaped(r"[A-Z]-\d+[a-z]?", "L-02")]], Field(min_length=1)]
    emner: Annotated[list[Filled], Field(min_length=1)]


class Cards:
    """All cards by id."""

    def __init__(self, cards: Iterable[Card] = ()) -> None:
        self._by_id: Mapping[str, Card] = {card.id: card for card in cards}

    def __iter__(self) -> Iterator[Card]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, id_: str) -> Card | None:
        """Give the card of that id, if there is one."""
        return self._by_id.get(id_)


def may_be_shown(card: Card, today: date) -> bool:
    """Tell whether a card's own words may be said; else its general line is."""
    if card.is_overdue(today):
        return False
    return card.is_approved() or not needs_approval(card)


def needs_approval(card: Card) -> bool:
    """Tell whether a professional must approve the card first; a number that is one of the six national ones needs none."""
    if card.slags == "telefon":  # any digit besides them, so that no way of writing a number slips through
        return re.search(r"\d", without_national(f"{card.tekst} {card.mere}")) is not None
    return card.slags in NEEDS_APPROVAL


def date_faults(checked: Approval, today: date) -> Iterator[tuple[str, str, bool]]:
    """Give what is wrong with the dates of a card or a municipality: the value, the words, and whether it only warns."""
    if checked.is_overdue(today):
        text = f"skulle være set igennem den {checked.gennemses_senest}; kontrollér det, og ret datoen"
        yield "gennemses_senest", text, True
    for name in ("kontrolleret", "godkendt_den"):
        day = getattr(checked, name)
        if day is not None and day > today:
            yield name, f"{name} ligger i fremtiden; ret datoen", False


@dataclass(frozen=True)
class CardAt:
    """A card and where it stands."""

    card: Card
    sheet: Sheet
    place: Place

    def fault(self, name: str, text: str, is_warning: bool = False) -> Fault:
        """Give a fault of one of the card's values."""
        return self.sheet.fault((*self.place, name), f"{self.card.id}: {text}", is_warning)


def load_cards(files: Iterable[Path], rules: LanguageRules) -> Cards:
    """Read and check the cards of these files.

    Raises:
        ContentBroken: with every fault of every file.
    """
    found, faults, _ = read_cards(files, rules)
    if faults:
        raise ContentBroken(faults)
    return Cards(each.card for each in found)


def read_cards(files: Iterable[Path], rules: LanguageRules) -> tuple[list[CardAt], list[Fault], bool]:
    """Give the cards that have a card's form, every fault met, and whether no card was left out."""
    found: list[CardAt] = []
    unreadable: list[Fault] = []
    for file in files:
        try:
            for each in _entries(Sheet(file, "kort")):
                if isinstance(each, CardAt):
                    found.append(each)
                else:
                    unreadable += each
        except ContentBroken as broken:
            unreadable += broken.faults
    faults = [*unreadable, *_twice(found), *(fault for each in found for fault in _card_faults(each, rules))]
    return found, faults, not unreadable


def _entries(sheet: Sheet) -> Iterator[CardAt | list[Fault]]:
    entries: Any = sheet.content.get("kort")
    if not isinstance(entries, list) or set(sheet.content) != {"kort"}:
        raise ContentBroken([sheet.fault((), "kortene skal stå i en liste under `kort:`; ret filens begyndelse")])
    for number, entry in enumerate(entries):
        place: Place = ("kort", number)
        try:
            yield CardAt(sheet.read(place, entry, Card), sheet, place)
        except ContentBroken as broken:
            yield broken.faults


def _twice(found: list[CardAt]) -> Iterator[Fault]:
    first: dict[str, CardAt] = {}
    for each in found:
        earlier = first.setdefault(each.card.id, each)
        if earlier is not each:
            text = f"et andet kort har samme id ({earlier.sheet.name}); giv det ene et nyt id"
            yield each.fault("id", text)


def _card_faults(found: CardAt, rules: LanguageRules) -> Iterator[Fault]:
    card = found.card
    for name in ("tekst", "mere", "generelt"):
        text = getattr(card, name)
        claim = rules.claim(text)
        if wrong := NEVER.intersection(phones_in(text)):
            yield found.fault(name, f"{name}: nummeret {min(wrong)} er dødt eller forkert; slet det")
        elif claim and name == "generelt":
            yield found.fault(name, f"generelt: “{claim}” kræver et godkendt kort; skriv uden tal, tider, numre og lov")
        elif claim and not needs_approval(card):
            mend = "flyt det til et kort af slagsen ret, tal, tid eller telefon"
            if card.slags == "telefon":
                mend = "flyt det til et kort af slagsen ret, tal eller tid"
            yield found.fault(
                name, f"{name}: “{claim}” må ikke stå på et kort, der vises uden at være godkendt; {mend}"
            )
        if word := rules.unsaid(text):
            yield found.fault(name, f"{name}: “{word}” siger vi ikke; skriv det på en anden måde")
        if "[[" in text:
            yield found.fault(name, f"{name}: et kort kan ikke vise et andet kort; skriv sætningen ud")
