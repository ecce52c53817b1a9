"""Whatever is typed for a code, on the page and in the call: one clear Danish line, and nothing of what lies in the store."""

import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from httpx import Response
from pydantic import SecretStr

from bot.handoff.addressee import municipality
from bot.handoff.code import CodeBook, HandoffCode
from bot.handoff.key import kept_key
from bot.handoff.sealed import Safe
from bot.handoff.service import HandoffMaker, HandoffNotFound, Made
from bot.handoff.stores import open_store
from bot.handoff.summary import Known, Receiver, Vocabulary
from bot.settings import ROOT
from bot.staff.accounts import Accounts
from bot.staff.passwords import Passwords
from bot.staff.redeeming import ALL_CODES_A_MINUTE, CODES_A_MINUTE, TOO_OFTEN
from bot.staff.roles import Grant, Role
from tests.conftest import PASSWORD, StaffBrowser, StaffSide, start_staff

BOOK = CodeBook.load()
SUMMARY = Vocabulary.load(ROOT / "data" / "viden").summary(Known(who="mig", when="nu", children="ja"))
NAMES = (f"medarbejder{number}" for number in count())
UNKNOWN = HandoffCode(2**49 + 12345)


class Office:
    """A staff process with a store that codes can be made in, and people who are made as they are needed."""

    def __init__(self, folder: Path) -> None:
        self.state = folder / "state"
        self.accounts = Accounts(self.state / "personale.db")
        self.password = Passwords(PasswordHasher(time_cost=1, memory_cost=64)).hash(SecretStr(PASSWORD))
        store = open_store(f"sqlite:///{self.state / 'overlevering.db'}", time.time)
        self.maker = HandoffMaker(store, Safe(kept_key(self.state)), BOOK, time.time)
        self.side: StaffSide = start_staff(folder)

    def make(self, slug: str = "demo") -> Made:
        return self.maker.make(SUMMARY, Receiver.KOMMUNE, municipality(slug))

    def somebody(self) -> StaffBrowser:
        """Sign in somebody new: each may try ten codes a minute."""
        name = next(NAMES)
        self.accounts.add(name, frozenset({Grant(Role.INDLOES, "demo")}), self.password)
        browser = self.side.browser()
        assert browser.sign_in(name, PASSWORD).status_code == 303
        return browser


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Give the office; its process ends with the tests."""
    opened = Office(tmp_path_factory.mktemp("office"))
    yield opened
    opened.side.stop()


def call(browser: StaffBrowser, typed: str) -> Response:
    secret = {"X-CSRF-Token": browser.secret("/kode")}
    return browser.post("/api/v1/handoffs/redeem", json={"code": typed}, headers=secret)


WRONG_WORDS = "-".join(reversed(BOOK.words(UNKNOWN).split("-")))  # all of the list, in an order that fits no check
NOT_OUR_WORDS = "han slog mig igen nu"


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("", "Koden er fem ord. Her står 0."),
        (WRONG_WORDS, "Koden passer ikke helt."),
        (NOT_OUR_WORDS, "er ikke på listen. Se det efter, og prøv igen."),
        (BOOK.words(UNKNOWN).rsplit("-", 1)[0], "Koden er fem ord. Her står 4."),
        (BOOK.words(UNKNOWN) + " tak", "Koden er fem ord. Her står 6."),
        ("010190-1234", "Koden er 18 tal. Her står 10."),
        ("1234 5678 9012 3456", "Koden er 18 tal. Her står 16."),
        ("1234 5678 9012 3456 78", "Koden passer ikke helt."),
        ("'; DROP TABLE handoffs; --", "Skriv kun kodens ord eller tal, ikke andre tegn."),
        ("<script>alert(1)</script>", "Skriv kun kodens ord eller tal, ikke andre tegn."),
        ("💛 💛 💛 💛 💛", "Skriv kun kodens ord eller tal, ikke andre tegn."),
        ("\u202etraktor\0", "Skriv kun kodens ord eller tal, ikke andre tegn."),
        ("x" * 10_240, "Det er for langt til at være en kode. Koden er fem ord eller 18 tal."),
        (BOOK.words(UNKNOWN), str(HandoffNotFound())),
    ],
    ids=lambda value: value[:12] or "nothing",
)
def test_what_is_typed_wrong_gets_a_line_on_the_page_and_in_the_call(office: Office, typed: str, line: str) -> None:
    live = office.make()
    browser = office.somebody()
    answer = call(browser, typed)
    page = browser.submit("/kode", "/kode", kode=typed)
    assert answer.status_code == page.status_code == (404 if "åbner ikke" in line else 400)
    detail = answer.json()["detail"]
    assert line in detail
    alert = page.text.split('role="alert">')[1].split("</p>")[0]
    assert alert == detail
    for text in (answer.text, page.text):
        assert live.words not in text
        assert live.digits not in text
        assert not [shown for shown in SUMMARY.texts if shown in text]
        assert "<script>" not in text
        assert "Traceback" not in text
    assert office.maker.withdraw(live.handle), "nothing was used up"


def test_unknown_used_withdrawn_and_another_s_are_the_same_page_and_the_same_answer(office: Office) -> None:
    used, withdrawn, another_s = office.make(), office.make(), office.make("odense")
    call(office.somebody(), used.words)
    office.maker.withdraw(withdrawn.handle)
    codes = (BOOK.words(UNKNOWN), used.words, withdrawn.words, another_s.words)
    browser = office.somebody()
    answers = [call(browser, code) for code in codes]
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}
    assert len({str(sorted(set(answer.headers) - {"date"})) for answer in answers}) == 1
    pages = [browser.submit("/kode", "/kode", kode=code).text.replace(code, "") for code in codes]
    assert len(set(pages)) == 1


def test_a_session_that_is_over_opens_nothing_and_says_so(office: Office) -> None:
    made = office.make()
    browser = office.somebody()
    secret = browser.secret("/kode")
    kept = browser.cookies["personale"]
    browser.submit("/log-ud")
    browser.cookies["personale"] = kept  # a form that stood open on another tab
    page = browser.post("/kode", data={"kode": made.words, "csrf": secret})
    answer = browser.post("/api/v1/handoffs/redeem", json={"code": made.words}, headers={"X-CSRF-Token": secret})
    assert page.status_code == answer.status_code == 401
    assert "Du er ikke logget ind længere. Log ind, og prøv igen." in page.text
    assert "Du er ikke logget ind længere" in answer.json()["detail"]
    assert made.words not in page.text
    assert call(office.somebody(), made.words).status_code == 200, "the code is not used up"


def test_many_sign_ins_together_try_no_more_than_a_few(office: Office) -> None:
    """Runs last: it uses up everybody's tries of this minute."""
    tries = 0
    while tries < 3 * ALL_CODES_A_MINUTE:  # a new minute may begin once
        browser = office.somebody()
        secret = {"X-CSRF-Token": browser.secret("/kode")}
        for _ in range(CODES_A_MINUTE):
            answer = browser.post("/api/v1/handoffs/redeem", json={"code": "hej"}, headers=secret)
            tries += 1
            if answer.status_code == 429:
                assert answer.json()["detail"] == TOO_OFTEN
                assert answer.headers["Retry-After"] == "60"
                return
    pytest.fail("nobody was slowed")
