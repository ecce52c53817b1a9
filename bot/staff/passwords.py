"""Passwords: which are good enough, and how they are kept and compared."""

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pydantic import SecretStr

FEWEST_CHARACTERS = 12
MOST_CHARACTERS = 200  # more is work for an attacker's account only
FEWEST_POINTS = 4  # of zxcvbn's 4, more than 10^10 guesses: with 3, "Sommer2026Odense" passes
# What a Danish colleague tries first; zxcvbn knows the English ones, dates, keyboard rows and l33t.
DANISH = (
    *("førstekontakt", "foerstekontakt", "kommune", "kommunen", "adgangskode", "kodeord", "hemmelig", "velkommen"),
    *("personale", "medarbejder", "rådhus", "raadhus", "krisecenter", "danmark", "københavn", "odense", "aarhus"),
    *("sommer", "vinter", "efterår", "foraar", "forår", "januar", "februar", "marts", "april", "juni", "juli"),
    *("august", "september", "oktober", "november", "december", "mandag", "tirsdag", "onsdag", "torsdag", "fredag"),
)


class WeakPassword(Exception):
    """The password is too short, too long or too easily guessed. The message says which, never the password."""


def check_new(name: str, password: SecretStr) -> None:
    """Check that a password is good enough to begin with.

    Raises:
        WeakPassword: it is not. Length first, then zxcvbn (https://github.com/dropbox/zxcvbn).
    """
    from zxcvbn import zxcvbn  # its lists of words take a while to load, and only the commands need them

    plain = _normal(password)
    if not FEWEST_CHARACTERS <= len(plain) <= MOST_CHARACTERS:
        raise WeakPassword(f"the password must have {FEWEST_CHARACTERS} to {MOST_CHARACTERS} characters")
    longest = 72  # zxcvbn's work grows fast; who knows the first 72 signs of a password has it
    if zxcvbn(plain[:longest], user_inputs=[name, *DANISH])["score"] < FEWEST_POINTS:
        raise WeakPassword(
            "the password is easily guessed; take four or five words that have nothing to do with each other"
        )


class Passwords:
    """Hashes and compares with Argon2id. A comparison does the same work when there is nothing to compare with."""

    def __init__(self, hasher: PasswordHasher) -> None:
        self._hasher = hasher
        self._nobody = hasher.hash("nobody has this password")

    def hash(self, password: SecretStr) -> str:
        """Give what may be kept of a password: Argon2id with its own salt and the parameters written in."""
        return self._hasher.hash(_normal(password))

    def match(self, kept: str | None, password: SecretStr) -> bool:
        """Tell whether the password is the one that was kept; never, and as slowly, when none was."""
        try:
            self._hasher.verify(kept or self._nobody, _normal(password))
        except (VerificationError, InvalidHashError):
            return False
        return kept is not None


def _normal(password: SecretStr) -> str:
    """Give the same letters for the same keys: å is one sign on one keyboard and two on another."""
    return unicodedata.normalize("NFKC", password.get_secret_value())
