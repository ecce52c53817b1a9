"""How a word that no list holds sounds: more like a name ("jaroslav", "thanujan"), or more like a slip ("udden", "jælp").

Each run of three letters speaks for one or the other, as it does in our lists of names and of ordinary words
(a naive Bayes classifier; `tools/word-lists` makes the table).
"""

from collections.abc import Iterator
from pathlib import Path

RUN = 3
SURELY_NAME = 7.0  # of words held out, one in 400 sounds so and one name in four
SURELY_OPENING = 4.0  # of one with a capital that begins a sentence
LIKE_NAME = 1.0  # one word in twelve, five names in six
LIKE_SLIP = -1.0

Sounds = dict[str, float]


def load_sounds(file: Path) -> Sounds:
    """Read lines of a run of letters and how much it speaks for a name."""
    lines = (line.split("\t") for line in file.read_text(encoding="utf-8").splitlines())
    return {run: float(value) for run, value in lines}


def sound_of(folded: str, sounds: Sounds) -> float:
    """Give how much a folded word sounds like a name; below zero it sounds like an ordinary word."""
    return sum(sounds.get(run, 0.0) for run in runs(folded))


def runs(word: str) -> Iterator[str]:
    """Give the runs of three letters of a word, its beginning and its end marked."""
    marked = f"^^{word}$"
    return (marked[start : start + RUN] for start in range(len(marked) - RUN + 1))
