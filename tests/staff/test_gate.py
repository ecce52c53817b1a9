"""What a request to the staff process must pass, tried against a running one."""

import pytest

from bot.http.headers import HEADERS
from tests.conftest import PASSWORD, StaffBrowser, StaffSide


@pytest.fixture
def inger(staff_side: StaffSide) -> StaffBrowser:
    browser = staff_side.browser()
    assert browser.sign_in("inger", PASSWORD).status_code == 303
    return browser


@pytest.fixture
def asger(staff_side: StaffSide) -> StaffBrowser:
    browser = staff_side.browser()
    assert browser.sign_in("asger", PASSWORD).status_code == 303
    return browser


def test_who_is_not_signed_in_is_shown_the_way_in_and_nothing_else(staff_side: StaffSide) -> None:
    browser = staff_side.browser()
    for path in ("/", "/din-adgang", "/proeve"):
        answer = browser.get(path)
        assert (answer.status_code, answer.headers["location"], answer.text) == (303, "/log-ind", "")
    assert browser.post("/proeve", data={"csrf": browser.secret()}).status_code == 401
    assert browser.post("/api/v1/proeve", json={}).status_code == 401
    assert "ikke logget ind" in browser.post("/api/v1/proeve", json={}).json()["detail"]


def test_the_start_shows_what_the_role_may_and_whether_the_assistant_answers(
    inger: StaffBrowser, asger: StaffBrowser
) -> None:
    hers, his = inger.get("/").text, asger.get("/").text
    assert 'href="/proeve"' in hers
    assert "Indhold" not in hers
    assert "Indhold" in his
    assert "/proeve" not in his
    assert "Assistenten er ved at starte eller svarer ikke" in hers


def test_another_s_part_is_closed_on_the_page_and_in_the_api(inger: StaffBrowser, asger: StaffBrowser) -> None:
    assert inger.get("/proeve").status_code == 200
    page = asger.get("/proeve")
    assert page.status_code == 403
    assert "ikke adgang" in page.text
    secret = asger.secret("/")
    refused = asger.post("/api/v1/proeve", json={}, headers={"X-CSRF-Token": secret})
    assert refused.status_code == 403
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["detail"] == "Det har du ikke adgang til. Se under Din adgang, hvad du kan."


def test_a_form_needs_the_secret_of_its_session(inger: StaffBrowser, staff_side: StaffSide) -> None:
    secret = inger.secret("/")
    another = staff_side.browser()
    another.sign_in("inger", PASSWORD)
    for wrong in ({}, {"csrf": ""}, {"csrf": "x"}, {"csrf": another.secret("/")}, {"csrf": "æ" * 43}):
        refused = inger.post("/proeve", data=wrong)
        assert refused.status_code == 403, wrong
        assert "Prøv igen" in refused.text
    assert inger.post("/proeve", data={"csrf": secret}).text == "taget"
    assert inger.post("/api/v1/proeve", json={"a": 1}, headers={"X-CSRF-Token": secret}).json() == {"taken": {"a": 1}}


def test_signing_in_needs_a_secret_that_fits_the_door(staff_side: StaffSide) -> None:
    browser, another = staff_side.browser(), staff_side.browser()
    fields = {"navn": "inger", "adgangskode": PASSWORD}
    assert browser.post("/log-ind", data=fields).status_code == 403
    assert browser.post("/log-ind", data=fields | {"csrf": another.secret()}).status_code == 403
    assert browser.post("/log-ind", data=fields | {"csrf": browser.secret()}).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://elsewhere.example"},
        {"Sec-Fetch-Site": "", "Origin": "null"},
        {"Sec-Fetch-Site": "", "Origin": "https://elsewhere.example"},
    ],
)
def test_a_form_from_elsewhere_is_refused_also_with_its_secret(inger: StaffBrowser, headers: dict[str, str]) -> None:
    refused = inger.post("/proeve", data={"csrf": inger.secret("/")}, headers=headers)
    assert refused.status_code == 403
    assert "egen side" in refused.text


def test_an_older_browser_that_says_only_origin_is_believed(inger: StaffBrowser, staff_side: StaffSide) -> None:
    secret = inger.secret("/")
    del inger.headers["Sec-Fetch-Site"]
    assert inger.post("/proeve", data={"csrf": secret}).status_code == 403
    assert inger.post("/proeve", data={"csrf": secret}, headers={"Origin": staff_side.url}).text == "taget"


def test_another_name_for_this_machine_is_not_answered(inger: StaffBrowser) -> None:
    answer = inger.get("/", headers={"Host": "rebound.example"})
    assert answer.status_code == 421
    assert "inger" not in answer.text


def test_every_answer_has_the_headers_of_the_public_side(inger: StaffBrowser, staff_side: StaffSide) -> None:
    answers = [inger.get(path) for path in ("/", "/proeve", "/ukendt", "/log-ind", "/static/page.css", "/health/live")]
    answers += [
        inger.get("/proeve/fejl"),
        inger.put("/", headers={"X-CSRF-Token": inger.secret("/")}),
        inger.post("/proeve"),
        staff_side.browser().get("/log-ind"),
    ]
    for answer in answers:
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert [answer.status_code for answer in answers] == [200, 200, 404, 303, 200, 200, 500, 405, 403, 200]


def test_a_fault_tells_nothing(inger: StaffBrowser, staff_side: StaffSide) -> None:
    answer = inger.get("/proeve/fejl")
    assert answer.status_code == 500
    assert "RuntimeError" not in answer.text
    assert "Unforeseen: RuntimeError" in staff_side.printed()


def test_the_session_s_cookie_is_unreadable_for_scripts_and_other_sites(staff_side: StaffSide) -> None:
    given = staff_side.browser().sign_in("ada", PASSWORD).headers.get_list("set-cookie")
    session = next(each for each in given if each.startswith("personale="))
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(session.split("; "))
    assert len(session.split(";")[0].removeprefix("personale=")) >= 43  # 256 bits


def test_a_body_too_big_is_one_line(inger: StaffBrowser) -> None:
    secret = inger.secret("/")
    refused = inger.post("/proeve", content=b"x" * 1_000_000, headers={"X-CSRF-Token": secret})
    assert refused.status_code == 413
    assert "for langt" in refused.text
