"""Records that a municipality wants sent: to a real receiver over HTTP, whatever it does, and never at the cost of the code."""

import importlib.util
import json
import multiprocessing
import os
import signal
import threading
import time
from base64 import b64encode
from collections.abc import AsyncIterator, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest
from nacl.public import PrivateKey

from bot.handoff.addressee import municipality
from bot.handoff.outbox import CodeMark, Outbox, Parcel, ParcelId
from bot.handoff.push import PAUSES, Postman, Target
from bot.handoff.service import HandoffDesk, HandoffMaker, HandoffNotFound, Made
from bot.handoff.stores import HandoffStore, HandoffStoreUnavailable, open_outbox, open_store
from bot.handoff.summary import Known, Receiver, Vocabulary
from bot.settings import ROOT
from bot.supervisor import free_port
from tests.handoff.parts import DAY, Clock, book, safe

NAME = "demo/raadgivning"
SUMMARY = Vocabulary.load(ROOT / "data" / "viden").summary(Known(who="mig", when="nu", children="ja"))
DEMO = municipality("demo")
BOOK = book()


def _example() -> Any:
    """The example receiver of the documentation, as a municipality would run it."""
    spec = importlib.util.spec_from_file_location("modtager", ROOT / "docs" / "modtager" / "modtager.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


modtager = _example()


class Receiving:
    """The example receiver behind a door that can be made slow, broken or forgetful of its answer."""

    def __init__(self, folder: Path) -> None:
        self.key = PrivateKey.generate()
        self.box = modtager.Box(self.key, folder)
        self.folder = folder
        self.statuses: list[int] = []  # what to answer instead, one for each call to come
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.answer_is_lost = False
        self.calls: list[tuple[str, bytes]] = []
        self.answered: list[int] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Door, self))
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/koder"

    @property
    def target(self) -> Target:
        return Target(NAME, b64encode(bytes(self.key.public_key)).decode())

    def records(self) -> list[Path]:
        return list(self.folder.glob("*.kode"))

    def open(self, made: Made, by: str = "digits") -> Any:
        code = modtager.read_code(getattr(made, by), BOOK._words)
        assert code is not None
        return self.box.open(code)


class _Door(BaseHTTPRequestHandler):
    def __init__(self, receiving: Receiving, *args: Any) -> None:
        self.receiving = receiving
        super().__init__(*args)

    def do_POST(self) -> None:
        it, name = self.receiving, self.headers["Idempotency-Key"]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        it.calls.append((name, body))
        if it.statuses:
            status = it.statuses.pop(0)
        else:
            status = it.box.receive(name, body)
            it.answered.append(status)
        if it.answer_is_lost:
            self.close_connection = True
            return
        it.may_answer.wait(60)
        self.send_response(status)
        self.send_header("Location", "/andetsteds")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def clock() -> Clock:
    return Clock(time.time())  # the receiver has a clock of its own


@pytest.fixture
def receiving(tmp_path: Path) -> Iterator[Receiving]:
    there = Receiving(tmp_path / "modtager")
    yield there
    there.server.shutdown()
    there.server.server_close()


@pytest.fixture
def outbox(url: str, store: HandoffStore, clock: Clock) -> Outbox:
    return open_outbox(url, clock)


@pytest.fixture
def maker(store: HandoffStore, outbox: Outbox, clock: Clock) -> HandoffMaker:
    return HandoffMaker(store, safe(), BOOK, clock, outbox=outbox)


@pytest.fixture
def desk(store: HandoffStore, outbox: Outbox, clock: Clock) -> HandoffDesk:
    return HandoffDesk(store, safe(), BOOK, clock, outbox)


@pytest.fixture
async def postman(outbox: Outbox, receiving: Receiving) -> AsyncIterator[Postman]:
    async with httpx.AsyncClient(trust_env=False) as client:
        yield Postman(outbox, lambda: {NAME: receiving.url}, client, answer_seconds=1.0)


def make(maker: HandoffMaker, receiving: Receiving) -> Made:
    return maker.make(SUMMARY, Receiver.KOMMUNE, DEMO, [receiving.target])


