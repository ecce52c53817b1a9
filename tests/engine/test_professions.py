"""Who writes as a professional gets a professional's answers; a pupil never does. Runs in .venv-engine."""

import pytest

from bot.text.professions import writes_at_work


@pytest.mark.parametrize(
    "text",
    [
        "jeg er lærer i 4. klasse og en pige siger hendes far slår",
        "jeg er paedagog i en boernehave",
        "Jeg arbejder som sygeplejerske på en skadestue",
        "jeg har en elev der kommer med blå mærker",
        "spørger som socialrådgiver",
    ],
)
def test_a_professional_is_heard_as_one(text) -> None:
    assert writes_at_work(text)


@pytest.mark.parametrize(
    "text",
    [
        "jeg er elev i 8. klasse",
        "min lærer ved ingenting",
        "jeg er bange",
        "min mand er lærer og han slår mig",
        "jeg er 15",
    ],
)
def test_others_are_not(text) -> None:
    assert not writes_at_work(text)
