"""The list of all cards and municipalities, what needs a person first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sanic import HTTPResponse, Request

from bot.checking.approvals import ApprovalRefused, Waiting
from bot.knowledge.content import Content
from bot.staff.content.blueprint import content
from bot.staff.content.desk import desk_of
from bot.staff.content.standing import TITLES, Need, Standing, of_card, of_municipality
from bot.staff.look import render

SORTS = {
    "ret": "Lov og ret",
    "tal": "Tal",
    "telefon": "Telefon",
    "tid": "Åbningstid",
    "tilbud": "Tilbud",
    "sikkerhed": "Sikkerhed",
    "forklaring": "Forklaring",
}


@dataclass(frozen=True)
class Row:
    """One card or municipality on the list."""

    path: str
    title: str
    sort: str
    words: str
    standing: Standing
    due: date


@content.get("/indhold")
async def show_list(request: Request) -> HTTPResponse:
    """Show everything in groups, those that need somebody first; files with a fault are told above them."""
    desk = desk_of(request)
    found = await desk.content()
    try:
        waiting, fault = await desk.waiting(), ""
    except ApprovalRefused as refused:
        waiting, fault = {}, str(refused)
    sort = request.args.get("slags", "")
    everything = rows(found, waiting, desk.today())
    return render(
        request,
        "indhold/liste.html",
        groups=grouped(row for row in everything if sort in ("", row.sort)),
        counts={title: sum(row.standing.need is need for row in everything) for need, title in TITLES.items()},
        sorts=[*SORTS.values(), "Kommune"],
        chosen=sort,
        faults=[str(each) for each in found.faults if not each.is_warning],
        fault=fault,
    )


def rows(found: Content, waiting: Mapping[tuple[str, str], Waiting], today: date) -> list[Row]:
    """Give every card and municipality, what needs a person most first, and of those what is due first."""
    cards = [
        Row(
            path=f"/indhold/kort/{card.id}",
            title=card.id,
            sort=SORTS[card.slags],
            words=card.tekst,
            standing=of_card(card, today, waits=("kort", card.id) in waiting),
            due=card.gennemses_senest,
        )
        for card in found.cards
    ]
    municipalities = [
        Row(
            path=f"/indhold/kommuner/{each.slug}",
            title=each.shown_name,
            sort="Kommune",
            words="",
            standing=of_municipality(each, today, waits=("kommuner", each.slug) in waiting),
            due=each.gennemses_senest,
        )
        for each in found.municipalities
    ]
    return sorted([*cards, *municipalities], key=lambda row: (row.standing.need, row.due, row.sort, row.title))


def grouped(of: Iterable[Row]) -> list[dict[str, Any]]:
    """Give the rows by what they need; those that need nothing are folded up on the page."""
    groups = groupby(of, key=lambda row: row.standing.need)
    return [{"title": TITLES[need], "rows": list(of_need), "folded": need is Need.NOTHING} for need, of_need in groups]
