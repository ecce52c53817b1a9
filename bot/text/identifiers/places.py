"""Where a person can be found: towns, and workplaces, schools, institutions and clubs by name."""

import re
from collections.abc import Iterator

from bot.text.identifiers.found import Found
from bot.text.identifiers.lexicon import Is
from bot.text.identifiers.towns import is_town
from bot.text.identifiers.words import Sentence, Word

LONGEST_SHORT_NAME = 4  # "CBS"
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
        if is_town(sentence, index):
            yield Found(word.start, word.end, "sted")
        if word.can_be(Is.EMPLOYER) and _is_employer(sentence, index):
            yield Found(word.start, word.end, "arbejdsplads")
        yield from _house(sentence, index)


def _is_employer(sentence: Sentence, index: int) -> bool:
    """Tell whether a big employer is meant: "Vestas sendte ham hjem", "på cbs"; a short name has to be in capitals."""
    word = sentence.words[index]
    beside = (sentence.at(index - 1), sentence.at(index + 1))
    if any(other is not None and other.can_be(Is.EMPLOYER) for other in beside):  # "danske fragtmænd"
        return True
    if sentence.folded(index - 1) in ("paa", "hos"):
        return True
    if len(word.text) <= LONGEST_SHORT_NAME:
        return word.text.isupper() and sentence.capitals_tell
    return word.has_capital


def _house(sentence: Sentence, index: int) -> Iterator[Found]:
    """Give a school, institution or club by name: "Nørrevangsskolen", "børnehaven Myretuen", "plejehjemmet solgården"."""
    word = sentence.words[index]
    kind = sentence.cues.kind_of_noun.get(word.folded)
    if kind:
        first, last = _first_of_name(sentence, index), _last_of_name(sentence, index)
        with_town = _town_of_house(sentence, last, is_named=first < last)
        if first < with_town:
            yield Found(sentence.words[first].start, sentence.words[with_town].end, kind)
    elif word.what is Is.NOTHING:
        for ending, named in sentence.cues.kind_of_ending.items():
            if word.folded.endswith(ending):
                yield Found(sentence.words[_first_capital(sentence, index)].start, word.end, named)
                return


def _town_of_house(sentence: Sentence, last: int, *, is_named: bool) -> int:
    """Give the index of the town that a house is in ("Psykiatrien i Slagelse"); where none says it, the index given."""
    noun, leads, town = sentence.words[last], sentence.folded(last + 1), sentence.at(last + 2)
    if town is None or leads not in ("i", "paa", "ved", "af", ",") or sentence.folded(last + 3).startswith("kommun"):
        return last
    if not town.can_be(Is.CITY | Is.TOWN) or town.folded in sentence.cues.never:
        return last
    if is_named:
        return last + 2 if sentence.stands_out(last + 2) else last
    is_definite = noun.folded.endswith(("en", "et", "ne")) and not noun.folded.startswith(sentence.cues.helps)
    is_plainly_town = town.can_be(Is.CITY) or sentence.stands_out(last + 2)
    return last + 2 if is_definite and is_plainly_town and leads in ("i", "paa") else last


def _last_of_name(sentence: Sentence, index: int) -> int:
    """Give the index of the last word of the name after a noun; the noun's own when none follows."""
    last = index
    while _has_article(sentence, index) and sentence.at(last + 1) and sentence.stands_out(last + 1):
        last += 1
    takes_town = not sentence.words[index].folded.startswith(sentence.cues.helps)  # "frivilligcenter amager"
    while (
        (after := sentence.at(last + 1))
        and after.is_word
        and (_is_part_of_name(sentence, after) or (takes_town and after.can_be(Is.CITY)))
    ):
        last += 1
    return last


def _has_article(sentence: Sentence, index: int) -> bool:
    """Tell whether the name after a noun begins with an article of its own: "Restaurant Den Gyldne And"."""
    article, second = sentence.at(index + 1), sentence.at(index + 2)
    return article is not None and article.text in ("Den", "Det", "De") and second is not None and second.has_capital


def _is_part_of_name(sentence: Sentence, word: Word) -> bool:
    if word.folded in sentence.cues.never or (word.can_be(Is.KNOWN) and not (word.can_be(Is.TOWN) or word.has_capital)):
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
    is_of_town = before.can_be(Is.CITY) and not sentence.words[index].folded.endswith(
        ("en", "et")
    )  # "hvidovre hospital"
    return index - 1 if is_name or is_of_town or before.is_surely(Is.TOWN) else index


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
            and (sentence.words[index + 1].can_be(Is.CITY) or not sentence.words[index + 1].can_be(Is.KNOWN))
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
