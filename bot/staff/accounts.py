"""Local accounts of staff: a name, what it may do, and a password that only Argon2id has seen. For one machine.

A municipality with its own sign-in needs none of this: see bot/staff/oidc.py.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
_NAME = re.compile(r"[a-zæøå][a-zæøå0-9.-]{1,39}")
_OBVIOUS = ("password", "kodeord", "adgangskode", "123456", "qwerty", "abcdef", "velkommen", "kommune")
_SCHEMA = "CREATE TABLE IF NOT EXISTS konto (navn TEXT PRIMARY KEY, roller TEXT NOT NULL, hash TEXT NOT NULL) STRICT"
_NOBODY = "nobody has this password, and checking it takes as long as checking one that somebody has"


class Role(StrEnum):
    """What an account may do."""

    REDEEM = "indloes"
    CONTENT = "indhold"
    SCRIPTS = "manuskripter"


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in."""

    name: str
    roles: frozenset[Role]


class BadAccount(ValueError):
    """A name, a role or a password that an account cannot have. The message says in Danish how to mend it."""


class NoSuchAccount(Exception):
    """Nobody has this name."""


class Accounts:
    """The accounts in one SQLite file, which only its owner may read."""

    def __init__(self, file: Path, hasher: PasswordHasher) -> None:
        self._file = file
        self._hasher = hasher
        self._nobody = hasher.hash(_NOBODY)

    def add(self, name: str, roles: frozenset[Role], password: str) -> None:
        """Make an account.

        Raises:
            BadAccount: the name is taken or malformed, there is no role, or the password is easy to guess.
        """
        if not _NAME.fullmatch(name):
            raise BadAccount(
                "navnet skal være 2-40 små bogstaver, tal, punktum eller bindestreg og begynde med et bogstav"
            )
        if not roles:
            raise BadAccount(f"vælg mindst én rolle: {', '.join(Role)}")
        check_password(name, password)
        with self._open() as connection:
            try:
                connection.execute(
                    "INSERT INTO konto VALUES (?, ?, ?)", (name, " ".join(sorted(roles)), self._hasher.hash(password))
                )
            except sqlite3.IntegrityError:
                raise BadAccount(f"{name} findes allerede; vælg et andet navn, eller slet den gamle først") from None

    def set_password(self, name: str, password: str) -> None:
        """Give an account another password.

        Raises:
            BadAccount: the password is easy to guess.
            NoSuchAccount: there is no such account.
        """
        check_password(name, password)
        with self._open() as connection:
            changed = connection.execute(
                "UPDATE konto SET hash = ? WHERE navn = ?", (self._hasher.hash(password), name)
            )
            if not changed.rowcount:
                raise NoSuchAccount

    def remove(self, name: str) -> None:
        """Remove an account; NoSuchAccount when there is none."""
        with self._open() as connection:
            if not connection.execute("DELETE FROM konto WHERE navn = ?", (name,)).rowcount:
                raise NoSuchAccount

    def all(self) -> list[Account]:
        """Give the accounts by name."""
        with self._open() as connection:
            rows = connection.execute("SELECT navn, roller FROM konto ORDER BY navn").fetchall()
        return [_account(name, roles) for name, roles in rows]

    def find(self, name: str) -> Account | None:
        """Give the account of this name as it is now: who was removed is signed out at the next step."""
        return next((account for account in self.all() if account.name == name), None)

    def signed_in(self, name: str, password: str) -> Account | None:
        """Give the account whose name and password these are. An unknown name takes as long as a wrong password."""
        with self._open() as connection:
            row = connection.execute("SELECT navn, roller, hash FROM konto WHERE navn = ?", (name,)).fetchone()
        try:
            self._hasher.verify(row[2] if row else self._nobody, password[:LONGEST_PASSWORD])
        except VerificationError:
            return None
        return _account(row[0], row[1]) if row else None

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file.touch(mode=0o600)
        connection = sqlite3.connect(self._file)
        try:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute(_SCHEMA)
            yield connection
            connection.commit()
        finally:
            connection.close()


def check_password(name: str, password: str) -> None:
    """Refuse a password that is easy to guess.

    Raises:
        BadAccount: saying why, never quoting it.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise BadAccount(f"adgangskoden skal have mindst {SHORTEST_PASSWORD} tegn; tag fx fire tilfældige ord")
    if len(password) > LONGEST_PASSWORD:
        raise BadAccount(f"adgangskoden må højst have {LONGEST_PASSWORD} tegn")
    plain = password.lower()
    if len(set(plain)) < SHORTEST_PASSWORD // 2 or name in plain or any(word in plain for word in _OBVIOUS):
        raise BadAccount("adgangskoden er for let at gætte; tag fx fire tilfældige ord")


def _account(name: str, roles: str) -> Account:
    return Account(name, frozenset(Role(role) for role in roles.split()))
