"""A store in one SQLite file, for an installation on one machine.

An acknowledged record survives the process and a loss of power: WAL with synchronous=FULL writes it through before the
commit returns (https://sqlite.org/pragma.html#pragma_synchronous). A removed one is gone from the bytes: secure_delete
writes zeros over it, and a truncated WAL holds no older copy.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from bot.handoff.sealed import Lookup
from bot.handoff.stores.store import Clock, HandoffPlaceTaken, HandoffStoreUnavailable, Kept

WAIT_SECONDS = 5.0
READER_WAIT_MS = 200
TURN_SECONDS = 0.02
_TABLE = """CREATE TABLE IF NOT EXISTS handoffs
    (lookup BLOB PRIMARY KEY, sealed BLOB NOT NULL, expires INTEGER NOT NULL) STRICT, WITHOUT ROWID"""


class SqliteHandoffStore:
    """See `HandoffStore`. Opens the file anew for each call, so that threads and processes share nothing but the file."""

    def __init__(self, file: Path, clock: Clock) -> None:
        """Make the file if it is not there, readable by its owner alone.

        Raises:
            HandoffStoreUnavailable: it cannot be made or opened.
        """
        self._file = file
        self._clock = clock
        make(file, _TABLE)

    def put(self, kept: Kept) -> None:
        """See `HandoffStore`."""
        with opened(self._file) as database:
            try:
                database.execute("INSERT INTO handoffs VALUES (?, ?, ?)", (kept.lookup, kept.sealed, kept.expires))
            except sqlite3.IntegrityError:
                raise HandoffPlaceTaken from None

    def take(self, lookup: Lookup) -> bytes | None:
        """See `HandoffStore`."""
        with opened(self._file) as database:
            rows = database.execute(
                "DELETE FROM handoffs WHERE lookup = ? AND expires > ? RETURNING sealed", (lookup, self._clock())
            ).fetchall()  # to the end: that is what commits
            if rows:
                truncate_log(database)
        return rows[0][0] if rows else None

    def remove(self, lookup: Lookup) -> bool:
        """See `HandoffStore`."""
        return self.take(lookup) is not None

    def sweep(self) -> int:
        """See `HandoffStore`."""
        with opened(self._file) as database:
            removed = database.execute("DELETE FROM handoffs WHERE expires <= ?", (self._clock(),)).rowcount
            truncate_log(database)  # also what a take had to leave because another process was reading
        return removed


def truncate_log(database: sqlite3.Connection) -> None:
    """Move what the log holds into the file and cut the log to nothing, unless another process is reading it.

    On a full disk that waits for the next sweep: a record that was just taken must still reach who took it.
    """
    with suppress(sqlite3.Error):
        database.execute(f"PRAGMA busy_timeout = {READER_WAIT_MS}")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def make(file: Path, table: str) -> None:
    """Make the file and the table in it if they are not there, readable by its owner alone.

    Raises:
        HandoffStoreUnavailable: they cannot be made or opened.
    """
    try:
        file.touch(mode=0o600)
    except OSError as error:
        raise HandoffStoreUnavailable(f"the file of the handoff store cannot be written: {error.strerror}") from None
    with opened(file) as database:
        _write_ahead(database)
        database.execute(table)


def _write_ahead(database: sqlite3.Connection) -> None:
    """Turn on WAL. SQLite does not wait for its turn here as it does elsewhere, and our processes start at once."""
    until = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            database.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
        time.sleep(TURN_SECONDS)


@contextmanager
def opened(file: Path) -> Iterator[sqlite3.Connection]:
    """Open the file for one call; a fault of SQLite is told as `HandoffStoreUnavailable`."""
    try:
        with closing(sqlite3.connect(file, timeout=WAIT_SECONDS, isolation_level=None)) as database:
            database.execute("PRAGMA synchronous = FULL")
            database.execute("PRAGMA secure_delete = ON")
            yield database
    except sqlite3.Error as error:
        raise HandoffStoreUnavailable(f"the handoff store does not answer: {error.sqlite_errorname}") from None
