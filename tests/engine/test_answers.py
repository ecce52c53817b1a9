"""The engine says the wording that `wording_to_say` chooses, from the slots and what was said. Runs in .venv-engine."""

import asyncio

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SlotSet
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.answers import VaryingAnswers

RESPONSES = {
    "utter_er_det_vold": [
        {"text": "Det er et godt spørgsmål.", "custom": {"om_anden": "anden_er_det_vold"}},
        {"text": "Du overdriver ikke."},
    ]
}


@pytest.fixture
def answers() -> VaryingAnswers:
    return VaryingAnswers(Domain.from_dict({"responses": RESPONSES}))


def said(answers: VaryingAnswers, *events) -> str:
    tracker = DialogueStateTracker("a", [AnySlot("fortalt_hvem", mappings=[], influence_conversation=False)])
    for event in events:
        tracker.update(event)
    return asyncio.run(answers.generate("utter_er_det_vold", tracker, "samtale"))["text"]


def test_no_wording_comes_twice_in_a_row(answers: VaryingAnswers) -> None:
    first = said(answers)
    assert first == RESPONSES["utter_er_det_vold"][0]["text"]
    assert said(answers, BotUttered(first)) == RESPONSES["utter_er_det_vold"][1]["text"]


def test_about_another_the_text_of_data_tekster_is_said(answers: VaryingAnswers) -> None:
    text = said(answers, SlotSet("fortalt_hvem", "kender"))
    assert "en, du kender" in text


def test_an_answer_that_is_not_there_is_none(answers: VaryingAnswers) -> None:
    tracker = DialogueStateTracker("a", [])
    assert asyncio.run(answers.generate("utter_intet", tracker, "samtale")) is None
