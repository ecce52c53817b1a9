"""What the file itself must stand: a process that is killed, a disk that is full; and that what is removed is gone from it."""

import multiprocessing
import os
import random
import resource
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from itertools import takewhile
from pathlib import Path

import pytest

from bot.handoff.stores import HandoffStore, HandoffStoreUnavailable, open_store
from tests.handoff.parts import DAY, NOW, Clock, kept

KILLS = 3
STEP = 64
SHARD = 16  # bytes that do not stand in the file by chance


@pytest.fixture
def sqlite_store(sqlite_url: str, clock: Clock) -> HandoffStore:
    return open_store(sqlite_url, clock)


def _put_and_tell(url: str, name: str, told) -> None:  # type: ignore[no-untyped-def]
    store = open_store(url, Clock())
    for number in range(10_000):
        store.put(kept(f"{name}-{number}"))
        told.send(number)


@pytest.mark.parametrize("after", [1, 30])
def test_no_acknowledged_record_is_lost_when_the_process_is_killed(sqlite_url: str, after: int) -> None:
    spawn = multiprocessing.get_context("spawn")
    acknowledged = []
    for kill in range(KILLS):
        heard, told = spawn.Pipe(duplex=False)
        putter = spawn.Process(target=_put_and_tell, args=(sqlite_url, str(kill), told))
        putter.start()
        told.close()
        while heard.recv() < after:
            pass
        os.kill(putter.pid, signal.SIGKILL)
        putter.join(timeout=10)
        last = after
        while heard.poll():  # what was told before the kill
            try:
                last = heard.recv()
            except EOFError:
                break
        acknowledged += [f"{kill}-{number}" for number in range(last + 1)]
    store = open_store(sqlite_url, Clock())
    assert all(store.take(kept(name).lookup) == kept(name).sealed for name in acknowledged)


def test_a_full_disk_refuses_the_new_and_loses_nothing_acknowledged(sqlite_store: HandoffStore) -> None:
    with most_bytes_a_file(100_000):
        acknowledged = list(takewhile(lambda name: _is_put(sqlite_store, name), map(str, range(1000))))
    assert 10 < len(acknowledged) < 1000
    assert all(sqlite_store.take(kept(name).lookup) == kept(name).sealed for name in acknowledged)
    assert sqlite_store.take(kept(str(len(acknowledged))).lookup) is None


def _is_put(store: HandoffStore, name: str) -> bool:
    try:
        store.put(kept(name))
    except HandoffStoreUnavailable:
        return False
    return True


def shards_left(folder: Path, names: list[str]) -> list[str]:
    """Give the records of which any part still stands in any file of the store."""
    data = b"".join(file.read_bytes() for file in folder.iterdir())
    return [name for name in names if any(shard in data for shard in _shards(name))]


def _shards(name: str) -> list[bytes]:
    record = kept(name)
    whole = record.sealed
    return [
        record.lookup[:SHARD],
        record.lookup[SHARD:],
        *(whole[at : at + SHARD] for at in range(0, len(whole) - SHARD, STEP)),
    ]


def test_what_is_swept_is_gone_from_the_bytes(sqlite_store: HandoffStore, clock: Clock, tmp_path: Path) -> None:
    names = [str(number) for number in range(100)]
    random.Random(1).shuffle(names)
    old, new = names[:80], names[80:]
    for name in names:
        sqlite_store.put(kept(name, NOW + (1 if name in old else 9) * DAY))
    assert sorted(shards_left(tmp_path, old)) == sorted(old)  # the search itself finds what is there
    clock.now = NOW + 2 * DAY
    assert sqlite_store.sweep() == len(old)
    assert shards_left(tmp_path, old) == []
    assert sorted(shards_left(tmp_path, new)) == sorted(new)


@pytest.mark.parametrize("how", ["take", "remove"])
def test_what_is_used_or_withdrawn_is_gone_from_the_bytes_at_once(
    sqlite_store: HandoffStore, tmp_path: Path, how: str
) -> None:
    for number in range(60):
        sqlite_store.put(kept(str(number)))
    for number in range(0, 60, 2):
        assert getattr(sqlite_store, how)(kept(str(number)).lookup)
        assert shards_left(tmp_path, [str(number)]) == []


def test_what_is_used_is_gone_at_once_also_while_another_process_has_the_file_open(
    sqlite_store: HandoffStore, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "koder.db")) as other:
        other.execute("SELECT count(*) FROM handoffs").fetchall()
        sqlite_store.put(kept("a"))
        assert sqlite_store.take(kept("a").lookup)
        assert shards_left(tmp_path, ["a"]) == []


def test_what_a_reader_held_back_is_gone_after_the_sweep(
    sqlite_store: HandoffStore, tmp_path: Path, clock: Clock
) -> None:
    sqlite_store.put(kept("a"))
    reader = sqlite3.connect(tmp_path / "koder.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM handoffs").fetchone()
    assert sqlite_store.take(kept("a").lookup)
    assert shards_left(tmp_path, ["a"]) == ["a"]
    reader.execute("COMMIT")
    reader.close()
    sqlite_store.sweep()
    assert shards_left(tmp_path, ["a"]) == []


def test_a_full_disk_does_not_lose_a_record_that_is_taken(sqlite_store: HandoffStore) -> None:
    """Where the log cannot be cut, or the removal not be written, the record reaches who asked, or stays."""
    names = [str(number) for number in range(60)]
    for name in names:
        sqlite_store.put(kept(name))
    taken = {}
    with most_bytes_a_file(40_000):
        for name in names:
            with suppress(HandoffStoreUnavailable):
                taken[name] = sqlite_store.take(kept(name).lookup)
    assert taken
    for name in names:
        assert (taken.get(name) or sqlite_store.take(kept(name).lookup)) == kept(name).sealed


@contextmanager
def most_bytes_a_file(most: int) -> Iterator[None]:
    """Let the kernel refuse to write more to a file, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
