"""The code as a person gets it in the chat, and as a human with the right opens it."""

import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.handoff.addressee import municipality
from bot.handoff.code import CodeBook
from bot.handoff.key import kept_key
from bot.handoff.sealed import Safe
from bot.handoff.service import Handoff, HandoffDesk, HandoffNotFound
from bot.handoff.stores import open_store
from tests.conftest import Assistant, Talk
from tests.handoff.test_summary import EVERY_LINE
from tests.safety.traces import environment_of

WISH = "jeg vil gerne have en kode"
DEMO = "Demokommunen (opdigtet)"


def titles(talk: Talk) -> list[str]:
    return list(talk.ids())


def state_of(assistant: Assistant) -> Path:
    return assistant.output.parent / "state"


def redeem(assistant: Assistant, code: str) -> Handoff:
    state = state_of(assistant)
    store = open_store(f"sqlite:///{state / 'overlevering.db'}", time.time)
    return HandoffDesk(store, Safe(kept_key(state)), CodeBook.load(), time.time).redeem(code, [municipality("demo")])


def code_in(talk: Talk) -> dict[str, Any]:
    (message,) = [message for message in talk.messages if message["kind"] == "handoff"]
    return message


@pytest.fixture
def at_demo(assistant: Assistant) -> Talk:
    return Talk(assistant.client(), municipality="demo")


def test_a_code_by_taps_opens_once_and_says_what_was_shown(at_demo: Talk, assistant: Assistant) -> None:
    talk = at_demo
    talk.say(WISH)
    talk.tap(DEMO)
    talk.tap("Det handler om mig selv")
    talk.tap("En at tale med", "Et sikkert sted at være")
    talk.tap("Det haster ikke")
    shown = talk.text()
    talk.tap("Ja, giv mig koden")
    code = code_in(talk)
    assert code["receiver"] == DEMO
    assert all(line in shown for line in code["lines"])
    assert set(code["lines"]) <= EVERY_LINE
    typed = code["code"].upper().replace("-", " ")
    assert redeem(assistant, typed).lines == tuple(code["lines"])
    with pytest.raises(HandoffNotFound):
        redeem(assistant, code["digits"])


def test_a_code_by_words_alone(talk: Talk, assistant: Assistant) -> None:
    talk.say("kan jeg få en kode")
    talk.say("bare til mig selv")
    talk.say("det er mig selv")
    talk.say("spring over")
    talk.say("så hurtigt som muligt")
    talk.say("ja")
    assert redeem(assistant, code_in(talk)["digits"]).receiver == "selv"


def test_a_line_removed_is_not_handed_over(at_demo: Talk, assistant: Assistant) -> None:
    talk = at_demo
    talk.say(WISH)
    talk.tap(DEMO)
    talk.tap("Det handler om mig selv")
    talk.tap("Spring over")
    talk.tap("Det haster ikke")
    talk.tap("Fjern noget først")
    talk.tap("Hvem det handler om")
    assert "Det handler om mig selv." not in talk.text()
    talk.tap("Ja, giv mig koden")
    assert redeem(assistant, code_in(talk)["code"]).lines == ("Det haster ikke for mig.",)


def test_without_consent_there_is_no_code(talk: Talk) -> None:
    talk.say(WISH)
    talk.tap("Bare til mig selv")
    for _ in range(3):
        talk.tap("Spring over")
    talk.say("nej tak")
    assert not [message for message in talk.messages if message["kind"] == "handoff"]
    assert "ikke lavet nogen kode" in talk.text()


def test_a_code_taken_back_opens_nothing(talk: Talk, assistant: Assistant) -> None:
    get_code(talk)
    code = code_in(talk)["code"]
    talk.say("slet koden")
    assert "Koden er slettet" in talk.text()
    with pytest.raises(HandoffNotFound):
        redeem(assistant, code)
    talk.tap("Lav en ny kode")
    assert "Hvem skal koden være til?" in talk.text()


