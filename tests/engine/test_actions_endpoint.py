"""Where actions run: the first server that is there. Runs in .venv-engine, against real sockets."""

import asyncio
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web
from rasa.utils.endpoints import EndpointConfig

from bot.engine.actions_endpoint import FirstThatAnswers

NOBODY = "http://127.0.0.1:1/webhook"


@asynccontextmanager
async def server(answer):
    app = web.Application()
    app.router.add_post("/webhook", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/webhook"
    await runner.cleanup()


async def good(_: web.Request) -> web.Response:
    return web.json_response({"events": [], "responses": []})


async def hang(_: web.Request) -> web.Response:
    await asyncio.sleep(30)
    raise AssertionError


def ask(first: str, *spares: str, seconds: float = 6.0):
    endpoint = FirstThatAnswers(EndpointConfig(first, enable_selective_domain=True), spares, seconds)
    return endpoint.request(json={}, method="post", timeout=300, compress=False)


def test_one_that_is_gone_is_passed_over() -> None:
    async def use() -> None:
        async with server(good) as there:
            assert await ask(NOBODY, there) == {"events": [], "responses": []}
            assert await ask(there, NOBODY) == {"events": [], "responses": []}

    asyncio.run(use())


def test_one_that_hangs_is_passed_over_and_never_waited_for_long() -> None:
    async def use() -> None:
        async with server(hang) as stuck, server(good) as there:
            assert await ask(stuck, there, seconds=0.2) == {"events": [], "responses": []}
            with pytest.raises(aiohttp.ClientConnectionError):
                await ask(stuck, seconds=0.1)

    asyncio.run(use())


def test_none_there_is_told_as_rasa_knows_it() -> None:
    with pytest.raises(aiohttp.ClientConnectionError):
        asyncio.run(ask(NOBODY, NOBODY))


def test_what_endpoints_yml_says_holds() -> None:
    first = EndpointConfig("http://127.0.0.1:5055/webhook", enable_selective_domain=True)
    made = FirstThatAnswers(first, [NOBODY])
    assert made.url == first.url
    assert made.kwargs["enable_selective_domain"] is True
