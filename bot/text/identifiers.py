"""Takes out of a text what could identify someone, before anything else sees it.

This first set covers what has a form of its own: CPR and phone numbers, e-mail and web addresses. A placeholder keeps
the sentence readable.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import phonenumbers
from stdnum.dk import cpr

from bot.text.kinds import RawText, RedactedText

# Numbers that help must never be taken out (facts H-01, H-02, H-03, H-19, H-21, H-22).
HELP_NUMBERS = frozenset({"112", "114", "1888", "116111", "116006", "70201201"})

# Public sites that a person may ask about; they identify nobody.
PUBLIC_SITES = (
    *("borger.dk", "politi.dk", "nyidanmark.dk", "sundhed.dk", "retsinformation.dk", "familieretshuset.dk", "skat.dk"),
    *("minretssag.dk", "domstol.dk", "levudenvold.dk", "danner.dk", "boernetelefonen.dk", "livslinien.dk"),
)
SHORTEST_PHONE = 8  # digits of a Danish number

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WEB = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:dk|com|net|org|eu|nu|info)\b(?:/\S*)?", re.IGNORECASE)
_CPR = re.compile(r"(?<!\d)\d{6}[ -]?\d{4}(?!\d)")


class Found(NamedTuple):
    """A piece of text that identifies: where it stands and what kind it is."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Redaction:
    """A text without identifiers, and the kinds that were taken out, each once, in order."""

    text: RedactedText
    removed: tuple[str, ...]


def redact(text: RawText) -> Redaction:
    """Give the text with each identifier replaced by its kind in brackets, e.g. `[telefon]`."""
    kept: list[str] = []
    kinds: list[str] = []
    end = 0
    for found in _without_overlaps(_find(text)):
        kept += [text[end : found.start], f"[{found.kind}]"]
        kinds.append(found.kind)
        end = found.end
    return Redaction(RedactedText("".join(kept) + text[end:]), tuple(dict.fromkeys(kinds)))


def _find(text: str) -> Iterator[Found]:
    for match in _EMAIL.finditer(text):
        yield Found(*match.span(), "e-mail")
    for match in _WEB.finditer(text):
        if match.group().lower().removeprefix("https://").removeprefix("www.").rstrip("/.,") not in PUBLIC_SITES:
            yield Found(*match.span(), "webadresse")
    for match in _CPR.finditer(text):
        if "-" in match.group() or cpr.is_valid(match.group().replace(" ", "")):
            yield Found(*match.span(), "cpr-nummer")
    for number in phonenumbers.PhoneNumberMatcher(text, "DK", leniency=phonenumbers.Leniency.POSSIBLE):
        digits = re.sub(r"\D", "", number.raw_string).removeprefix("0045")
        national = digits.removeprefix("45") if len(digits) > SHORTEST_PHONE else digits
        if len(national) >= SHORTEST_PHONE and national not in HELP_NUMBERS:
            yield Found(number.start, number.end, "telefon")


def _without_overlaps(found: Iterator[Found]) -> Iterator[Found]:
    end = 0
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        if each.start >= end:
            yield each
            end = each.end
