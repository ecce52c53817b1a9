"""What only an approved card may say: figures, hours and what the law is. The words stand in data/viden/sprogregler.yml."""

import re
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from bot.knowledge.numbers import without_national
from bot.knowledge.sheets import ContentBroken, Sheet

# Digits that are a name or only speak to children, not a figure.
_NAMES = re.compile(r"SARA-V3|(?<=under )18\b", re.IGNORECASE)


@dataclass(frozen=True)
class LanguageRules:
    """The words that are not used, and those that make a sentence a claim about law or hours."""

    never: re.Pattern[str]
    claims: re.Pattern[str]
    hours: re.Pattern[str]

    @classmethod
    def load(cls, folder: Path) -> "LanguageRules":
        """Read `sprogregler.yml` in the folder data/viden.

        Raises:
            ContentBroken: it cannot be read, or a pattern in it cannot.
        """
        sheet = Sheet(folder / "sprogregler.yml", "viden")
        lists = sheet.read((), sheet.content, _Lists)
        return cls(*(_any_of(sheet, name, getattr(lists, name)) for name in _Lists.model_fields))

    def unsaid(self, text: str) -> str | None:
        """Give the first word or phrase that is not to be used."""
        found = self.never.search(text)
        return found.group() if found else None

    def claim(self, text: str) -> str | None:
        """Give what in the text needs an approved card: a figure, an hour, a legal claim; None when there is nothing."""
        plain = _NAMES.sub("", without_national(text))
        found = self.claims.search(text) or self.hours.search(text) or re.search(r"\d[\d .:]*", plain)
        return found.group().strip(" .:") if found else None


class _Lists(BaseModel):
    model_config = ConfigDict(extra="forbid")

    siges_ikke: list[str]
    retskrav: list[str]
    tider: list[str]


def _any_of(sheet: Sheet, name: str, patterns: list[str]) -> re.Pattern[str]:
    for number, pattern in enumerate(patterns):
        try:
            re.compile(pattern)
        except re.error:
            text = f"mønstret {pattern} kan ikke læses; ret det, eller skriv ordet, som det er"
            raise ContentBroken([sheet.fault((name, number), text)]) from None
    return re.compile("|".join(rf"(?<!\w)(?:{pattern})" for pattern in patterns), re.IGNORECASE)
