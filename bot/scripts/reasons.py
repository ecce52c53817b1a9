"""The reasons that the danger rules give for themselves, for the one who asks why a rule saw danger."""

from pathlib import Path
from typing import Any

import yaml

from bot.text.danger.detector import LANGUAGES, RULES


class Reasons:
    """The Danish reasons by the rules' names."""

    def __init__(self, by_rule: dict[str, str]) -> None:
        self._by_rule = by_rule

    @classmethod
    def load(cls, rules: Path = RULES, languages: Path = LANGUAGES) -> "Reasons":
        """Read the files of the danger rules."""
        danish, others = (yaml.safe_load(file.read_text(encoding="utf-8")) for file in (rules, languages))
        found = _reasons(danish, "")
        for language, of_language in others.items():
            found |= _reasons(of_language, f"{language}/")
        return cls(found)

    def names(self) -> list[str]:
        """Give the names of all danger rules, in the order of their files."""
        return list(self._by_rule)

    def of(self, rule: str | None) -> str:
        """Give a rule's reason; nothing for no rule."""
        return self._by_rule.get(rule or "", "")


def _reasons(rules: dict[str, Any], before: str) -> dict[str, str]:
    return {f"{before}{kind}/{each['navn']}": each["fordi"] for kind, those in rules["farer"].items() for each in those}
