"""What holds for every store, tried on each: an SQLite file, and a real Redis."""

import multiprocessing
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from redis import Redis

from bot.handoff.stores import HandoffPlaceTaken, HandoffStore, HandoffStoreUnavailable, HandoffStoreUnknown, open_store
from tests.handoff.conftest import redis_in
from tests.handoff.parts import DAY, NOW, Clock, kept

TAKERS = 8


def test_what_is_kept_is_taken_once(store: HandoffStore) -> None:
    store.put(kept("a"))
    assert store.take(kept("a").lookup) == kept("a").sealed
    assert store.take(kept("a").lookup) is None


def test_a_record_is_taken_from_its_own_place_only(store: HandoffStore) -> None:
    store.put(kept("a"))
    store.put(kept("b"))
    assert store.take(kept("c").lookup) is None
    assert store.take(kept("b").lookup) == kept("b").sealed
    assert store.take(kept("a").lookup) == kept("a").sealed


def test_a_second_record_never_takes_the_place_of_a_first(store: HandoffStore) -> None:
    store.put(kept("a"))
    second = kept("a", size=700)
    with pytest.raises(HandoffPlaceTaken):
        store.put(second)
    assert store.take(second.lookup) == kept("a").sealed


def test_a_removed_record_cannot_be_taken(store: HandoffStore) -> None:
    store.put(kept("a"))
    assert store.remove(kept("a").lookup)
    assert store.take(kept("a").lookup) is None


def test_removing_what_is_not_there_is_fine(store: HandoffStore) -> None:
    assert not store.remove(kept("a").lookup)


@pytest.mark.parametrize(("after", "is_there"), [(7 * DAY - 1, True), (7 * DAY, False), (30 * DAY, False)])
def test_a_record_is_over_when_its_time_is_up_by_the_clock_passed_in(
    store: HandoffStore, clock: Clock, after: float, is_there: bool
) -> None:
    store.put(kept("a"))
    clock.now = NOW + after
    assert (store.take(kept("a").lookup) is not None) == is_there


def test_a_record_that_is_over_was_not_there_to_remove(store: HandoffStore, clock: Clock) -> None:
    store.put(kept("a"))
    clock.now = NOW + 7 * DAY
    assert not store.remove(kept("a").lookup)


def test_two_threads_that_take_at_once_get_one_record(store: HandoffStore) -> None:
    with ThreadPoolExecutor(TAKERS) as threads:
        for number in range(20):
            record = kept(str(number))
            store.put(record)
            taken = list(threads.map(store.take, [record.lookup] * TAKERS))
            assert sorted(each is not None for each in taken) == [False] * (TAKERS - 1) + [True]


def _take_all(url: str, barrier, names: list[str], results) -> None:  # type: ignore[no-untyped-def]
    store = open_store(url, Clock())
    for name in names:
        barrier.wait(timeout=30)
        results.put((name, store.take(kept(name).lookup) is not None))


def test_two_processes_that_take_at_once_get_one_record(store: HandoffStore, url: str) -> None:
    names = [str(number) for number in range(30)]
    for name in names:
        store.put(kept(name))
    spawn = multiprocessing.get_context("spawn")
    barrier, results = spawn.Barrier(2), spawn.Queue()
    takers = [spawn.Process(target=_take_all, args=(url, barrier, names, results)) for _ in range(2)]
    for taker in takers:
        taker.start()
    got = [results.get(timeout=60) for _ in range(2 * len(names))]
    for taker in takers:
        taker.join(timeout=10)
    assert sorted(name for name, was_taken in got if was_taken) == sorted(names)


def _put_some(url: str, barrier, process: int) -> None:  # type: ignore[no-untyped-def]
    barrier.wait(timeout=30)
    store = open_store(url, Clock())
    for number in range(20):
        store.put(kept(f"{process}-{number}"))


def test_processes_that_open_a_new_store_at_once_all_keep_theirs(url: str) -> None:
    spawn = multiprocessing.get_context("spawn")
    barrier = spawn.Barrier(4)
    putters = [spawn.Process(target=_put_some, args=(url, barrier, process)) for process in range(4)]
    for putter in putters:
        putter.start()
    for putter in putters:
        putter.join(timeout=60)
    assert [putter.exitcode for putter in putters] == [0] * 4
    store = open_store(url, Clock())
    assert all(store.take(kept(f"{process}-{number}").lookup) for process in range(4) for number in range(20))


def test_a_sweep_leaves_what_still_lives(store: HandoffStore, clock: Clock) -> None:
    store.put(kept("old", NOW + DAY))
    store.put(kept("new"))
    clock.now = NOW + 2 * DAY
    store.sweep()
    assert store.take(kept("old").lookup) is None
    assert store.take(kept("new").lookup)


def test_redis_is_told_to_forget_by_itself(redis_url: str, clock: Clock) -> None:
    store = open_store(redis_url, clock)
    client = Redis.from_url(redis_url)
    client.flushall()
    store.put(kept("a", NOW + DAY))
    (key,) = client.keys()
    assert DAY * 1000 - 60_000 < client.pttl(key) <= DAY * 1000


def test_a_redis_set_up_as_decision_0021_says_loses_nothing_when_it_is_killed(tmp_path: Path) -> None:
    clock = Clock(time.time())
    as_decided = ("--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "noeviction")
    with redis_in(tmp_path, *as_decided) as url:
        store = open_store(url, clock)
        store.put(kept("a", clock.now + DAY))
    with redis_in(tmp_path, *as_decided):
        assert store.take(kept("a").lookup) == kept("a").sealed
        assert store.take(kept("a").lookup) is None


def test_a_redis_that_is_away_is_named_without_its_address(clock: Clock) -> None:
    store = open_store("redis://:hemmeligt@127.0.0.1:1/0", clock)
    for ask in (
        lambda: store.put(kept("a")),
        lambda: store.take(kept("a").lookup),
        lambda: store.remove(kept("a").lookup),
    ):
        with pytest.raises(HandoffStoreUnavailable) as fault:
            ask()
        assert "hemmeligt" not in str(fault.value)
        assert fault.value.__suppress_context__


def test_a_file_that_cannot_be_made_is_named(tmp_path: Path, clock: Clock) -> None:
    with pytest.raises(HandoffStoreUnavailable, match="No such file"):
        open_store(f"sqlite:///{tmp_path}/nowhere/koder.db", clock)


def test_a_file_that_is_no_store_is_named(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "letter.txt").write_text("Kære alle sammen, " * 100)
    with pytest.raises(HandoffStoreUnavailable, match="NOTADB"):
        open_store(f"sqlite:///{tmp_path}/letter.txt", clock)


def test_the_file_is_for_its_owner_alone(sqlite_url: str, tmp_path: Path, clock: Clock) -> None:
    open_store(sqlite_url, clock).put(kept("a"))
    assert stat.S_IMODE((tmp_path / "koder.db").stat().st_mode) == 0o600


@pytest.mark.parametrize("url", ["", "sqlite:///", "sqlite://x", "mysql://hemmeligt@host/db", "koder.db"])
def test_an_address_of_another_kind_is_refused_without_quoting_it(url: str, clock: Clock) -> None:
    with pytest.raises(HandoffStoreUnknown, match="must begin with sqlite:///") as fault:
        open_store(url, clock)
    assert "hemmeligt" not in str(fault.value)
