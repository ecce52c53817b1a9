"""Telephone numbers in what is said: the six that may always be, and those that must never be. Source: facts.md, section 1."""

import re

# Shown without approval. Each is marked in facts.md for a live check before a municipality goes on air.
NATIONAL = {
    "112": "112",
    "114": "114",
    "1888": "1888",
    "116111": "116 111",
    "116006": "116 006",
    "70201201": "70 201 201",
}
# They look right and are dead, old or somebody else's: wrong however well a card with one is approved.
NEVER = frozenset(["70203082", "33116067", "70114503", "33458680", "80030196"])

Link = dict[str, str]  # as a message has it: title and href

# As people write them: in one, in pairs, in fours, in threes; with spaces of any width, points or hyphens; with +45.
_GAP = r"[ \u00a0\u2009\u202f]"
_PHONE = re.compile(
    rf"(?<!\d)(?:(?:\+|00)45{_GAP}?)?("
    rf"\d{{8}}|\d{{6}}|\d{{2}}(?:{_GAP}\d{{2}}){{2,3}}|\d{{2}}(?:[.-]\d{{2}}){{3}}"
    rf"|\d{{4}}{_GAP}\d{{4}}|\d{{3}}{_GAP}\d{{3}}|\d{{2}}{_GAP}\d{{3}}{_GAP}\d{{3}}|\d{{2}}{_GAP}\d{{6}}"
    rf"|\d{{3}}{_GAP}\d{{2}}{_GAP}\d{{3}}|112|114|1888|1813|1818)(?!\d|[.,]\d)"
)
_SHORT = ("112", "114", "1888", "1813", "1818")


def phones_in(text: str) -> list[str]:
    """Give the telephone numbers in a text, digits only: the short ones, and any of six or eight digits."""
    return [re.sub(r"\D", "", each.group(1)) for each in _PHONE.finditer(text)]


def without_phones(text: str) -> str:
    """Give the text without anything that reads as a telephone number."""
    return _PHONE.sub("", text)


def call(digits: str) -> Link:
    """Give the link that calls a number, its title written as numbers are read in Danish."""
    pairs = " ".join(digits[at : at + 2] for at in range(0, len(digits), 2))
    shown = NATIONAL.get(digits, digits if digits in _SHORT else pairs)
    return {"title": f"Ring {shown}", "href": f"tel:{digits}"}


def without_national(text: str) -> str:
    """Give the text without the six national numbers."""
    for shown in sorted({*NATIONAL, *NATIONAL.values()}, key=len, reverse=True):
        text = re.sub(rf"(?<!\d){shown}(?!\d)", "", text)
    return text
