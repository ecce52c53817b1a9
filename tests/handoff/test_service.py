"""A code from its making to its end, over each kind of store."""

import json
import multiprocessing
import random
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest

from bot.handoff import addressee
from bot.handoff.code import HandoffCodeMistyped, HandoffCodeUnreadable
from bot.handoff.sealed import Lookup
from bot.handoff.service import (
    CONTENT_BYTES,
    DENMARK,
    HandoffBroken,
    HandoffDesk,
    HandoffMaker,
    HandoffNotFound,
    Made,
)
from bot.handoff.stores import HandoffStore, HandoffStoreUnavailable, Kept, open_store
from bot.handoff.summary import Known, Receiver, Summary, Vocabulary
from bot.reflection.state import FORMS
from bot.settings import ROOT
from tests.handoff.parts import DAY, NOW, Clock, book, safe

TRIES = 500
VOCABULARY = Vocabulary.load(ROOT / "data" / "viden")
DEMO, ANOTHER = addressee.municipality("demo"), addressee.municipality("andetsted")
SUMMARY = VOCABULARY.summary(Known(who="mig", when="nu", children="ja"))
BOOK = book()


@pytest.fixture
def maker(store: HandoffStore, clock: Clock) -> HandoffMaker:
    return HandoffMaker(store, safe(), BOOK, clock)


@pytest.fixture
def desk(store: HandoffStore, clock: Clock) -> HandoffDesk:
    return HandoffDesk(store, safe(), BOOK, clock)


@pytest.fixture
def made(maker: HandoffMaker) -> Made:
    return maker.make(SUMMARY, Receiver.KOMMUNE, DEMO)


def opens_nothing(desk: HandoffDesk, typed: str) -> None:
    with pytest.raises(HandoffNotFound) as fault:
        desk.redeem(typed, [DEMO])
    assert str(fault.value) == str(HandoffNotFound())


@pytest.mark.parametrize("how", ["words", "digits"])
def test_a_code_gives_what_the_person_saw_and_gives_it_once(maker: HandoffMaker, desk: HandoffDesk, how: str) -> None:
    made = maker.make(SUMMARY, Receiver.HOTLINE, DEMO)
    handoff = desk.redeem(getattr(made, how), [DEMO])
    assert handoff.receiver is Receiver.HOTLINE
    assert handoff.lines == SUMMARY.texts
    assert handoff.made == date(2026, 11, 18)
    assert handoff.expires == made.expires
    opens_nothing(desk, made.words)
    opens_nothing(desk, made.digits)


def test_a_line_that_was_removed_is_not_handed_over(maker: HandoffMaker, desk: HandoffDesk) -> None:
    made = maker.make(SUMMARY.without(["boern"]), Receiver.KOMMUNE, DEMO)
    assert desk.redeem(made.words, [DEMO]).lines == ("Det handler om mig selv.", "Det sker stadig.")


def test_another_code_opens_nothing_and_harms_nothing(made: Made, desk: HandoffDesk) -> None:
    opens_nothing(desk, BOOK.words(BOOK.draw()))
    assert desk.redeem(made.words, [DEMO])


def test_a_code_for_another_municipality_is_like_no_code_and_is_not_used_up(
    watched: "WatchedStore", clock: Clock
) -> None:
    maker, desk = HandoffMaker(watched, safe(), BOOK, clock), HandoffDesk(watched, safe(), BOOK, clock)
    made = maker.make(SUMMARY, Receiver.KOMMUNE, DEMO)
    place = watched.kept[0].lookup
    watched.told.clear()
    for others in ([ANOTHER], [addressee.HOTLINE], [ANOTHER, addressee.HOTLINE], []):
        with pytest.raises(HandoffNotFound):
            desk.redeem(made.words, others)
    assert place not in watched.told, "its place is not even known"
    assert desk.redeem(made.words, [ANOTHER, DEMO]).lines == SUMMARY.texts


