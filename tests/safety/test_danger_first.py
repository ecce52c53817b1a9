"""Danger is answered first, by the engine and without it."""

import asyncio
import time

import pytest

from bot.conversation.engine import HttpEngine, engine_client
from bot.conversation.making import make_service
from bot.conversation.messages import Kind
from bot.conversation.service import ConversationService, EngineAway
from bot.settings import Settings
from bot.supervisor import free_port
from bot.text.danger import DangerDetector
from bot.text.kinds import RawText, RedactedText
from tests.conftest import Talk

DANGERS = {
    "han er på vej op ad trappen": "akut_fare",
    "jeg har låst mig inde på badeværelset": "akut_fare",
    "hun står med en kniv": "akut_fare",
    "han er paa vej hjem nu": "akut_fare",
    "bare det hele var slut": "selvmordstanker",
    "jeg vil ikke leve mere": "selvmordstanker",
    "han tog kvælertag på mig": "trusler_paa_livet",
    "min far slår min lillebror": "barn_i_fare",
    "jeg blev voldtaget i nat": "nyligt_overgreb",
    "han slår mig ligenu": "akut_fare",
    "han siger han vil killme": "trusler_paa_livet",
    "han siger at jeg skal dø": "trusler_paa_livet",
    "jeg slår mine børn når jeg bliver sur": "slaar_eget_barn",
    "hun har lige slået mig hvad gør jeg": "akut_fare",
    "min ven skriver at han vil dø": "anden_truer_med_selvmord",
}
HARMLESS = [
    "jeg skal slå græsset",
    "jeg dør af grin",
    "han slog op med mig",
    "han lyver om at jeg slår mine børn",
    "hvad er et tilhold",
    "hej",
]


@pytest.mark.parametrize("text", DANGERS)
def test_the_first_bubble_is_urgent_and_its_first_link_the_number(talk: Talk, text: str) -> None:
    messages = talk.say(text)
    assert messages[0]["kind"] == "urgent"
    assert messages[0]["links"][0]["href"].startswith("tel:")
    assert messages[-1]["kind"] != "urgent"
    assert messages[-1]["buttons"], "the conversation stays, and leaves a way on"


def test_a_conversation_goes_on_after_danger(talk: Talk) -> None:
    talk.say("han er på vej op ad trappen")
    assert "tilhold" in " ".join(message["text"] for message in talk.say("hvad er et tilhold")).lower()


def test_a_yes_to_a_question_about_danger_gets_the_number_first(talk: Talk) -> None:
    asked = talk.say("jeg er bekymret for et barn i familien, det trives ikke")
    assert "?" in asked[-1]["text"]
    messages = talk.say("ja")
    assert messages[0]["kind"] == "urgent"
    assert messages[0]["links"][0]["href"] == "tel:112"


@pytest.mark.parametrize("text", DANGERS)
def test_a_no_after_danger_keeps_the_numbers(talk: Talk, text: str) -> None:
    talk.say(text)
    links = [link["href"] for message in talk.say("nej") for link in message["links"]]
    assert {"tel:112", "tel:1888"} <= set(links)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_not_danger_is_not_urgent(talk: Talk, text: str) -> None:
    assert not [message for message in talk.say(text) if message["kind"] == "urgent"]


@pytest.mark.parametrize(("text", "kind"), DANGERS.items())
def test_the_rules_say_the_kind(text: str, kind: str) -> None:
    danger = DangerDetector.load().find(RedactedText(text))
    assert danger is not None
    assert danger.kind == kind
    assert text not in danger.rule


@pytest.fixture
def without_engine() -> ConversationService:
    """The service with nothing listening where the engine should be."""
    return make_service(Settings(), HttpEngine(engine_client(f"http://127.0.0.1:{free_port()}", "x")))


@pytest.mark.parametrize("text", DANGERS)
async def test_without_an_engine_danger_gets_the_same_first_line(
    without_engine: ConversationService, talk: Talk, text: str
) -> None:
    token, _ = await without_engine.begin()
    answer = await without_engine.write(token, RawText(text))
    assert answer.messages[0].kind is Kind.URGENT
    assert answer.messages[0].text == talk.say(text)[0]["text"]


async def test_without_an_engine_the_numbers_are_given(without_engine: ConversationService) -> None:
    token, _ = await without_engine.begin()
    with pytest.raises(EngineAway) as away:
        await without_engine.write(token, RawText("hvad er et tilhold"))
    urgent, notice = away.value.messages
    assert [link.href for link in urgent.links] == ["tel:112", "tel:1888"]
    assert notice.kind is Kind.NOTICE


async def test_an_engine_that_hangs_does_not_keep_help_waiting() -> None:
    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(30)
        writer.close()

    server = await asyncio.start_server(hang, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    service = make_service(Settings(), HttpEngine(engine_client(f"http://127.0.0.1:{port}", "x")))
    token, _ = await service.begin()
    earlier = asyncio.create_task(service.write(token, RawText("hvad er et tilhold")))
    await asyncio.sleep(0)
    started = time.monotonic()
    answer = await service.write(token, RawText("hun står med en kniv"))
    assert time.monotonic() - started < 1  # the promise itself, not a measure of speed
    assert answer.messages[0].kind is Kind.URGENT
    earlier.cancel()
    server.close()
