"""The outbox in the file that the records lie in."""

from pathlib import Path
from typing import Any

from bot.handoff.outbox import CodeMark, Parcel, ParcelId
from bot.handoff.stores.sqlite_file import make, opened, truncate_log
from bot.handoff.stores.store import Clock

_TABLE = """CREATE TABLE IF NOT EXISTS parcels
    (id TEXT PRIMARY KEY, mark TEXT NOT NULL, receiver TEXT NOT NULL, body BLOB NOT NULL, expires INTEGER NOT NULL,
     tries INTEGER NOT NULL, due REAL) STRICT, WITHOUT ROWID"""  # due is null once it is delivered
_CLAIM = """UPDATE parcels SET tries = tries + 1, due = :now + :lease
    WHERE id IN (SELECT id FROM parcels WHERE due <= :now AND expires > :now ORDER BY due LIMIT :most)
    RETURNING id, mark, receiver, body, expires, tries"""
_OF = "SELECT id, mark, receiver, body, expires, tries FROM parcels WHERE mark = ?"


class SqliteOutbox:
    """See `Outbox`."""

    def __init__(self, file: Path, clock: Clock) -> None:
        """Make the table if it is not there.

        Raises:
            HandoffStoreUnavailable: it cannot be made.
        """
        self._file = file
        self._clock = clock
        make(file, _TABLE)

    def put(self, parcel: Parcel) -> None:
        """See `Outbox`."""
        row = (parcel.id, parcel.mark, parcel.receiver, parcel.body, parcel.expires, parcel.tries, self._clock())
        with opened(self._file) as database:
            database.execute("INSERT OR IGNORE INTO parcels VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def claim(self, most: int, lease: float) -> list[Parcel]:
        """See `Outbox`."""
        now = self._clock()
        with opened(self._file) as database:
            if database.execute("DELETE FROM parcels WHERE expires <= ?", (now,)).rowcount:
                truncate_log(database)
            return _parcels(database.execute(_CLAIM, {"now": now, "lease": lease, "most": most}).fetchall())

    def delivered(self, parcel_id: ParcelId) -> None:
        """See `Outbox`."""
        with opened(self._file) as database:
            database.execute("UPDATE parcels SET body = x'', due = NULL WHERE id = ?", (parcel_id,))
            truncate_log(database)

    def later(self, parcel_id: ParcelId, seconds: float) -> None:
        """See `Outbox`."""
        with opened(self._file) as database:
            database.execute(
                "UPDATE parcels SET due = ? WHERE id = ? AND due IS NOT NULL", (self._clock() + seconds, parcel_id)
            )

    def of(self, mark: CodeMark) -> list[Parcel]:
        """See `Outbox`."""
        with opened(self._file) as database:
            return _parcels(database.execute(_OF, (mark,)).fetchall())

    def drop_untried(self, parcel_id: ParcelId) -> bool:
        """See `Outbox`."""
        with opened(self._file) as database:
            dropped = database.execute("DELETE FROM parcels WHERE id = ? AND tries = 0", (parcel_id,)).rowcount
            truncate_log(database)
        return bool(dropped)


def _parcels(rows: list[Any]) -> list[Parcel]:
    return [Parcel(*row) for row in rows]
