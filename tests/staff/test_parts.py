"""Passwords, tries and sessions by themselves: with a clock that is moved and with little work."""

import asyncio
import contextlib
import secrets
import statistics
import time
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.staff.accounts import Accounts
from bot.staff.attempts import LONGEST_PAUSE, LONGEST_WAIT, REMEMBERED_SECONDS, Attempts, TooSoon
from bot.staff.passwords import Passwords, WeakPassword, check_new
from bot.staff.roles import Grant, Role
from bot.staff.sessions import IDLE_SECONDS, LONGEST_SECONDS, NotSignedIn, Sessions, Staff
from bot.staff.signing_in import SignIn, WrongNameOrPassword

LITTLE_WORK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
INGER = Staff("inger", frozenset({Grant(Role.INDLOES, "demo")}), "konto:inger", "v")
HERE, THERE = "198.51.100.7", "203.0.113.9"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def attempts(clock: Clock) -> Attempts:
    return Attempts(clock, lambda: secrets.token_bytes(32))


@pytest.fixture
def sessions(clock: Clock) -> Sessions:
    return Sessions(clock, lambda: secrets.token_urlsafe(32))


async def no_sleep(_: float) -> None:
    pass


# Passwords


@pytest.mark.parametrize(
    "weak",
    [
        "",
        "kort",
        "elleve tegn",
        "x" * 201,
        "passwordpassword",
        "123456789012345",
        "qwertyuiopasdf",
        "aaaaaaaaaaaaaaaa",
        "Sommer2026Odense",
        "førstekontakt1",
        "adgangskode123",
        "birgittesen-birgittesen",
        "kommunekommune",
    ],
)
def test_an_obvious_password_is_refused_without_repeating_it(weak: str) -> None:
    with pytest.raises(WeakPassword) as refused:
        check_new("birgittesen", SecretStr(weak))
    assert not weak or weak not in str(refused.value)


@pytest.mark.parametrize("good", ["grøn traktor sover tungt", "Vb7!kkQz0p-rW2", "hegn måge tærte opskrift"])
def test_a_good_password_is_taken(good: str) -> None:
    check_new("inger", SecretStr(good))


def test_the_same_keys_match_however_the_keyboard_writes_them() -> None:
    passwords = Passwords(LITTLE_WORK)
    assert passwords.match(passwords.hash(SecretStr("blåbærgrød i Å")), SecretStr("bla\u030abærgrød i A\u030a"))


@given(st.text(max_size=40), st.text(max_size=40))
def test_only_the_password_itself_matches(one: str, other: str) -> None:
    passwords = Passwords(LITTLE_WORK)
    kept = passwords.hash(SecretStr(one))
    assert one == "" or one not in kept or len(one) < 5
    assert passwords.match(kept, SecretStr(one))
    assert passwords.match(kept, SecretStr(other + "\0")) is False
    assert passwords.match(None, SecretStr(one)) is False


def test_what_is_kept_is_argon2id_of_full_strength() -> None:
    kept = Passwords(PasswordHasher()).hash(SecretStr("x"))
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$"), "RFC 9106, second recommendation, and no less"


# Names that are and names that are not


async def test_an_unknown_name_takes_as_long_as_a_known_one(tmp_path: Path) -> None:
    passwords = Passwords(PasswordHasher(time_cost=2, memory_cost=1024, parallelism=1))
    accounts = Accounts(tmp_path / "p.db")
    accounts.add("inger", INGER.grants, passwords.hash(SecretStr("grøn traktor")))
    taken: dict[str, list[float]] = {"inger": [], "nobody": []}
    for number in range(300):
        for name in taken if number % 2 else reversed(taken):
            clock = Clock()
            sign_in = SignIn(
                accounts, passwords, Attempts(clock, lambda: b"k" * 32), Sessions(clock, lambda: ""), no_sleep
            )
            began = time.perf_counter()
            with pytest.raises(WrongNameOrPassword):
                await sign_in.enter(name, SecretStr("wrong"), HERE)
            taken[name].append(time.perf_counter() - began)
    known, unknown = (sorted(times) for times in taken.values())
    # The chance that a known name takes longer than an unknown one: 0.5 when nothing can be told from the time.
    longer = sum(one > other for one in known[::3] for other in unknown[::3]) / (len(known[::3]) * len(unknown[::3]))
    assert 0.4 < longer < 0.6
    middle = statistics.median(known) / statistics.median(unknown)
    assert 0.85 < middle < 1.18


# Tries


