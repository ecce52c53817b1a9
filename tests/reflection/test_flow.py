"""From question to question: the whole walk, skipping, the way back, what ends it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reflection import flow
from bot.reflection.questions import BY_ID, DANGER, DANGER_TO_OTHER, QUESTIONS, SIGNS, STOPPED, UNSAFE
from bot.reflection.state import NONE, SKIPPED, Told, from_slots, to_slots, with_memory
from tests.reflection.told import told

PERSON = ["start", "tryg", "hvem", "modpart", "scener", "naar", "fare", "boern", "hjaelp", "i_vejen"]


def walk(told: Told, **chosen: str) -> list[str]:
    """Answer what `chosen` names and skip the rest; give the questions in the order they came."""
    asked = []
    while question := flow.next_question(told):
        asked.append(question.id)
        option = chosen.get(question.id)
        told = flow.answer(told, question, (option,)) if option else flow.skip(told, question)
    return asked


def test_the_person_s_own_walk_has_all_the_steps_in_order() -> None:
    assert walk(Told(), hvem="mig") == PERSON


def test_one_who_skips_everything_is_asked_the_same() -> None:
    assert walk(Told()) == PERSON


def test_a_relative_has_a_shorter_walk() -> None:
    assert walk(Told(), hvem="kender") == ["start", "tryg", "hvem", "p_fare", "p_boern", "p_fylder"]
    assert walk(Told(), hvem="barn") == ["start", "tryg", "hvem", "p_fare", "p_fylder"]


@pytest.mark.parametrize("where", ["oensker", "tegn"])
def test_a_professional_follows_the_seed_s_steps(where: str) -> None:
    steps = walk(Told(), hvem="fagperson", f_trin=where)
    assert steps == ["start", "tryg", "hvem", "f_trin", "f_sikkerhed"] + (["f_behov"] if where == "oensker" else [])


def test_one_who_said_before_that_it_is_work_is_not_asked_whether_it_is_safe_to_write() -> None:
    assert "tryg" not in walk(with_memory(Told(), {"fortalt_hvem": "fagperson"}, anew=True))


def test_a_word_in_passing_turns_no_walk_into_another() -> None:
    told = Told(hvem=("fagperson",))
    assert with_memory(told, {"fortalt_hvem": "barn"}, anew=False).hvem == ("fagperson",)
    assert with_memory(told, {"fortalt_hvem": "mig"}, anew=True).hvem == ("mig",)
    assert with_memory(told, {"fortalt_modpart": "eks"}, anew=False).modpart == ("eks",)


def test_what_is_known_is_not_asked_again() -> None:
    known = with_memory(Told(), {"fortalt_hvem": "mig", "fortalt_modpart": "eks"}, anew=True)
    assert walk(known) == [each for each in PERSON if each not in ("hvem", "modpart")]


def test_scenes_told_of_already_are_not_shown_again() -> None:
    shown = flow.options(BY_ID["scener"], Told(lived=frozenset(["fysisk_vold", "oekonomisk_vold"])))
    assert not {"skubbet", "penge"} & set(shown)
    assert NONE in shown


@given(told())
def test_slots_hold_all_that_is_told(told: Told) -> None:
    memory = {f"oplevet_{form}": True for form in told.lived}
    slots = to_slots(told) | memory | {"fare_naevnt": told.danger_named, "er_ung": told.young}
    assert from_slots(slots) == told


@given(st.lists(st.sampled_from(["answer", "skip", "back"]), max_size=40), st.data())
def test_back_undoes_exactly_the_latest_answer(steps: list[str], data: st.DataObject) -> None:
    now, before = Told(), []
    for step in steps:
        question = flow.next_question(now)
        if step == "back":
            now = flow.back(now)
            assert now == (before.pop() if before else Told())
        elif question:
            before.append(now)
            option = data.draw(st.sampled_from(question.options))
            now = flow.answer(now, question, (option,)) if step == "answer" else flow.skip(now, question)
            assert flow.next_question(now) != question


def test_back_never_takes_what_was_told_outside_the_questions() -> None:
    known = with_memory(Told(), {"fortalt_hvem": "mig"}, anew=True)
    assert flow.back(known) == known


def test_none_of_these_beside_another_option_is_a_slip() -> None:
    assert flow.answer(Told(), BY_ID["fare"], (NONE, "vaaben")).fare == ("vaaben",)
    assert flow.answer(Told(), BY_ID["fare"], (NONE,)).fare == (NONE,)


@pytest.mark.parametrize(("question", "chosen"), [("hvem", ("mig", "barn")), ("hvem", ("nu",)), ("fare", ())])
def test_an_answer_that_the_question_does_not_take_is_refused(question: str, chosen: tuple[str, ...]) -> None:
    with pytest.raises(flow.UnknownOption):
        flow.answer(Told(), BY_ID[question], chosen)


@pytest.mark.parametrize("sign", SIGNS)
def test_each_danger_sign_ends_the_questions_alone_and_among_others(sign: str) -> None:
    assert flow.ending(BY_ID["fare"], (sign,)) == DANGER + "trusler_paa_livet"
    assert flow.ending(BY_ID["fare"], (NONE, sign)) == DANGER + "trusler_paa_livet"


def test_the_other_endings() -> None:
    assert flow.ending(BY_ID["start"], ("nej",)) == STOPPED
    assert flow.ending(BY_ID["tryg"], ("nej",)) == UNSAFE
    assert flow.ending(BY_ID["p_fare"], ("ja",)) == DANGER_TO_OTHER
    assert flow.ending(BY_ID["f_sikkerhed"], ("fare",)) == DANGER_TO_OTHER
    assert flow.ending(BY_ID["fare"], (NONE,)) is None


def test_after_danger_all_is_kept_but_whether_it_is_safe_to_write() -> None:
    told = Told(start=("ja",), tryg=("ja",), hvem=("mig",), fare=("vaaben",), trail=("start", "tryg", "hvem", "fare"))
    kept = flow.after_danger(told)
    assert kept.fare == ("vaaben",)
    assert flow.next_question(kept) is BY_ID["tryg"]


@given(told())
def test_beginning_again_forgets_the_answers_only(told: Told) -> None:
    again = flow.from_the_start(told)
    assert (again.lived, again.danger_named, again.young) == (told.lived, told.danger_named, told.young)
    assert all(getattr(again, question.id) is None for question in QUESTIONS if question.id != "start")
    assert again.trail == SKIPPED
