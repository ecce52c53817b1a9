"""A real Chromium, Debian's."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from tests.conftest import Assistant

PHONE = {"width": 390, "height": 844}
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")  # no longer: Playwright's loop would be in the way of asynchronous tests
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, locale="da-DK")  # type: ignore[arg-type]
    # The ordinary page that the exit leads to lies outside this machine.
    context.route("https://www.dmi.dk/**", ordinary_page)
    yield context
    context.close()


def ordinary_page(route: Route) -> None:
    route.fulfill(
        body="<!doctype html><title>Vejret</title><p>Sol og lidt vind.", content_type="text/html; charset=utf-8"
    )


@pytest.fixture
def page(context: BrowserContext, assistant: Assistant) -> Page:
    page = context.new_page()
    page.goto(assistant.url)
    return page
