"""The table of ways on, row for row beside the seed's model (facts.md, section 7), and what no answer may ever do to it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reflection.questions import BY_ID, QUESTIONS, SIGNS
from bot.reflection.state import NONE, SKIPPED, Told
from bot.reflection.ways_on import GROUPS, MOST, PERSON, PROFESSIONAL, RELATIVE, included, safety, ways_on
from tests.reflection.told import told

# Nothing speaks against the group: the seed's inclusion criteria, as far as a chat can know them.
CALM = Told(
    start=("ja",),
    tryg=("ja",),
    hvem=("mig",),
    modpart=("partner",),
    scener=("goeres_lille",),
    naar=("nu",),
    fare=(NONE,),
    boern=("nej",),
    hjaelp=("gruppe",),
    i_vejen=(NONE,),
)
RELATIVE_TOLD = Told(hvem=("kender",), p_fare=("nej",), p_boern=("nej",), p_fylder=(NONE,))
PROFESSIONAL_TOLD = Told(hvem=("fagperson",), f_trin=("oensker",), f_sikkerhed=(NONE,), f_behov=(NONE,))


def ids(told: Told) -> list[str]:
    return [row.id for row in ways_on(told)]


def opened(told: Told) -> set[str]:
    return {row.way for row in ways_on(told)}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("fare", replace(CALM, fare=("vaaben",))),
        ("fare", replace(CALM, danger_named=True)),
        ("fare_uvist", replace(CALM, fare=SKIPPED)),
        ("ung", replace(CALM, young=True)),
        ("boern", replace(CALM, boern=("ja",))),
        ("social_kontrol", replace(CALM, scener=("familie",))),
        ("social_kontrol", replace(CALM, lived=frozenset(["social_kontrol"]))),
        ("stalking", replace(CALM, scener=("opsoegt",))),
        ("stalking", replace(CALM, fare=("fulgt",))),
        ("sikkert_sted", replace(CALM, hjaelp=("sted",))),
        ("fare_krisecenter", replace(CALM, fare=("brud",))),
        ("staar_i_vejen", replace(CALM, i_vejen=("rusmidler",))),
        ("staar_i_vejen", replace(CALM, i_vejen=("sygdom",))),
        ("staar_i_vejen", replace(CALM, i_vejen=("bolig",))),
        ("opdages", replace(CALM, i_vejen=("opdages",))),
        ("efter_krisecenter", replace(CALM, i_vejen=("krisecenter",))),
        ("laenge_siden", replace(CALM, naar=("laenge_siden",))),
        ("gruppe", CALM),
        ("samtale", replace(CALM, i_vejen=SKIPPED)),
        ("p_fare", replace(RELATIVE_TOLD, p_fare=("ja",))),
        ("p_barn", replace(RELATIVE_TOLD, p_boern=("ja",))),
        ("p_barn", replace(RELATIVE_TOLD, hvem=("barn",))),
        ("p_sige", replace(RELATIVE_TOLD, p_fylder=("sige",))),
        ("p_vil_ikke", replace(RELATIVE_TOLD, p_fylder=("vil_ikke",))),
        ("p_selv", replace(RELATIVE_TOLD, p_fylder=("selv",))),
        ("p_raad", RELATIVE_TOLD),
        ("f_fare", replace(PROFESSIONAL_TOLD, f_sikkerhed=("fare",))),
        ("f_boern", replace(PROFESSIONAL_TOLD, f_sikkerhed=("boern",))),
        ("f_tegn", replace(PROFESSIONAL_TOLD, f_trin=("tegn",))),
        ("f_bekraeftet", replace(PROFESSIONAL_TOLD, f_trin=("bekraeftet",))),
        ("f_ikke_nu", replace(PROFESSIONAL_TOLD, f_trin=("ikke_nu",))),
        ("f_sikkerhed", replace(PROFESSIONAL_TOLD, f_behov=("sikkerhed",))),
        ("f_andet", replace(PROFESSIONAL_TOLD, f_behov=("andet",))),
        ("f_senfoelger", replace(PROFESSIONAL_TOLD, f_behov=("senfoelger",))),
        ("f_gruppe", PROFESSIONAL_TOLD),
        ("f_raad", PROFESSIONAL_TOLD),
    ],
)
def test_each_row_of_the_table_opens_its_way(row: str, told: Told) -> None:
    assert row in ids(told)
    calm = {"p": RELATIVE_TOLD, "f": PROFESSIONAL_TOLD}.get(row.split("_", maxsplit=1)[0], CALM)
    assert told is calm or row == "fare_uvist" or row not in ids(calm), "the row must hold for its own reason"


def test_every_row_is_tried_above() -> None:
    (mark,) = [mark for mark in test_each_row_of_the_table_opens_its_way.pytestmark if mark.name == "parametrize"]
    assert {row for row, _ in mark.args[1]} == {row.id for row in (*PERSON, *RELATIVE, *PROFESSIONAL)}


@pytest.mark.parametrize(
    ("criterion", "told"),
    [
        ("I-1: over 18", replace(CALM, young=True)),
        ("I-1: exposed oneself", replace(CALM, hvem=SKIPPED)),
        ("E-1: rusmidler", replace(CALM, i_vejen=("rusmidler",))),
        ("E-1: sygdom", replace(CALM, i_vejen=("sygdom",))),
        ("E-1: bolig", replace(CALM, i_vejen=("bolig",))),
        ("E-2: krisecenter", replace(CALM, hjaelp=("sted",))),
        ("E-2: a danger sign", replace(CALM, fare=("kvaelertag",))),
        ("E-2: danger named before", replace(CALM, danger_named=True)),
        ("E-2: æresrelateret", replace(CALM, scener=("familie",))),
        ("E-2: stalking", replace(CALM, scener=("opsoegt",))),
        ("E-3: attending would be found out", replace(CALM, i_vejen=("opdages",))),
        ("E-4: just out of a krisecenter", replace(CALM, i_vejen=("krisecenter",))),
        ("E-5: long ago", replace(CALM, naar=("laenge_siden",))),
        ("danger not answered", replace(CALM, fare=SKIPPED)),
        ("danger not asked", replace(CALM, fare=None)),
        ("hindrances not answered", replace(CALM, i_vejen=SKIPPED)),
    ],
)
def test_every_criterion_of_exclusion_closes_the_group(criterion: str, told: Told) -> None:
    assert "gruppe" in opened(CALM)
    assert "gruppe" not in opened(told), criterion
    assert opened(told), criterion


@given(told())
def test_there_are_always_one_to_three_ways_each_its_own(told: Told) -> None:
    rows = ways_on(told)
    assert 1 <= len(rows) <= MOST
    assert len({row.way for row in rows}) == len(rows)


@given(told(), st.sampled_from(SIGNS))
def test_more_danger_never_gives_less_safety(told: Told, sign: str) -> None:
    more = replace(told, fare=(*(each for each in told.fare or () if each != NONE), sign))
    assert safety(ways_on(more)) >= safety(ways_on(told))
    assert not opened(more) & GROUPS - opened(told)
    if not told.chosen("hvem") or "mig" in told.chosen("hvem"):
        assert ways_on(more)[0].id == "fare"


@given(told())
def test_danger_named_anywhere_comes_first_whoever_it_is_about(told: Told) -> None:
    named = replace(told, danger_named=True)
    assert safety(ways_on(named)) == 3
    assert ways_on(named)[0].seed == "A"
    assert not opened(named) & GROUPS


# What asks for safety or help when it is answered. Leaving it out says nothing of it, so there is nothing to compare with.
ASKS_FOR_MORE = {
    "scener": {"familie", "opsoegt"},
    "fare": set(SIGNS),
    "hjaelp": {"sted"},
    "boern": {"ja"},
    "p_fare": {"ja"},
    "p_boern": {"ja"},
    "f_sikkerhed": {"fare", "boern"},
    "f_behov": {"sikkerhed"},
}


@given(told(), st.sets(st.sampled_from([question.id for question in QUESTIONS if question.id != "hvem"])))
def test_skipping_never_gives_less_safety_than_any_calm_answer(told: Told, skipped: set[str]) -> None:
    """For every combination of skipped answers: no answer is never taken for an all-clear."""
    calm = told
    for question in skipped:
        left = tuple(option for option in told.chosen(question) if option not in ASKS_FOR_MORE.get(question, set()))
        calm = calm.with_answer(question, left or (BY_ID[question].options[-1],))
    without = told
    for question in skipped:
        without = without.with_answer(question, SKIPPED)
    assert safety(ways_on(without)) >= safety(ways_on(calm))
    assert not opened(without) & GROUPS - opened(calm), "skipping opens no group that answering would close"


@given(told())
def test_not_saying_who_it_is_about_keeps_the_person_s_own_ways(told: Told) -> None:
    assert safety(ways_on(replace(told, hvem=SKIPPED))) >= safety(ways_on(replace(told, hvem=("mig",))))


@given(told())
def test_the_group_is_only_for_those_nothing_speaks_against(told: Told) -> None:
    assert ("gruppe" in opened(told)) == (included(told) and "gruppe" in {row.way for row in ways_on(told)})
    if "gruppe" in opened(told):
        assert told.fare == (NONE,)
        assert told.i_vejen == (NONE,)
        assert not told.young


@given(told())
def test_children_are_never_pushed_out_of_the_three(told: Told) -> None:
    person = replace(told, hvem=("mig",), boern=("ja",), young=False)
    assert "boern" in opened(person)


def test_everything_skipped_still_opens_a_human() -> None:
    nothing = Told()
    for question in QUESTIONS:
        nothing = nothing.with_answer(question.id, SKIPPED)
    assert ids(nothing) == ["fare_uvist", "samtale"]
