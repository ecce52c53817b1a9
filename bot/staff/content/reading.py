"""One card or municipality: everything its file says, what the chat says today, and the form that approves it."""

from datetime import date
from typing import Any

from sanic import HTTPResponse, Request
from sanic.exceptions import NotFound

from bot.checking.approvals import ApprovalRefused, Kind, latest_look, print_of
from bot.knowledge.cards import Approval, CardAt, may_be_shown
from bot.knowledge.content import FOLDERS, Content
from bot.knowledge.municipalities import WEEKDAYS, Municipality, MunicipalityAt
from bot.staff.content.blueprint import content
from bot.staff.content.desk import Desk, desk_of
from bot.staff.content.listing import SORTS
from bot.staff.content.standing import of_card, of_municipality
from bot.staff.gate import field
from bot.staff.look import render

OFFERS = {
    "gruppeforloeb": "Gruppeforløb",
    "samtaler": "Samtaler alene med en fagperson",
    "krisecenter": "Krisecenter",
    "aaben_raadgivning": "Åben rådgivning",
}
ANSWERS = {True: "ja", False: "nej", None: "ikke oplyst"}


@content.get("/indhold/<kind:str>/<id_:str>")
async def show_one(request: Request, kind: str, id_: str) -> HTTPResponse:
    """Show a card or a municipality; NotFound when there is none of that id."""
    return await page(request, kind, id_)


async def page(request: Request, kind: str, id_: str, fault: str = "") -> HTTPResponse:
    """Give the page, with what was filled in still there when something is missing."""
    desk = desk_of(request)
    found = await desk.content()
    at = find(found, kind, id_)
    try:
        waits = (await desk.waiting()).get((kind, id_))
    except ApprovalRefused as refused:
        waits, fault = None, fault or str(refused)
    checked: Approval = at.card if isinstance(at, CardAt) else at.municipality
    return render(
        request,
        "indhold/kort.html" if isinstance(at, CardAt) else "indhold/kommune.html",
        422 if fault else 200,
        fault=fault,
        file=f"{FOLDERS[kind_of(kind)]}/{at.sheet.name.rpartition('/')[2]}",
        line=at.sheet.line_of(at.place) if isinstance(at, CardAt) else 1,
        checked=checked,
        waits=waits,
        print_=print_of(values_of(at)),
        form=_form(request, checked, desk.today()),
        **(
            _card(at, found, desk, waits is not None)
            if isinstance(at, CardAt)
            else _municipality(at, desk, waits is not None)
        ),
    )


def kind_of(kind: str) -> Kind:
    """Give the kind; NotFound when it is none."""
    if kind == "kort":
        return "kort"
    if kind == "kommuner":
        return "kommuner"
    raise NotFound


def find(found: Content, kind: str, id_: str) -> CardAt | MunicipalityAt:
    """Give a card or a municipality and where it stands; NotFound when there is none."""
    if kind_of(kind) == "kort":
        at: CardAt | MunicipalityAt | None = next((each for each in found.cards_at if each.card.id == id_), None)
    else:
        at = next((each for each in found.municipalities_at if each.municipality.slug == id_), None)
    if at is None:
        raise NotFound
    return at


def values_of(at: CardAt | MunicipalityAt) -> dict[str, Any]:
    """Give the values as they stand in the file."""
    values: Any = at.sheet.content
    for step in at.place if isinstance(at, CardAt) else ():
        values = values[step]
    return dict(values)


def _form(request: Request, checked: Approval, today: date) -> dict[str, Any]:
    """Give what the form begins with: today, and the day it is due already, where that is still to come."""
    due = checked.gennemses_senest if today < checked.gennemses_senest <= latest_look(today) else ""
    return {
        "af": field(request, "af"),
        "den": field(request, "den") or today,
        "igen": field(request, "igen") or due,
        "today": today,
        "latest": latest_look(today),
    }


def _card(at: CardAt, found: Content, desk: Desk, waits: bool) -> dict[str, Any]:
    card, today = at.card, desk.today()
    return {
        "card": card,
        "sort": SORTS[card.slags],
        "standing": of_card(card, today, waits=waits),
        "says_today": card.tekst if may_be_shown(card, today) else card.generelt,
        "is_in_own_words": may_be_shown(card, today),
        "topics": [found.topics.get(each, each) for each in card.emner],
    }


def _municipality(at: MunicipalityAt, desk: Desk, waits: bool) -> dict[str, Any]:
    municipality, today = at.municipality, desk.today()
    return {
        "municipality": municipality,
        "standing": of_municipality(municipality, today, waits=waits),
        "lines": _lines(municipality),
    }


def _lines(municipality: Municipality) -> list[tuple[str, str]]:
    """Give what the file says as headings and words."""
    hours = [f"{day} {municipality.aabningstid[day]}" for day in WEEKDAYS if day in municipality.aabningstid]
    offers = [f"{title}: {ANSWERS[getattr(municipality.tilbud, name)]}" for name, title in OFFERS.items()]
    return [
        ("Telefon", municipality.telefon or "ikke oplyst"),
        ("Åbningstid", "; ".join(hours) or "ikke oplyst"),
        ("Andre lukkede dage", ", ".join(str(day) for day in municipality.lukkede_dage) or "ingen"),
        ("Adresse", municipality.adresse or "ikke oplyst"),
        ("Side", municipality.side or "ikke oplyst"),
        ("Uden for åbningstid", municipality.uden_for_tid or "ikke oplyst"),
        ("Tilbud", "; ".join(offers)),
        ("Kan kontaktes anonymt", ANSWERS[municipality.anonym_kontakt]),
        ("Kan modtage en kode", ", ".join(each.navn for each in municipality.modtagere) or "ingen"),
    ]
