"""The words of the reflection: every option, row and way has them; the mirror is short, plain, and never a verdict."""

from dataclasses import replace

import pytest
import yaml
from hypothesis import given

from bot.checking.load import load_library
from bot.knowledge.content import read_content
from bot.knowledge.numbers import NATIONAL
from bot.reflection.mirror import mirror, ways
from bot.reflection.questions import AGAIN, QUESTIONS, SIGNS, Question
from bot.reflection.state import FORMS, NONE, Told
from bot.reflection.texts import Texts
from bot.reflection.ways_on import PERSON, PROFESSIONAL, RELATIVE, ways_on
from bot.settings import ROOT
from bot.text.readability import lix, words
from tests.reflection.told import told

TEXTS = Texts.load(ROOT / "data" / "tekster")
CONTENT = read_content(ROOT)
ANSWERS = load_library(ROOT).answers
ROWS = (*PERSON, *RELATIVE, *PROFESSIONAL)


@pytest.mark.parametrize("question", [*QUESTIONS, AGAIN], ids=lambda question: question.id)
def test_every_question_has_its_text_its_reason_and_its_options(question) -> None:  # type: ignore[no-untyped-def]
    assert {f"afklaring_{question.id}", "start_afklaring"} & ANSWERS.names()
    assert f"afklaring_grund_{question.id}" in ANSWERS.names()
    assert set(TEXTS.options(question.id)) == set(question.options)
    assert all(0 < len(TEXTS.option(question.id, option).title) <= 40 for option in question.options)


def test_no_two_buttons_of_a_question_are_called_the_same() -> None:
    for question in QUESTIONS:
        titles = [TEXTS.option(question.id, option).title for option in question.options]
        assert len(titles) == len(set(titles))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_every_row_has_its_reason_and_its_way(row) -> None:  # type: ignore[no-untyped-def]
    assert TEXTS.because(row.id)
    way = TEXTS.way(row.way)
    assert way.line
    assert len(way.title) <= 40
    assert way.intent in CONTENT.intents


def test_no_words_are_left_over() -> None:
    content = yaml.safe_load((ROOT / "data" / "tekster" / "afklaring.yml").read_text())
    assert set(content["fordi"]) == {row.id for row in ROWS}
    assert set(content["veje"]) == {row.way for row in ROWS}
    assert set(content["valg"]) == {question.id for question in (*QUESTIONS, AGAIN)}
    assert set(content["former"]) == set(FORMS)


@given(told())
def test_mirror_and_ways_are_short_and_plain_whatever_was_told(told: Told) -> None:
    said = [ANSWERS.get("afklaring_spejl")["text"] + "\n" + mirror(told, TEXTS)]
    said.append(ANSWERS.get("afklaring_veje")["text"] + "\n" + ways(ways_on(told), TEXTS))
    for text in said:
        assert len(words(text)) <= 60, text
    whole = "\n".join([*said, ANSWERS.get("afklaring_slut")["text"]])
    assert lix(whole) <= 35, whole
    assert not CONTENT.rules.unsaid(whole)
    numbers = {part.strip(".,") for part in whole.replace("116 111", "116111").split() if part.strip(".,").isdigit()}
    assert {number for number in numbers if len(number) > 2} <= set(NATIONAL)


def test_the_longest_mirror_is_still_one_short_bubble() -> None:
    """The worst case by itself, which chance seldom finds: each question answered with what takes most words."""

    def longest(question: Question) -> tuple[str, ...]:
        by_length = sorted(question.options, key=lambda option: -len(words(TEXTS.option(question.id, option).mirror)))
        return tuple(by_length[: 3 if question.several else 1])

    for who in ("mig", "kender", "barn", "fagperson"):
        told = Told(**{question.id: longest(question) for question in QUESTIONS} | {"hvem": (who,)})  # type: ignore[arg-type]
        for told_already in (frozenset(), frozenset(FORMS)):
            text = mirror(replace(told, fare=("vaaben",), lived=told_already), TEXTS)
            assert len(words(ANSWERS.get("afklaring_spejl")["text"] + "\n" + text)) <= 60, text


@given(told())
def test_the_mirror_gives_no_all_clear(told: Told) -> None:
    text = mirror(told, TEXTS).lower()
    assert "ingen fare" not in text
    assert "ikke noget" not in text


@pytest.mark.parametrize("sign", SIGNS)
def test_danger_is_said_back_as_one_line(sign: str) -> None:
    assert mirror(Told(fare=(sign, "vaerre")), TEXTS).count("fare") == 1
    assert mirror(Told(fare=(NONE,)), TEXTS) == ""


def test_the_same_thing_told_twice_is_said_once() -> None:
    text = mirror(Told(scener=("skubbet",), lived=frozenset(["fysisk_vold"])), TEXTS)
    assert text.count("slået") == 1
