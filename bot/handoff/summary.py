"""What is handed over: at most six coarse lines, each from a closed vocabulary, each removable. No text of the person's own.

There is no line for who the other is, for a danger or for a place: a relation can point, and a human asks anew about danger.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

FILE = "overlevering.yml"
MOST_LINES = 6


class Receiver(StrEnum):
    """Who a code is meant for."""

    KOMMUNE = "kommune"
    HOTLINE = "hotline"
    SELV = "selv"


@dataclass(frozen=True)
class Known:
    """What is known, as options of the vocabulary. What the vocabulary does not have makes no line.

    who: mig, kender, barn or fagperson. forms: the forms of violence, as in `oplevet_<form>`. when: nu, nylig or laenge_siden.
    children: ja or nej. wishes: of the person (sted, tale, gruppe, praktisk, forstaa) or the relative's own (sige, selv, raad).
    soon: nu, dage or ingen_hast.
    """

    who: str | None = None
    forms: frozenset[str] = frozenset()
    when: str | None = None
    children: str | None = None
    wishes: frozenset[str] = frozenset()
    soon: str | None = None


@dataclass(frozen=True)
class Line:
    """One line of a summary. `id` is what a button that removes it names."""

    id: str
    text: str


@dataclass(frozen=True)
class Summary:
    """What would be handed over, as the person sees it. Made by `Vocabulary.summary` alone."""

    lines: tuple[Line, ...]

    def without(self, removed: Collection[str]) -> "Summary":
        """Give the same without the lines of these ids."""
        return Summary(tuple(line for line in self.lines if line.id not in removed))

    @property
    def texts(self) -> tuple[str, ...]:
        """Give the lines' texts."""
        return tuple(line.text for line in self.lines)


class Vocabulary:
    """The only words that can be handed over. From data/viden/overlevering.yml."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self._content = content

    @classmethod
    def load(cls, folder: Path) -> "Vocabulary":
        """Read the vocabulary from the folder data/viden."""
        return cls(yaml.safe_load((folder / FILE).read_text(encoding="utf-8")))

    def receiver(self, receiver: Receiver) -> str:
        """Give what the receiver is called."""
        return str(self._content["modtagere"][receiver])

    def opened_by(self, receiver: Receiver) -> str:
        """Give who can open a code for the receiver, as the code says it."""
        return str(self._content["aabnes_af"][receiver])

    def summary(self, known: Known) -> Summary:
        """Give the lines of what is known.

        Only who speaks of themselves has lines about what happened. Where it is a relative, a professional, or not known
        who it is about, every line is the writer's own wish: what another lives with is not theirs to hand over.
        """
        lines = self._own_lines(known) if known.who == "mig" else self._wish_lines(known)
        return Summary(tuple(lines))

    def _own_lines(self, known: Known) -> Iterator[Line]:
        yield from self._chosen("hvem", known.who)
        yield from self._listed("oplevet", self._groups(known.forms))
        yield from self._chosen("naar", known.when)
        yield from self._chosen("boern", known.children)
        yield from self._wish_lines(known, "oensker")

    def _wish_lines(self, known: Known, wishes: str = "oensker_ved_siden_af") -> Iterator[Line]:
        if known.who != "mig":
            yield from self._chosen("hvem", known.who)
        yield from self._listed(wishes, known.wishes)
        yield from self._chosen("hvor_snart", known.soon)

    def _groups(self, forms: Collection[str]) -> set[str]:
        """Give the coarse groups the forms belong to: nine forms together could point, four groups less."""
        return {group for group, members in self._content["grupper"].items() if set(members) & set(forms)}

    def _chosen(self, line: str, option: str | None) -> Iterator[Line]:
        words = self._content["linjer"][line]
        if option in words:
            yield Line(line, words[option])

    def _listed(self, line: str, options: Collection[str]) -> Iterator[Line]:
        words = self._content["linjer"][line]
        parts = [text for option, text in words["dele"].items() if option in options]
        if parts:
            yield Line(line, f"{words['begynder']} {', '.join(parts)}.")
