"""Danger waits behind nobody: with as many turns in progress as there may be, and with five messages of its own waiting."""

import asyncio
from datetime import datetime

import httpx
import pytest

from bot.conversation.engine import MOST_ASKED, MOST_AT_ONCE, HttpEngine, Reply
from bot.conversation.making import service_parts
from bot.conversation.messages import Kind
from bot.conversation.service import ConversationService, EngineAway
from bot.conversation.sessions import MOST_WAITING, Token, conversation_of, handle_of
from bot.settings import Settings
from bot.text.kinds import RawText, RedactedText


class Hanging:
    """An engine that answers nobody, and counts who asks it."""

    asked = 0

    async def say(self, handle: object, text: object) -> Reply:
        self.asked += 1
        await asyncio.Event().wait()
        raise AssertionError

    async def choose(self, handle: object, intent: str, chosen: object = ()) -> Reply:
        return await self.say(handle, intent)

    async def forget(self, conversation: object) -> None:
        pass


@pytest.fixture
def engine() -> Hanging:
    return Hanging()


@pytest.fixture
def service(engine: Hanging) -> ConversationService:
    return ConversationService(**service_parts(Settings(), engine) | {"now": datetime.now})  # type: ignore[arg-type]


async def asking(service: ConversationService, conversations: int, each: int = 1) -> list[asyncio.Task[object]]:
    tokens = [(await service.begin())[0] for _ in range(conversations)]
    tasks = [
        asyncio.create_task(service.write(token, RawText("hvad er et tilhold")))
        for token in tokens
        for _ in range(each)
    ]
    await asyncio.sleep(0.01)
    return tasks  # type: ignore[return-value]


async def test_when_all_turns_are_taken_others_are_told_so_at_once_and_danger_is_answered(
    service: ConversationService, engine: Hanging
) -> None:
    tasks = await asking(service, MOST_AT_ONCE)
    token, _ = await service.begin()
    asked = engine.asked
    with pytest.raises(EngineAway) as away:
        await service.write(token, RawText("hvad er et tilhold"))
    assert away.value.messages[0].links[0].href == "tel:112"
    answer = await service.write(token, RawText("hun står med en kniv"))
    assert answer.messages[0].kind is Kind.URGENT
    assert engine.asked == asked, "neither waited for the engine"
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    again = await asking(service, 1)
    assert engine.asked == asked + 1, "and then it goes on"
    again[0].cancel()


async def test_behind_five_messages_of_ones_own_danger_is_answered(service: ConversationService) -> None:
    token, _ = await service.begin()
    tasks = [asyncio.create_task(service.write(token, RawText("hvad er et tilhold"))) for _ in range(MOST_WAITING)]
    await asyncio.sleep(0.01)
    assert (await service.write(token, RawText("hun står med en kniv"))).messages[0].kind is Kind.URGENT
    for task in tasks:
        task.cancel()


async def test_of_many_turns_a_few_are_at_the_engine_at_once_and_a_forgetting_waits_for_none() -> None:
    answering, most, gate = 0, 0, asyncio.Event()

    async def answer(request: httpx.Request) -> httpx.Response:
        nonlocal answering, most
        if request.url.path == "/forget":
            return httpx.Response(200, json={})
        answering += 1
        most = max(most, answering)
        await gate.wait()
        answering -= 1
        return httpx.Response(200, json={"messages": [], "understood": None, "known": True})

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer), base_url="http://engine") as client:
        engine = HttpEngine(client)
        handle = handle_of(Token("a" * 43), None)
        turns = [asyncio.create_task(engine.say(handle, RedactedText("hej"))) for _ in range(5 * MOST_ASKED)]
        await asyncio.sleep(0.01)
        await engine.forget(conversation_of(Token("a" * 43)))
        assert most == MOST_ASKED
        gate.set()
        assert all(reply.known for reply in await asyncio.gather(*turns)), "those that waited are answered, too"
        assert most == MOST_ASKED
