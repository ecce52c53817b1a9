"""Sums of a week for each municipality: the only thing that is kept for statistics, and nothing of any one conversation.

A week begins on Monday, Danish time, and is counted by the day the conversation began. It is shown two days after it is
over and never changes from then on: two looks at the same week, or at two weeks, differ by nothing that could be subtracted.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

WAIT_SECONDS = 5.0
SHOWN_AFTER = timedelta(days=7 + 2)  # from its Monday: the processes write once a day, so by then all have written
NATIONAL = "uden-kommune"  # the page that is no municipality's
_TABLE = """CREATE TABLE IF NOT EXISTS sums
    (week TEXT NOT NULL, place TEXT NOT NULL, what TEXT NOT NULL, conversations INTEGER NOT NULL,
     PRIMARY KEY (week, place, what)) STRICT, WITHOUT ROWID"""
_ADD = """INSERT INTO sums VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET conversations = conversations + excluded.conversations"""


class What(StrEnum):
    """What is counted: conversations, never messages. Two people who write much must not look like many."""

    ALL = "alle"
    DANGER = "fare"
    NOT_UNDERSTOOD = "ikke_forstaaet"
    CODE = "kode"


PARTS = tuple(what for what in What if what is not What.ALL)
Sums = Mapping[What, int]


class Place(NamedTuple):
    """A cell's row: the week, by its Monday, and the municipality's slug or `NATIONAL`."""

    week: date
    slug: str


class StatisticsUnavailable(Exception):
    """The file of sums cannot be read or written."""


def week_of(day: date) -> date:
    """Give the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def is_shown(week: date, today: date) -> bool:
    """Tell whether a week is closed: shown, and changed no more."""
    return today >= week + SHOWN_AFTER


def closed_weeks(today: date, most: int) -> list[date]:
    """Give the last closed weeks, the newest first, whether or not anything was counted in them: that is not told."""
    newest = week_of(today - SHOWN_AFTER)
    return [newest - timedelta(weeks=back) for back in range(most)]


class Tally:
    """The sums of this process that are not written yet. In memory."""

    def __init__(self, today: Callable[[], date]) -> None:
        self._today = today
        self._sums: Counter[tuple[Place, What]] = Counter()

    def place(self, municipality: str | None) -> Place:
        """Give where a conversation that begins now is counted."""
        return Place(week_of(self._today()), municipality or NATIONAL)

    def add(self, place: Place, what: What) -> None:
        """Count one conversation."""
        self._sums[place, what] += 1

    def move_to(self, file: "WeekFile") -> None:
        """Write the sums to the file and begin anew.

        Raises:
            StatisticsUnavailable: nothing is written, and nothing lost.
        """
        moving = dict(self._sums)
        file.add(moving, self._today())
        self._sums.subtract(moving)
        self._sums = +self._sums


class WeekFile:
    """The sums of all weeks in a small SQLite file, which several processes may add to."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def add(self, sums: Mapping[tuple[Place, What], int], today: date) -> None:
        """Add to the weeks that are not shown yet; what comes too late is dropped, for a shown week must not change.

        Raises:
            StatisticsUnavailable
        """
        rows = [
            (place.week.isoformat(), place.slug, what.value, number)
            for (place, what), number in sums.items()
            if not is_shown(place.week, today)
        ]
        if rows:
            with self._opened() as database:
                database.executemany(_ADD, rows)

    def shown(self, today: date) -> dict[Place, Sums]:
        """Give the sums of every week that is closed. They are not hidden yet: show them by `bot.statistics.hiding` alone.

        Raises:
            StatisticsUnavailable
        """
        if not self._file.exists():
            return {}
        found: dict[Place, dict[What, int]] = {}
        with self._opened() as database:
            for week, slug, what, number in database.execute("SELECT * FROM sums"):
                place = Place(date.fromisoformat(week), slug)
                if is_shown(place.week, today):
                    found.setdefault(place, {})[What(what)] = number
        return dict(found)

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file.touch(mode=0o600)
            with closing(sqlite3.connect(self._file, timeout=WAIT_SECONDS)) as database, database:
                database.execute("PRAGMA secure_delete = ON")
                database.execute(_TABLE)
                yield database
        except (sqlite3.Error, OSError) as error:
            raise StatisticsUnavailable(type(error).__name__) from None
