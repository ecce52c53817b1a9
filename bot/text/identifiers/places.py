"""Where a person can be found: towns, and workplaces, schools, institutions and clubs by name."""

import re
from collections.abc import Iterator

from bot.text.identifiers.found import Found
from bot.text.identifiers.lexicon import Is
from bot.text.identifiers.words import Sentence, Word

REACH = 4  # words between "arbejder" and the workplace
SHORTEST_UNKNOWN = 3
_CLUB = re.compile(
    r"""\bB\s?(?:19\d\d|93|13|03|67|72)\b | \b(?:FC|BK|IF|KFUM|GF|HK|IK|AaB|OB|KB|IFK)\ [A-ZÆØÅ][a-zæøå]+
      | \b[A-ZÆØÅ][\wæøå]+(?:\ [A-ZÆØÅ][a-zæøå]+)?
        \ (?:FC|BK|IF|GF|IK|fS|KFUM|Boldklub|Idrætsforening|Svømmeklub|Karateklub|Rideklub|Bokseklub)\b""",
    re.VERBOSE,
)


def find_places(text: str, sentence: Sentence) -> Iterator[Found]:
    """Give each place that could tell where a person is."""
    for match in _CLUB.finditer(text):
        yield Found(*match.span(), "forening")
    for index, word in enumerate(sentence.words):
        if not word.is_word:
            continue
        if word.folded in sentence.cues.at_place:
            yield from _place_after(sentence, index)
        if _is_town(sentence, index):
            yield Found(word.start, word.end, "sted")
        yield from _house(sentence, index)


def _is_town(sentence: Sentence, index: int) -> bool:
    word = sentence.words[index]
    if word.folded in sentence.cues.never or word.can_be(Is.KNOWN):
        return False
    if word.is_surely(Is.TOWN) and not word.can_be(Is.FIRST_NAME | Is.SURNAME):
        return True
    if not sentence.stands_as_place(index):
        return False
    could_be = word.can_be(Is.TOWN) or word.what is Is.NOTHING
    if could_be and sentence.stands_out(index) and not word.text.isupper():
        return True
    looks_like_town = word.can_be(Is.TOWN) or (
        word.what is Is.NOTHING and word.folded.endswith(sentence.cues.town_endings)
    )
    return (
        looks_like_town
        and _is_where_one_lives(sentence, index)
        and sentence.folded(index + 1) not in sentence.cues.never - {"og", "med", "men", "hvor", "i", "saa"}
    )


def _is_where_one_lives(sentence: Sentence, index: int) -> bool:
    return any(sentence.folded(index - back) in sentence.cues.lives for back in (2, 3, 4))


def _house(sentence: Sentence, index: int) -> Iterator[Found]:
    """Give a school, institution or club by name: "Nørrevangsskolen", "børnehaven Myretuen", "plejehjemmet solgården"."""
    word = sentence.words[index]
    kind = sentence.cues.kind_of_noun.get(word.folded)
    if kind:
        first, last = _first_of_name(sentence, index), _last_of_name(sentence, index)
        if first < last:
            yield Found(sentence.words[first].start, sentence.words[last].end, kind)
    elif word.what is Is.NOTHING:
        for ending, named in sentence.cues.kind_of_ending.items():
            if word.folded.endswith(ending):
                yield Found(sentence.words[_first_capital(sentence, index)].start, word.end, named)
                return


def _last_of_name(sentence: Sentence, index: int) -> int:
    """Give the index of the last word of the name after a noun; the noun's own when none follows."""
    last = index
    while (after := sentence.at(last + 1)) and after.is_word and _is_part_of_name(sentence, after):
        last += 1
    return last


def _is_part_of_name(sentence: Sentence, word: Word) -> bool:
    if word.folded in sentence.cues.never or (word.can_be(Is.KNOWN) and not word.can_be(Is.TOWN)):
        return False
    if word.has_capital and sentence.capitals_tell:
        return True
    return not word.can_be(Is.ORDINARY) and word.folded not in sentence.cues.acts


def _first_of_name(sentence: Sentence, index: int) -> int:
    first, before = _first_capital(sentence, index), sentence.at(index - 1)
    if first < index or before is None or not before.is_word:
        return first
    is_name = (
        before.folded.endswith("s")
        and before.what in (Is.NOTHING, Is.TOWN)
        and before.folded not in sentence.cues.never
    )
    return index - 1 if is_name or before.is_surely(Is.TOWN) else index


def _first_capital(sentence: Sentence, index: int) -> int:
    first = index
    while first > 0 and sentence.stands_out(first - 1) and sentence.folded(first - 1) not in sentence.cues.never:
        first -= 1
    return first


def _place_after(sentence: Sentence, index: int) -> Iterator[Found]:
    """Give what follows "arbejder på" or "studerer ved": a known firm, a name with a capital, or a word that nobody knows."""
    before = {sentence.folded(index - back) for back in range(1, REACH + 1)}
    kind = next((kind for kind, words in sentence.cues.before_place.items() if words & before), None)
    if kind is None:
        return
    last = index
    while (after := sentence.at(last + 1)) and _is_part_of_place(sentence, last + 1, after, last == index, kind):
        last += 1
    if last > index:
        yield Found(sentence.words[index + 1].start, sentence.words[last].end, kind)


def _is_part_of_place(sentence: Sentence, index: int, word: Word, is_first: bool, kind: str) -> bool:
    has_capital = word.has_capital and sentence.capitals_tell
    if not is_first and word.folded in ("i", "paa", "&", "og", "-"):
        return (
            index + 1 < len(sentence.words)
            and sentence.stands_out(index + 1)
            and not sentence.words[index + 1].can_be(Is.KNOWN)
        )
    if word.folded in sentence.cues.never or not (word.is_word or (word.text.isdigit() and not is_first)):
        return False
    if word.can_be(Is.WORKPLACE) and kind == "arbejdsplads":
        return True
    if word.can_be(Is.KNOWN) and is_first:  # "arbejder i Odense" stays, "ved Svendborg Politistation" does not
        return (
            has_capital
            and index + 1 < len(sentence.words)
            and sentence.stands_out(index + 1)
            and sentence.folded(index + 1) != "kommune"
        )
    if has_capital:
        return True
    return word.what is Is.NOTHING and is_first and len(word.text) >= SHORTEST_UNKNOWN
