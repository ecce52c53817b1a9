"""What holds wherever sessions are kept: in this process's memory, and in a real Redis that several processes share."""

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError
from redis import Redis

from bot.conversation.engine import EngineUnavailable
from bot.conversation.messages import Offer
from bot.conversation.sessions import (
    MOST_WAITING,
    MemorySessions,
    Sessions,
    SessionsUnavailable,
    Token,
    TooManyConversations,
    TooManyWaiting,
    UnknownToken,
)
from bot.conversation.shared_sessions import LOCK, LOCK_SECONDS, PREFIX, RedisSessions
from bot.settings import Settings
from tests.handoff.conftest import redis_in

IDLE_SECONDS = 1800
MARK = "saadan-ser-et-tilbud-ud"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def redis_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sessions")


@pytest.fixture(scope="module")
def redis_url(redis_folder: Path) -> Iterator[str]:
    with redis_in(redis_folder) as url:
        yield url


@pytest.fixture(params=["memory", "redis"])
def make(request: pytest.FixtureRequest) -> Callable[[], Sessions]:
    """Give what makes sessions as one web process has them. In Redis every web process has the same."""
    if request.param == "memory":
        held = MemorySessions(Clock(), IDLE_SECONDS, 100)
        return lambda: held
    url = request.getfixturevalue("redis_url")
    Redis.from_url(url).flushall()
    return lambda: RedisSessions(url, IDLE_SECONDS)


async def test_what_a_turn_changed_is_there_in_the_next(make: Callable[[], Sessions]) -> None:
    token, begun = await make().begin("demo")
    async with make().turn(token) as session:
        assert session.conversation == begun.conversation
        session.turns += 1
        session.offer([Offer(title="Ja", payload="/ja", several=True)])
        session.counted_in, session.counted_as = ("2026-11-23", "demo"), {"fare"}
    again = await make().get(token)
    assert (again.turns, again.municipality, again.offers_made) == (1, "demo", 1)
    assert again.offered == {"b1": Offer(title="Ja", payload="/ja", several=True)}
    assert (again.counted_in, again.counted_as) == (("2026-11-23", "demo"), {"fare"})


async def test_what_a_failed_turn_changed_is_there_too(make: Callable[[], Sessions]) -> None:
    token, _ = await make().begin(None)

    async def fail() -> None:
        async with make().turn(token) as session:
            session.turns += 1
            raise EngineUnavailable

    with pytest.raises(EngineUnavailable):
        await fail()
    assert (await make().get(token)).turns == 1


async def test_turns_of_a_conversation_wait_for_each_other_in_all_processes(make: Callable[[], Sessions]) -> None:
    token, _ = await make().begin(None)
    inside = 0

    async def turn() -> None:
        nonlocal inside
        async with make().turn(token) as session:
            inside += 1
            assert inside == 1
            known = session.turns
            await asyncio.sleep(0)
            session.turns = known + 1
            inside -= 1

    await asyncio.gather(*(turn() for _ in range(4)))
    assert (await make().get(token)).turns == 4


async def test_turns_of_different_conversations_do_not_wait(make: Callable[[], Sessions]) -> None:
    (one, _), (other, _) = await make().begin(None), await make().begin(None)
    async with make().turn(one), make().turn(other):
        pass


async def test_a_conversation_has_its_fill(make: Callable[[], Sessions]) -> None:
    sessions = make()
    token, _ = await sessions.begin(None)

    async def wait() -> None:
        async with sessions.turn(token):
            pass

    async with sessions.turn(token):
        waiting = [asyncio.create_task(wait()) for _ in range(MOST_WAITING - 1)]
        await asyncio.sleep(0)
        with pytest.raises(TooManyWaiting):
            await wait()
    await asyncio.gather(*waiting)
    await wait()


async def test_what_ended_is_unknown_and_a_turn_does_not_bring_it_back(make: Callable[[], Sessions]) -> None:
    token, begun = await make().begin(None)
    async with make().turn(token) as session:
        await make().end(begun.conversation)
        assert not await known(make(), token)
        session.turns += 1
    assert session.ended
    assert not await known(make(), token)
    await make().keep(token, session)
    assert not await known(make(), token)
    await make().end(begun.conversation)  # what is not there may be forgotten


async def test_a_turn_that_nobody_ended_says_so(make: Callable[[], Sessions]) -> None:
    token, _ = await make().begin(None)
    async with make().turn(token) as session:
        pass
    assert not session.ended


async def test_a_message_that_waited_while_the_conversation_ended_finds_none(make: Callable[[], Sessions]) -> None:
    sessions = make()
    token, begun = await sessions.begin(None)

    async def wait() -> None:
        async with sessions.turn(token):
            raise AssertionError

    async with sessions.turn(token):
        waiting = asyncio.create_task(wait())
        await asyncio.sleep(0)
        await sessions.end(begun.conversation)
    with pytest.raises(UnknownToken):
        await waiting


