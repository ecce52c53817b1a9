"""Municipalities: one file each in `data/kommuner`, and what it says at a given moment.

Nothing of a municipality is said before somebody there has approved its file; until then it has only its name.
"""

import re
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from dateutil.easter import easter
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from bot.knowledge.cards import Approval, Document, Filled, Id
from bot.knowledge.claims import LanguageRules
from bot.knowledge.numbers import NEVER, phones_in
from bot.knowledge.sheets import SHAPED, ContentBroken, Fault, Sheet, refused, shaped

DENMARK = ZoneInfo("Europe/Copenhagen")
Day = Literal["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"]
WEEKDAYS: tuple[Day, ...] = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
LINEAR_BELOW = 0.04045  # of sRGB, as WCAG 2.2 defines relative luminance
LOGOS = "logo"  # the folder beside the files
MOST_LOGO_BYTES = 40_000
LOOK_AHEAD = 14  # days; no office is closed for longer

_CLOCK = r"([01]?\d|2[0-3])([.:][0-5]\d)?"
_SPAN = rf"{_CLOCK} ?- ?{_CLOCK}"
_HOURS = re.compile(rf"{_SPAN}(, ?{_SPAN})*")
# Counted from Easter Sunday: Skærtorsdag, Langfredag, Påskedag, 2. påskedag, Kristi himmelfartsdag, Pinsedag, 2. pinsedag.
# Store bededag is a working day since 2024.
_FROM_EASTER = (-3, -2, 0, 1, 39, 49, 50)
_EVERY_YEAR = ((1, 1), (5, 1), (6, 5), (12, 24), (12, 25), (12, 26), (12, 31))


def _hours(text: str) -> str:
    """Refuse hours that end before they begin, or that overlap."""
    if not _HOURS.fullmatch(text):
        raise PydanticCustomError(SHAPED, "{example}", {"example": "9-12, 13-15.30"})
    clocks = [clock for span in _spans(text) for clock in span]
    if any(earlier >= later for earlier, later in pairwise(clocks)):
        raise PydanticCustomError(SHAPED, "{example}", {"example": "9-12, 13-15.30, med det tidligste først"})
    return text


def _public_key(text: str) -> str:
    """Refuse what is no public key for X25519. One that gives every secret the same value (RFC 7748, 6.1) is none."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    try:
        if text:
            X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(b64decode(text, validate=True)))
    except ValueError:
        example = "32 byte i base64 (44 tegn), som docs/modtager/modtager.py laver den"
        raise PydanticCustomError(SHAPED, "{example}", {"example": example}) from None
    return text


_Hours = Annotated[str, AfterValidator(_hours)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Offers(_Strict):
    """What the municipality has for people exposed to violence; null where nobody has said."""

    gruppeforloeb: bool | None = None
    samtaler: bool | None = None
    krisecenter: bool | None = None
    aaben_raadgivning: bool | None = None


class Receiver(_Strict):
    """Somebody in the municipality that a person can hand over to."""

    id: Id
    navn: Filled
    webhook: Annotated[str, shaped(r"(https://[^\s/@]+(/\S*)?)?", "https://fagsystem.eksempel.dk/koder")] = ""
    noegle: Annotated[str, AfterValidator(_public_key)] = ""

    @model_validator(mode="after")
    def webhook_with_key(self) -> Self:
        """Refuse a place to send records to without the key that seals them, and the key without the place."""
        if bool(self.webhook) != bool(self.noegle):
            missing, there = ("noegle", "webhook") if self.webhook else ("webhook", "noegle")
            raise refused(there, f"modtagere: {there} kræver også {missing}; skriv begge, eller slet linjen")
        return self


class Look(_Strict):
    """How the page looks for people of the municipality; empty where it looks as it does for all."""

    farve: Annotated[str, Field(pattern=r"^(#[0-9a-fA-F]{6})?$")] = ""
    logo: Annotated[str, Field(pattern=r"^([a-z0-9-]+\.(svg|png))?$")] = ""

    @model_validator(mode="after")
    def colour_that_can_be_read(self) -> Self:
        """Refuse a colour that white words cannot be read on."""
        if self.farve and contrast_with_white(self.farve) < LEAST_CONTRAST:
            raise ValueError("udseende: farve er for lys til hvid skrift; vælg en mørkere")
        return self


class MunicipalitySource(_Strict):
    """Where the file's content is from."""

    titel: Filled
    adresse: Annotated[str, shaped(r"(https?://\S+)?", "https://www.eksempel.dk/vold")] = ""
    dokument: Document | Literal[""] = ""


