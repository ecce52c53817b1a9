"""The one function that turns text as typed into text without identifiers."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import spacy

from bot.text.identifiers.addresses import Postcodes, find_addresses, load_postcodes
from bot.text.identifiers.cues import Cues
from bot.text.identifiers.found import Found, outside, without_overlaps
from bot.text.identifiers.kept import find_kept
from bot.text.identifiers.lexicon import WORDS, Is, Lexicon
from bot.text.identifiers.names import find_initials, find_names
from bot.text.identifiers.net import find_net
from bot.text.identifiers.numbers import find_numbers
from bot.text.identifiers.places import find_places
from bot.text.identifiers.sounding import Sounds, load_sounds
from bot.text.identifiers.words import read
from bot.text.kinds import RawText, RedactedText


@dataclass(frozen=True)
class Redaction:
    """A text without identifiers, and the kinds that were taken out, each once, in order."""

    text: RedactedText
    removed: tuple[str, ...]


class Redactor:
    """Takes identifiers out. Made once; a message costs about half a millisecond."""

    def __init__(self, lexicon: Lexicon, cues: Cues, sounds: Sounds, postcodes: Postcodes) -> None:
        self._nlp = spacy.blank("da")
        self._lexicon = lexicon
        self._cues = cues
        self._sounds = sounds
        self._postcodes = postcodes

    @classmethod
    def load(cls, folder: Path = WORDS) -> "Redactor":
        """Read the word lists of a folder."""
        return cls(
            Lexicon.load(folder),
            Cues.load(folder / "tegn.yml"),
            load_sounds(folder / "klang.tsv"),
            load_postcodes(folder / "postnumre.txt"),
        )

    def redact(self, text: RawText) -> Redaction:
        """Give the text with each identifier replaced by its kind in brackets, e.g. `[telefon]`."""
        kept: list[str] = []
        kinds: list[str] = []
        end = 0
        for found in without_overlaps(self._find(text)):
            between = text[end : found.start]
            if between.strip(" ,") or kinds[-1:] != [found.kind]:  # "Sønder Aaby": one place, one placeholder
                kept += [between, f"[{found.kind}]"]
            kinds.append(found.kind)
            end = found.end
        return Redaction(RedactedText("".join(kept) + text[end:]), tuple(dict.fromkeys(kinds)))

    def _find(self, text: str) -> Iterator[Found]:
        sentence = read(text, self._nlp, self._lexicon, self._cues, self._sounds)
        ordinary = frozenset(word.end for word in sentence.words if word.can_be(Is.ORDINARY))
        found = chain(
            find_numbers(text),
            find_net(text, ordinary),
            find_addresses(text, sentence, self._postcodes),
            find_places(text, sentence),
            find_names(sentence),
            find_initials(text),
        )
        return outside(found, find_kept(text))