def test_a_code_for_the_person_alone_opens_for_whoever_is_shown_it(maker: HandoffMaker, desk: HandoffDesk) -> None:
    for whoever in ([DEMO], [addressee.HOTLINE], []):
        made = maker.make(SUMMARY, Receiver.SELV, addressee.SELF)
        assert desk.redeem(made.words, whoever).receiver is Receiver.SELV
        opens_nothing(desk, made.words)


def test_a_record_moved_to_another_municipality_does_not_open(watched: "WatchedStore", clock: Clock) -> None:
    made = HandoffMaker(watched, safe(), BOOK, clock).make(SUMMARY, Receiver.KOMMUNE, DEMO)
    (kept,) = watched.kept
    there = safe().latches(BOOK.read(made.words).key, [ANOTHER])[0].lookup
    watched.put(Kept(there, kept.sealed, kept.expires))
    with pytest.raises(HandoffBroken):
        HandoffDesk(watched, safe(), BOOK, clock).redeem(made.words, [ANOTHER])


def test_a_code_is_withdrawn_by_its_handle(made: Made, maker: HandoffMaker, desk: HandoffDesk) -> None:
    assert maker.withdraw(made.handle)
    assert not maker.withdraw(made.handle)
    opens_nothing(desk, made.words)


def test_who_withdraws_learns_that_the_code_was_opened(made: Made, maker: HandoffMaker, desk: HandoffDesk) -> None:
    desk.redeem(made.words, [DEMO])
    assert not maker.withdraw(made.handle)


def test_a_handle_withdraws_its_own_code_alone(made: Made, maker: HandoffMaker, desk: HandoffDesk) -> None:
    other = maker.make(SUMMARY, Receiver.KOMMUNE, DEMO)
    maker.withdraw(other.handle)
    assert desk.redeem(made.words, [DEMO])


def test_a_handle_opens_nothing(made: Made, desk: HandoffDesk) -> None:
    with pytest.raises(HandoffCodeUnreadable):
        desk.redeem(made.handle, [DEMO])


def test_a_code_lives_for_seven_days_at_most_and_not_an_hour_less(made: Made, desk: HandoffDesk, clock: Clock) -> None:
    lives = made.expires - datetime.fromtimestamp(NOW, DENMARK)
    assert timedelta(days=7, hours=-1) < lives <= timedelta(days=7)
    assert (made.expires.minute, made.expires.second) == (0, 0)
    clock.now = made.expires.timestamp() - 1
    assert desk.redeem(made.words, [DEMO])


@pytest.mark.parametrize("swept", [False, True])
def test_a_code_that_is_over_opens_nothing(made: Made, desk: HandoffDesk, clock: Clock, swept: bool) -> None:
    clock.now = made.expires.timestamp()
    if swept:
        desk.sweep()
    opens_nothing(desk, made.words)


