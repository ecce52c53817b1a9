"""Accounts, sign-ins and attempts: what is kept of a password, how long a sign-in holds, and who is slowed down."""

import stat
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from bot.staff.accounts import Account, Accounts, BadAccount, NoSuchAccount, Role
from bot.staff.attempts import A_NAME, AN_ADDRESS, Attempts, TooManyAttempts
from bot.staff.sessions import IDLE_SECONDS, LONGEST_SECONDS, StaffSessions

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "hest lampe skovsti gryde"
REDEEM = frozenset([Role.REDEEM])


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "medarbejdere.db"


@pytest.fixture
def accounts(file: Path) -> Accounts:
    made = Accounts(file, CHEAP)
    made.add("karin", REDEEM, PASSWORD)
    return made


def test_the_right_password_signs_in_with_the_account_s_roles(accounts: Accounts) -> None:
    assert accounts.signed_in("karin", PASSWORD) == Account("karin", REDEEM)


@pytest.mark.parametrize(
    ("name", "password"), [("karin", "noget andet her"), ("ingen", PASSWORD), ("karin", ""), ("", "")]
)
def test_nothing_else_does(accounts: Accounts, name: str, password: str) -> None:
    assert accounts.signed_in(name, password) is None


def test_the_file_holds_no_password_and_belongs_to_its_owner_alone(accounts: Accounts, file: Path) -> None:
    assert PASSWORD.encode() not in file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "password", ["kort", "a" * 20, "karin karin karin", "velkommen2026!", "x" * 300, "Adgangskode123"]
)
def test_a_password_that_is_easy_to_guess_is_refused_and_not_quoted(accounts: Accounts, password: str) -> None:
    with pytest.raises(BadAccount) as refused:
        accounts.set_password("karin", password)
    assert password not in str(refused.value)
    assert accounts.signed_in("karin", PASSWORD)


@pytest.mark.parametrize("name", ["Karin", "k", "", "ka rin", "karin", "k" * 60, "../karin"])
def test_a_name_that_is_malformed_or_taken_is_refused(accounts: Accounts, name: str) -> None:
    with pytest.raises(BadAccount):
        accounts.add(name, REDEEM, PASSWORD)


def test_who_is_removed_is_nobody(accounts: Accounts) -> None:
    accounts.remove("karin")
    assert accounts.find("karin") is None
    with pytest.raises(NoSuchAccount):
        accounts.remove("karin")
    with pytest.raises(NoSuchAccount):
        accounts.set_password("karin", PASSWORD)


def test_a_sign_in_ends_after_half_an_hour_of_nothing(clock: Clock) -> None:
    sessions = StaffSessions(clock)
    mine = sessions.begin(Account("karin", REDEEM))
    clock.now += IDLE_SECONDS
    assert sessions.get(mine)
    clock.now += IDLE_SECONDS + 1
    assert sessions.get(mine) is None


def test_a_sign_in_ends_after_a_day_s_work_also_when_used(clock: Clock) -> None:
    sessions = StaffSessions(clock)
    mine = sessions.begin(Account("karin", REDEEM))
    for _ in range(LONGEST_SECONDS // IDLE_SECONDS):
        clock.now += IDLE_SECONDS
        assert sessions.get(mine)
    clock.now += 1
    assert sessions.get(mine) is None


def test_signing_out_ends_it_and_no_id_comes_twice(clock: Clock) -> None:
    sessions = StaffSessions(clock)
    ids = {sessions.begin(Account("karin", REDEEM)) for _ in range(100)}
    assert len(ids) == 100
    mine = ids.pop()
    sessions.end(mine)
    sessions.end("unknown")
    assert sessions.get(mine) is None
    assert sessions.get(ids.pop())


def test_guessing_from_one_address_is_stopped_and_locks_nobody_else_out(clock: Clock) -> None:
    attempts = Attempts(clock, lambda: b"key")
    for _ in range(A_NAME):
        attempts.failed("1.2.3.4", "karin")
    with pytest.raises(TooManyAttempts):
        attempts.refuse("1.2.3.4", "karin")
    attempts.refuse("5.6.7.8", "karin")  # karin herself, from her office
    attempts.refuse("1.2.3.4", "ole")  # a colleague beside the guesser
    clock.now += 61
    attempts.refuse("1.2.3.4", "karin")


def test_guessing_many_names_from_one_address_is_stopped_too(clock: Clock) -> None:
    attempts = Attempts(clock, lambda: b"key")
    for number in range(AN_ADDRESS):
        attempts.failed("1.2.3.4", f"navn{number}")
    with pytest.raises(TooManyAttempts):
        attempts.refuse("1.2.3.4", "et andet")
