"""Measures how well the assistant understands, on messages whose authors saw no training example.

A set is a file of lines: intent, voice, text, parted by tabs. Of danger: kind (or `ingen`), voice, text.
"""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any, NamedTuple

from bot.parsing import parse_lines

ORDINARY = "almindelig"
OFF_TOPIC = "uden_for_emne"
UNSURE = "nlu_fallback"
HARMLESS = "ingen"
OFFERED = 3
SHORT, LONG = 5, 15  # words


class Line(NamedTuple):
    """A message of a set, with what its author meant."""

    meant: str
    voice: str
    text: str


@dataclass(frozen=True)
class Heard:
    """A message and what was understood of it."""

    line: Line
    parsed: dict[str, Any]

    @property
    def ranked(self) -> list[str]:
        """The intents, likeliest first."""
        return [each["name"] for each in self.parsed["intent_ranking"] if each["name"] != UNSURE]

    @property
    def is_right(self) -> bool:
        """Whether the likeliest intent is the one meant; a danger noticed as another danger counts by its intent."""
        return self.ranked[:1] == [self.line.meant]

    @property
    def is_offered(self) -> bool:
        """Whether the intent meant is among the likeliest three."""
        return self.line.meant in self.ranked[:OFFERED]

    @property
    def is_sure(self) -> bool:
        """Whether it is answered at once."""
        return bool(self.parsed["intent"]["name"] != UNSURE)

    @property
    def is_surely_wrong(self) -> bool:
        """Whether it is answered at once, and wrongly."""
        return self.is_sure and self.parsed["intent"]["name"] != self.line.meant

    @property
    def is_danger(self) -> bool:
        """Whether a danger was noticed."""
        return self.parsed["danger"] is not None


def read_set(path: Path) -> list[Line]:
    """Read a set."""
    with path.open(encoding="utf-8", newline="") as file:
        return [Line(*row) for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def hear(lines: Sequence[Line], model: Path) -> list[Heard]:
    """Parse a set as `bot parse` does."""
    out = io.StringIO()
    parse_lines((line.text for line in lines), out, model)
    return [Heard(line, json.loads(parsed)) for line, parsed in zip(lines, out.getvalue().splitlines(), strict=True)]


def interval(hits: int, of: int) -> tuple[float, float]:
    """Give the 95 % interval of a share (Wilson 1927)."""
    if not of:
        return 0.0, 1.0
    z = 1.96
    share = hits / of
    middle = share + z * z / (2 * of)
    spread = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (middle - spread) / (1 + z * z / of), (middle + spread) / (1 + z * z / of)


def share(heard: Iterable[Heard], holds: Callable[[Heard], bool]) -> str:
    """Give how many of the messages something holds for: share, count and interval, for a table."""
    verdicts = [holds(each) for each in heard]
    hits, of = sum(verdicts), len(verdicts)
    low, high = interval(hits, of)
    return f"{hits / of:.3f} | {hits} of {of} | {low:.3f}–{high:.3f}" if of else "– | 0 | –"


def report_understanding(heard: list[Heard]) -> list[str]:
    """Give the tables of a set of wishes, as lines of Markdown."""
    on_topic = [each for each in heard if each.line.meant != OFF_TOPIC]
    off_topic = [each for each in heard if each.line.meant == OFF_TOPIC]
    rows = [
        ("intent right, ordinary writers", share((h for h in heard if h.line.voice == ORDINARY), lambda h: h.is_right)),
        ("intent right, hard ones", share((h for h in heard if h.line.voice != ORDINARY), lambda h: h.is_right)),
        ("right among the three offered", share(heard, lambda h: h.is_offered)),
        ("given as sure, but wrong", share(heard, lambda h: h.is_surely_wrong)),
        ("given as sure", share(heard, lambda h: h.is_sure)),
        ("off topic told apart", share(off_topic, lambda h: h.ranked[:1] == [OFF_TOPIC])),
        ("real questions sent away", share(on_topic, lambda h: h.parsed["intent"]["name"] == OFF_TOPIC)),
    ]
    return [
        *_table("what", rows),
        *_table("voice", _grouped(heard, lambda h: h.line.voice)),
        *_table("length", _grouped(heard, lambda h: _length(h.line.text))),
        *_table(
            "intent, the twenty hardest", sorted(_grouped(heard, lambda h: h.line.meant), key=lambda row: row[1])[:20]
        ),
    ]


def report_danger(heard: list[Heard]) -> list[str]:
    """Give the tables of a set of dangers and their look-alikes, as lines of Markdown."""
    dangers = [each for each in heard if each.line.meant != HARMLESS]
    harmless = [each for each in heard if each.line.meant == HARMLESS]
    rows = [
        ("danger noticed", share(dangers, lambda h: h.is_danger)),
        ("false alarms among look-alikes", share(harmless, lambda h: h.is_danger)),
    ]
    return [*_table("what", rows), *_table("kind", _grouped(dangers, lambda h: h.line.meant, lambda h: h.is_danger))]


def false_alarms(heard: list[Heard], acute: Sequence[str]) -> str:
    """Give the share of a set's messages without danger that were taken for danger."""
    return share((each for each in heard if each.line.meant not in acute), lambda h: h.is_danger)


def _grouped(
    heard: list[Heard], key: Callable[[Heard], str], holds: Callable[[Heard], bool] = lambda h: h.is_right
) -> list[tuple[str, str]]:
    groups: dict[str, list[Heard]] = defaultdict(list)
    for each in heard:
        groups[key(each)].append(each)
    return [(name, share(group, holds)) for name, group in sorted(groups.items())]


def _length(text: str) -> str:
    count = len(text.split())
    return (
        f"1–{SHORT} words" if count <= SHORT else f"over {LONG} words" if count > LONG else f"{SHORT + 1}–{LONG} words"
    )


def _table(head: str, rows: list[tuple[str, str]]) -> list[str]:
    return [
        f"| {head} | share | count | 95 % interval |",
        "|---|---|---|---|",
        *(f"| {name} | {cells} |" for name, cells in rows),
        "",
    ]
