"""The benchmark itself, as small as it gets, against the running assistant. What it measures is not judged here."""

import os

import httpx
import pytest

from bot.bench import measures, talking
from bot.bench.processes import children, megabytes, processor_seconds
from bot.bench.report import table
from bot.bench.starter import NoStarter, train
from tests.conftest import Assistant


async def test_people_at_once_all_get_answers(assistant: Assistant) -> None:
    load = await talking.load(talking.Ours(assistant.url), measures.messages(), people=3, seconds=0.5)
    assert load.refused == 0
    assert len(load.times) >= 3
    assert load.rate > 0


async def test_a_long_conversation_is_one_conversation(assistant: Assistant) -> None:
    times = await talking.long_conversation(talking.Ours(assistant.url), ["hej", "hvad er vold"], turns=5)
    assert len(times) == 5


async def test_a_message_without_an_answer_is_counted_as_such(assistant: Assistant) -> None:
    async with talking.new_client() as client:
        conversation = await talking.Ours(assistant.url).begin(client)
        await conversation.end()
        assert not await conversation.say("hej")


def test_every_process_is_found_and_weighed(assistant: Assistant) -> None:
    parts = children(assistant.process.pid)
    assert set(parts) == {"web", "staff", "actions", "engine"}
    assert all(megabytes(pid) > 1 for pid in parts.values())
    assert megabytes(os.getpid()) > 1
    assert 0 < processor_seconds([os.getpid()]) < processor_seconds([os.getpid(), *parts.values()])


async def test_all_that_the_short_form_measures_comes_into_the_table(assistant: Assistant) -> None:
    size = measures.Size((1, 2), seconds=0.3, rounds=1, starts=1, turns=4, long_conversations=1, idle=10, settle=0)
    ours = measures.Measured(first_page=[1.0], first_answer=[await measures.first_answer(talking.Ours(assistant.url))])
    subject = talking.Ours(assistant.url)
    await measures.lie_idle(subject, children(assistant.process.pid), size, ours)
    await measures.take_turns(
        {"ours": measures.Subject(subject, children(assistant.process.pid))}, size, {"ours": ours}
    )
    lines = table(
        {"ours": ours}, size, {"identifiers and danger": measures.time_reading(["hej", "hjælp"], hardened=True)}
    )
    assert "Messages without an answer: ours 0." in "\n".join(lines)
    for what in ("messages a second, 2 at once", "turns 3–4", "memory of the engine", "first answer", "identifiers"):
        assert any(line.startswith(f"| {what}") for line in lines), what


def test_no_message_ends_the_conversation() -> None:
    texts = measures.messages()
    assert len(texts) > 500
    assert texts == measures.messages()


def test_without_its_environment_the_starter_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.setattr("bot.bench.starter.ENVIRONMENT", tmp_path)
    with pytest.raises(NoStarter, match="make bench"):
        train(tmp_path, 1)


async def test_the_rest_conversation_speaks_as_rasa_wants_it() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=[{"text": "hej"}] if b'"message":"hej"' in request.content else [])

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        conversation = await talking.Starter("http://starter").begin(client)
        assert await conversation.say("hej")
        assert not await conversation.say("andet")
