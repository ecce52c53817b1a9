"""The words of the reflection that are not whole answers: options, mirror lines, ways on. From data/tekster/afklaring.yml."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FILE = "afklaring.yml"


@dataclass(frozen=True)
class Option:
    """What an option is called on its button, how the mirror gives it back, and words that mean it in free text."""

    title: str
    mirror: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Way:
    """A way on: its line, its button, and the intent the button stands for."""

    line: str
    title: str
    intent: str


class Texts:
    """The words, by the names that code uses; KeyError for a name that the file lacks."""

    def __init__(self, content: dict[str, Any]) -> None:
        self._content = content
        self.danger: str = content["spejl"]["fare"]
        self.more: str = content["spejl"]["mere"]

    @classmethod
    def load(cls, folder: Path) -> "Texts":
        """Read the words from the folder data/tekster."""
        return cls(yaml.safe_load((folder / FILE).read_text(encoding="utf-8")))

    def option(self, question: str, option: str) -> Option:
        """Give an option's words. One that is only heard, never shown, has none."""
        words = self._content["valg"][question].get(option, {})
        return Option(words.get("knap", ""), words.get("spejl", ""), tuple(words.get("ord", ())))

    def options(self, question: str) -> tuple[str, ...]:
        """Give the options of a question that the file has words for."""
        return tuple(self._content["valg"][question])

    def button(self, name: str) -> str:
        """Give the title of a button that is no answer."""
        return str(self._content["knapper"][name])

    def way(self, way: str) -> Way:
        """Give a way on."""
        words = self._content["veje"][way]
        return Way(words["linje"], words["knap"], words["emne"])

    def because(self, row: str) -> str:
        """Give a row's "fordi", without the word."""
        return str(self._content["fordi"][row])

    def form(self, form: str) -> str:
        """Give the mirror line of a form of violence that was told of outside the questions."""
        return str(self._content["former"][form])
