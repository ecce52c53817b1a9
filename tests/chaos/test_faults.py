"""Hung parts, a full disk, a broken model, a wrong clock, sockets that hold on, conversations that are left."""

import concurrent.futures
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import httpx
import pytest

from bot.bench.processes import resident
from bot.handoff.stores import HandoffStoreUnavailable, Kept, open_store
from bot.settings import ROOT
from bot.statistics.weeks import StatisticsUnavailable, Tally, WeekFile, What
from tests.chaos.country import Country, wait_until
from tests.conftest import Talk, start_assistant

SOCKETS = 400
ANSWER_SECONDS = 30
LEFT = 10_000
LEFT_IDLE_MINUTES = 1
MOST_GROWTH = 60  # MB for 10,000 idle conversations (shared/design/performance.md)


def test_a_hung_action_server_is_passed_over_and_answers_again_when_it_wakes(country: Country) -> None:
    talk = Talk(httpx.Client(base_url=country.url("a"), timeout=12))
    country.kill("actions-a", signal.SIGSTOP)
    assert talk.post({"text": "ja"}).status_code == 200, "by the other one"
    country.kill("actions-b", signal.SIGSTOP)
    away = talk.post({"text": "ja"})
    assert away.status_code == 503
    assert away.json()["messages"][0]["links"][0]["href"] == "tel:112"
    begun = time.monotonic()
    assert talk.say("hun står med en kniv")[0]["kind"] == "urgent"
    assert time.monotonic() - begun < 2
    for lane in "ab":
        country.kill(f"actions-{lane}", signal.SIGCONT)
    assert talk.say("ja")


def test_a_hung_engine_keeps_help_for_danger_waiting_for_a_second_at_most(country: Country) -> None:
    talk = Talk(httpx.Client(base_url=country.url("a"), timeout=12))
    country.kill("engine-a", signal.SIGSTOP)
    begun = time.monotonic()
    assert talk.say("hun står med en kniv")[0]["kind"] == "urgent"
    assert time.monotonic() - begun < 2
    assert talk.post({"text": "hvad er et tilhold"}).status_code == 503
    country.kill("engine-a", signal.SIGCONT)
    assert talk.say("hvad er et tilhold")


def test_a_hung_redis_keeps_help_for_danger_waiting_for_a_second_at_most(country: Country) -> None:
    talk = Talk(country.client())
    country.kill("redis", signal.SIGSTOP)
    begun = time.monotonic()
    assert talk.say("hun står med en kniv")[0]["kind"] == "urgent"
    assert time.monotonic() - begun < 2
    assert talk.post({"text": "hvad er et tilhold"}).status_code == 503
    country.kill("redis", signal.SIGCONT)
    assert talk.say("hvad er et tilhold"), "nothing was lost"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    if (
        os.geteuid()
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder], check=False).returncode
    ):
        pytest.skip("only root may mount a small file system")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_on_a_full_disk_no_code_is_made_none_is_lost_and_it_goes_on_when_there_is_room(small_disk: Path) -> None:
    store = open_store(f"sqlite:///{small_disk / 'koder.db'}", lambda: 1000.0)
    kept = []

    def fill() -> None:
        for number in range(1000):
            record = Kept(lookup=number.to_bytes(32, "big"), sealed=os.urandom(2048), expires=2000)
            store.put(record)
            kept.append(record)

    with pytest.raises(HandoffStoreUnavailable):
        fill()
    assert kept
    subprocess.run(["mount", "-o", "remount,size=2m", small_disk], check=True)
    assert [store.take(record.lookup) for record in kept] == [record.sealed for record in kept]
    store.put(kept[0])
    assert store.take(kept[0].lookup) == kept[0].sealed


def test_on_a_full_disk_the_sums_of_the_week_wait(small_disk: Path) -> None:
    today = date(2026, 11, 23)
    tally, file = Tally(lambda: today), WeekFile(small_disk / "statistik.db")
    tally.add(tally.place(None), What.ALL)
    filler = small_disk / "full"
    filler.write_bytes(b"x" * (shutil.disk_usage(small_disk).free))
    with pytest.raises(StatisticsUnavailable):
        tally.move_to(file)
    filler.unlink()
    tally.move_to(file)
    assert sum(sums[What.ALL] for sums in file.shown(date(2026, 12, 31)).values()) == 1


def test_with_a_full_disk_the_chat_answers_and_says_that_no_code_can_be_made(
    model: Path, small_disk: Path, tmp_path: Path
) -> None:
    running = start_assistant(tmp_path, FOERSTEKONTAKT_STATE_FOLDER=str(small_disk))
    try:
        running.wait_until_ready()
        (small_disk / "full").write_bytes(b"x" * shutil.disk_usage(small_disk).free)
        talk = Talk(running.client(), municipality="demo")
        for text in ("jeg vil gerne have en kode", "kommunen", "mig selv"):
            talk.say(text)
        talk.tap("En at tale med", "Et sikkert sted at være")
        for text in ("så hurtigt som muligt", "ja"):
            talk.say(text)
        assert not [message for message in talk.messages if message["kind"] == "handoff"]
        assert "1888" in talk.text()
        assert talk.say("hun står med en kniv")[0]["kind"] == "urgent"
        assert talk.say("hvad er et tilhold")
    finally:
        running.stop()


