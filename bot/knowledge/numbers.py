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

_GROUPED = re.compile(r"(?<![\d.,])\d[\d ]*\d(?![\d]|[.,]\d)")
_PHONE_DIGITS = (6, 8)
_SHORT = ("112", "114", "1888", "1813", "1818")


def phones_in(text: str) -> list[str]:
    """Give the telephone numbers in a text, digits only: the short ones, and any of six or eight digits."""
    found = (each.group().replace(" ", "") for each in _GROUPED.finditer(text))
    return [number for number in found if number in _SHORT or len(number) in _PHONE_DIGITS]


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