@pytest.mark.parametrize("by", ["digits", "words"])
async def test_the_record_arrives_and_opens_with_the_code_once(
    maker: HandoffMaker, postman: Postman, receiving: Receiving, by: str
) -> None:
    made = make(maker, receiving)
    assert await postman.go_round() == 1
    assert len(receiving.records()) == 1
    content = receiving.open(made, by)
    assert content["lines"] == list(SUMMARY.texts)
    assert content["receiver"] == "kommune"
    assert receiving.open(made, by) is None


async def test_what_is_sent_opens_with_no_other_code_and_shows_no_word_of_it(
    maker: HandoffMaker, postman: Postman, receiving: Receiving
) -> None:
    made, other = make(maker, receiving), maker.make(SUMMARY, Receiver.KOMMUNE, DEMO)
    await postman.go_round()
    assert receiving.open(other) is None
    ((name, body),) = receiving.calls
    message = modtager.SealedBox(receiving.key).decrypt(body)
    for secret in (*SUMMARY.texts, made.words, made.digits, made.handle, made.digits.replace(" ", "")):
        assert secret.encode() not in body + message + name.encode()
        assert json.dumps(secret)[1:-1].encode() not in message
    assert receiving.open(made)


async def test_its_receiver_can_open_nothing_in_the_store_with_what_it_was_told(
    maker: HandoffMaker, receiving: Receiving, postman: Postman, store: HandoffStore
) -> None:
    made = make(maker, receiving)
    await postman.go_round()
    message = json.loads(modtager.SealedBox(receiving.key).decrypt(receiving.calls[0][1]))
    assert message["opslag"] != made.handle
    code = modtager.read_code(made.digits)
    header = safe().latches(code)[0].work.header
    assert modtager.stretch(code, message["noegle"], header)[0] != made.handle


@pytest.mark.parametrize("status", [500, 503, 429, 400, 401, 404, 301])
async def test_a_receiver_that_refuses_is_asked_again_with_growing_pauses(
    maker: HandoffMaker, postman: Postman, receiving: Receiving, clock: Clock, status: int
) -> None:
    made = make(maker, receiving)
    receiving.statuses = [status] * len(PAUSES)
    for number, pause in enumerate(PAUSES, start=1):
        assert await postman.go_round() == 0
        assert len(receiving.calls) == number
        clock.now += pause - 1
        await postman.go_round()
        assert len(receiving.calls) == number, "too early"
        clock.now += 1.1
    assert await postman.go_round() == 1
    assert len(set(receiving.calls)) == 1, "the same parcel under the same key each time"
    clock.now += 2 * DAY
    assert await postman.go_round() == 0
    assert receiving.open(made)


async def test_a_receiver_that_is_down_gets_it_when_it_is_up(
    maker: HandoffMaker, outbox: Outbox, receiving: Receiving, clock: Clock
) -> None:
    make(maker, receiving)
    where = {NAME: f"http://127.0.0.1:{free_port()}/"}
    async with httpx.AsyncClient(trust_env=False) as client:
        postman = Postman(outbox, lambda: where, client)
        assert await postman.go_round() == 0
        where[NAME] = receiving.url
        clock.now += PAUSES[0] + 1
        assert await postman.go_round() == 1


async def test_a_receiver_that_is_down_for_a_day_is_asked_ever_more_rarely_and_gets_it_once(
    maker: HandoffMaker, postman: Postman, receiving: Receiving, clock: Clock
) -> None:
    made = make(maker, receiving)
    begun = clock.now
    receiving.statuses = [503] * 1000
    asked = await times_asked(postman, receiving, clock, begun + DAY)
    waits = [after - before for before, after in pairwise(asked)]
    assert all(shorter <= longer + LOOK for shorter, longer in pairwise(waits))
    assert max(waits) <= PAUSES[-1] + LOOK
    assert len(asked) < len(PAUSES) + 24
    receiving.statuses = []
    await times_asked(postman, receiving, clock, begun + 2 * DAY)
    assert receiving.answered == [201], "a day later it has it, once"
    assert len(set(receiving.calls)) == 1
    assert receiving.open(made)


async def test_a_receiver_that_never_answers_is_given_up_when_the_code_is_over(
    maker: HandoffMaker, postman: Postman, receiving: Receiving, clock: Clock
) -> None:
    made = make(maker, receiving)
    receiving.statuses = [503] * 1000
    asked = await times_asked(postman, receiving, clock, clock.now + 8 * DAY, look=PAUSES[-1])
    assert asked[-1] < made.expires.timestamp()
    receiving.statuses = []
    clock.now += DAY
    assert await postman.go_round() == 0
    assert receiving.answered == []


