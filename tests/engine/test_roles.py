"""Who hits whom: whoever is hit must never be answered as the one who hits. Runs in .venv-engine."""

import pytest

from bot.text.roles import DENIES, HIT, HITS, OTHER_IS_HIT, put_right, roles


@pytest.mark.parametrize(
    "text",
    [
        "i går slog min mand mig",
        "min kæreste slog mig",
        "nej det var ham der slog mig",
        "jeg er gravid og i sidste uge slog min kæreste mig for første gang",
        "jeg bliver slået af min kone",
        "mig har han sparket",
        "Jeg er tit blevet slået derhjemme.",
        "jæ blev skubbet ned ad trappen",
        "han siger jeg slår ham, men det er ham der slår mig",
    ],
)
def test_whoever_is_hit_is_heard_as_hit(text) -> None:
    assert HIT in roles(text)
    assert HITS not in roles(text)


@pytest.mark.parametrize(
    "text",
    [
        "i går slog jeg min mand",
        "jeg slog min kone",
        "jeg kom til at slå min kæreste",
        "jeg er bange for at slå hende",
        "jeg slår min søn når jeg bliver vred",
        "så slog jeg hende, og hun slog mig",
    ],
)
def test_whoever_hits_is_heard_as_hitting(text) -> None:
    assert HITS in roles(text)
    ranking = [("udoever_selv", 0.7), ("oplever_fysisk_vold", 0.3)]
    assert put_right(ranking, text) == ranking


@pytest.mark.parametrize(
    "text", ["jeg har aldrig slået nogen", "jeg slår ikke", "jeg er ikke voldelig", "hun lyver om at jeg er voldelig"]
)
def test_whoever_says_no_is_not_taken_for_one_who_hits(text) -> None:
    assert roles(text) == [DENIES]
    ranking = put_right([("udoever_selv", 0.6), ("nej", 0.2), ("er_det_vold", 0.2)], text)
    assert ranking[-1] == ("udoever_selv", 0.0)
    assert sum(chance for _, chance in ranking) == pytest.approx(1)


@pytest.mark.parametrize("text", ["min søsters mand slår hende", "min søn bliver slået af sin kone", "hun slog ham"])
def test_another_who_is_hit_is_heard(text) -> None:
    assert roles(text) == [OTHER_IS_HIT]


def test_what_is_taken_from_one_goes_to_the_other() -> None:
    ranking = put_right([("udoever_selv", 0.6), ("oplever_fysisk_vold", 0.3), ("nej", 0.1)], "min mand slog mig")
    assert ranking[0] == ("oplever_fysisk_vold", pytest.approx(0.9))


@pytest.mark.parametrize("text", ["", "hej", "hvad er fysisk vold", "vi slår hinanden", "slå græsset"])
def test_other_words_tell_nothing(text) -> None:
    assert roles(text) == []
