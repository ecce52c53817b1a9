"""Towns that tell where somebody is.

A small one is taken out wherever it stands. Of a municipality and a big town the words around have to say that somebody
lives, is or goes there: "krisecenter i Randers" is what the answer needs, "jeg bor i Randers" is where she is.
"""

from collections.abc import Sequence

from bot.text.identifiers.lexicon import Is
from bot.text.identifiers.words import Sentence, Word

_CLAUSE = 7  # words that may say what a town is to somebody
_LEADS = ("i", "til", "fra", "ved", "naer", "paa", "mod")
_HERE = (
    "jeg",
    "vi",
    "han",
    "hun",
    "de",
    "er",
    "var",
    "nu",
    "lige",
    "stadig",
    "ude",
    "oppe",
    "nede",
    "henne",
    "ovre",
    "selv",
)
_PERSONS = ("jeg", "vi", "han", "hun", "familie", "venner")


def is_town(sentence: Sentence, index: int) -> bool:
    """Tell whether a word is a town that could tell where somebody is."""
    word = sentence.words[index]
    if word.folded in sentence.cues.never:
        return False
    if word.can_be(Is.KNOWN):
        # A municipality's name stays: the answer needs it, and a whole municipality tells of nobody.
        return word.can_be(Is.CITY) and not word.can_be(Is.MUNICIPALITY) and _is_whereabouts(sentence, index)
    if word.is_surely(Is.TOWN) and not word.can_be(Is.FIRST_NAME | Is.SURNAME):
        return True
    return sentence.stands_as_place(index) and _is_small_town(sentence, index)


def _is_small_town(sentence: Sentence, index: int) -> bool:
    """Tell whether what follows "i" or "til" is a town though it is a word or a name too, or no list has it."""
    word = sentence.words[index]
    could_be = word.can_be(Is.TOWN) or word.what is Is.NOTHING
    if could_be and sentence.stands_out(index) and not word.text.isupper():
        return True
    return _looks_like_town(sentence, word) and (
        (_is_where_one_lives(sentence, index) and _may_end_there(sentence, index))
        or (word.can_be(Is.TOWN) and _is_reached(sentence, index) and _is_town_after(sentence, index))
    )


def _looks_like_town(sentence: Sentence, word: Word) -> bool:
    return word.can_be(Is.TOWN) or (word.what is Is.NOTHING and word.folded.endswith(sentence.cues.town_endings))


def _may_end_there(sentence: Sentence, index: int) -> bool:
    return sentence.folded(index + 1) not in sentence.cues.never - {"og", "med", "men", "hvor", "i", "saa", "paa"}


def _is_where_one_lives(sentence: Sentence, index: int) -> bool:
    return any(sentence.folded(index - back) in sentence.cues.lives for back in (2, 3, 4))


def _is_reached(sentence: Sentence, index: int) -> bool:
    return any(sentence.folded(index - back) in ("sidder", "sider", "toget", "faergen", "bussen") for back in (2, 3))


def _is_town_after(sentence: Sentence, index: int) -> bool:
    """Tell whether a town or an island follows that says of what comes before that it is one: "hasle på bornholm"."""
    after = sentence.at(index + 2)
    return sentence.folded(index + 1) in ("i", "paa", "ved") and after is not None and after.can_be(Is.CITY | Is.TOWN)


def _is_whereabouts(sentence: Sentence, index: int) -> bool:
    """Tell whether a municipality or a big town is where somebody lives, is or goes."""
    cues, word, after = sentence.cues, sentence.words[index], sentence.folded(index + 1)
    if after.startswith("kommun") or (word.folded in cues.only_capital and not sentence.stands_out(index)):
        return False
    if after in cues.after_town:
        return True
    if _is_called_home(sentence, index):
        return True
    if sentence.folded(index - 1) not in _LEADS:
        return False
    before = _clause_before(sentence, index - 1)
    return bool(before) and _says_whereabouts(sentence, before, index)


def _is_called_home(sentence: Sentence, index: int) -> bool:
    """Tell whether a town is said to be somebody's: "Nuuk er min by", "min by er Nuuk", "Nuuk her"."""
    cues = sentence.cues
    if sentence.words[index].opens and sentence.folded(index + 1) == "her":
        return sentence.folded(index + 2) in (",", ".", "!", "", ":", ";")
    if sentence.folded(index + 1) in ("er", "var") and sentence.folded(index + 2) in cues.owners:
        return sentence.folded(index + 3) in cues.home
    is_named = sentence.folded(index - 1) in ("er", "hedder", "var") and sentence.folded(index - 3) in cues.owners
    return is_named and sentence.folded(index - 2) in cues.home


def _clause_before(sentence: Sentence, index: int) -> Sequence[Word]:
    first = index
    while first > max(0, index - _CLAUSE) and (
        sentence.words[first - 1].is_word or sentence.folded(first - 1).isdigit()
    ):
        first -= 1
    return sentence.words[first:index]


def _says_whereabouts(sentence: Sentence, before: Sequence[Word], index: int) -> bool:
    cues, nearest, leads = sentence.cues, before[-1], sentence.folded(index - 1)
    said = [word.folded for word in before]
    lives = any(word in ("bor", "boede", "bo", "boet") for word in said)
    if any(word.startswith(cues.helps) for word in said) and not lives:
        return False
    if any(word in cues.stays for word in said):
        return True
    if nearest.can_be(Is.TOWN | Is.CITY):  # "i hasle på bornholm"
        return sentence.folded(index - 3) in _LEADS
    if nearest.folded in cues.persons or nearest.folded in ("familie", "venner", "venindes", "foraeldre"):
        return leads in ("i", "fra", "paa")
    is_person = any(word in _PERSONS or word in cues.persons for word in said)
    if leads in ("til", "mod"):
        return is_person and any(word in cues.heads_for for word in said)
    return is_person and said[-1] in _HERE and any(word in ("er", "var") for word in said[-3:])
