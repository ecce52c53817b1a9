"""A real Redis, and each kind of store empty and ready."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as NoRedis

from bot.handoff.stores import HandoffStore, open_store
from tests.handoff.parts import Clock


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with redis_in(tmp_path_factory.mktemp("redis"), "--appendonly", "no") as url:
        yield url


@contextmanager
def redis_in(folder: Path, *options: str) -> Iterator[str]:
    """Run a Redis on what lies in the folder, and kill it as a loss of power would."""
    assert shutil.which("redis-server"), "tools/install-debian redis-server"
    address = folder / "s"
    command = [
        "redis-server",
        "--port",
        "0",
        "--unixsocket",
        str(address),
        "--dir",
        str(folder),
        "--save",
        "",
        *options,
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _wait_for(f"unix://{address}")
        yield f"unix://{address}"
    finally:
        process.kill()
        process.wait()


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            Redis.from_url(url).ping()
            return
        except NoRedis:
            time.sleep(0.02)
    raise AssertionError("redis-server does not start")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/koder.db"


@pytest.fixture(params=["sqlite", "redis"])
def url(request: pytest.FixtureRequest) -> str:
    """The address of an empty store, once for each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    if request.param == "redis":
        Redis.from_url(url).flushall()
    return url


@pytest.fixture
def store(url: str, clock: Clock) -> HandoffStore:
    return open_store(url, clock)