@pytest.mark.parametrize("days", [0, 15, -1])
def test_no_code_can_be_made_to_live_longer_than_fourteen_days(store: HandoffStore, clock: Clock, days: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 14 days"):
        HandoffMaker(store, safe(), BOOK, clock, days)


def test_two_that_redeem_at_once_get_one_record(maker: HandoffMaker, desk: HandoffDesk) -> None:
    def redeemed(words: str) -> bool:
        try:
            return bool(desk.redeem(words, [DEMO]))
        except HandoffNotFound:
            return False

    with ThreadPoolExecutor(8) as threads:
        for _ in range(10):
            words = maker.make(SUMMARY, Receiver.KOMMUNE, DEMO).words
            assert sum(threads.map(redeemed, [words] * 8)) == 1


def _redeem(url: str, words: str, results) -> None:  # type: ignore[no-untyped-def]
    desk = HandoffDesk(open_store(url, Clock()), safe(), BOOK, Clock())
    results.put(desk.redeem(words, [DEMO]).lines)


def test_a_code_made_in_one_process_is_redeemed_in_another(made: Made, url: str) -> None:
    spawn = multiprocessing.get_context("spawn")
    results = spawn.Queue()
    staff = spawn.Process(target=_redeem, args=(url, made.words, results))
    staff.start()
    assert results.get(timeout=30) == SUMMARY.texts
    staff.join(timeout=10)


@pytest.mark.parametrize(
    "typed", ["", "fire ord er få", "💛" * 5, "a" * 10_240, "'; DROP TABLE handoffs; --", "badasol " * 6]
)
def test_what_is_no_code_gets_a_danish_line_that_quotes_nothing(made: Made, desk: HandoffDesk, typed: str) -> None:
    with pytest.raises(HandoffCodeUnreadable) as fault:
        desk.redeem(typed, [DEMO])
    assert len(str(fault.value)) < 100
    assert not typed or typed not in str(fault.value)
    assert desk.redeem(made.words, [DEMO])


def test_a_slip_is_met_with_the_code_that_was_meant(made: Made, desk: HandoffDesk) -> None:
    typed = made.digits[:2] + ("1" if made.digits[2] == "0" else "0") + made.digits[3:]
    with pytest.raises(HandoffCodeMistyped, match="Mente du") as slip:
        desk.redeem(typed, [DEMO])
    assert made.digits in slip.value.nearly
    assert desk.redeem(made.digits, [DEMO])


class WatchedStore:
    """A store that remembers all it was ever told."""

    def __init__(self, inner: HandoffStore) -> None:
        self.inner = inner
        self.told: list[bytes] = []
        self.kept: list[Kept] = []

    def put(self, kept: Kept) -> None:
        self.kept.append(kept)
        self.told += [kept.lookup, kept.sealed]
        self.inner.put(kept)

    def take(self, lookup: Lookup) -> bytes | None:
        self.told.append(lookup)
        return self.inner.take(lookup)

    def remove(self, lookup: Lookup) -> bool:
        self.told.append(lookup)
        return self.inner.remove(lookup)

    def sweep(self) -> int:
        return self.inner.sweep()


@pytest.fixture
def watched(store: HandoffStore) -> WatchedStore:
    return WatchedStore(store)


def test_the_store_is_never_told_the_code_or_a_line(watched: WatchedStore, clock: Clock) -> None:
    maker = HandoffMaker(watched, safe(), BOOK, clock)
    desk = HandoffDesk(watched, safe(), BOOK, clock)
    made = maker.make(SUMMARY, Receiver.KOMMUNE, DEMO)
    desk.redeem(made.words, [DEMO])
    maker.withdraw(maker.make(SUMMARY, Receiver.KOMMUNE, DEMO).handle)
    told = b"\0".join(watched.told)
    code = BOOK.read(made.words)
    traces = [*made.words.split("-"), made.digits, made.digits.replace(" ", ""), *SUMMARY.texts, "kommune", "lines"]
    assert not [trace for trace in traces if trace.encode() in told or json.dumps(trace).strip('"').encode() in told]
    assert code.key not in told
    assert str(code.secret).encode() not in told


def test_every_record_has_the_same_size(watched: WatchedStore, clock: Clock) -> None:
    """Else a thief sees how much was removed."""
    maker = HandoffMaker(watched, safe(), BOOK, clock)
    wishes = frozenset(["sted", "tale", "gruppe", "praktisk", "forstaa"])
    longest = VOCABULARY.summary(Known("mig", frozenset(FORMS), "nylig", "nej", wishes, "dage"))
    for summary in (Summary(()), SUMMARY, longest):
        maker.make(summary, Receiver.KOMMUNE, DEMO)
    assert len({len(kept.sealed) for kept in watched.kept}) == 1
    assert len(watched.kept[0].sealed) > CONTENT_BYTES


def test_who_writes_to_the_store_cannot_make_a_code_live_longer(watched: WatchedStore, clock: Clock) -> None:
    made = HandoffMaker(watched, safe(), BOOK, clock).make(SUMMARY, Receiver.KOMMUNE, DEMO)
    (kept,) = watched.kept
    watched.remove(kept.lookup)
    watched.put(Kept(kept.lookup, kept.sealed, kept.expires + 365 * DAY))
    clock.now = made.expires.timestamp()
    opens_nothing(HandoffDesk(watched, safe(), BOOK, clock), made.words)


def test_a_record_that_was_changed_is_told_apart_and_is_gone(watched: WatchedStore, clock: Clock) -> None:
    made = HandoffMaker(watched, safe(), BOOK, clock).make(SUMMARY, Receiver.KOMMUNE, DEMO)
    desk = HandoffDesk(watched, safe(), BOOK, clock)
    (kept,) = watched.kept
    watched.remove(kept.lookup)
    watched.put(Kept(kept.lookup, kept.sealed[:-1] + bytes([kept.sealed[-1] ^ 1]), kept.expires))
    with pytest.raises(HandoffBroken):
        desk.redeem(made.words, [DEMO])
    opens_nothing(desk, made.words)


def test_no_code_is_given_when_the_record_is_not_kept(clock: Clock) -> None:
    store = open_store("redis://127.0.0.1:1/0", clock)
    with pytest.raises(HandoffStoreUnavailable):
        HandoffMaker(store, safe(), BOOK, clock).make(SUMMARY, Receiver.KOMMUNE, DEMO)


def test_what_is_made_says_nothing_of_the_code_in_a_log(made: Made) -> None:
    assert not [word for word in made.words.split("-") if word in repr(made)]
    assert made.digits[:4] not in repr(made)
    assert made.handle not in repr(made)


def seconds_of(desk: HandoffDesk, typed: str) -> float:
    started = time.perf_counter()
    with pytest.raises(HandoffNotFound):
        desk.redeem(typed, [DEMO])
    return time.perf_counter() - started


def likelier_longer(ours: list[float], theirs: list[float]) -> float:
    """Give how often one of ours is longer than one of theirs: 0.5 when the two cannot be told apart."""
    return statistics.fmean(one > other for one in ours for other in theirs)


def test_the_five_ways_of_not_being_there_take_the_same_time(store: HandoffStore, clock: Clock) -> None:
    """With an Argon2id ten thousand times cheaper than the one in use, so that any difference would stand out."""
    maker, desk = HandoffMaker(store, safe(), BOOK, clock), HandoffDesk(store, safe(), BOOK, clock)
    tries = [("unknown", BOOK.words(BOOK.draw())) for _ in range(TRIES)]
    for _ in range(TRIES):
        used, withdrawn = (maker.make(SUMMARY, Receiver.KOMMUNE, DEMO) for _ in range(2))
        desk.redeem(used.words, [DEMO])
        maker.withdraw(withdrawn.handle)
        another_s = maker.make(SUMMARY, Receiver.KOMMUNE, ANOTHER)
        tries += [("used", used.words), ("withdrawn", withdrawn.words), ("another's", another_s.words)]
    tries += [("expired", words) for words in made_to_expire(store, clock)]
    random.Random(9).shuffle(tries)  # else what went before decides: a warm cache, a grown log
    took: dict[str, list[float]] = {}
    for way, typed in tries:
        took.setdefault(way, []).append(seconds_of(desk, typed))
    for way in ("used", "withdrawn", "another's", "expired"):
        assert 0.4 < likelier_longer(took[way], took["unknown"]) < 0.6, way


def made_to_expire(store: HandoffStore, clock: Clock) -> list[str]:
    """Give codes whose records still lie in the file, or that Redis' own clock has just ended."""
    earlier = HandoffMaker(store, safe(), BOOK, Clock(NOW - 7 * DAY))
    clock.now = earlier.make(SUMMARY, Receiver.KOMMUNE, DEMO).expires.timestamp() - 0.001
    words = [earlier.make(SUMMARY, Receiver.KOMMUNE, DEMO).words for _ in range(TRIES)]
    clock.now = NOW
    return words
