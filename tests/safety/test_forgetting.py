"""Every way to end a conversation ends it everywhere: in the web process, and in what the engines share."""

import subprocess
from collections.abc import Callable, Iterator

import pytest

from bot.supervisor import free_port
from tests.conftest import Assistant, Talk, start_assistant

TURNS = 10
OF_EACH = 2  # the session of the web processes, the dialogue of the engines


@pytest.fixture(scope="module")
def redis_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    port = free_port()
    folder = tmp_path_factory.mktemp("redis")
    server = subprocess.Popen(
        ["redis-server", "--port", str(port), "--dir", str(folder), "--save", ""], stdout=subprocess.DEVNULL
    )
    yield port
    server.kill()
    server.wait()


@pytest.fixture(scope="module")
def running(model: object, redis_port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    started = start_assistant(
        tmp_path_factory.mktemp("forgetting"),
        FOERSTEKONTAKT_TRACKERS_URL=f"redis://127.0.0.1:{redis_port}/0",
        FOERSTEKONTAKT_MAX_TURNS=str(TURNS),
    )
    started.wait_until_ready()
    yield started
    started.stop()


def kept(port: int) -> int:
    """Give the number of what is kept of conversations; with Redis, anyone can count it."""
    return int(asks_redis(port, "dbsize"))


def asks_redis(port: int, *command: str) -> str:
    return subprocess.run(["redis-cli", "-p", str(port), *command], capture_output=True, text=True, check=True).stdout


def by_delete(talk: Talk) -> None:
    talk.client.delete("/api/v1/conversation", headers=talk.headers)


def by_beacon(talk: Talk) -> None:
    talk.client.post("/api/v1/conversation/end", content=talk.token)


def by_button_without_scripts(talk: Talk) -> None:
    talk.client.post("/", data={"token": talk.token, "afslut": "ja"})


def by_saying_goodbye(talk: Talk) -> None:
    talk.say("farvel")


def by_saying_somebody_comes(talk: Talk) -> None:
    talk.say("der kommer nogen, jeg skal væk fra siden nu")


def by_asking_to_forget(talk: Talk) -> None:
    talk.say("slet samtalen")


def by_talking_long(talk: Talk) -> None:
    for _ in range(TURNS - 1):
        talk.post({"text": "hvad er økonomisk vold"})


GO_ON = (by_saying_goodbye, by_asking_to_forget)  # nothing said is kept, but the last answer leaves a way on


@pytest.mark.parametrize(
    "end",
    [
        by_delete,
        by_beacon,
        by_button_without_scripts,
        by_saying_goodbye,
        by_saying_somebody_comes,
        by_asking_to_forget,
        by_talking_long,
    ],
)
def test_every_way_to_end_forgets(running: Assistant, redis_port: int, end: Callable[[Talk], None]) -> None:
    talk = running.talk()
    talk.say("min kæreste tager alle mine penge")
    before = kept(redis_port)
    end(talk)
    assert kept(redis_port) == before - OF_EACH + (end in GO_ON)


def test_a_token_that_ended_opens_nothing(running: Assistant) -> None:
    talk = running.talk()
    talk.say("min kæreste tager alle mine penge")
    by_delete(talk)
    answer = talk.post({"text": "hej"})
    assert answer.status_code == 401
    assert "112" in answer.text


def test_what_is_shared_goes_by_itself_after_half_an_hour(running: Assistant, redis_port: int) -> None:
    asks_redis(redis_port, "flushall")
    talk = running.talk()
    talk.say("min kæreste tager alle mine penge")
    names = asks_redis(redis_port, "keys", "*").split()
    assert len(names) == OF_EACH
    for name in names:
        assert 29 * 60 < int(asks_redis(redis_port, "ttl", name)) <= 30 * 60
        assert talk.token not in name
    by_delete(talk)
