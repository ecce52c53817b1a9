"""What is promised of understanding, held on the sets that nothing was chosen by. Figures and method: docs/understanding.md."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.knowledge.topics import ACUTE
from bot.measuring import HARMLESS, OFF_TOPIC, ORDINARY, Heard, hear, read_set
from bot.settings import ROOT

SETS = ROOT / "tests" / "understanding"


@pytest.fixture(scope="module")
def heard(model: Path) -> list[Heard]:
    return hear(read_set(SETS / "proeve.tsv"), model)


@pytest.fixture(scope="module")
def dangers(model: Path) -> list[Heard]:
    return hear(read_set(SETS / "fare_proeve.tsv"), model)


def share(heard: list[Heard], holds: Callable[[Heard], bool]) -> float:
    return sum(holds(each) for each in heard) / len(heard)


def test_ordinary_writers_are_understood(heard: list[Heard]) -> None:
    assert share([each for each in heard if each.line.voice == ORDINARY], lambda each: each.is_right) >= 0.92


def test_hard_writers_are_understood(heard: list[Heard]) -> None:
    assert share([each for each in heard if each.line.voice != ORDINARY], lambda each: each.is_right) >= 0.87


def test_what_is_meant_is_among_the_three_offered(heard: list[Heard]) -> None:
    assert share(heard, lambda each: each.is_offered) >= 0.97


def test_little_is_given_as_sure_that_is_wrong(heard: list[Heard]) -> None:
    assert share(heard, lambda each: each.is_surely_wrong) <= 0.03


def test_off_topic_is_told_apart_and_real_questions_are_kept(heard: list[Heard]) -> None:
    off_topic = [each for each in heard if each.line.meant == OFF_TOPIC]
    on_topic = [each for each in heard if each.line.meant != OFF_TOPIC]
    assert share(off_topic, lambda each: each.ranked[0] == OFF_TOPIC) >= 0.93  # 15 of 16: one message is 6 %
    assert share(on_topic, lambda each: each.parsed["intent"]["name"] == OFF_TOPIC) <= 0.03


def test_danger_in_ordinary_messages_is_noticed(heard: list[Heard]) -> None:
    dangerous = [each for each in heard if each.line.meant in ACUTE]
    assert share(dangerous, lambda each: each.is_danger) >= 0.98
    others = [each for each in heard if each.line.meant not in ACUTE]
    assert share(others, lambda each: each.is_danger) <= 0.03


def test_danger_among_look_alikes_does_not_get_worse(dangers: list[Heard]) -> None:
    """The target is 0.985 and 0.03; what is reached so far is held here, and docs/understanding.md says what was tried."""
    assert share([each for each in dangers if each.line.meant != HARMLESS], lambda each: each.is_danger) >= 0.86
    assert share([each for each in dangers if each.line.meant == HARMLESS], lambda each: each.is_danger) <= 0.18