def test_a_code_used_already_has_nothing_to_take_back(talk: Talk, assistant: Assistant) -> None:
    get_code(talk)
    redeem(assistant, code_in(talk)["code"])
    talk.tap("Slet koden")
    assert "enten brugt eller udløbet" in talk.text()


def test_the_code_is_shown_once(talk: Talk) -> None:
    get_code(talk)
    code = code_in(talk)["code"]
    talk.say(WISH)
    assert code not in talk.text()
    assert "Slet koden" in titles(talk)


def test_another_question_in_between_leads_back(talk: Talk) -> None:
    talk.say(WISH)
    talk.tap("Bare til mig selv")
    talk.say("hvad er et krisecenter")
    talk.tap("Tilbage til koden")
    assert "hvem det handler om" in talk.text()


def test_danger_on_the_way_comes_first_and_alone(talk: Talk) -> None:
    talk.say(WISH)
    talk.tap("Bare til mig selv")
    talk.say("han er på vej op ad trappen")
    assert talk.messages[0]["kind"] == "urgent"
    assert talk.messages[0]["links"][0]["href"] == "tel:112"
    assert "Tilbage til koden" not in [button["title"] for button in talk.messages[0]["buttons"]]


def test_what_the_reflection_was_told_is_not_asked_again(talk: Talk) -> None:
    talk.tap("Det handler om mig")
    talk.say("stil mig nogle spørgsmål")
    talk.say("ja")
    talk.say("ja")
    talk.say("stop spørgsmålene")
    talk.say(WISH)
    talk.tap("Bare til mig selv")
    assert "hvem det handler om" not in talk.text()


def test_of_another_person_a_relative_hands_over_nothing(talk: Talk) -> None:
    talk.tap("Det handler om en, jeg kender")
    talk.say("min søster bliver slået af sin mand")
    talk.say(WISH)
    talk.tap("Bare til mig selv")
    if "Det handler om en anden" in titles(talk):
        talk.tap("Det handler om en anden")
    talk.tap("Støtte")
    talk.tap("Spring over")
    assert "vold" not in talk.text()
    talk.tap("Ja, giv mig koden")
    assert code_in(talk)["lines"] == [
        "Jeg står ved siden af og vil gerne have råd.",
        "Til mig selv vil jeg gerne have: støtte.",
    ]


def test_the_store_holds_no_word_of_the_summary_and_no_code(own_assistant: Assistant) -> None:
    talk = own_assistant.talk()
    get_code(talk)
    code = code_in(talk)
    own_assistant.stop()
    kept = b"".join(path.read_bytes() for path in state_of(own_assistant).rglob("*") if path.is_file())
    assert kept
    for secret in (code["code"], code["digits"], code["digits"].replace(" ", ""), *code["lines"], "selv"):
        assert secret.encode() not in kept
    assert code["code"] not in own_assistant.printed()


def test_a_store_that_is_away_is_said_plainly_with_the_number(own_assistant: Assistant) -> None:
    state = state_of(own_assistant)
    for file in state.glob("overlevering.db*"):
        file.unlink()
    (state / "overlevering.db").mkdir()  # no file can be made there
    talk = own_assistant.talk()
    get_code(talk)
    assert "kan ikke lave en kode lige nu" in talk.text()
    assert any(link["href"] == "tel:1888" for message in talk.messages for link in message["links"])


def test_the_public_process_is_not_told_what_opens_codes(assistant: Assistant) -> None:
    for part in ("web", "engine"):
        assert not [name for name in environment_of(assistant.process_of(part)) if "HANDOFF" in name]


def get_code(talk: Talk) -> None:
    talk.say(WISH)
    talk.tap("Bare til mig selv")
    for _ in range(3):
        talk.tap("Spring over")
    talk.tap("Ja, giv mig koden")


def test_what_is_said_of_who_opens_it_and_how_long_holds(talk: Talk, assistant: Assistant) -> None:
    get_code(talk)
    code = code_in(talk)
    assert code["receiver"] == "den, du viser den til"
    expires = redeem(assistant, code["code"]).expires
    assert date.fromisoformat(code["expires"]) + timedelta(days=1) == expires.date(), (
        "“til og med” a day it lives through"
    )