async def test_what_is_withdrawn_while_its_receiver_is_down_is_never_brought(
    maker: HandoffMaker, postman: Postman, receiving: Receiving, clock: Clock
) -> None:
    made = make(maker, receiving)
    receiving.statuses = [503]
    await postman.go_round()
    maker.withdraw(made.handle)
    await times_asked(postman, receiving, clock, clock.now + DAY)
    assert [name.endswith("-slettet") for name, _ in receiving.calls] == [False, True]
    assert receiving.records() == []


LOOK = 60.0


async def times_asked(
    postman: Postman, receiving: Receiving, clock: Clock, until: float, look: float = LOOK
) -> list[float]:
    """Look into the outbox at intervals until then; give when the receiver was asked."""
    asked = []
    while clock.now < until:
        before = len(receiving.calls)
        await postman.go_round()
        if len(receiving.calls) > before:
            asked.append(clock.now)
        clock.now += look
    return asked


async def test_a_slow_receiver_holds_up_no_other_and_is_not_waited_for(
    maker: HandoffMaker, outbox: Outbox, receiving: Receiving, tmp_path: Path, clock: Clock
) -> None:
    slow = Receiving(tmp_path / "langsom")
    slow.may_answer.clear()
    slow_target = Target("demo/langsom", slow.target.public_key)
    maker.make(SUMMARY, Receiver.KOMMUNE, DEMO, [slow_target, receiving.target])
    addresses = {NAME: receiving.url, slow_target.name: slow.url}
    async with httpx.AsyncClient(trust_env=False) as client:
        postman = Postman(outbox, lambda: addresses, client, answer_seconds=1.5)
        assert await postman.go_round() == 1
        assert len(receiving.records()) == 1
        slow.may_answer.set()
        clock.now += PAUSES[0] + 1
        assert await postman.go_round() == 1
    assert slow.answered == [201, 409], "it had taken it the first time; it says so, and has it once"
    assert len(slow.records()) == 1
    slow.server.shutdown()
    slow.server.server_close()


async def test_an_answer_that_is_lost_leads_to_one_record(
    maker: HandoffMaker, postman: Postman, receiving: Receiving, clock: Clock
) -> None:
    made = make(maker, receiving)
    receiving.answer_is_lost = True
    assert await postman.go_round() == 0
    receiving.answer_is_lost = False
    clock.now += PAUSES[0] + 1
    assert await postman.go_round() == 1
    assert receiving.answered == [201, 409]
    assert receiving.open(made)
    assert receiving.box.receive(*receiving.calls[0]) == 409, "opened, it is not taken once more"


def _claim_and_die(url: str, now: float) -> None:
    if len(open_outbox(url, Clock(now)).claim(8, 20)) == 1:
        os.kill(os.getpid(), signal.SIGKILL)


async def test_a_process_killed_while_it_sends_loses_nothing(
    maker: HandoffMaker, postman: Postman, receiving: Receiving, url: str, clock: Clock
) -> None:
    make(maker, receiving)
    killed = multiprocessing.get_context("spawn").Process(target=_claim_and_die, args=(url, clock.now))
    killed.start()
    killed.join(timeout=60)
    assert killed.exitcode == -signal.SIGKILL
    assert await postman.go_round() == 0, "while another may still be sending it"
    clock.now += 21
    assert await postman.go_round() == 1
    assert len(receiving.records()) == 1


