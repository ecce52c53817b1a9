"""Which concepts of this field a message holds: single ones, and pairs, since what a message wants often lies in two."""

import re
from itertools import combinations
from pathlib import Path
from typing import Dict, List, Pattern

import yaml

from bot.text.roles import roles
from bot.text.spelling import fold

CONCEPTS = Path(__file__).with_name("begreber.yml")


class Concepts:
    """Reads concepts off a message, for a vectorizer to count."""

    def __init__(self, words: Dict[str, List[str]]) -> None:
        self._patterns: Dict[str, Pattern[str]] = {
            name: re.compile(r"\b(?:" + "|".join(_expression(str(word)) for word in of_concept) + r")\b")
            for name, of_concept in words.items()
        }

    @classmethod
    def load(cls, path: Path = CONCEPTS) -> "Concepts":
        """Read the concepts of a file."""
        return cls(yaml.safe_load(path.read_text(encoding="utf-8")))

    def __call__(self, text: str) -> List[str]:
        """Give the names of the concepts in a text and who hits whom in it, then those of each pair of them."""
        folded = fold(text)
        found = [name for name, pattern in self._patterns.items() if pattern.search(folded)] + roles(text)
        return found + ["+".join(pair) for pair in combinations(found, 2)]


def _expression(word: str) -> str:
    return re.escape(fold(word)).replace(r"\*", r"\w*")