@pytest.mark.parametrize("harm", ["cut", "changed", "empty"])
def test_a_broken_model_is_refused_with_one_line(model: Path, tmp_path: Path, harm: str) -> None:
    copy = tmp_path / model.name
    whole = model.read_bytes()
    copy.write_bytes({"cut": whole[:-1000], "empty": b"", "changed": whole[:5000] + b"\x00\x01" + whole[5002:]}[harm])
    for beside in model.parent.glob(f"{model.name}?*"):
        shutil.copy(beside, tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "run", "--only", "engine"],
        cwd=ROOT,
        env=os.environ | {"FOERSTEKONTAKT_MODEL_FOLDER": str(tmp_path), "FOERSTEKONTAKT_ENGINE_SECRET": "x" * 40},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("shift", [-400 * 24 * 3600, 400 * 24 * 3600])
def test_with_a_clock_a_year_off_a_code_lives_as_long_as_that_clock_says(tmp_path: Path, shift: int) -> None:
    """A machine whose clock was wrong and is set right: what was made is over, or kept by its date; never read twice."""
    now = 1_795_000_000.0
    clock = [now + shift]
    store = open_store(f"sqlite:///{tmp_path / 'koder.db'}", lambda: clock[0])
    store.put(Kept(lookup=b"l" * 32, sealed=b"s", expires=int(clock[0]) + 3600))
    clock[0] = now
    assert store.take(b"l" * 32) == (None if shift < 0 else b"s")
    assert store.take(b"l" * 32) is None
    store.sweep()


def open_files(process: int) -> int:
    return len(list(Path(f"/proc/{process}/fd").iterdir()))


def hold(country: Country, sockets: ExitStack, sent: bytes) -> list[socket.socket]:
    held = []
    for _ in range(SOCKETS):
        held.append(sockets.enter_context(socket.create_connection(("127.0.0.1", country.ports["web-a"]))))
        held[-1].sendall(sent)
    return held


def test_sockets_that_send_drop_by_drop_or_nothing_hold_nobody_up_and_are_let_go(
    country: Country,
) -> None:
    head = b"POST /api/v1/conversation HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    with ExitStack() as sockets:
        slow = hold(country, sockets, head) + hold(country, sockets, head + b"Content-Length: 100\r\n\r\n{")
        hold(country, sockets, b"")
        begun = time.monotonic()
        talk = Talk(httpx.Client(base_url=country.url("a"), timeout=12))
        assert talk.say("hun står med en kniv")[0]["kind"] == "urgent"
        assert talk.say("hvad er et tilhold")
        assert time.monotonic() - begun < 5
        for each in slow:
            each.settimeout(2 * ANSWER_SECONDS)
            assert each.recv(65536)[:10] in (b"HTTP/1.1 4", b"HTTP/1.1 5", b"")
    assert Talk(httpx.Client(base_url=country.url("a"), timeout=12)).say("hvad er et tilhold")


def test_people_who_leave_in_the_middle_of_a_request_leave_nothing_open(country: Country) -> None:
    web = country.processes["web-a"].pid
    before = open_files(web)
    body = b'{"text": "hvad er et tilhold"}'
    talk = Talk(httpx.Client(base_url=country.url("a"), timeout=12))
    head = f"POST /api/v1/conversation/messages HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {talk.token}\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    for _ in range(100):
        with socket.create_connection(("127.0.0.1", country.ports["web-a"])) as leaving:
            leaving.sendall(head.encode() + body)
            leaving.setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0"
            )  # as a phone that is switched off
    wait_until(lambda: open_files(web) < before + 20, seconds=30)
    wait_until(lambda: talk.post({"text": "hvad er et tilhold"}).status_code == 200, seconds=30)


def test_ten_thousand_conversations_started_and_left_are_bounded_and_gone_when_their_time_is_up(
    model: Path, tmp_path: Path
) -> None:
    settings = {"FOERSTEKONTAKT_IDLE_MINUTES": str(LEFT_IDLE_MINUTES), "FOERSTEKONTAKT_MAX_CONVERSATIONS": str(LEFT)}
    running = start_assistant(tmp_path, **settings)
    try:
        running.wait_until_ready()
        web, engine = running.process_of("web"), running.process_of("engine")
        before = resident(web) + resident(engine)

        def leave(_: int) -> int:
            return client.post(f"{running.url}/api/v1/conversation", json={}).status_code

        with httpx.Client(timeout=30) as client, concurrent.futures.ThreadPoolExecutor(8) as pool:
            statuses = list(pool.map(leave, range(LEFT)))
            assert set(statuses) == {201}
            grown = resident(web) + resident(engine) - before
            print(f"{LEFT} conversations begun and left: {grown:.0f} MB more in web and engine together")  # noqa: T201
            assert grown < MOST_GROWTH
            full = client.post(f"{running.url}/api/v1/conversation", json={})
            assert full.status_code in (201, 503), "503 if none was over yet"
            if full.status_code == 503:
                assert full.json()["messages"][0]["links"][0]["href"] == "tel:112"
            wait_until(lambda: leave(0) == 201, seconds=90)
            wait_until(lambda: all(status == 201 for status in map(leave, range(100))), seconds=90)
    finally:
        running.stop()
