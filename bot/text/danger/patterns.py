"""Patterns of words, and where they are found in a text. Each is tried only in a text that holds all the words it needs.

A pattern is words as they are said, folded as `bot.text.spelling` folds them. In it
`a|b` is one of several words, `slaa*` any word that begins so, `ordet?` a word that may be missing, and `...` up to three
words of any kind. `$navn` stands for a list of words that is given with it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from spacy.matcher import Matcher
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from bot.text.spelling import fold

FARTHEST = 3  # words that `...` may stand for

type Choices = tuple[str, ...]  # the words, one of which stands at a place in a pattern


class UnknownWords(Exception):
    """A pattern names a list of words that was not given with it."""


class _Pattern(NamedTuple):
    needs: frozenset[Choices]
    matcher: Matcher


class Patterns:
    """Finds patterns in texts.

    To look for all of a thousand patterns takes three milliseconds; nearly all of them need a word that the text does not have,
    and to leave those out takes a tenth of that. A message in danger waits behind all that are looked at before it.
    """

    def __init__(self, vocab: Vocab) -> None:
        self._vocab = vocab
        self._patterns: list[_Pattern] = []
        self._needing: defaultdict[str, set[Choices]] = defaultdict(set)
        self._needing_begun: defaultdict[str, set[Choices]] = defaultdict(set)

    def add(self, label: str, pattern: str, words: Mapping[str, Sequence[str]]) -> None:
        """Add a pattern; what is found of it will have this label. `words` are the lists for its `$navn`, folded.

        Raises:
            UnknownWords: with the name of the list that is not there.
        """
        tokens, needs = [], set()
        for piece in pattern.split():
            if piece == "...":
                tokens += [{"OP": "?"}] * FARTHEST
            elif piece.endswith("?"):
                tokens.append(_token(_choices(piece[:-1], words)) | {"OP": "?"})
            else:
                tokens.append(_token(_choices(piece, words)))
                needs.add(_choices(piece, words))
        matcher = Matcher(self._vocab)
        matcher.add(label, [tokens])
        self._patterns.append(_Pattern(frozenset(needs), matcher))
        for choices in needs:
            for choice in choices:
                begin, star, _ = choice.partition("*")
                (self._needing_begun if star else self._needing)[begin].add(choices)

    def found(self, doc: Doc) -> Iterator[Span]:
        """Give every place where a pattern is found in a text whose `norm_` is folded, pattern by pattern as they were added."""
        there = self._there(doc)
        for pattern in self._patterns:
            if pattern.needs <= there:
                yield from pattern.matcher(doc, as_spans=True)

    def _there(self, doc: Doc) -> set[Choices]:
        words = {token.norm_ for token in doc}
        begun = {word[:length] for word in words for length in range(len(word) + 1)}
        return {
            choices
            for needing, parts in ((self._needing, words), (self._needing_begun, begun))
            for choices in chain.from_iterable(needing[part] for part in parts & needing.keys())
        }


def _choices(piece: str, words: Mapping[str, Sequence[str]]) -> Choices:
    return tuple(word for choice in piece.split("|") for word in _words(choice, words))


def _words(choice: str, words: Mapping[str, Sequence[str]]) -> Sequence[str]:
    if not choice.startswith("$"):
        return [fold(choice)]
    if choice[1:] not in words:
        raise UnknownWords(choice)
    return words[choice[1:]]


def _token(choices: Choices) -> dict[str, Any]:
    """Give one place of a pattern as spaCy's Matcher takes it."""
    if any("*" in choice for choice in choices):
        return {"NORM": {"REGEX": "^(" + "|".join(choice.replace("*", ".*") for choice in choices) + ")$"}}
    return {"NORM": {"IN": list(choices)}}
