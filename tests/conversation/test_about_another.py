"""Who writes about somebody else is answered as the one who stands beside, and never as the one it happens to."""

import pytest

from bot.knowledge.wordings import is_about_another, wording_to_say
from tests.conftest import Talk

ANSWERS = {"svar": [{"text": "du", "custom": {"om_anden": "anden"}}, {"text": "du igen", "custom": {}}]}
INSTEAD = {"anden": [{"text": "en anden"}, {"text": "en anden igen"}]}
ABOUT_ANOTHER = {"fortalt_hvem": "kender"}
OF_THE_PERSON = ("når din partner", "gør dig ondt", "dine ting", "dine beskeder", "det er ikke din skyld")


def say(said: list[str], slots: dict[str, object]) -> str:
    return str(wording_to_say("svar", ANSWERS, INSTEAD, said, slots)["text"])


def test_the_wording_said_longest_ago_is_said() -> None:
    assert say([], {}) == "du"
    assert say(["du"], {}) == "du igen"
    assert say(["du igen", "du"], {}) == "du"


def test_about_another_the_text_that_the_wording_names_is_said_instead() -> None:
    assert say([], ABOUT_ANOTHER) == "en anden"
    assert say(["en anden"], ABOUT_ANOTHER) == "en anden igen"
    assert say(["du"], ABOUT_ANOTHER) == "du igen", "a wording that names none stands"


@pytest.mark.parametrize(
    ("slots", "another"),
    [
        ({}, False),
        ({"fortalt_hvem": "barn"}, True),
        ({"afklaring_hvem": ["kender"]}, True),
        ({"fortalt_hvem": "mig", "afklaring_hvem": ["kender"]}, False),
        ({"fortalt_hvem": "fagperson"}, False),
        ({"afklaring_hvem": []}, False),
    ],
)
def test_what_was_told_last_counts(slots: dict[str, object], another: bool) -> None:
    assert is_about_another(slots) is another


@pytest.mark.parametrize(
    "text",
    [
        "min veninde bliver slået af sin kæreste",
        "hendes kæreste læser alle hendes beskeder",
        "han styrer alle hendes penge",
        "hun siger at det er hendes egen skyld",
        "er det vold",
    ],
)
def test_after_it_is_about_someone_i_know_no_answer_speaks_of_me(talk: Talk, text: str) -> None:
    talk.tap("Det handler om en, jeg kender")
    talk.say(text)
    assert not [words for words in OF_THE_PERSON if words in talk.text().lower()]


def test_it_is_about_me_again_when_i_say_so(talk: Talk) -> None:
    talk.tap("Det handler om en, jeg kender")
    other = talk.say("er det vold")
    talk.say("det handler om mig selv")
    assert talk.say("er det vold") != other


def test_violence_heard_next_door_is_answered_to_the_one_who_hears_it(talk: Talk) -> None:
    messages = talk.say("naboen slår sin kone lige nu, jeg kan høre det")
    assert messages[0]["kind"] == "urgent"
    assert "Gå ikke selv imellem" in talk.text()
