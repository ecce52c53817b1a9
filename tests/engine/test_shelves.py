"""What holds for every shelf, tried on each: memory, and a real Redis. Runs in .venv-engine."""

import asyncio
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from bot.engine.shelves import MemoryShelf, RedisShelf, ShelfUnavailable, shelf_at

IDLE_SECONDS = 1800


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class RedisServer:
    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.folder = folder
        self.start()

    def start(self) -> None:
        folder = self.folder
        command = ["redis-server", "--port", str(self.port), "--save", "", "--appendonly", "no", "--dir", str(folder)]
        assert shutil.which(command[0]), "tools/install-debian redis-server"
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        self.client = redis.Redis(port=self.port)
        deadline = time.monotonic() + 10
        while True:
            try:
                self.client.ping()
                return
            except redis.ConnectionError:
                assert time.monotonic() < deadline

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    running = RedisServer(tmp_path_factory.mktemp("redis"))
    yield running
    running.stop()


@pytest.fixture(params=["memory", "redis"])
def kind(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def make(kind: str, server: RedisServer):
    server.client.flushall()
    return lambda: shelf_at("" if kind == "memory" else f"redis://127.0.0.1:{server.port}/0", IDLE_SECONDS)


def test_what_is_put_comes_back_until_it_is_forgotten(make) -> None:
    async def use() -> None:
        shelf = make()
        await shelf.put("a", b"one")
        await shelf.put("b", b"two")
        await shelf.put("a", b"three")
        assert await shelf.get("a") == b"three"
        assert sorted(await shelf.names()) == ["a", "b"]
        await shelf.forget("a")
        await shelf.forget("a")
        assert await shelf.get("a") is None
        assert list(await shelf.names()) == ["b"]

    asyncio.run(use())


def test_what_was_never_put_is_not_there(make) -> None:
    assert asyncio.run(make().get("nobody")) is None


def test_memory_forgets_after_half_an_hour_of_silence() -> None:
    clock = Clock()
    shelf = MemoryShelf(IDLE_SECONDS, clock)
    asyncio.run(shelf.put("old", b"1"))
    clock.now = IDLE_SECONDS
    assert asyncio.run(shelf.get("old"))
    asyncio.run(shelf.put("new", b"1"))
    clock.now += 1
    assert asyncio.run(shelf.get("old")) is None
    asyncio.run(shelf.put("old", b"1"))
    clock.now += IDLE_SECONDS
    assert asyncio.run(shelf.sweep()) == 1
    assert asyncio.run(shelf.names()) == ["old"]


def test_redis_forgets_by_itself_after_half_an_hour_of_silence(server: RedisServer) -> None:
    shelf = RedisShelf(f"redis://127.0.0.1:{server.port}/0", IDLE_SECONDS)
    asyncio.run(shelf.put("old", b"1"))
    assert IDLE_SECONDS - 60 < server.client.ttl("samtale:old") <= IDLE_SECONDS


def test_a_redis_that_is_gone_fails_and_nothing_takes_its_place(tmp_path: Path) -> None:
    server = RedisServer(tmp_path)
    shelf = RedisShelf(f"redis://127.0.0.1:{server.port}/0", IDLE_SECONDS)
    server.stop()
    for ask in (lambda: shelf.put("a", b"1"), lambda: shelf.get("a"), lambda: shelf.forget("a")):
        with pytest.raises(ShelfUnavailable):
            asyncio.run(ask())


def test_a_redis_that_was_restarted_is_used_again_at_once(tmp_path: Path) -> None:
    server = RedisServer(tmp_path)

    async def use() -> None:
        shelf = RedisShelf(f"redis://127.0.0.1:{server.port}/0", IDLE_SECONDS)
        await shelf.put("a", b"1")
        server.stop()
        server.start()
        assert await shelf.get("a") is None
        await shelf.put("a", b"2")
        assert await shelf.get("a") == b"2"

    asyncio.run(use())
    server.stop()


def test_an_address_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="TRACKERS_URL"):
        shelf_at("https://example.org", IDLE_SECONDS)
