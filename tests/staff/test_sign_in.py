"""Signing in and out of a running staff process, with accounts made by the commands."""

import subprocess
from pathlib import Path

import httpx
import pytest

from tests.commands.test_commands import bot
from tests.conftest import PASSWORD, StaffSide, add_staff, start_staff

WRONG = "Navn og adgangskode passer ikke sammen"


def test_a_wrong_name_and_a_wrong_password_are_answered_alike(staff_side: StaffSide) -> None:
    browser = staff_side.browser()
    answers = [
        browser.sign_in(name, password) for name, password in (("asger", "x"), ("nobody", PASSWORD), ("asger", ""))
    ]
    for answer in answers:
        assert answer.status_code == 401
        assert WRONG in answer.text
        assert "<title>Fejl: " in answer.text
        assert "personale=" not in str(answer.headers)
    bodies = {answer.text.replace('value="nobody"', 'value="asger"') for answer in answers}
    assert len(bodies) == 1


def test_a_name_with_capitals_and_spaces_signs_in(staff_side: StaffSide) -> None:
    assert staff_side.browser().sign_in("  Ada ", PASSWORD).status_code == 303


def test_each_sign_in_has_an_id_of_its_own_and_ends_the_one_before(staff_side: StaffSide) -> None:
    browser = staff_side.browser()
    browser.sign_in("ada", PASSWORD)
    first = browser.cookies["personale"]
    answer = browser.post(
        "/log-ind", data={"navn": "ada", "adgangskode": PASSWORD, "csrf": browser.secret("/din-adgang")}
    )
    assert answer.status_code == 303
    assert browser.cookies["personale"] != first
    old = staff_side.browser()
    old.cookies["personale"] = first
    assert old.get("/").status_code == 303


def test_signing_out_ends_this_session_only(staff_side: StaffSide) -> None:
    here, there = staff_side.browser(), staff_side.browser()
    for browser in (here, there):
        browser.sign_in("ada", PASSWORD)
    kept = here.cookies["personale"]
    answer = here.submit("/log-ud")
    assert answer.headers["location"] == "/log-ind"
    assert "personale" not in here.cookies
    here.cookies["personale"] = kept
    assert here.get("/").status_code == 303, "the id must be of no use afterwards"
    assert there.get("/").status_code == 200


def test_signing_out_everywhere_ends_all_of_them_and_nobody_else_s(staff_side: StaffSide) -> None:
    here, there, another = (staff_side.browser() for _ in range(3))
    here.sign_in("ada", PASSWORD)
    there.sign_in("ada", PASSWORD)
    another.sign_in("inger", PASSWORD)
    here.submit("/log-ud/alle-steder", "/din-adgang")
    assert [browser.get("/").status_code for browser in (here, there, another)] == [303, 303, 200]


def test_your_access_says_what_you_may_and_how_long(staff_side: StaffSide) -> None:
    browser = staff_side.browser()
    browser.sign_in("asger", PASSWORD)
    page = browser.get("/din-adgang").text
    assert "Du er logget ind som asger" in page
    assert "Indhold" in page
    assert "Modtag en kode" not in page
    assert "30 minutter" in page
    assert "8 timer" in page


def test_wrong_too_often_from_here_waits(staff_side: StaffSide) -> None:
    browser = staff_side.browser()
    answers = [browser.sign_in("birgit", "x") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]
    assert int(answers[-1].headers["Retry-After"]) >= 1
    assert "Vent" in answers[-1].text
    assert browser.sign_in("ada", PASSWORD).status_code == 303, "another name is not held back"


def test_a_restart_signs_everybody_out(tmp_path: Path) -> None:
    add_staff(tmp_path / "state", "inger", "indloes:demo")
    first = start_staff(tmp_path)
    browser = first.browser()
    browser.sign_in("inger", PASSWORD)
    assert browser.get("/").status_code == 200
    kept = browser.cookies["personale"]
    first.stop()
    second = start_staff(tmp_path, FOERSTEKONTAKT_STAFF_PORT=first.url.rsplit(":", 1)[1])
    try:
        browser = second.browser()
        browser.cookies["personale"] = kept
        assert browser.get("/").headers["location"] == "/log-ind"
        assert browser.sign_in("inger", PASSWORD).status_code == 303
    finally:
        second.stop()


@pytest.mark.parametrize(("command", "line"), [("remove", ""), ("password", "blå cykel drikker langsomt te")])
def test_removing_somebody_or_their_password_signs_them_out_at_once(tmp_path: Path, command: str, line: str) -> None:
    add_staff(tmp_path / "state", "inger", "indloes:demo")
    running = start_staff(tmp_path)
    try:
        browser = running.browser()
        browser.sign_in("inger", PASSWORD)
        done = bot("staff", command, "inger", lines=line, FOERSTEKONTAKT_STATE_FOLDER=str(running.state))
        assert done.returncode == 0, done.stderr
        assert browser.get("/").status_code == 303
        if line:
            assert browser.sign_in("inger", PASSWORD).status_code == 401
            assert browser.sign_in("inger", line).status_code == 303
    finally:
        running.stop()


def test_without_any_sign_in_the_page_says_how_the_first_is_made(tmp_path: Path) -> None:
    running = start_staff(tmp_path)
    try:
        page = httpx.get(f"{running.url}/log-ind", trust_env=False).text
        assert "bot staff add" in page
        assert "adgangskode" not in page
    finally:
        running.stop()


def test_by_https_the_cookies_are_bound_to_the_host(tmp_path: Path) -> None:
    add_staff(tmp_path / "state", "inger", "indloes:demo")
    running = start_staff(tmp_path, FOERSTEKONTAKT_STAFF_URL="https://personale.example.dk")
    try:
        browser = running.browser()  # stands for the proxy that ends https
        browser.headers["Host"] = "personale.example.dk"
        page = browser.get("/log-ind")
        door = page.headers["set-cookie"].split(";")[0]
        fields = {"csrf": page.text.split('name="csrf" value="')[1].split('"')[0], "navn": "inger"}
        answer = browser.post("/log-ind", data=fields | {"adgangskode": PASSWORD}, headers={"Cookie": door})
        session = next(each for each in answer.headers.get_list("set-cookie") if "personale=" in each)
        assert session.startswith("__Host-personale=")
        assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"} <= set(session.split("; "))
        assert "Domain" not in session
        assert door.startswith("__Host-doer=")
    finally:
        running.stop()


def test_a_password_is_on_no_command_line(tmp_path: Path) -> None:
    refused = bot(
        "staff", "add", "inger", PASSWORD, "--rolle", "indloes:demo", FOERSTEKONTAKT_STATE_FOLDER=str(tmp_path)
    )
    assert refused.returncode == 2
    assert isinstance(refused, subprocess.CompletedProcess)
