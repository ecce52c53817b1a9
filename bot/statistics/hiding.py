"""What may be shown of a week's sums, so that no hidden number can be worked out from what is shown.

Three rules, and each shown number is a function of shown numbers alone:
1. A municipality's week with fewer than five conversations is hidden whole. With none it looks the same as with four.
2. A part of the conversations ("danger was noticed in 8 of 20") is shown when it *and the rest* are at least five: of 20
   with 18, the two without are a cell too, and subtracting would give it.
3. A sum over municipalities adds up the shown numbers and says "at least" where one is hidden. It holds nothing of the hidden
   ones, so subtracting gives nothing. (Complementary suppression carried to its end: what is hidden is out of every sum. The
   usual kind hides a second cell and shows the true sum; who knows its algorithm, or bounds like "1 to 4", can undo it.)

There are no sums over weeks: next week's would differ from this week's by exactly the new week.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.statistics.weeks import PARTS, Place, Sums, What

FEWEST = 5
Shown = Mapping[What, int | None]  # None: hidden


@dataclass(frozen=True)
class AtLeast:
    """A sum of what is shown, and whether something is hidden besides."""

    number: int
    and_more: bool


def show(sums: Sums) -> Shown:
    """Give what is shown of one municipality's week."""
    total = sums.get(What.ALL, 0)
    if total < FEWEST:
        return dict.fromkeys(What)
    shown: dict[What, int | None] = {What.ALL: total}
    for part in PARTS:
        number = sums.get(part, 0)
        shown[part] = number if number >= FEWEST and total - number >= FEWEST else None
    return shown


def show_week(sums: Mapping[Place, Sums], week: date, slugs: Iterable[str]) -> dict[str, Shown]:
    """Give a row for every municipality that is asked for, whether or not there was anything to count: that is not told."""
    return {slug: show(sums.get(Place(week, slug), {})) for slug in slugs}


def together(rows: Iterable[Shown]) -> dict[What, AtLeast]:
    """Give the sum over municipalities of what is shown."""
    rows = list(rows)
    return {what: AtLeast(sum(row[what] or 0 for row in rows), any(row[what] is None for row in rows)) for what in What}
