"""What can be handed over: only the vocabulary's words, whatever is known; and of another person nothing."""

from itertools import combinations
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.handoff.summary import FILE, MOST_LINES, Known, Receiver, Vocabulary
from bot.reflection.state import FORMS
from bot.settings import ROOT
from bot.text.readability import lix

FOLDER = ROOT / "data" / "viden"
VOCABULARY = Vocabulary.load(FOLDER)
WORDS: dict[str, Any] = yaml.safe_load((FOLDER / FILE).read_text(encoding="utf-8"))


def every_line() -> set[str]:
    """Give every line that the file allows, put together here anew."""
    lines: set[str] = set()
    for words in WORDS["linjer"].values():
        if "dele" not in words:
            lines |= set(words.values())
            continue
        parts = list(words["dele"].values())
        for size in range(1, len(parts) + 1):
            lines |= {f"{words['begynder']} {', '.join(chosen)}." for chosen in combinations(parts, size)}
    return lines


EVERY_LINE = every_line()
OWN_WISHES = frozenset(WORDS["linjer"]["oensker"]["dele"])
anything = (
    st.none() | st.text() | st.sampled_from(["mig", "kender", "barn", "fagperson", "nu", "ja", "nej", "dage", "nylig"])
)
any_set = st.frozensets(st.text() | st.sampled_from([*FORMS, *OWN_WISHES, "sige", "selv", "raad"]))
known = st.builds(Known, anything, any_set, anything, anything, any_set, anything)


def test_the_search_for_lines_finds_them() -> None:
    assert len(EVERY_LINE) > 70
    assert "Jeg kan genkende: vold mod kroppen, at blive fulgt eller holdt øje med." in EVERY_LINE


@given(known)
def test_no_summary_can_hold_anything_outside_the_vocabulary(known: Known) -> None:
    summary = VOCABULARY.summary(known)
    assert set(summary.texts) <= EVERY_LINE
    assert len(summary.lines) <= MOST_LINES
    assert len({line.id for line in summary.lines}) == len(summary.lines)


@given(known, st.data())
def test_each_line_can_be_removed_and_the_rest_stay_as_they_were(known: Known, data: st.DataObject) -> None:
    summary = VOCABULARY.summary(known)
    removed = data.draw(st.sets(st.sampled_from([line.id for line in summary.lines] or ["ingen"])))
    left = summary.without(removed)
    assert left.lines == tuple(line for line in summary.lines if line.id not in removed)
    assert VOCABULARY.summary(known).without([line.id for line in summary.lines]).lines == ()


@given(known.filter(lambda each: each.who != "mig"))
def test_who_does_not_speak_of_themselves_hands_over_their_own_wish_alone(known: Known) -> None:
    """A relative's code must not tell of the other; nor must one where it was never said who it is about."""
    ids = {line.id for line in VOCABULARY.summary(known).lines}
    assert ids <= {"hvem", "oensker_ved_siden_af", "hvor_snart"}


def test_all_that_can_be_known_gives_six_lines() -> None:
    full = Known("mig", frozenset(FORMS), "nu", "ja", OWN_WISHES, "dage")
    assert [line.id for line in VOCABULARY.summary(full).lines] == [
        "hvem", "oplevet", "naar", "boern", "oensker", "hvor_snart",
    ]  # fmt: skip


def test_nothing_known_gives_nothing() -> None:
    assert VOCABULARY.summary(Known()).lines == ()


def test_a_relative_of_an_adult_and_of_a_child_hand_over_the_same() -> None:
    assert VOCABULARY.summary(Known(who="kender")) == VOCABULARY.summary(Known(who="barn"))


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_violence_has_a_line_that_another_form_has_too(form: str) -> None:
    """A line that only one form gives would tell more than the coarse group it is said to be."""
    line = VOCABULARY.summary(Known(who="mig", forms=frozenset([form]))).texts[1]
    assert [
        other for other in FORMS if VOCABULARY.summary(Known(who="mig", forms=frozenset([other]))).texts[1] == line
    ] != [form]


def test_a_child_that_was_answered_no_to_is_said_as_no() -> None:
    assert VOCABULARY.summary(Known(who="mig", children="nej")).texts[1] == "Der er ikke børn under 18 i hjemmet."


def test_every_receiver_has_a_name() -> None:
    assert len({VOCABULARY.receiver(receiver) for receiver in Receiver}) == len(Receiver) == len(WORDS["modtagere"])


def test_the_lines_together_are_easy_to_read() -> None:
    full = Known("mig", frozenset(FORMS), "nu", "ja", OWN_WISHES, "dage")
    assert lix("\n".join(VOCABULARY.summary(full).texts)) <= 35
