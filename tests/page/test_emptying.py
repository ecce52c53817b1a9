"""What is left on the screen and in the browser when a person has gone, or only looked away."""

import random
import shutil
import string
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.conftest import Assistant
from tests.page.conftest import QUIET, open_page, ordinary_page
from tests.page.doing import API, answers_with, is_forgotten, message, tokens_of, write

MINUTE = 60_000
SECRET = "hemmeligt kendeord"


@pytest.fixture
def timed(context: BrowserContext, assistant: Assistant) -> Page:
    """A talk on a page whose clock the test turns."""
    page = context.new_page()
    page.clock.install()
    open_page(page, assistant.url)
    answers_with(page, message())
    write(page, SECRET)
    expect(page.locator(".bubble").last).to_have_text("Et svar.")
    return page


def is_emptied(page: Page) -> bool:
    return SECRET not in page.content() and not page.locator(".own").count()


def test_ten_quiet_minutes_empty_the_page_and_tell_the_server(timed: Page) -> None:
    told = tokens_of(timed)
    timed.clock.run_for(10 * MINUTE)
    expect(timed.locator("#log")).to_contain_text("Der har været stille længe")
    assert is_emptied(timed)
    expect(timed.get_by_role("button", name="Det handler om mig")).to_be_visible()
    assert told == ["t" * 43]


def test_a_minute_before_it_says_so_quietly(timed: Page) -> None:
    timed.clock.run_for(8 * MINUTE)
    expect(timed.locator("#quiet")).to_be_hidden()
    timed.clock.run_for(MINUTE + 20_000)
    expect(timed.locator("#quiet")).to_be_visible()
    assert int(timed.locator(".seconds").inner_text()) <= 41
    expect(timed.locator(":focus")).not_to_have_text("Bliv her")


def test_the_countdown_can_be_stopped(timed: Page) -> None:
    timed.clock.run_for(9 * MINUTE + 30_000)
    timed.get_by_role("button", name="Bliv her").click()
    expect(timed.locator("#quiet")).to_be_hidden()
    timed.clock.run_for(8 * MINUTE)
    assert not is_emptied(timed)


@pytest.mark.parametrize("act", [lambda page: page.keyboard.press("Tab"), lambda page: page.mouse.click(5, 400)])
def test_doing_anything_begins_the_time_again(timed: Page, act: Callable[[Page], None]) -> None:
    timed.clock.run_for(9 * MINUTE)
    act(timed)
    timed.clock.run_for(9 * MINUTE)
    assert not is_emptied(timed)


def test_an_opening_that_nobody_answered_just_stays(context: BrowserContext, assistant: Assistant) -> None:
    page = context.new_page()
    page.clock.install()
    open_page(page, assistant.url)
    page.clock.run_for(30 * MINUTE)
    expect(page.locator("#log .notice")).to_have_count(0)
    expect(page.locator("#quiet")).to_be_hidden()


def out_of_sight(page: Page, hidden: bool) -> None:
    page.evaluate(
        """(hidden) => {
          Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


def test_five_minutes_out_of_sight_empty_the_page(timed: Page) -> None:
    out_of_sight(timed, True)
    timed.clock.run_for(5 * MINUTE + 1_000)
    assert is_emptied(timed)
    out_of_sight(timed, False)
    expect(timed.locator("#log")).to_contain_text("ude af syne")


def test_a_browser_that_slept_empties_the_page_before_it_is_seen(timed: Page) -> None:
    out_of_sight(timed, True)
    timed.clock.set_system_time(4_102_444_800_000)  # no timer has run meanwhile
    out_of_sight(timed, False)
    assert is_emptied(timed)


def test_a_short_look_at_another_tab_keeps_the_talk(timed: Page) -> None:
    out_of_sight(timed, True)
    timed.clock.run_for(4 * MINUTE)
    out_of_sight(timed, False)
    assert not is_emptied(timed)


def test_words_not_sent_are_emptied_too(context: BrowserContext, assistant: Assistant) -> None:
    page = context.new_page()
    page.clock.install()
    open_page(page, assistant.url)
    page.get_by_label("Skriv her").fill(SECRET)
    page.clock.run_for(11 * MINUTE)
    expect(page.get_by_label("Skriv her")).to_have_value("")


def test_going_elsewhere_ends_the_talk_and_back_shows_the_opening(page: Page, assistant: Assistant) -> None:
    with page.expect_response(API) as begun:
        write(page, SECRET)
    token = begun.value.json()["token"]
    expect(page.locator(".choices")).to_have_count(1)
    page.goto("https://www.dmi.dk/")
    assert is_forgotten(assistant, token)
    page.go_back()
    assert SECRET not in page.content()
    expect(page.get_by_label("Skriv her")).to_have_value("")


def test_a_page_that_the_browser_kept_for_back_is_empty(page: Page) -> None:
    answers_with(page, message())
    write(page, SECRET)
    expect(page.locator(".bubble").last).to_have_text("Et svar.")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    assert is_emptied(page)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    assert is_emptied(page)


def test_reloading_shows_the_opening(page: Page) -> None:
    write(page, SECRET)
    page.get_by_label("Skriv her").fill(SECRET)
    page.reload()
    assert SECRET not in page.content()
    expect(page.get_by_label("Skriv her")).to_have_value("")


def test_printing_prints_nothing(page: Page) -> None:
    write(page, SECRET)
    page.emulate_media(media="print")
    assert page.locator("body").evaluate("(it) => getComputedStyle(it).display") == "none"


def test_nothing_is_kept_in_the_browser(page: Page, context: BrowserContext) -> None:
    write(page, "hvad er et tilhold")
    expect(page.locator(".choices")).to_have_count(1)
    assert context.cookies() == []
    kept = "Object.keys(localStorage).length + Object.keys(sessionStorage).length + history.length"
    assert page.evaluate(kept) <= 2  # the history of a new tab: its blank page and this one
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    assert page.evaluate("caches.keys().then((all) => all.length)") == 0
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0


@pytest.mark.parametrize("ends", ["by the exit", "at once"])
def test_the_browser_s_own_folder_holds_no_word_of_it(
    playwright: Playwright, tmp_path: Path, assistant: Assistant, ends: str
) -> None:
    """What a reopened tab is made of, form history and cache: all of it lies in the profile's folder."""
    mark = "".join(random.choices(string.ascii_lowercase, k=20))
    context = playwright.chromium.launch_persistent_context(
        tmp_path, executable_path=shutil.which("chromium"), args=QUIET, locale="da-DK"
    )
    page = context.new_page()
    open_page(page, assistant.url)
    write(page, f"hej {mark}")
    expect(page.locator(".choices")).to_have_count(1)
    page.get_by_label("Skriv her").fill(f"mere {mark}")
    if ends == "by the exit":
        page.context.route("https://www.dmi.dk/**", ordinary_page)
        page.get_by_role("link", name="Væk fra siden").click()
        page.wait_for_url("https://www.dmi.dk/**")
    context.close()
    in_utf_16 = ".".join(mark)
    searched = subprocess.run(
        ["grep", "-rlaE", f"{mark}|{in_utf_16}", tmp_path], capture_output=True, text=True, check=False
    )
    assert searched.returncode == 1, searched.stdout