def test_of_many_that_claim_at_once_one_gets_it(maker: HandoffMaker, receiving: Receiving, outbox: Outbox) -> None:
    make(maker, receiving)
    got: list[Parcel] = []
    threads = [threading.Thread(target=lambda: got.extend(outbox.claim(8, 20))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 1


async def test_what_is_withdrawn_before_it_is_sent_is_never_sent(
    maker: HandoffMaker, postman: Postman, receiving: Receiving
) -> None:
    made = make(maker, receiving)
    assert maker.withdraw(made.handle)
    assert await postman.go_round() == 0
    assert receiving.calls == []


@pytest.mark.parametrize("way", ["handle", "opened here"])
async def test_what_was_sent_is_deleted_there_when_it_is_withdrawn_or_opened_here(
    maker: HandoffMaker, postman: Postman, receiving: Receiving, desk: HandoffDesk, clock: Clock, way: str
) -> None:
    made = make(maker, receiving)
    await postman.go_round()
    if way == "handle":
        maker.withdraw(made.handle)
    else:
        desk.redeem(made.words, [DEMO])
    receiving.statuses = [500]
    assert await postman.go_round() == 0
    clock.now += PAUSES[0] + 1
    assert await postman.go_round() == 1
    assert receiving.records() == []
    assert receiving.open(made) is None
    maker.withdraw(made.handle)
    assert await postman.go_round() == 0, "said once"


async def test_a_withdrawal_that_overtakes_its_record_holds(
    maker: HandoffMaker, postman: Postman, receiving: Receiving, outbox: Outbox
) -> None:
    made = make(maker, receiving)
    (on_its_way,) = outbox.claim(8, 20)
    maker.withdraw(made.handle)
    assert await postman.go_round() == 1
    assert receiving.box.receive(on_its_way.id, on_its_way.body) == 409
    assert receiving.records() == []


async def test_nothing_is_sent_after_its_time_or_to_who_is_no_receiver_any_more(
    maker: HandoffMaker, postman: Postman, outbox: Outbox, receiving: Receiving, clock: Clock
) -> None:
    make(maker, receiving)
    async with httpx.AsyncClient(trust_env=False) as client:
        assert await Postman(outbox, dict, client).go_round() == 0
    clock.now += 7 * DAY
    assert await postman.go_round() == 0
    assert receiving.calls == []


class Full:
    """An outbox that cannot write."""

    def put(self, parcel: Parcel) -> None:
        raise HandoffStoreUnavailable

    def of(self, mark: CodeMark) -> list[Parcel]:
        raise HandoffStoreUnavailable

    def claim(self, most: int, lease: float) -> list[Parcel]:
        raise HandoffStoreUnavailable

    def delivered(self, parcel_id: ParcelId) -> None:
        raise HandoffStoreUnavailable

    def later(self, parcel_id: ParcelId, seconds: float) -> None:
        raise HandoffStoreUnavailable

    def drop_untried(self, parcel_id: ParcelId) -> bool:
        raise HandoffStoreUnavailable


def test_an_outbox_that_fails_costs_neither_the_code_nor_its_opening(
    store: HandoffStore, clock: Clock, receiving: Receiving
) -> None:
    made = make(HandoffMaker(store, safe(), BOOK, clock, outbox=Full()), receiving)
    desk = HandoffDesk(store, safe(), BOOK, clock, Full())
    assert desk.redeem(made.words, [DEMO]).lines == SUMMARY.texts
    with pytest.raises(HandoffNotFound):
        desk.redeem(made.words, [DEMO])


async def test_the_file_of_the_store_keeps_nothing_of_what_was_delivered(
    tmp_path: Path, receiving: Receiving, clock: Clock
) -> None:
    file = tmp_path / "koder.db"
    url = f"sqlite:///{file}"
    outbox = open_outbox(url, clock)
    maker = HandoffMaker(open_store(url, clock), safe(), BOOK, clock, outbox=outbox)
    make(maker, receiving)
    async with httpx.AsyncClient(trust_env=False) as client:
        await Postman(outbox, lambda: {NAME: receiving.url}, client).go_round()
    ((_, body),) = receiving.calls
    kept = b"".join(each.read_bytes() for each in tmp_path.glob("koder.db*"))
    assert body[100:130] not in kept
    for text in SUMMARY.texts:
        assert text.encode() not in kept


@pytest.mark.parametrize("body", [b"", b"x", b"{}", b"\0" * 5000])
def test_the_example_receiver_takes_nothing_that_was_not_sealed_for_it(receiving: Receiving, body: bytes) -> None:
    assert receiving.box.receive("a" * 64, body) == 400
    assert receiving.box.receive("../" + "a" * 61, body) == 400
    assert receiving.box.receive("a" * 64 + "-slettet", body) == 400
    sealed = modtager.SealedBox(receiving.key.public_key).encrypt(body)
    assert receiving.box.receive("a" * 64, sealed) == 400
    assert receiving.records() == []
