"""What two lanes that share a Redis can do. It prints the figures that docs/scaling.md calculates from."""

import itertools
from collections.abc import Iterator

import httpx

from bot.bench import measures, talking
from bot.bench.processes import megabytes, processor_seconds
from tests.chaos.country import LANES, Country

PEOPLE = 16
SECONDS = 15


class Moving:
    """A conversation whose every message goes to the next web process, as a proxy spreads them."""

    def __init__(self, client: httpx.AsyncClient, urls: Iterator[str], token: str) -> None:
        self._client = client
        self._urls = urls
        self._headers = {"Authorization": f"Bearer {token}"}

    async def say(self, text: str) -> bool:
        url = f"{next(self._urls)}/api/v1/conversation/messages"
        return (await self._client.post(url, json={"text": text}, headers=self._headers)).is_success


class Lanes:
    """The service behind its proxy."""

    def __init__(self, country: Country) -> None:
        self._urls = itertools.cycle([country.url(lane) for lane in LANES])

    async def begin(self, client: httpx.AsyncClient) -> Moving:
        begun = await client.post(f"{next(self._urls)}/api/v1/conversation", json={})
        return Moving(client, self._urls, begun.raise_for_status().json()["token"])


async def test_conversations_that_move_between_two_lanes_are_all_answered(country: Country) -> None:
    pids = {name: process.pid for name, process in country.processes.items()}
    lanes, texts, redis = Lanes(country), measures.messages(), country.redis()
    await talking.load(lanes, texts, PEOPLE, seconds=3)
    redis.flushall()
    empty = redis.info("memory")["used_memory"]
    before = {name: processor_seconds([pid]) for name, pid in pids.items()}
    load = await talking.load(lanes, texts, PEOPLE, SECONDS)
    took = {name: processor_seconds([pid]) - before[name] for name, pid in pids.items()}
    assert load.refused == 0
    assert all(seconds > 0 for seconds in took.values()), "every process had its part"
    conversations = redis.dbsize() / 2  # the session and the dialogue
    parts = {
        part: sum(took[name] for name in took if name.startswith(part))
        for part in ("web", "engine", "actions", "redis")
    }
    print(  # noqa: T201
        f"two lanes: {load.rate:.0f}/s, median {sorted(load.times)[len(load.times) // 2]:.0f} ms; processor time of a message:",
        {part: f"{seconds * 1000 / len(load.times):.1f} ms" for part, seconds in parts.items()},
        f"memory: { {name: f'{megabytes(pid):.0f} MB' for name, pid in pids.items()} };",
        f"Redis: {(redis.info('memory')['used_memory'] - empty) / conversations / 1000:.1f} kB a conversation",
    )
