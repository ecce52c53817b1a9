"""A plain answer to the open question is read before the model; anything that says more is not. Runs in .venv-engine."""

import pytest
from rasa.shared.core.events import ActiveLoop, BotUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.asked import chosen

WORDS = {"partner": ["kæreste*", "min mand"], "eks": ["eks", "ekskæreste*"], "nej": ["ingen børn"], "ja": ["børn"]}


def tracker(form: bool = True) -> DialogueStateTracker:
    made = DialogueStateTracker("a", [])
    made.update(BotUttered("Hvem er den anden?", {"custom": {"ord": WORDS}}))
    made.update(BotUttered("Et tilhold er ..."))  # an answer in between does not close the question
    if form:
        made.update(ActiveLoop("afklaring_form"))
    return made


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("min eks", ["eks"]),
        ("Det er min ekskæreste.", ["eks"]),
        ("min kaereste", ["partner"]),
        ("nej ingen børn", ["nej"]),
        ("ja vi har børn", ["ja"]),
    ],
)
def test_an_answer_and_nothing_else_is_read(text, options) -> None:
    assert chosen(tracker(), text) == ("svar", options)


@pytest.mark.parametrize(
    "text", ["min eks har en kniv", "min eks?", "min eks slog mig", "hej", "", "ja", "min mand er på vej op"]
)
def test_what_says_more_or_less_is_left_to_the_model(text) -> None:
    assert chosen(tracker(), text) is None


def test_without_the_form_no_question_is_open() -> None:
    assert chosen(tracker(form=False), "min eks") is None
    assert chosen(None, "min eks") is None


@pytest.mark.parametrize(("text", "intent"), [("jeg har ingen at ringe til", "alene"), ("nej jeg har ingen", "alene")])
def test_words_may_stand_for_a_wish_as_a_button_does(text, intent) -> None:
    made = DialogueStateTracker("a", [])
    made.update(BotUttered("Er der en hos dig?", {"custom": {"ord": {"/alene": ["ingen", "ingen at ringe til"]}}}))
    assert chosen(made, text) == (intent, [])
