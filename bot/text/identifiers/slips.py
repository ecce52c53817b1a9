"""Names misspelled: two spellings are one name when their sounds are, as a Danish hand confuses them."""

import re

from bot.text.spelling import fold

SHORTEST = 4  # letters: of shorter words too many are a slip away from each other
LONG = 6  # letters from which a slip of a name is hardly anything else

_CONFUSED = (
    ("ch", "k"), ("ck", "k"), ("c", "k"), ("ph", "f"), ("th", "t"), ("z", "s"), ("w", "v"), ("x", "ks"), ("q", "k"),
    ("ea", "ae"), ("ei", "ie"), ("y", "i"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1")


def skeleton(word: str) -> str:
    """Give what is left of a word's spelling when its usual slips are taken away: "micheal" and "michael" give one."""
    word = fold(word)
    for written, heard in _CONFUSED:
        word = word.replace(written, heard)
    return _DOUBLED.sub(r"\1", word)