async def test_what_was_kept_beside_a_turn_has_ids_that_the_turn_does_not_give(make: Callable[[], Sessions]) -> None:
    token, _ = await make().begin(None)
    async with make().turn(token) as session:
        beside = await make().get(token)
        urgent = set(beside.offer([Offer(title="Jeg er i sikkerhed", payload="/sikker")], "f"))
        await make().keep(token, beside)
        assert urgent == set((await make().get(token)).offered)
        assert not urgent & set(session.offer([Offer(title="Ja", payload="/ja")]))


@pytest.mark.parametrize("token", ["", "made-up", "æøå", "x" * 1000])
async def test_a_token_that_was_never_given_is_unknown(make: Callable[[], Sessions], token: str) -> None:
    assert not await known(make(), Token(token))
    with pytest.raises(UnknownToken):
        async with make().turn(Token(token)):
            pass


async def known(sessions: Sessions, token: Token) -> bool:
    try:
        await sessions.get(token)
    except UnknownToken:
        return False
    return True


async def test_memory_forgets_after_silence_and_holds_no_more_than_it_may() -> None:
    clock = Clock()
    sessions = MemorySessions(clock, IDLE_SECONDS, 2)
    first, _ = await sessions.begin(None)
    clock.now = IDLE_SECONDS
    second, _ = await sessions.begin(None)
    with pytest.raises(TooManyConversations):
        await sessions.begin(None)
    clock.now += 1
    await sessions.begin(None)
    assert (await known(sessions, first), await known(sessions, second)) == (False, True)
    clock.now += IDLE_SECONDS + 1
    sessions.sweep()
    assert len(sessions) == 0


async def test_redis_forgets_by_itself_and_counts_from_the_last_message(redis_url: str) -> None:
    redis = Redis.from_url(redis_url)
    redis.flushall()
    sessions = RedisSessions(redis_url, IDLE_SECONDS)
    token, _ = await sessions.begin(None)
    (name,) = redis.keys("*")
    redis.expire(name, 5)
    await sessions.get(token)
    assert IDLE_SECONDS - 60 < redis.ttl(name) <= IDLE_SECONDS
    redis.expire(name, 5)
    async with sessions.turn(token):
        assert 0 < redis.pttl(redis.keys(f"{LOCK}*")[0]) <= LOCK_SECONDS * 1000, "a killed process keeps nobody waiting"
    assert redis.keys("*") == [name]
    assert IDLE_SECONDS - 60 < redis.ttl(name) <= IDLE_SECONDS


async def test_redis_that_is_full_takes_no_more_conversations(tmp_path: Path) -> None:
    with redis_in(tmp_path, "--maxmemory", "1mb", "--maxmemory-policy", "noeviction") as url:
        sessions = RedisSessions(url, IDLE_SECONDS)

        async def fill() -> None:
            for _ in range(1000):
                await sessions.begin(None)

        with pytest.raises(TooManyConversations):
            await fill()


async def test_a_redis_that_is_gone_fails_and_one_that_is_back_is_used_again(tmp_path: Path) -> None:
    with redis_in(tmp_path) as url:
        sessions = RedisSessions(url, IDLE_SECONDS)
        token, session = await sessions.begin(None)
    for ask in (sessions.begin(None), sessions.get(token), sessions.end(session.conversation)):
        with pytest.raises(SessionsUnavailable):
            await ask
    with pytest.raises(SessionsUnavailable):
        async with sessions.turn(token):
            pass
    with redis_in(tmp_path), pytest.raises(UnknownToken):
        await sessions.get(token)


async def test_a_dump_of_redis_says_nothing_of_a_conversation(redis_url: str, redis_folder: Path) -> None:
    redis = Redis.from_url(redis_url)
    redis.flushall()
    sessions = RedisSessions(redis_url, IDLE_SECONDS)
    token, session = await sessions.begin("demo")
    session.offer([Offer(title=MARK, payload=f"/{MARK}")])
    await sessions.keep(token, session)
    redis.save()
    dump = (redis_folder / "dump.rdb").read_bytes()
    assert PREFIX.encode() in dump
    for word in (MARK, "demo", "title", "offered", token):
        assert word.encode() not in dump
    lengths = set()
    for number in (1, 3):
        session.offer([Offer(title="A" * number, payload="/a")])
        await sessions.keep(token, session)
        lengths.add(redis.strlen(PREFIX + session.conversation))
    assert len(lengths) == 1, "nor does its length"


def test_who_shares_nothing_loads_no_redis() -> None:
    watch = "import sys, bot.web.app; print('redis' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", watch], capture_output=True, text=True, check=True).stdout == "False\n"


def test_spare_engines_are_refused_where_conversations_are_not_shared() -> None:
    with pytest.raises(ValidationError, match="TRACKERS_URL"):
        Settings(spare_engine_ports="5015")
    with pytest.raises(ValidationError, match="must be ports"):
        Settings(spare_actions_ports="5015,5016")
    shared = Settings(spare_engine_ports="5015 5025", trackers_url=SecretStr("redis://127.0.0.1:6379/0"))
    assert shared.spare_engine_urls[1] == "http://127.0.0.1:5025/webhooks/samtale"
