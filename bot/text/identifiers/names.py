"""Names of people.

Most first names are no other word, and are taken out wherever they stand. A word that is both ("bo", "may", "storm"), and a
word that nobody knows ("jaroslav"), is a name where the words around it say so.
"""

import re
from collections.abc import Iterator

from bot.text.identifiers.found import Found
from bot.text.identifiers.lexicon import Is
from bot.text.identifiers.sounding import LIKE_NAME, LIKE_SLIP, SURELY_NAME, SURELY_OPENING
from bot.text.identifiers.tellings import (
    comes_in,
    does_to_person,
    is_called_a_name,
    is_capital_pair,
    is_feared,
    is_named_again,
    is_told_later,
    is_told_of_person,
)
from bot.text.identifiers.words import Sentence, Word

_NAME = Is.FIRST_NAME | Is.SURNAME
_PRONOUNS = ("mig", "ham", "hende", "os", "dem")
SHORTEST_UNKNOWN = 3
_INITIALS = re.compile(r"(?<![\w.])(?:[A-ZÆØÅ]\.\s?){1,2}[A-ZÆØÅ]\.(?!\w)")
_NO_INITIALS = frozenset(
    ("P.S.", "N.B.", "U.S.A.", "M.V.", "K.H.", "V.H.", "M.V.H.", "A.D.", "D.D.", "D.V.S.", "F.EKS.")
)


def find_names(sentence: Sentence) -> Iterator[Found]:
    """Give each name of a person, first name and surname together."""
    index = 0
    named: set[str] = set()
    passed: list[int] = []
    while index < len(sentence.words):
        if not _begins_name(sentence, index):
            passed.append(index)
            index += 1
            continue
        end = index
        while _goes_on(sentence, end):
            end += 1
        last = sentence.words[end]
        yield Found(sentence.words[index].start, last.end - last.genitive, "navn")  # "karstens bil": "[navn]s bil"
        named.add(sentence.folded(index))
        index = end + 1
    for at in passed:
        if sentence.folded(at) in named and is_named_again(sentence, at):
            yield Found(sentence.words[at].start, sentence.words[at].end, "navn")


def find_initials(text: str) -> Iterator[Found]:
    """Give initials that stand for somebody: "J.T."."""
    for match in _INITIALS.finditer(text):
        if match.group().replace(" ", "") not in _NO_INITIALS:
            yield Found(*match.span(), "navn")


def _begins_name(sentence: Sentence, index: int) -> bool:
    word = sentence.words[index]
    if not word.is_word or word.folded in sentence.cues.never:
        return False
    if word.is_surely(_NAME):
        is_thing = sentence.folded(index - 1) in ("en", "et") and not word.has_capital  # "en svend", "en karl"
        return not is_thing and not (word.can_be(Is.TOWN) and sentence.stands_as_place(index))
    return is_called_a_name(sentence, index) or _may_be_name(sentence, index)


def _may_be_name(sentence: Sentence, index: int) -> bool:
    """Tell whether a word that is no sure name is one here."""
    word = sentence.words[index]
    if word.can_be(Is.KNOWN):
        return False
    if word.can_be(Is.FIRST_NAME):
        return _may_be_first_name(sentence, index)
    if word.can_be(Is.SURNAME):
        return _may_be_surname(sentence, index)
    is_unknown = word.what in (Is.NOTHING, Is.TOWN) and len(word.text) >= SHORTEST_UNKNOWN
    return is_unknown and _unknown_is_name(sentence, index)


def _may_be_first_name(sentence: Sentence, index: int) -> bool:
    """Tell whether a word that is a first name and an ordinary word too is the name here."""
    return (
        _is_introduced(sentence, index)
        or _is_of_person(sentence, index)
        or _is_explained(sentence, index)
        or _acts(sentence, index)
        or _is_joined(sentence, index)
        or _has_age(sentence, index)
        or is_told_of_person(sentence, index)
        or is_feared(sentence, index)
        or comes_in(sentence, index)
        or is_told_later(sentence, index)
        or is_capital_pair(sentence, index)
        or _has_surname(sentence, index)
        or (sentence.stands_out(index) and sentence.folded(index - 1) not in sentence.cues.determiners)
    )


def _may_be_surname(sentence: Sentence, index: int) -> bool:
    if sentence.folded(index - 1) in sentence.cues.titles:
        return True
    if does_to_person(sentence, index):
        return True
    is_plain = not sentence.words[index].can_be(Is.TOWN | Is.ORDINARY)
    return sentence.stands_out(index) and (is_plain or _is_introduced(sentence, index))


def _unknown_is_name(sentence: Sentence, index: int) -> bool:
    """Tell whether a word that no list of names or words holds is a name: by its capital, its sound, and where it stands."""
    word = sentence.words[index]
    if word.what is Is.TOWN and sentence.stands_as_place(index):
        return False
    surely = SURELY_OPENING if word.opens and word.has_capital and sentence.capitals_tell else SURELY_NAME
    if word.sound >= surely or _is_introduced(sentence, index) or sentence.folded(index - 1) in sentence.cues.titles:
        return True
    if sentence.stands_out(index):
        return not word.text.isupper()
    if word.sound < LIKE_SLIP:
        return False
    in_place = _is_of_person(sentence, index) and _ends_phrase(sentence, index)
    if in_place or _is_explained(sentence, index):
        return True
    return word.sound >= LIKE_NAME and (_acts(sentence, index) or _is_joined(sentence, index))


