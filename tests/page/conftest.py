"""A real Chromium, Debian's."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route, sync_playwright

from bot.settings import ROOT
from tests.conftest import Assistant, start_assistant

PHONE = {"width": 390, "height": 844}
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def assistant(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant that pages of this machine may hold inside them, as a municipality's site does."""
    folder = tmp_path_factory.mktemp("assistant")
    running = start_assistant(folder, FOERSTEKONTAKT_FRAME_ANCESTORS="http://127.0.0.1:*")
    running.wait_until_ready()
    yield running
    running.stop()


@pytest.fixture(scope="module")  # no longer: Playwright's loop would be in the way of asynchronous tests
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
    yield browser
    browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, locale="da-DK")  # type: ignore[arg-type]
    context.set_default_timeout(10_000)
    # The ordinary page that the exit leads to lies outside this machine.
    context.route("https://www.dmi.dk/**", ordinary_page)
    yield context
    context.close()


def ordinary_page(route: Route) -> None:
    route.fulfill(
        body="<!doctype html><title>Vejret</title><p>Sol og lidt vind.", content_type="text/html; charset=utf-8"
    )


def open_page(page: Page, url: str) -> None:
    """Open the chat and wait until its scripts are there."""
    page.goto(url)
    page.locator("html[data-ready]").wait_for(state="attached")


@pytest.fixture
def page(context: BrowserContext, assistant: Assistant) -> Page:
    page = context.new_page()
    open_page(page, assistant.url)
    return page


@pytest.fixture
def plain(browser: Browser, assistant: Assistant) -> Iterator[Page]:
    """The page in a browser that runs no scripts."""
    context = browser.new_context(viewport=PHONE, locale="da-DK", java_script_enabled=False)  # type: ignore[arg-type]
    context.route("https://www.dmi.dk/**", ordinary_page)
    page = context.new_page()
    page.goto(assistant.url)
    yield page
    context.close()


@pytest.fixture(scope="session")
def axe() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
