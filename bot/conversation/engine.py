"""The engine as the web process sees it: a turn, a forgetting, and the case that it is not there."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

import httpx

from bot.conversation.sessions import ConversationId, Handle
from bot.knowledge.answers import Response
from bot.settings import Settings
from bot.text.kinds import RedactedText

TURN_SECONDS = 8.0
MOST_AT_ONCE = 128  # turns that one process has begun; the next is told so at once
# … and of them those that the engine is asked for. It takes one after the other: more would only make both sides slower, ours
# most of all, for httpx looks through all its connections at each request.
MOST_ASKED = 8
URGENT_SECONDS = 0.6  # danger is answered within a second, by the engine or without it


class EngineUnavailable(Exception):
    """The engine is loading, dead, or too slow to wait for."""


@dataclass(frozen=True)
class Reply:
    """What the dialogue said in one turn, what it understood, and whether it knew the conversation before."""

    responses: list[Response]
    understood: dict[str, Any] | None
    known: bool


class Engine(Protocol):
    """What a conversation needs of the engine."""

    async def say(self, handle: Handle, text: RedactedText) -> Reply:
        """Give the dialogue's reply to what was written; EngineUnavailable when there is none."""

    async def choose(self, handle: Handle, intent: str, chosen: Sequence[str] = ()) -> Reply:
        """Give the dialogue's reply to an intent that the server is sure of, and to the options chosen with it.

        Raises:
            EngineUnavailable: there is no reply.
        """

    async def forget(self, conversation: ConversationId) -> None:
        """Forget the conversation; EngineUnavailable when it cannot be reached (a dead engine has forgotten)."""


class HttpEngine:
    """The engine over its channel on loopback; another one of the machine when it is not there.

    One that is there but slow is not left for another: the turn may still be going on in it.
    """

    def __init__(self, client: httpx.AsyncClient, *spares: httpx.AsyncClient) -> None:
        self._clients = (client, *spares)
        self._room = asyncio.Semaphore(MOST_ASKED)

    async def say(self, handle: Handle, text: RedactedText) -> Reply:
        """See `Engine`."""
        return await self._turn(handle, text=text)

    async def choose(self, handle: Handle, intent: str, chosen: Sequence[str] = ()) -> Reply:
        """See `Engine`."""
        return await self._turn(handle, intent=intent, chosen=list(chosen))

    async def forget(self, conversation: ConversationId) -> None:
        """See `Engine`."""
        await self._post("/forget", {"conversation": conversation})

    async def ready(self) -> bool:
        """Tell whether an engine answers."""
        for client in self._clients:
            with suppress(httpx.HTTPError):
                if (await client.get("/ready", timeout=1)).is_success:
                    return True
        return False

    async def _turn(self, handle: Handle, **said: str | list[str]) -> Reply:
        try:
            async with asyncio.timeout(TURN_SECONDS), self._room:
                answer = (await self._post("/turn", handle._asdict() | said)).json()
        except TimeoutError:
            raise EngineUnavailable from None
        return Reply(answer["messages"], answer["understood"], answer["known"])

    async def _post(self, path: str, body: dict[str, Any]) -> httpx.Response:
        for client in self._clients:
            try:
                response = await client.post(path, json=body, timeout=TURN_SECONDS)
            except (httpx.NetworkError, httpx.RemoteProtocolError):
                continue
            except httpx.HTTPError:
                # Not chained: httpx keeps the request, and with it the text, in the exception.
                raise EngineUnavailable from None
            if not response.is_success:
                raise EngineUnavailable
            return response
        raise EngineUnavailable


def engine_of(settings: Settings) -> HttpEngine:
    """Give the engine of these settings, with those that stand in for it."""
    secret = settings.engine_secret.get_secret_value()
    return HttpEngine(*(engine_client(url, secret) for url in (settings.engine_url, *settings.spare_engine_urls)))


def engine_client(url: str, secret: str) -> httpx.AsyncClient:
    """Give the client for an engine's channel. It never leaves loopback, so no proxy of the environment is asked.

    A connection serves one turn: one that is kept open keeps the turn in its buffers, at both ends.
    """
    limits = httpx.Limits(max_connections=MOST_AT_ONCE, max_keepalive_connections=0)
    return httpx.AsyncClient(base_url=url, headers={"X-Launch-Secret": secret}, limits=limits, trust_env=False)