def _is_introduced(sentence: Sentence, index: int) -> bool:
    """Tell whether a name is announced: "hedder karsten", "ved navn bo", "mvh per", "kalder ham storm"."""
    nearest, before = sentence.folded(index - 1), sentence.folded(index - 2)
    return (
        nearest in sentence.cues.introduces
        or (nearest in (":", "er", "jo", "ogsaa", "nemlig", "altsaa") and before in sentence.cues.introduces)
        or (nearest in _PRONOUNS and before in ("kald", "kalder", "kaldte", "kalde") and not _is_plain(sentence, index))
    )


def _is_of_person(sentence: Sentence, index: int) -> bool:
    """Tell whether the word before is who it is: "min mand bo", "vores nabo storm", "naboen per"."""
    nearest, cues = sentence.folded(index - 1), sentence.cues
    ends = _ends_phrase(sentence, index)
    if nearest == ",":
        is_owned = sentence.folded(index - 2) in cues.persons and sentence.folded(index - 3) in cues.owners
        return is_owned and (sentence.folded(index + 1) in (",", "") or sentence.words[index].has_capital)
    return nearest in cues.persons and (ends or sentence.words[index].has_capital)


def _ends_phrase(sentence: Sentence, index: int) -> bool:
    after, cues = sentence.folded(index + 1), sentence.cues
    return (
        after in cues.acts
        or after in cues.joins
        or after in cues.ends
        or after.isdigit()
        or (after == "paa" and sentence.folded(index + 2).isdigit())
        or _is_name_like(sentence.at(index + 1))
    )


def _is_name_like(word: Word | None) -> bool:
    return word is not None and word.is_surely(_NAME)


def _is_explained(sentence: Sentence, index: int) -> bool:
    """Tell whether the words after say who it is: "lykke, min yngste", "storm er min søn", "storms far"."""
    cues, before = sentence.cues, sentence.folded(index - 1)
    leads = sentence.folded(index + 1) in (",", "er", "var")
    may_stand_alone = sentence.words[index].opens or before in cues.towards or before in ("over", "om", "for")
    owner = index + 2 if leads else index + 1
    if (leads or may_stand_alone) and sentence.folded(owner) in cues.owners:
        is_person = any(sentence.folded(owner + step) in cues.persons for step in (1, 2))
        return is_person and before not in cues.determiners
    whose = sentence.words[index].genitive and sentence.folded(index + 1) in cues.persons
    return bool(whose) and before not in cues.owners | cues.determiners


def _acts(sentence: Sentence, index: int) -> bool:
    """Tell whether the word is who does something: "bo slog mig", "og så siger may at"."""
    word, cues = sentence.words[index], sentence.cues
    before, after = sentence.folded(index - 1), sentence.folded(index + 1)
    if word.can_be(Is.NOUN) and after in cues.acts_of_things:
        return False
    if before in ("var", "er") and sentence.folded(index - 2) == "det":
        return after in ("der", "som") and not word.can_be(Is.NOUN)
    if not (word.opens or before in cues.before_act):
        return False
    if word.opens and after in cues.joins:
        return sentence.folded(index + 2) == "jeg"
    return after in cues.acts and after not in cues.weak_acts


def _is_joined(sentence: Sentence, index: int) -> bool:
    """Tell whether a name stands beside it ("karsten og bo"), or words that lead to a person end in it ("gift med bo")."""
    cues = sentence.cues
    for step in (-1, 1):
        if sentence.folded(index + step) in cues.joins and _is_name_like(sentence.at(index + 2 * step)):
            return True
    if sentence.folded(index - 1) not in cues.towards:
        return False
    if sentence.folded(index - 2) in cues.beside:
        return True
    after = sentence.folded(index + 1)
    return not sentence.words[index].can_be(Is.NOUN) and (after in cues.ends or after in cues.joins)


def _is_plain(sentence: Sentence, index: int) -> bool:
    return sentence.words[index].can_be(Is.ORDINARY) and not sentence.words[index].has_capital


def _has_age(sentence: Sentence, index: int) -> bool:
    """Tell whether an age follows: "storm på 4", "freja (7)"."""
    if sentence.folded(index + 1) in ("paa", "("):
        return sentence.folded(index + 2).isdigit() and sentence.folded(index + 3) not in (
            "sal",
            "sal.",
            ".",
            "etage",
            "%",
        )
    first = index + 1
    while sentence.folded(first) in ("er", "kun", "lige", "nu"):
        first += 1
    if not sentence.folded(first).isdigit():
        return False
    if sentence.folded(first + 1) in ("aar", "mdr", "maaneder"):
        return True
    is_only = sentence.folded(first - 1) in ("kun", "er") and not sentence.words[index].can_be(Is.NOUN)
    return is_only and sentence.words[index].opens and sentence.folded(first + 1) in ("og", ",", ".", "")


def _has_surname(sentence: Sentence, index: int) -> bool:
    """Tell whether a surname that is nothing else follows: "STIG MØLLER"."""
    after = sentence.at(index + 1)
    return after is not None and after.is_surely(Is.SURNAME) and not after.can_be(Is.TOWN)


def _goes_on(sentence: Sentence, end: int) -> bool:
    """Tell whether the word after `end` belongs to the same name: a surname, a second first name, an initial."""
    word, cues = sentence.at(end + 1), sentence.cues
    if word is None or not word.is_word or word.folded in cues.never or word.folded in cues.acts:
        return False
    if word.is_surely(_NAME):
        return True
    if len(word.text.rstrip(".")) == 1:
        return word.has_capital and word.folded != "i"
    if word.can_be(_NAME):
        return word.has_capital or (word.can_be(Is.SURNAME) and _ends_phrase(sentence, end + 1))
    return word.what is Is.NOTHING and word.has_capital and not word.opens