def test_wrong_again_and_again_waits_longer_and_never_over_a_minute(attempts: Attempts, clock: Clock) -> None:
    waits = []
    for _ in range(12):
        attempts.begin("inger", HERE)
        with_wait = 0
        try:
            attempts.begin("inger", HERE)
        except TooSoon as soon:
            with_wait = soon.seconds
        waits.append(with_wait)
        clock.now += LONGEST_WAIT
    assert waits == sorted(waits)
    assert max(waits) <= LONGEST_WAIT + 1


def test_nobody_can_lock_somebody_out_from_elsewhere(attempts: Attempts, clock: Clock) -> None:
    for _ in range(1000):
        clock.now += 0.5
        with contextlib.suppress(TooSoon):
            attempts.begin("inger", THERE)
    assert attempts.begin("inger", HERE) <= LONGEST_PAUSE


def test_asking_again_meanwhile_makes_the_wait_no_longer(attempts: Attempts, clock: Clock) -> None:
    for _ in range(3):
        attempts.begin("inger", HERE)
    for _ in range(50):
        with pytest.raises(TooSoon):
            attempts.begin("inger", HERE)
    clock.now += 2
    attempts.begin("inger", HERE)


def test_many_at_the_same_moment_are_each_counted(attempts: Attempts) -> None:
    let_through = 0
    for _ in range(100):
        try:
            attempts.begin("inger", HERE)
            let_through += 1
        except TooSoon:
            pass
    assert let_through == 3


def test_a_right_password_clears_what_was_mistyped(attempts: Attempts) -> None:
    for _ in range(10):
        attempts.begin("inger", HERE)
        attempts.begin("inger", HERE)
        attempts.was_right("inger", HERE)


def test_guessing_from_everywhere_slows_every_answer_and_stops_none(attempts: Attempts, clock: Clock) -> None:
    pauses = [attempts.begin("inger", f"2001:db8::{number:x}") for number in range(500)]
    assert pauses[0] == 0
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_PAUSE
    clock.now += 601
    assert attempts.begin("inger", HERE) == 0


def test_names_and_addresses_are_remembered_by_neither_and_not_for_long(attempts: Attempts, clock: Clock) -> None:
    attempts.begin("inger", HERE)
    before = set(attempts._pairs)
    assert "inger" not in repr(vars(attempts))
    assert HERE not in repr(vars(attempts))
    clock.now += REMEMBERED_SECONDS
    attempts.begin("inger", HERE)
    assert len(attempts._pairs) == 1
    assert not before & set(attempts._pairs)


async def test_no_more_than_two_passwords_are_compared_at_once(tmp_path: Path, clock: Clock) -> None:
    at_once, most = 0, 0

    class Counting(Passwords):
        def match(self, kept: str | None, password: SecretStr) -> bool:
            nonlocal at_once, most
            at_once += 1
            most = max(most, at_once)
            time.sleep(0.01)
            at_once -= 1
            return False

    sign_in = SignIn(
        Accounts(tmp_path / "p.db"),
        Counting(LITTLE_WORK),
        Attempts(clock, lambda: b"k" * 32),
        Sessions(clock, lambda: ""),
        no_sleep,
    )
    tries = [sign_in.enter("inger", SecretStr("x"), str(number)) for number in range(20)]
    await asyncio.gather(*tries, return_exceptions=True)
    assert most == 2


# Sessions


def test_a_session_ends_after_half_an_hour_of_silence_and_not_before(sessions: Sessions, clock: Clock) -> None:
    session_id = sessions.open(INGER)
    for _ in range(5):
        clock.now += IDLE_SECONDS - 1
        assert sessions.find(session_id).staff == INGER
    clock.now += IDLE_SECONDS
    with pytest.raises(NotSignedIn):
        sessions.find(session_id)
    clock.now -= IDLE_SECONDS
    with pytest.raises(NotSignedIn):
        sessions.find(session_id)


def test_a_session_in_use_ends_after_eight_hours(sessions: Sessions, clock: Clock) -> None:
    session_id = sessions.open(INGER)
    while clock.now < LONGEST_SECONDS - 600:
        sessions.find(session_id)
        clock.now += 600
    clock.now = LONGEST_SECONDS
    with pytest.raises(NotSignedIn):
        sessions.find(session_id)


def test_ids_are_256_bits_and_memory_holds_none(sessions: Sessions) -> None:
    ids = {sessions.open(INGER) for _ in range(50)}
    assert len(ids) == 50
    assert all(len(each) == 43 for each in ids)
    remembered = repr(vars(sessions))
    assert not [each for each in ids if each in remembered]


def test_sessions_that_are_over_are_not_kept(sessions: Sessions, clock: Clock) -> None:
    for _ in range(10):
        sessions.open(INGER)
    clock.now += IDLE_SECONDS
    sessions.open(INGER)
    assert sessions.count_of(INGER) == 1
    assert len(sessions._sessions) == 1
