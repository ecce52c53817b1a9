"""What a municipality placeholder says: pure Danish sentences of a municipality's file and the moment."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from bot.knowledge.municipalities import DENMARK, WEEKDAYS, Municipality
from bot.knowledge.numbers import Link, call, phones_in

_OFFERS = {
    "aaben_raadgivning": "åben rådgivning, hvor du kan komme uden aftale",
    "samtaler": "samtaler med en fagperson",
    "gruppeforloeb": "gruppeforløb med andre",
    "krisecenter": "krisecenter",
}
_NEAR = ("igen i dag", "i morgen")
_NUMBER_ON_ITS_SITE = "Nummeret står på {whose} hjemmeside."
_ON_ITS_SITE = "Nummer og tider står på {whose} hjemmeside."
_POLICE_KNOW = "Haster det, når kommunen har lukket, så ring 114 og spørg, hvem der kan hjælpe."  # facts.md, H-02
_HOTLINE = "Du kan ringe 1888 dag og nat."


@dataclass(frozen=True)
class Words:
    """A placeholder's text, the links that belong to it, and whether the municipality itself is its source."""

    text: str
    links: list[Link] = field(default_factory=list)
    is_its_own: bool = False


def name(municipality: Municipality | None, _: datetime) -> Words:
    """Give what the municipality is called."""
    return Words(municipality.navn if municipality else "kommunen")


def contact(municipality: Municipality | None, now: datetime) -> Words:
    """Give how it is reached just now, and 1888 when nobody there answers."""
    if municipality is None or not municipality.may_be_shown(_today(now)):
        whose = _owned(municipality.navn) if municipality else "kommunens"
        return Words(f"{_ON_ITS_SITE.format(whose=whose)} {_HOTLINE}", [call("1888")])
    is_open_or_not = _open_or_not(municipality, now)
    sentences = [_made_up(municipality), is_open_or_not, _number(municipality)]
    links = [_call(municipality)] if municipality.telefon else []
    if not municipality.telefon or not municipality.closes_at(now):
        links.append(call("1888"))
    return Words(" ".join(each for each in sentences if each), links, is_its_own=True)


def offers(municipality: Municipality | None, now: datetime) -> Words:
    """Give what it has for people exposed to violence; nothing when that is not known."""
    if municipality is None or not municipality.may_be_shown(_today(now)):
        return Words("")
    had = [said for key, said in _OFFERS.items() if getattr(municipality.tilbud, key)]
    return Words(f"{municipality.navn} har {_listed(had)}." if had else "", is_its_own=bool(had))


def site(municipality: Municipality | None, now: datetime) -> Words:
    """Give its page for people exposed to violence."""
    if municipality is None or not municipality.side or not municipality.may_be_shown(_today(now)):
        return Words("")
    link = {"title": f"{_owned(municipality.navn)} hjemmeside", "href": municipality.side}
    return Words(f"Du kan læse mere på {_owned(municipality.navn)} hjemmeside.", [link], is_its_own=True)


def out_of_hours(municipality: Municipality | None, now: datetime) -> Words:
    """Give whom to ring in haste when the municipality is closed: its own way, or the police, who know it."""
    if municipality is None or not municipality.uden_for_tid or not municipality.may_be_shown(_today(now)):
        return Words(_POLICE_KNOW, [call("114")])
    links = [call(number) for number in phones_in(municipality.uden_for_tid)]
    return Words(municipality.uden_for_tid, links, is_its_own=True)


MUNICIPALITY_TEXTS: dict[str, Callable[[Municipality | None, datetime], Words]] = {
    "kommune_navn": name,
    "kommune_kontakt": contact,
    "kommune_tilbud": offers,
    "kommune_side": site,
    "kommune_uden_for_tid": out_of_hours,
}


def _open_or_not(municipality: Municipality, now: datetime) -> str:
    if not municipality.aabningstid:
        return ""
    closes = municipality.closes_at(now)
    if closes:
        return f"{municipality.navn} har åbent nu, til klokken {_clock(closes)}."
    opening = municipality.next_opening(now)
    again = f" Kommunen åbner {_day(opening, now)} klokken {_clock(opening.time())}." if opening else ""
    return f"{municipality.navn} har lukket nu; 1888 har åbent.{again}"


def _day(opening: datetime, now: datetime) -> str:
    days = (opening.date() - _today(now)).days
    if days < len(_NEAR):
        return _NEAR[days]
    return f"på {WEEKDAYS[opening.weekday()]}" if days < len(WEEKDAYS) else f"den {opening.day}/{opening.month}"


def _made_up(municipality: Municipality) -> str:
    return f"{municipality.navn} er opdigtet og findes ikke." if municipality.opdigtet else ""


def _number(municipality: Municipality) -> str:
    if municipality.telefon:
        return f"Nummeret er {municipality.telefon}."
    return f"{_NUMBER_ON_ITS_SITE.format(whose=_owned(municipality.navn))} {_HOTLINE}"


def _call(municipality: Municipality) -> Link:
    return {"title": "Ring kommunen", "href": f"tel:{municipality.telefon.replace(' ', '')}"}


def _owned(name_: str) -> str:
    return f"{name_}'" if name_.endswith(("s", "x", "z")) else f"{name_}s"


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} og {parts[-1]}"


def _clock(moment: time) -> str:
    return f"{moment.hour}" if not moment.minute else f"{moment.hour}.{moment.minute:02}"


def _today(now: datetime) -> date:
    return now.astimezone(DENMARK).date()
