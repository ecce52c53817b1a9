"""People who write to an assistant: as many at once as asked, each waiting for the answer before the next message."""

import asyncio
import itertools
import secrets
import time
from collections.abc import Sequence
from typing import Protocol

import httpx

from bot.bench.figures import Load

PATIENCE = 120.0  # seconds a person of the benchmark waits for an answer
TALK = 10  # messages of an ordinary conversation
AT_ONCE = 8  # conversations that are begun at a time when many are to lie idle


class Conversation(Protocol):
    """One person's conversation with an assistant."""

    async def say(self, text: str) -> bool:
        """Write; give whether an answer came."""


class Assistant(Protocol):
    """An assistant to measure."""

    async def begin(self, client: httpx.AsyncClient) -> Conversation:
        """Begin a conversation."""


class PublicConversation:
    """A conversation through this assistant's public API, as a citizen has it."""

    def __init__(self, client: httpx.AsyncClient, url: str, token: str) -> None:
        self._client = client
        self._url = url
        self._headers = {"Authorization": f"Bearer {token}"}

    async def say(self, text: str) -> bool:
        """See `Conversation`."""
        answer = await self._client.post(f"{self._url}/messages", json={"text": text}, headers=self._headers)
        return answer.is_success

    async def end(self) -> None:
        """Have it forgotten."""
        await self._client.delete(self._url, headers=self._headers)


class Ours:
    """Our assistant, by its public API."""

    def __init__(self, url: str) -> None:
        self._url = f"{url}/api/v1/conversation"

    async def begin(self, client: httpx.AsyncClient) -> PublicConversation:
        """See `Assistant`."""
        begun = await client.post(self._url, json={})
        return PublicConversation(client, self._url, begun.raise_for_status().json()["token"])


class RestConversation:
    """A conversation over Rasa's REST channel, whose client makes up who it is."""

    def __init__(self, client: httpx.AsyncClient, url: str) -> None:
        self._client = client
        self._url = url
        self._sender = secrets.token_hex(8)

    async def say(self, text: str) -> bool:
        """See `Conversation`."""
        answer = await self._client.post(self._url, json={"sender": self._sender, "message": text})
        return answer.is_success and bool(answer.json())


class Starter:
    """Rasa's starter project, by its REST channel."""

    def __init__(self, url: str) -> None:
        self._url = f"{url}/webhooks/rest/webhook"

    async def begin(self, client: httpx.AsyncClient) -> RestConversation:
        """See `Assistant`."""
        return RestConversation(client, self._url)


def new_client() -> httpx.AsyncClient:
    """Give a client that lets any number of people wait."""
    return httpx.AsyncClient(timeout=PATIENCE, limits=httpx.Limits(max_connections=None), trust_env=False)


async def load(assistant: Assistant, texts: Sequence[str], people: int, seconds: float) -> Load:
    """Let people write for so many seconds, and wait for the last answers."""
    async with new_client() as client:
        firsts = await asyncio.gather(*(assistant.begin(client) for _ in range(people)))
        times: list[float] = []
        refused = 0
        begun = time.perf_counter()

        async def person(number: int, conversation: Conversation) -> None:
            nonlocal refused
            own = itertools.islice(itertools.cycle(texts), number * len(texts) // people, None)
            for turn, text in enumerate(own):
                if time.perf_counter() - begun >= seconds:
                    return
                if turn and turn % TALK == 0:
                    conversation = await assistant.begin(client)
                sent = time.perf_counter()
                if await conversation.say(text):
                    times.append((time.perf_counter() - sent) * 1000)
                else:
                    refused += 1

        await asyncio.gather(*(person(*each) for each in enumerate(firsts)))
        return Load(people, time.perf_counter() - begun, tuple(times), refused)


async def long_conversation(assistant: Assistant, texts: Sequence[str], turns: int) -> list[float]:
    """Give the milliseconds of every turn of one conversation that repeats the texts."""
    async with new_client() as client:
        conversation = await assistant.begin(client)
        times = []
        for text in itertools.islice(itertools.cycle(texts), turns):
            sent = time.perf_counter()
            await conversation.say(text)
            times.append((time.perf_counter() - sent) * 1000)
        return times


async def leave(assistant: Assistant, texts: Sequence[str], conversations: int, client: httpx.AsyncClient) -> list:  # type: ignore[type-arg]
    """Begin conversations of one message each and leave them lying; give them."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(text: str) -> Conversation:
        async with gate:
            conversation = await assistant.begin(client)
            await conversation.say(text)
            return conversation

    return await asyncio.gather(*(one(text) for text in itertools.islice(itertools.cycle(texts), conversations)))