class Municipality(Approval):
    """One municipality, as its file has it. Whatever is not known is empty."""

    slug: Annotated[str, shaped(r"[a-z][a-z0-9-]*", "eksempel, med små bogstaver a-z, tal og bindestreg")]
    navn: Filled
    opdigtet: bool = False
    telefon: Annotated[str, shaped(r"([0-9]{2}( [0-9]{2}){3})?", "12 34 56 78")] = ""
    aabningstid: dict[Day, _Hours] = Field(default_factory=dict)
    lukkede_dage: list[date] = Field(default_factory=list)
    adresse: str = ""
    side: Annotated[str, shaped(r"(https://\S+)?", "https://www.eksempel.dk/vold")] = ""
    uden_for_tid: str = ""
    tilbud: Offers = Offers()
    anonym_kontakt: bool | None = None
    modtagere: list[Receiver] = Field(default_factory=list)
    udseende: Look = Look()
    kilder: list[MunicipalitySource] = Field(default_factory=list)

    @property
    def shown_name(self) -> str:
        """What it is called in a list: one that is made up says so."""
        return f"{self.navn} (opdigtet)" if self.opdigtet else self.navn

    def may_be_shown(self, today: date) -> bool:
        """Tell whether more than the name may be said."""
        return self.is_approved() and not self.is_overdue(today)

    def is_open(self, now: datetime) -> bool:
        """Tell whether somebody answers now."""
        return self.closes_at(now) is not None

    def closes_at(self, now: datetime) -> time | None:
        """Give the time it closes, or None while it is closed."""
        here = now.astimezone(DENMARK)
        spans = self._spans_on(here.date())
        return next((closes for opens, closes in spans if opens <= here.time() < closes), None)

    def next_opening(self, now: datetime) -> datetime | None:
        """Give when it opens next, or None when no hours are known."""
        here = now.astimezone(DENMARK)
        for ahead in range(LOOK_AHEAD):
            day = here.date() + timedelta(days=ahead)
            for opens, _ in self._spans_on(day):
                opening = datetime.combine(day, opens, DENMARK)
                if opening > here:
                    return opening
        return None

    def _spans_on(self, day: date) -> list[tuple[time, time]]:
        if day in self.lukkede_dage or is_day_off(day):
            return []
        return _spans(self.aabningstid.get(WEEKDAYS[day.weekday()], ""))


class Municipalities:
    """All municipalities by slug."""

    def __init__(self, municipalities: Iterable[Municipality] = ()) -> None:
        self._by_slug: Mapping[str, Municipality] = {each.slug: each for each in municipalities}

    def __iter__(self) -> Iterator[Municipality]:
        return iter(self._by_slug.values())

    def get(self, slug: str | None) -> Municipality | None:
        """Give the municipality of that slug; None for none and for one that is not here."""
        return self._by_slug.get((slug or "").casefold())


def is_day_off(day: date) -> bool:
    """Tell whether offices are taken to be closed.

    Counts the half holidays too (1 May, 5 June, 24 and 31 December): said closed by mistake, a person is led to 1888,
    which answers; said open by mistake, to a telephone that nobody takes.
    """
    return day in _days_off(day.year)


@cache
def _days_off(year: int) -> frozenset[date]:
    # Not from the package `holidays`: it reads every country of the world, a third of a second at each start.
    moved = (easter(year) + timedelta(days=days) for days in _FROM_EASTER)
    return frozenset([*moved, *(date(year, month, day) for month, day in _EVERY_YEAR)])


def contrast_with_white(colour: str) -> float:
    """Give the contrast of a colour (`#rrggbb`) with white, from 1 to 21, as WCAG 2.2 defines it."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        share / 12.92 if share <= LINEAR_BELOW else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _spans(hours: str) -> list[tuple[time, time]]:
    parts = [re.findall(r"\d+", part) for part in re.split(r"[,-]", hours) if part.strip()]
    times = [time(int(part[0]), int(part[1]) if len(part) > 1 else 0) for part in parts]
    return list(zip(times[::2], times[1::2], strict=True))


@dataclass(frozen=True)
class MunicipalityAt:
    """A municipality and where it stands."""

    municipality: Municipality
    sheet: Sheet
    folder: Path

    def fault(self, name: str, text: str, is_warning: bool = False) -> Fault:
        """Give a fault of one of the municipality's values."""
        return self.sheet.fault((name,), f"{self.municipality.slug}: {text}", is_warning)


def read_municipalities(files: Iterable[Path], rules: LanguageRules) -> tuple[list[MunicipalityAt], list[Fault]]:
    """Give the municipalities that are whole, and the faults of all."""
    read: list[MunicipalityAt] = []
    faults: list[Fault] = []
    for file in files:
        try:
            sheet = Sheet(file, "kommuner")
            read.append(MunicipalityAt(sheet.read((), sheet.content, Municipality), sheet, file.parent))
        except ContentBroken as broken:
            faults += broken.faults
    first: dict[str, MunicipalityAt] = {}
    for each in read:
        earlier = first.setdefault(each.municipality.slug, each)
        if earlier is not each:
            faults.append(each.fault("slug", f"{earlier.sheet.name} har det også; giv den ene et andet slug"))
        faults += _said_wrong(each, rules)
        faults += _missing_logo(each)
    return read, faults


def _said_wrong(each: MunicipalityAt, rules: LanguageRules) -> Iterator[Fault]:
    for name in ("navn", "telefon", "uden_for_tid"):
        text = getattr(each.municipality, name)
        if wrong := NEVER.intersection(phones_in(text)):
            yield each.fault(name, f"nummeret {min(wrong)} er dødt eller forkert; slet det")
        if word := rules.unsaid(text):
            yield each.fault(name, f"“{word}” siger vi ikke; skriv det på en anden måde")


def _missing_logo(each: MunicipalityAt) -> Iterator[Fault]:
    name = each.municipality.udseende.logo
    if not name:
        return
    logo = each.folder / LOGOS / name
    if not logo.is_file():
        yield each.fault("udseende", f"logo: {LOGOS}/{name} findes ikke; læg filen der, eller slet linjen")
    elif logo.stat().st_size > MOST_LOGO_BYTES:
        yield each.fault("udseende", f"logo: {name} er for stor; den må højst fylde {MOST_LOGO_BYTES // 1000} kB")
