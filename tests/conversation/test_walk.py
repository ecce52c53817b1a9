"""The way to a code: nothing is asked that was told, everything can be skipped, and only the closed vocabulary comes out."""

from hypothesis import given
from hypothesis import strategies as st

from actions.overlevering.walk import (
    KEEP_ALL,
    OWN_WISHES,
    QUESTIONS,
    SKIP,
    SOON,
    WHO,
    WISHES_BESIDE,
    Step,
    Walk,
    from_slots,
    known,
    next_step,
    options,
    who_of,
)
from bot.handoff.summary import MOST_LINES, Receiver, Vocabulary
from bot.reflection.state import Told
from bot.settings import ROOT
from tests.handoff.test_summary import EVERY_LINE
from tests.reflection.told import told

VOCABULARY = Vocabulary.load(ROOT / "data" / "viden")
WALKS = st.builds(
    Walk,
    modtager=st.none() | st.sampled_from([each.value for each in Receiver]),
    hvem=st.none() | st.sampled_from(["", *WHO]),
    oensker=st.none() | st.lists(st.sampled_from([*OWN_WISHES, *WISHES_BESIDE])).map(tuple),
    snart=st.none() | st.sampled_from(["", *SOON]),
    uden=st.frozensets(st.sampled_from(["hvem", "oplevet", "boern"])),
)


def test_who_told_nothing_is_asked_four_things_and_then_shown_the_lines() -> None:
    walk, asked = Walk(), []
    while (step := next_step(walk, Told())) is not Step.PREVIEW:
        asked.append(step)
        walk = walk.answered(step, [Receiver.HOTLINE] if step is Step.RECEIVER else [SKIP])
    assert tuple(asked) == QUESTIONS


def test_what_was_told_in_the_reflection_is_not_asked_again() -> None:
    told = Told(hvem=("mig",), hjaelp=("tale",))
    walk = Walk().answered(Step.RECEIVER, [Receiver.KOMMUNE])
    assert next_step(walk, told) is Step.SOON


def test_who_skips_everything_hands_over_nothing() -> None:
    walk = Walk(modtager="selv", hvem="", oensker=(), snart="")
    assert next_step(walk, Told()) is Step.PREVIEW
    assert VOCABULARY.summary(known(walk, Told())).lines == ()


def test_a_line_removed_stays_removed() -> None:
    walk = Walk(modtager="selv", hvem="mig", oensker=("tale",), snart="nu").answered(Step.REMOVE, ["hvem"])
    walk = walk.answered(Step.REMOVE, [KEEP_ALL])
    lines = VOCABULARY.summary(known(walk, Told())).without(walk.uden).lines
    assert [line.id for line in lines] == ["oensker", "hvor_snart"]


@given(WALKS)
def test_the_slots_carry_the_whole_walk(walk: Walk) -> None:
    assert from_slots(walk.to_slots()) == walk


@given(WALKS, told())
def test_no_walk_says_more_than_six_lines_nor_a_word_outside_the_vocabulary(walk: Walk, told: Told) -> None:
    found = VOCABULARY.summary(known(walk, told))
    assert len(found.lines) <= MOST_LINES
    assert set(found.texts) <= EVERY_LINE


@given(WALKS, told())
def test_of_another_person_nothing_is_handed_over(walk: Walk, told: Told) -> None:
    if who_of(walk, told) != "mig":
        ids = {line.id for line in VOCABULARY.summary(known(walk, told)).lines}
        assert ids <= {"hvem", "oensker_ved_siden_af", "hvor_snart"}


@given(WALKS, told())
def test_every_question_has_options(walk: Walk, told: Told) -> None:
    step = next_step(walk, told)
    if step in (Step.WHO, Step.WISHES, Step.SOON):
        assert options(step, who_of(walk, told))
