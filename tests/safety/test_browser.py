"""What the page leaves in a real browser, and whom it asks for anything: nothing, and nobody."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from tests.conftest import Assistant
from tests.page.conftest import PHONE, QUIET, ordinary_page
from tests.safety.traces import files_with

MARK = "kvistehassel"  # a word that nothing else here writes
KEPT = """async () => ({
    cookies: document.cookie,
    local: Object.entries(localStorage),
    session: Object.entries(sessionStorage),
    databases: (await indexedDB.databases()).map((each) => each.name),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    state: history.state,
    address: location.pathname + location.search + location.hash,
})"""
NOTHING = {
    "cookies": "",
    "local": [],
    "session": [],
    "databases": [],
    "caches": [],
    "workers": 0,
    "state": None,
    "address": "/",
}


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """The folder in which the browser keeps what it keeps, as on a person's own telephone."""
    return tmp_path / "profile"


@pytest.fixture
def context(profile: Path) -> Iterator[BrowserContext]:
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            str(profile),
            executable_path=shutil.which("chromium"),
            args=QUIET,
            viewport=PHONE,  # type: ignore[arg-type]
            locale="da-DK",
        )
        context.route("https://www.dmi.dk/**", ordinary_page)
        yield context
        context.close()


def talk_in(page: Page, assistant: Assistant) -> None:
    page.goto(assistant.url)
    for text in (f"hej {MARK}", f"han tjekker min telefon {MARK}"):
        page.get_by_role("textbox").fill(text)
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("textbox")).to_be_enabled()
    page.get_by_role("textbox").fill(f"ikke sendt endnu {MARK}")


def test_the_browser_keeps_nothing(context: BrowserContext, profile: Path, assistant: Assistant) -> None:
    started = time.time()
    page = context.pages[0]
    talk_in(page, assistant)
    assert page.evaluate(KEPT) == NOTHING
    assert context.cookies() == []
    page.get_by_role("link", name="Væk fra siden").or_(page.get_by_role("button", name="Væk fra siden")).first.click()
    page.wait_for_url("https://www.dmi.dk/**")
    page.go_back()
    assert MARK not in page.content()
    context.close()
    assert files_with(["dmi.dk"], started, profile)  # the search finds what the browser does keep
    assert files_with([MARK], started, profile) == []


def test_a_browser_that_is_only_closed_keeps_nothing_either(
    context: BrowserContext, profile: Path, assistant: Assistant
) -> None:
    started = time.time()
    talk_in(context.pages[0], assistant)
    context.close()
    assert files_with([MARK], started, profile) == []


def test_nobody_else_is_asked_for_anything(context: BrowserContext, assistant: Assistant) -> None:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    talk_in(context.pages[0], assistant)
    context.pages[0].goto(f"{assistant.url}/hvad-gemmer-vi")
    assert asked
    assert [url for url in asked if not url.startswith(f"{assistant.url}/")] == []
    assert [url for url in asked if MARK in url] == []
