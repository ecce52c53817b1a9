"""The municipality's own sign-in against a real provider (npm oidc-provider), walked through as a browser does."""

import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest

from bot.settings import ROOT
from bot.supervisor import free_port
from tests.conftest import StaffBrowser, StaffSide, start_staff

FOLDER = ROOT / "tests" / "staff" / "udbyder"
ROLES = {"socialfaglige": "indloes:demo", "redaktion": ["indhold", "manuskripter"]}


@pytest.fixture(scope="module", params=["token", "userinfo"])
def provided(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StaffSide]:
    """A staff process that a provider of our own vouches to; it tells the groups in the token, or when asked."""
    assert (FOLDER / "node_modules").is_dir(), "the provider is not installed; `make test` does it, or npm ci there"
    folder = tmp_path_factory.mktemp("provided")
    port, staff_port = free_port(), free_port()
    return_url = f"http://127.0.0.1:{staff_port}/log-ind/kommune/retur"
    with (folder / "provider").open("wb") as sink:
        provider = subprocess.Popen(
            [shutil.which("node") or "node", "udbyder.js", str(port), return_url, request.param],
            cwd=FOLDER,
            stdout=sink,
            stderr=sink,
        )
    wait_for(f"http://127.0.0.1:{port}/.well-known/openid-configuration", folder / "provider")
    running = start_staff(
        folder,
        FOERSTEKONTAKT_STAFF_PORT=str(staff_port),
        FOERSTEKONTAKT_STAFF_OIDC_ISSUER=f"http://127.0.0.1:{port}",
        FOERSTEKONTAKT_STAFF_OIDC_CLIENT_ID="foerstekontakt",
        FOERSTEKONTAKT_STAFF_OIDC_CLIENT_SECRET="a-secret-of-the-tests-and-of-nothing-else",
        FOERSTEKONTAKT_STAFF_OIDC_ROLES=json.dumps(ROLES),
    )
    yield running
    running.stop()
    provider.terminate()
    provider.wait(10)


def wait_for(url: str, printed: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            if httpx.get(url, trust_env=False).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    pytest.fail(printed.read_text())


def to_provider(browser: StaffBrowser) -> str:
    """Leave for the provider as the button does; give its address."""
    page = browser.submit("/log-ind/kommune", "/log-ind")
    assert page.status_code == 200
    return page.text.split('<a href="')[-1].split('"')[0].replace("&amp;", "&")


def through_provider(url: str, login: str) -> str:
    """Sign in with the provider and agree, following its own pages; give the address it sends the browser back to."""
    with httpx.Client(trust_env=False) as there:
        answer = there.get(url)
        for _ in range(12):
            if answer.is_redirect:
                url = urljoin(str(answer.url), answer.headers["location"])
                if "/log-ind/kommune/retur" in url:
                    return url
                answer = there.get(url)
            else:
                action = re.search(r'action="([^"]+)"', answer.text)
                prompt = re.search(r'name="prompt" value="(\w+)"', answer.text)
                assert action, answer.text
                assert prompt, answer.text
                fields = {"prompt": prompt[1], "login": login, "password": "x"}
                answer = there.post(urljoin(str(answer.url), action[1]), data=fields)
    raise AssertionError("the provider never sent the browser back")


def test_who_is_in_a_group_of_ours_is_let_in_with_its_roles(provided: StaffSide) -> None:
    browser = provided.browser()
    back = through_provider(to_provider(browser), "ada")
    answer = browser.get(back, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 200
    assert 'content="0;url=/"' in answer.text, "a redirect would leave a strict cookie out"
    page = browser.get("/din-adgang").text
    assert "ada af kommunen" in page
    assert "gennem kommunens login" in page
    for title in ("Modtag en kode", "Indhold", "Manuskripter"):
        assert title in page


def test_one_group_gives_its_role_alone(provided: StaffSide) -> None:
    browser = provided.browser()
    browser.get(through_provider(to_provider(browser), "inger"))
    page = browser.get("/").text
    assert "Modtag en kode" in page
    assert "Manuskripter" not in page


@pytest.mark.parametrize("login", ["bo", "gerda"])
def test_who_is_in_no_group_of_ours_is_not(provided: StaffSide, login: str) -> None:
    browser = provided.browser()
    answer = browser.get(through_provider(to_provider(browser), login))
    assert answer.status_code == 403
    assert "ikke i en gruppe" in answer.text
    assert browser.get("/").status_code == 303


def test_a_way_back_is_of_use_once_and_to_one_browser(provided: StaffSide) -> None:
    browser, thief = provided.browser(), provided.browser()
    to_provider(thief)  # has begun a way of its own
    back = through_provider(to_provider(browser), "inger")
    stolen = thief.get(back)
    assert stolen.status_code == 400
    assert "ikke færdigt" in stolen.text
    assert browser.get(back).status_code == 200
    assert browser.get(back).status_code == 400


def test_a_code_that_the_provider_does_not_know_lets_nobody_in(provided: StaffSide) -> None:
    browser = provided.browser()
    back = re.sub(r"code=[^&]+", "code=gaettet", through_provider(to_provider(browser), "inger"))
    assert browser.get(back).status_code == 400
    assert browser.get("/").status_code == 303


def test_who_turns_back_at_the_provider_may_begin_again(provided: StaffSide) -> None:
    browser = provided.browser()
    to_provider(browser)
    answer = browser.get("/log-ind/kommune/retur?error=access_denied&state=x")
    assert answer.status_code == 400
    assert "Log ind med kommunen" in answer.text


def test_a_provider_that_is_away_is_said_plainly(tmp_path: Path) -> None:
    running = start_staff(
        tmp_path,
        FOERSTEKONTAKT_STAFF_OIDC_ISSUER=f"http://127.0.0.1:{free_port()}",
        FOERSTEKONTAKT_STAFF_OIDC_CLIENT_ID="foerstekontakt",
        FOERSTEKONTAKT_STAFF_OIDC_CLIENT_SECRET="x",
        FOERSTEKONTAKT_STAFF_OIDC_ROLES=json.dumps(ROLES),
    )
    try:
        answer = running.browser().submit("/log-ind/kommune", "/log-ind")
        assert answer.status_code == 503
        assert "svarer ikke lige nu" in answer.text
    finally:
        running.stop()
