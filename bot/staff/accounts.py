"""Sign-ins of one machine: a file of SQLite with names, roles and what may be kept of a password."""

import os
import re
import secrets
import sqlite3
import stat
import unicodedata
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.staff.roles import Grant, Role

APPLICATION_ID = 0x46_4B_50_31  # "FKP1": another program's file is never taken for ours
OWNER_ONLY = 0o600
WAIT_SECONDS = 5.0
NAME = re.compile(r"[\w][\w.@-]{1,63}")
NOBODY = ("", Role.INDLOES, "", "")
TABLE = """
CREATE TABLE IF NOT EXISTS accounts (
    name TEXT PRIMARY KEY, roles TEXT NOT NULL, password TEXT NOT NULL, version TEXT NOT NULL
) STRICT, WITHOUT ROWID
"""


class AccountsUnusable(Exception):
    """The file of sign-ins cannot be used. The message says why and how to mend it."""


class WrongName(Exception):
    """The name cannot be used."""

    def __init__(self) -> None:
        super().__init__("a name has 2 to 64 letters, digits, dots, hyphens or @, and begins with a letter or digit")


class NameTaken(Exception):
    """There is a sign-in of this name."""

    def __init__(self) -> None:
        super().__init__("there is a sign-in of this name; remove it first, or change its password")


class NoSuchName(Exception):
    """There is no sign-in of this name."""

    def __init__(self) -> None:
        super().__init__("there is no sign-in of this name; `bot staff list` shows them")


@dataclass(frozen=True)
class Account:
    """One sign-in. `version` changes with the password, so that a session can tell that it is of an older one."""

    name: str
    grants: frozenset[Grant]
    password: str = field(repr=False)
    version: str = field(repr=False)


def normal_name(name: str) -> str:
    """Give a name as it is kept: people write theirs with and without capitals.

    Raises:
        WrongName: it cannot be a name.
    """
    normal = unicodedata.normalize("NFKC", name).strip().casefold()
    if not NAME.fullmatch(normal):
        raise WrongName
    return normal


class Accounts:
    """The sign-ins in a file that its owner alone may read. The file is opened anew for each call: no lock is held."""

    def __init__(self, path: Path) -> None:
        """Take the file, and make it if it is missing.

        Raises:
            AccountsUnusable: it cannot be made or read, others may read it, or it is another program's.
        """
        self._path = path
        try:
            _make(path)
            _check_owner_only(path)
            with self._open() as file:
                _check_ours(path, file)
                file.execute("PRAGMA journal_mode = WAL")
                file.execute(TABLE)
                file.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        except (OSError, sqlite3.Error) as fault:
            raise AccountsUnusable(f"{path} cannot be used for sign-ins ({type(fault).__name__})") from None

    def add(self, name: str, grants: frozenset[Grant], password: str) -> None:
        """Keep a new sign-in; `password` is what `Passwords.hash` gave.

        Raises:
            WrongName: it cannot be a name.
            NameTaken: there is one.
        """
        with self._open() as file:
            try:
                file.execute(
                    "INSERT INTO accounts VALUES (?, ?, ?, ?)",
                    (normal_name(name), " ".join(sorted(map(str, grants))), password, _version()),
                )
            except sqlite3.IntegrityError:
                raise NameTaken from None

    def change(self, name: str, password: str) -> None:
        """Keep a new password; sessions of the old one end.

        Raises:
            WrongName, NoSuchName: there is none.
        """
        self._on_one(
            "UPDATE accounts SET password = ?, version = ? WHERE name = ?", password, _version(), normal_name(name)
        )

    def remove(self, name: str) -> None:
        """Forget a sign-in; its sessions end.

        Raises:
            WrongName, NoSuchName: there is none.
        """
        self._on_one("DELETE FROM accounts WHERE name = ?", normal_name(name))

    def find(self, name: str) -> Account | None:
        """Give the sign-in of a name as somebody typed it, if there is one."""
        with self._open() as file:
            row = file.execute("SELECT * FROM accounts WHERE name = ?", (_typed(name),)).fetchone()
        account = _account(row or NOBODY)  # the same work: an unknown name is not told by the time it takes
        return account if row else None

    def all(self) -> list[Account]:
        """Give every sign-in by name."""
        with self._open() as file:
            return [_account(row) for row in file.execute("SELECT * FROM accounts ORDER BY name")]

    def _on_one(self, statement: str, *values: str) -> None:
        with self._open() as file:
            if file.execute(statement, values).rowcount != 1:
                raise NoSuchName
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # what is gone is gone from the log, too

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=WAIT_SECONDS, isolation_level=None)) as file:
            file.execute("PRAGMA secure_delete = ON")
            yield file


def _typed(name: str) -> str:
    try:
        return normal_name(name)
    except WrongName:
        return ""  # looked for all the same: a name that cannot be takes as long as one that is not


def _account(row: tuple[str, str, str, str]) -> Account:
    name, roles, password, version = row
    return Account(name, frozenset(Grant.kept(role) for role in roles.split()), password, version)


def _version() -> str:
    return secrets.token_hex(16)


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, OWNER_ONLY))


def _check_owner_only(path: Path) -> None:
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise AccountsUnusable(f"{path} is not a file")
    if stat.S_IMODE(found.st_mode) & ~OWNER_ONLY:
        raise AccountsUnusable(f"{path} may be read by others; mend it with: chmod 600 {path}")


def _check_ours(path: Path, file: sqlite3.Connection) -> None:
    ours = file.execute("PRAGMA application_id").fetchone()[0]
    tables = file.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if ours != APPLICATION_ID and tables:
        raise AccountsUnusable(f"{path} belongs to another program; name another file")
