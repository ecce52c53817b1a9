"""The week's sums for the municipality: a page and a file for spreadsheets. Only what `bot.statistics.hiding` lets through."""

import asyncio
import csv
import io
import logging
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sanic import Blueprint, HTTPResponse, Request, Sanic
from sanic.response import raw

from bot.knowledge.claims import LanguageRules
from bot.knowledge.municipalities import DENMARK, read_municipalities
from bot.knowledge.sheets import yaml_files
from bot.settings import ROOT, Settings
from bot.staff.look import render
from bot.statistics.hiding import FEWEST, AtLeast, show_week, together
from bot.statistics.weeks import NATIONAL, Place, StatisticsUnavailable, Sums, WeekFile, What, closed_weeks

logger = logging.getLogger(__name__)
statistics = Blueprint("statistics")

WEEKS_ON_PAGE = 12
WEEKS_IN_FILE = 52
HIDDEN = "skjult"
ALL = "alle"
NATIONAL_NAME = "Den fælles side"
AWAY = "Tallene kan ikke læses lige nu. Prøv igen om lidt."
HEADINGS = {
    What.ALL: "Samtaler",
    What.DANGER: "Fare bemærket",
    What.NOT_UNDERSTOOD: "Noget ikke forstået",
    What.CODE: "Kode lavet",
}
Table = dict[date, dict[str, tuple[str, ...]]]  # by week and slug: what stands in the cells


def install(app: Sanic[Any, Any], settings: Settings) -> None:
    """Tell the app where the sums lie."""
    app.ctx.week_file = WeekFile(settings.statistics_path)
    app.ctx.counts_weeks = settings.statistics
    app.ctx.today = lambda: datetime.now(DENMARK).date()


@statistics.get("/statistik")
async def show(request: Request) -> HTTPResponse:
    """Show the last weeks of one page, or of all together."""
    names = await asyncio.to_thread(read_names)
    chosen = request.args.get("side") or ALL
    table = await _table(request, names, WEEKS_ON_PAGE)
    return render(
        request,
        "statistik.html",
        200 if table is not None else 503,
        rows=[
            (week, sunday(week), week_name(week), row[chosen]) for week, row in (table or {}).items() if chosen in row
        ],
        names={ALL: "Alle"} | names,
        chosen=chosen,
        fault="" if table is not None else AWAY,
        is_on=request.app.ctx.counts_weeks,
        fewest=FEWEST,
    )


@statistics.get("/statistik.csv")
async def as_csv(request: Request) -> HTTPResponse:
    """Give a year of weeks for every page, as Danish spreadsheets open it: semicolons, and a mark that it is UTF-8."""
    names = await asyncio.to_thread(read_names)
    table = await _table(request, names, WEEKS_IN_FILE)
    if table is None:
        return render(request, "fejl.html", 503, title="Statistik", detail=AWAY)
    return raw(
        csv_of(table, names).encode("utf-8-sig"),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="statistik.csv"'},
    )


def tabulate(sums: Mapping[Place, Sums], weeks: list[date], slugs: list[str]) -> Table:
    """Give what is shown, the newest week first: each page that there is, and all together."""
    table: Table = {}
    for week in weeks:
        shown = show_week(sums, week, slugs)
        table[week] = {slug: tuple(_cell(row[what]) for what in HEADINGS) for slug, row in shown.items()}
        table[week][ALL] = tuple(_sum(together(shown.values())[what]) for what in HEADINGS)
    return table


def csv_of(table: Table, names: Mapping[str, str]) -> str:
    """Give the file's text. It holds no sums: a spreadsheet makes its own, of what is shown."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(["Uge", "Fra", "Til", "Side", *HEADINGS.values()])
    for week, row in table.items():
        for slug, name in names.items():
            writer.writerow([week_name(week), week.isoformat(), sunday(week).isoformat(), name, *row[slug]])
    return written.getvalue()


def read_names() -> dict[str, str]:
    """Give the name of each page that is counted, by slug, as the files of municipalities are now."""
    found, _ = read_municipalities(yaml_files(ROOT / "data" / "kommuner"), LanguageRules.load(ROOT / "data" / "viden"))
    return {each.municipality.slug: each.municipality.shown_name for each in found} | {NATIONAL: NATIONAL_NAME}


def week_name(week: date) -> str:
    """Give a week as Danes say it: number and year (ISO 8601)."""
    year, number, _ = week.isocalendar()
    return f"{number}/{year}"


def sunday(week: date) -> date:
    """Give a week's last day."""
    return week + timedelta(days=6)


async def _table(request: Request, names: Mapping[str, str], most: int) -> Table | None:
    context = request.app.ctx
    today = context.today()
    try:
        sums = await asyncio.to_thread(context.week_file.shown, today)
    except StatisticsUnavailable as fault:
        logger.warning("The week's sums could not be read (%s)", fault)
        return None
    return tabulate(sums, closed_weeks(today, most), list(names))


def _cell(number: int | None) -> str:
    return HIDDEN if number is None else str(number)


def _sum(sum_: AtLeast) -> str:
    if sum_.number == 0:
        return HIDDEN
    return f"mindst {sum_.number}" if sum_.and_more else str(sum_.number)
