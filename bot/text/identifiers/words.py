"""A message as words that know what they can be and where they stand: what the finders of names and places read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.language import Language

from bot.text.identifiers.cues import Cues
from bot.text.identifiers.lexicon import Entry, Is, Lexicon
from bot.text.identifiers.sounding import Sounds, sound_of
from bot.text.spelling import fold

_OPENS = frozenset('.!?:;\n\r…-–*•"“”»«(')
LONGEST_PHRASE = 5  # words
_CAPITALS_THAT_TELL_NOTHING = 2  # so many ordinary words with a capital inside sentences: this person capitalises nouns


@dataclass(frozen=True)
class Word:
    """One word or sign: its place in the text, what it can be, and how it is written."""

    text: str
    start: int
    end: int
    folded: str
    what: Is
    opens: bool  # a sentence, where a capital says nothing
    is_word: bool
    genitive: int  # letters at its end that only say whose: the s of "karstens"
    sound: float = 0.0  # of a word that no list holds: above zero it sounds like a name

    @property
    def has_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()

    def can_be(self, what: Is) -> bool:
        """Tell whether it can be one of the kinds."""
        return bool(self.what & what)

    def is_surely(self, what: Is) -> bool:
        """Tell whether it can be one of the kinds and is no ordinary word or public name."""
        return bool(self.what & what) and not self.what & (Is.ORDINARY | Is.KNOWN)


@dataclass(frozen=True)
class Sentence:
    """A message's words, with what its capitals are worth."""

    words: Sequence[Word]
    capitals_tell: bool
    cues: Cues

    def at(self, index: int) -> Word | None:
        """Give the word at an index, or None outside the message."""
        return self.words[index] if 0 <= index < len(self.words) else None

    def folded(self, index: int) -> str:
        """Give the word at an index folded; "" outside the message."""
        word = self.at(index)
        return word.folded if word else ""

    def stands_out(self, index: int) -> bool:
        """Tell whether a word has a capital that only a name would have there."""
        word = self.words[index]
        return self.capitals_tell and word.has_capital and not word.opens

    def stands_as_place(self, index: int) -> bool:
        """Tell whether the word before leads to a place: "i", "til", "fra"."""
        return self.folded(index - 1) in ("i", "til", "fra", "ved", "naer", "paa")


def read(text: str, nlp: Language, lexicon: Lexicon, cues: Cues, sounds: Sounds) -> Sentence:
    """Give the words of a message."""
    words: list[Word] = []
    for start, sign in _tokens(text, nlp):
        is_word = sign[:1].isalpha()
        opens = not words or words[-1].text in _OPENS  # not after "pr." and "kr."
        entry = lexicon.look_up(sign) if is_word else Entry(Is.NOTHING, 0)
        folded = fold(sign)
        sound = sound_of(folded, sounds) if is_word and not entry.what else 0.0
        words.append(Word(sign, start, start + len(sign), folded, entry.what, opens, is_word, entry.genitive, sound))
    words = [
        replace(word, what=word.what | extra) for word, extra in zip(words, _in_phrases(words, lexicon), strict=True)
    ]
    return Sentence(words, _capitals_tell(words, cues), cues)


def _tokens(text: str, nlp: Language) -> list[tuple[int, str]]:
    with nlp.memory_zone():  # outside one, spaCy keeps every word it has ever met
        return [(token.idx, token.text) for token in nlp.make_doc(text) if not token.is_space or "\n" in token.text]


def _in_phrases(words: Sequence[Word], lexicon: Lexicon) -> list[Is]:
    """Give, for each word, what it is as a part of a name of several words: "lev uden vold", "nørre aaby"."""
    extra = [Is.NOTHING] * len(words)
    for first in range(len(words)):
        for last in range(first + 1, min(first + LONGEST_PHRASE, len(words))):
            what = lexicon.phrases.get(" ".join(word.folded for word in words[first : last + 1]))
            if what:
                extra[first : last + 1] = [what] * (last + 1 - first)
    return extra


def _is_in_house_name(letters: Sequence[Word], at: int, cues: Cues) -> bool:
    """Tell whether a word with a capital belongs to a name such as "Lægehuset Torvet": its capital is the name's."""
    while at >= 0 and letters[at].has_capital:
        if letters[at].folded in cues.kind_of_noun:
            return True
        at -= 1
    return False


def _capitals_tell(words: Sequence[Word], cues: Cues) -> bool:
    letters = [word for word in words if word.is_word]
    ordinary = [
        word
        for at, word in enumerate(letters)
        if word.has_capital and not word.opens and word.what == Is.ORDINARY and not _is_in_house_name(letters, at, cues)
    ]
    all_capitals = all(word.text.isupper() for word in letters)
    return not all_capitals and len(ordinary) < _CAPITALS_THAT_TELL_NOTHING
