"""Street addresses, and postcodes with their town."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from bot.text.identifiers.found import Found
from bot.text.identifiers.lexicon import Is
from bot.text.identifiers.words import Sentence, Word
from bot.text.spelling import fold

Postcodes = dict[str, frozenset[str]]  # the towns, folded, of each postcode

_FLAGS = re.IGNORECASE | re.VERBOSE
_STREET = r"""(?:
    vej|vejen|gade|gaden|allé|alle|alleen|alléen|stræde|straede|strædet|torv|torvet|plads|pladsen|vænge|vænget|vaenge|vaenget
  | park|parken|tofte|toft|toften|have|haven|bakke|bakken|mark|marken|lund|lunden|kær|kæret|kaer|skov|skoven|gård|gården|gaarden
  | sti|stien|boulevard|kaj|kajen|bro|brink|brinken|høj|højen|hoej|dal|dalen|eng|engen|krog|krogen|led|leddet|strand|kvarteret
  | passage|passagen|ager|agre|vang|vangen|ås|aas|mosen|sø|søen )"""
_FLOOR = r"(?:st|stuen|kl|\d{1,2}|første|anden|tredje|fjerde|femte)"
_SIDE = r"(?:t\.?v|t\.?h|mf|til\ (?:venstre|højre|hoejre)|midt\w*|dør\s?\d+|lejl\w*\.?\s?\d+)"
_DOOR = rf"""(?:
    \s?,?\s?{_FLOOR}\.?\s?(?:sal)?\s?,?\s?{_SIDE}\b\.? | \s?,?\s?{_FLOOR}\.?\s?sal\b | \s?,\s?st\.?\b
  | \s?,\s?\d{{1,2}}\.?\s\d{{1,3}}\b )"""
_NO_HOUSE = r"(?!\s?(?:år|aar|gange|dage|timer|uger|min|km|m\b|meter|børn|kr|%|\d|[./:,]\d))"
_ADDRESS = re.compile(
    rf"""\b((?-i:(?:[A-ZÆØÅ][\w.é'-]*\s+){{0,3}})(?:(?:nr\.?|store|lille|gl\.?|gamle|ny|sankt|sct\.?|skt\.?|østre|vestre|nordre|søndre
         |h\.?\s?c\.?|kong|dronning|prins)\s+){{0,2}}[\w.é'-]*{_STREET})\s?,?\s?(?:nr\.?|nummer)?\s?
         (\d{{1,3}}){_NO_HOUSE}(?:\s?[a-zæøå]\b(?!\s\w+\s))?{_DOOR}?""",
    _FLAGS,
)
_WITH_DOOR = re.compile(
    rf"\b(\w+)\s(\d{{1,3}}\s?[a-h]?){_DOOR}", _FLAGS
)  # "heden 8, 1. tv": the door says what "heden" is
_STREET_ALONE = re.compile(r"[\wé-]{3,}(?:vej|vejen|gade|gaden|vænget|vaenget|allé|alle|stræde|straede)", re.IGNORECASE)
_POSTCODE = re.compile(
    r"(?<![\d.,+-])(?:DK-?\s?)?(\d{4})\s+((?:[^\W\d_]|[-.])+)(\s(?:[CNSVØKM]|NV|NØ|SV|SØ)\b)?", re.IGNORECASE
)


def load_postcodes(file: Path) -> Postcodes:
    """Read lines of a postcode and a town."""
    towns: dict[str, set[str]] = defaultdict(set)
    for line in file.read_text(encoding="utf-8").splitlines():
        code, _, town = line.partition(" ")
        if town:
            towns[code].update({fold(town).split()[0], fold(town)})
    return {code: frozenset(names) for code, names in towns.items()}


def find_addresses(text: str, sentence: Sentence, postcodes: Postcodes) -> Iterator[Found]:
    """Give each street address, street, and postcode with town."""
    by_end = {word.end: word for word in sentence.words}
    for match in _ADDRESS.finditer(text):
        street = by_end.get(match.end(1))
        if street is None or street.has_capital or not street.can_be(Is.ORDINARY):  # "dreng 17" ends as a street does
            yield Found(match.start(), match.end(), "adresse")
        elif _is_named(sentence, street):
            yield Found(sentence.words[sentence.words.index(street) - 1].start, match.end(), "adresse")
    for match in _WITH_DOOR.finditer(text):
        if fold(match[1]) not in sentence.cues.never:
            yield Found(*match.span(), "adresse")
    for word in sentence.words:
        if word.what is Is.NOTHING and _STREET_ALONE.fullmatch(word.text):
            yield Found(word.start, word.end, "adresse")
    for match in _POSTCODE.finditer(text):
        if fold(match[2]) in postcodes.get(match[1], ()):
            yield Found(*match.span(), "sted")


def _is_named(sentence: Sentence, street: Word) -> bool:
    """Tell whether the word before an ordinary "plads" or "torv" is its name: "hauge plads 7"."""
    before = sentence.at(sentence.words.index(street) - 1)
    return (
        before is not None
        and before.is_word
        and before.what is not Is.ORDINARY
        and before.folded not in sentence.cues.never
    )
