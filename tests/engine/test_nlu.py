"""Deciding, second wishes, concepts, and a model that is the same after it is kept. Runs in .venv-engine."""

import random

import numpy as np
import pytest
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.asked import answered
from bot.engine.nlu.clauses import second_wish
from bot.engine.nlu.concepts import Concepts
from bot.engine.nlu.decision import UNSURE, Decision, decide
from bot.engine.nlu.model import VIEWS, IntentModel, View, vectorizer

THRESHOLDS = {"sure": 0.5, "danger": 0.5, "danger_when_unsure": 0.3}


@pytest.mark.parametrize(
    ("ranking", "expected"),
    [
        ([("tilhold", 0.8), ("bolig", 0.2)], Decision("tilhold", 0.8)),
        ([("tilhold", 0.4), ("bolig", 0.3)], Decision(UNSURE, 0.4)),
        ([("akut_fare", 0.6), ("nabo", 0.4)], Decision("akut_fare", 0.6, "akut_fare")),
        ([("nabo", 0.45), ("akut_fare", 0.2), ("skadet", 0.15)], Decision("akut_fare", 0.35, "akut_fare")),
        ([("nabo", 0.6), ("akut_fare", 0.4)], Decision("nabo", 0.6)),
    ],
)
def test_danger_comes_first_and_needs_less_when_nothing_else_is_sure(ranking, expected) -> None:
    decision = decide(ranking, **THRESHOLDS)
    assert (decision.intent, decision.danger) == (expected.intent, expected.danger)
    assert decision.confidence == pytest.approx(expected.confidence)


def test_more_danger_never_gives_less() -> None:
    chance = random.Random(1)
    for _ in range(2000):
        shares = [chance.random() for _ in range(3)]
        danger, nabo, bolig = (share / sum(shares) for share in shares)
        more = danger + (1 - danger) * chance.random()
        scale = (1 - more) / (1 - danger)

        def noticed(danger, scale, nabo=nabo, bolig=bolig):
            ranking = [("akut_fare", danger), ("nabo", nabo * scale), ("bolig", bolig * scale)]
            return decide(sorted(ranking, key=lambda each: -each[1]), **THRESHOLDS).danger

        assert noticed(more, scale) or not noticed(danger, 1)


def rank(text):
    for word, intent in (("gratis", "pris"), ("anonym", "er_jeg_anonym"), ("tak", "tak")):
        if word in text:
            return [(intent, 0.9)]
    return [("bolig", 0.1)]


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("er det gratis, og er jeg anonym?", "er_jeg_anonym"),
        ("er det gratis", None),
        ("er det gratis? tak for det", None),
        ("gratis, anonym", None),
    ],
)
def test_a_second_wish_is_found_in_a_clause_of_its_own(text, second) -> None:
    assert second_wish(text, "pris", rank, 0.6, without=("tak",)) == second


def test_concepts_are_found_in_any_ending_and_in_pairs() -> None:
    found = Concepts({"barn": ["børn*"], "slaa": ["slår"], "penge": ["løn*"]})("Han SLAAR boernene")
    assert set(found) == {"barn", "slaa", "barn+slaa"}


def test_a_kept_model_ranks_as_before(tmp_path) -> None:
    texts = [
        "hvad er et tilhold",
        "kan jeg få et tilhold",
        "hej med dig",
        "hej hej",
        "er det gratis",
        "koster det noget",
    ] * 2
    intents = ["tilhold", "tilhold", "hilsen", "hilsen", "pris", "pris"] * 2
    model = IntentModel.learn(texts, intents)
    model.save(tmp_path)
    again = IntentModel.load(tmp_path)
    for text in [*texts, "noget helt andet", "😀"]:
        assert dict(again.rank(text)) == pytest.approx(dict(model.rank(text)), abs=1e-6)
        assert sum(probability for _, probability in model.rank(text)) == pytest.approx(1)
    assert model.rank("hva er et tilhold")[0][0] == "tilhold"


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_reads_a_message_as_its_vectorizer_does(name) -> None:
    texts = [
        "han slår mig og børnene",
        "han slår og slår og slår",
        "må jeg få hjælp til børnene",
        "hjælp mig, hjælp",
    ] * 2
    fitted = vectorizer(name).fit(texts)
    view = View(name, fitted.vocabulary_, fitted.idf_)
    for text in [*texts, "noget helt andet", "hjælp", "", "😀"]:
        columns, values = view.read(text)
        row = np.zeros(len(fitted.idf_))
        row[columns] = values
        assert row == pytest.approx(fitted.transform([text]).toarray()[0] * VIEWS[name][1], abs=1e-6)


def asked(**custom):
    return DialogueStateTracker.from_events("a", [BotUttered("Vil du det?", {"custom": custom})])


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("ja tak det vil jeg gerne", "ja"),
        ("jo gerne", "ja"),
        ("nej ikke nu", None),
        ("nej ikke endnu", "nej"),
        ("ja lige nu", None),
        ("nej ikke mig, min datter", None),
        ("naeh ellers tak", "nej"),
        ("ja men hvad koster det?", None),
        ("jakken er hans", None),
        ("ja men det er mere indviklet end det for han bor her jo", None),
    ],
)
def test_a_yes_is_an_answer_to_the_question_just_asked(text, word) -> None:
    assert answered(asked(ja="/tilhold", nej="/hilsen"), text) == word
    assert answered(asked(), text) is None
    assert answered(None, text) is None
