"""Where patterns are found, and that leaving out those that cannot be there leaves out none that is."""

from collections.abc import Callable

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from bot.text.danger.patterns import FARTHEST, Patterns, UnknownWords
from bot.text.spelling import fold

WORDS = {"nogen": ["han", "hun"]}
PATTERNS = [
    "han|hun slaar mig",
    "$nogen kom* ... doer*",
    "han er? her",
    "hjaelp",
    "slaar ... slaar",
    "er? her?",
    "han",
]
type Read = Callable[[str], Doc]


@pytest.fixture(scope="module")
def read() -> Read:
    nlp = spacy.blank("da")

    def of(text: str) -> Doc:
        doc = nlp.make_doc(text)
        for token in doc:
            token.norm_ = fold(token.norm_)
        return doc

    return of


def patterns(read: Read, *written: str) -> Patterns:
    made = Patterns(read("").vocab)
    for each in written:
        made.add(each, each, WORDS)
    return made


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("han|hun slaar mig", "nu slår han, hun slår mig"),
        ("$nogen kom* ... doer*", "hun kommer hen til døren"),
        ("$nogen kom* ... doer*", "hun kom dør"),
        ("han er? her", "han her"),
        ("han er? her", "han er her"),
    ],
)
def test_it_is_found(read: Read, pattern: str, text: str) -> None:
    assert [span.label_ for span in patterns(read, pattern).found(read(text))]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("han|hun slaar mig", "slår han mig"),
        ("$nogen kom* ... doer*", "hun kommer en to tre fire døren"),
        ("$nogen kom* ... doer*", "hun kommer"),
        ("han er? her", "han er"),
        ("$nogen kom* ... doer*", "kommer hun til døren"),
        ("han", "hanne"),
    ],
)
def test_it_is_not_found(read: Read, pattern: str, text: str) -> None:
    assert not [span.label_ for span in patterns(read, pattern).found(read(text))]


@given(
    st.lists(
        st.sampled_from(
            ["han", "hun", "slaar", "mig", "kom", "kommer", "doer", "doeren", "er", "her", "hjaelp", "ikke"]
        ),
        max_size=9,
    )
)
def test_each_alone_and_all_together_are_found_in_the_same_places(read: Read, words: list[str]) -> None:
    doc = read(" ".join(words))
    together = [(span.label_, span.start, span.end) for span in patterns(read, *PATTERNS).found(doc)]
    alone = [
        (each, start, end)
        for each in PATTERNS
        for start in range(len(words))
        for end in range(start + 1, len(words) + 1)
        if stands_for(each.split(), words[start:end])
    ]
    assert sorted(set(together)) == sorted(alone)


def stands_for(pattern: list[str], words: list[str]) -> bool:
    """Say by hand what a pattern is to mean: whether all of these words are it."""
    if not pattern:
        return not words
    piece, *rest = pattern
    if piece == "...":
        return any(stands_for(rest, words[gap:]) for gap in range(min(FARTHEST, len(words)) + 1))
    if piece.endswith("?") and stands_for(rest, words):
        return True
    choices = [word for choice in piece.rstrip("?").split("|") for word in WORDS.get(choice.lstrip("$"), [choice])]
    return bool(words) and any(fits(choice, words[0]) for choice in choices) and stands_for(rest, words[1:])


def fits(choice: str, word: str) -> bool:
    return word.startswith(choice[:-1]) if choice.endswith("*") else word == choice


def test_a_list_that_is_not_there_is_refused_by_name(read: Read) -> None:
    with pytest.raises(UnknownWords, match=r"\$ingen"):
        patterns(read, "$ingen slaar")
