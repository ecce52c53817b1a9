"""The word lists of `ord/`: names, places, and the ordinary words that look like them. Data, read once.

Words are compared as `bot.text.spelling.fold` folds them, so that "Søren", "soeren" and "SØREN" are one, and once more with
æøå reduced to a, o, a, so that "soren" is the same too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Flag, auto
from pathlib import Path
from typing import NamedTuple

from bot.text.identifiers import slips
from bot.text.spelling import fold

WORDS = Path(__file__).with_name("ord")
_REDUCED = str.maketrans({"æ": "a", "ø": "o", "å": "a", "ä": "a", "ö": "o"})


SHORTEST_PART = 4  # letters of a word that others are made of
_ENDINGS = (
    *(
        "en",
        "et",
        "er",
        "erne",
        "ene",
        "ens",
        "ets",
        "e",
        "t",
        "n",
        "ne",
        "r",
        "rne",
        "s",
        "de",
        "te",
        "ede",
        "ende",
        "re",
        "ere",
    ),
    *(
        "hed",
        "heden",
        "else",
        "elsen",
        "ning",
        "ningen",
        "este",
        "st",
        "lig",
        "ligt",
        "lige",
        "loes",
        "loest",
        "fuld",
        "ing",
        "ingen",
    ),
)


class Is(Flag):
    """What a word can be. A word may be several things: "bo" is a first name and an ordinary word."""

    NOTHING = 0
    FIRST_NAME = auto()
    SURNAME = auto()
    ORDINARY = auto()  # a Danish word, or a word of chat
    TOWN = auto()  # a town or village that is not a municipality
    KNOWN = auto()  # a country, a municipality, a public offer, a set phrase: stays
    WORKPLACE = auto()
    EMPLOYER = auto()  # one that is seldom spoken of but by those who belong there
    CITY = auto()  # a municipality or a big town abroad
    MUNICIPALITY = auto()
    NOUN = auto()  # names of things, times and feelings that are names of people too: "med lykke" says nothing of Lykke


class Entry(NamedTuple):
    """What a word is, and how many of its last letters are a genitive."""

    what: Is
    genitive: int


@dataclass(frozen=True)
class Lexicon:
    """What each known word is."""

    words: dict[str, Is]
    phrases: dict[str, Is]  # names of several words, folded: "noerre aaby", "lev uden vold"
    often: frozenset[str]  # skeletons of the names that many bear

    @classmethod
    def load(cls, folder: Path = WORDS) -> "Lexicon":
        """Read the word lists of a folder."""
        words: dict[str, Is] = {}
        phrases: dict[str, Is] = {}
        for file, kinds in _FILES.items():
            for entry in _entries(folder / f"{file}.txt"):
                if " " in entry:
                    phrases[fold(entry)] = kinds
                    continue
                words[fold(entry)] = words.get(fold(entry), Is.NOTHING) | kinds
                words.setdefault(fold(entry.translate(_REDUCED)), kinds)  # "kærsten" must not make "karsten" a word
        often = frozenset(slips.skeleton(name) for name in _entries(folder / "fornavne_ofte.txt"))
        return cls(words, phrases, often)

    def look_up(self, word: str) -> "Entry":
        """Tell what a word is, also in the genitive ("karstens", "Lars'")."""
        folded = fold(word).replace("’", "'")
        for ending in ("", "'s", "'", "s"):
            stem = folded.removesuffix(ending)
            what = self.words.get(stem, Is.NOTHING)
            if what and len(stem) > 1 and (stem != folded or not ending):
                return Entry(what, len(ending))
        parts = [part for part in folded.split("-") if part]
        are_names = [bool(self.words.get(part, Is.NOTHING) & (Is.FIRST_NAME | Is.SURNAME)) for part in parts]
        ends_in_name = len(parts) > 1 and are_names[-1] and word.rsplit("-", 1)[-1][:1].isupper()  # not "HR-chef"
        if len(parts) > 1 and (all(are_names) or ends_in_name):  # "anne-marie", "Lille-Per"
            return Entry(Is.FIRST_NAME, 0)
        if len(parts) > 1 and all(Is.ORDINARY in self.words.get(part, Is.NOTHING) for part in parts):  # "HR-chef"
            return Entry(Is.ORDINARY, 0)
        if self._is_made_of_words(folded):
            return Entry(Is.ORDINARY, 0)
        return Entry(self._slip_of_name(folded), 0)

    def _slip_of_name(self, folded: str) -> Is:
        """Tell what an unknown word is when it is spelled as a common name might be: "micheal", "jepe"."""
        if len(folded) < slips.SHORTEST or slips.skeleton(folded) not in self.often:
            return Is.NOTHING
        return Is.FIRST_NAME if len(folded) >= slips.LONG else Is.FIRST_NAME | Is.ORDINARY

    def _is_made_of_words(self, folded: str) -> bool:
        """Tell whether an unknown word is a form or a compound of ordinary ones, as Danish makes them: "lejekontrakten"."""
        for ending in _ENDINGS:
            if folded.endswith(ending) and self._is_ordinary(folded.removesuffix(ending)):
                return True
        return any(
            self._is_ordinary(folded[:cut]) and self._is_ordinary(folded[cut:].removeprefix(joint))
            for cut in range(SHORTEST_PART, len(folded) - SHORTEST_PART + 1)
            for joint in ("", "s", "e")
            if folded[cut:].startswith(joint)
        )

    def _is_ordinary(self, part: str) -> bool:
        return len(part) >= SHORTEST_PART and self.words.get(part, Is.NOTHING) == Is.ORDINARY


_FILES = {
    "fornavne": Is.FIRST_NAME,
    "efternavne": Is.SURNAME,
    "navne_der_er_ord": Is.ORDINARY,
    "ting_der_er_navne": Is.NOUN | Is.ORDINARY,
    "almindelige": Is.ORDINARY,
    "vold_og_fare": Is.ORDINARY,
    "byer": Is.TOWN,
    "byer_der_er_ord": Is.ORDINARY,
    "kommuner": Is.KNOWN | Is.CITY | Is.MUNICIPALITY,
    "storbyer": Is.KNOWN | Is.CITY,
    "lande_og_sprog": Is.KNOWN,
    "offentlige_tilbud": Is.KNOWN,
    "faste_udtryk": Is.KNOWN,
    "fremmede_ord": Is.ORDINARY,
    "arbejdspladser": Is.WORKPLACE,
    "arbejdsgivere": Is.WORKPLACE | Is.EMPLOYER,
}


def _entries(file: Path) -> Iterable[str]:
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    return (line for line in lines if line and not line.startswith("#"))
