"""What only an approved card may say: figures, hours and what the law is. The words stand in data/viden/sprogregler.yml."""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.knowledge.numbers import without_national

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
        """Read `sprogregler.yml` in the folder data/viden."""
        rules = yaml.safe_load((folder / "sprogregler.yml").read_text(encoding="utf-8"))
        return cls(_any_of(rules["siges_ikke"]), _any_of(rules["retskrav"]), _any_of(rules["tider"]))

    def unsaid(self, text: str) -> str | None:
        """Give the first word or phrase that is not to be used."""
        found = self.never.search(text)
        return found.group() if found else None

    def claim(self, text: str) -> str | None:
        """Give what in the text needs an approved card: a figure, an hour, a legal claim; None when there is nothing."""
        plain = _NAMES.sub("", without_national(text))
        found = self.claims.search(text) or self.hours.search(text) or re.search(r"\d[\d .:]*", plain)
        return found.group().strip() if found else None


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w)(?:{pattern})" for pattern in patterns), re.IGNORECASE)
