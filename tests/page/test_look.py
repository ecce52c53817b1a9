"""How the page looks, how much it weighs, and what it is built of."""

import gzip
import json
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from bot.settings import ROOT
from tests.conftest import Assistant

MOST_BYTES = 60_000
FAST_3G = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
PAINTED = """new Promise((tell) => new PerformanceObserver((seen) => {
  const first = seen.getEntries().find(({ name }) => name === "first-contentful-paint");
  if (first) tell(first.startTime);
}).observe({ type: "paint", buffered: true }))"""


def test_page_scripts_and_styles_are_small(page: Page, assistant: Assistant) -> None:
    loaded: list[str] = page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
    weighed = [url for url in [f"{assistant.url}/", *loaded] if not url.endswith(".woff2")]
    assert sum(len(gzip.compress(httpx.get(url).content)) for url in weighed) < MOST_BYTES


def test_fonts_and_icons_are_our_own(page: Page, assistant: Assistant) -> None:
    page.evaluate("document.fonts.ready")
    assert page.evaluate("[...document.fonts].filter(({ status }) => status === 'loaded').map(({ family }) => family)")
    loaded: list[str] = page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
    assert all(url.startswith(assistant.url) for url in loaded)


def test_the_opening_is_there_on_a_slow_telephone_with_a_slow_net(
    browser: Browser, assistant: Assistant, record_property: Callable[[str, object], None]
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    slow = context.new_cdp_session(page)
    slow.send("Network.enable")
    slow.send("Network.emulateNetworkConditions", FAST_3G)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(assistant.url, wait_until="commit")
    expect(page.get_by_role("button", name="Det handler om mig")).to_be_visible()
    record_property("first_contentful_paint_ms", page.evaluate(PAINTED))
    needed = page.evaluate(
        "performance.getEntriesByType('resource').filter((it) => it.renderBlockingStatus === 'blocking').length"
    )
    assert needed <= 2, "what the first answer waits for: two style sheets and no script"
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_municipality_sets_name_logo_and_colour(browser: Browser, assistant: Assistant, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{assistant.url}/?kommune=demo")
    expect(page.get_by_text("Demokommunen")).to_be_visible()
    assert page.locator(".head img").evaluate("(it) => it.complete && it.naturalWidth > 0")
    colours = [page.get_by_role("button", name="Send").evaluate("(it) => getComputedStyle(it).backgroundColor")]
    page.goto(assistant.url)
    colours.append(page.get_by_role("button", name="Send").evaluate("(it) => getComputedStyle(it).backgroundColor"))
    assert colours[0] != colours[1]
    context.close()


def test_a_municipality_that_has_not_approved_its_file_shows_its_name_only(page: Page, assistant: Assistant) -> None:
    page.goto(f"{assistant.url}/?kommune=koege")
    expect(page.get_by_text("Køge Kommune")).to_be_visible()
    expect(page.locator(".head img")).to_have_count(0)
    assert httpx.get(f"{assistant.url}/kommune/koege/farver.css").status_code == 404


def test_title_and_icon_say_nothing(page: Page) -> None:
    assert page.title() == "Samtale"
    assert "vold" not in page.locator("header, .head").all_inner_texts().__str__().lower()


def test_nothing_is_inline(page: Page) -> None:
    html = page.content()
    assert "<style" not in html
    assert " style=" not in html
    assert " onclick=" not in html
    assert page.locator("script:not([src])").count() == 0


def test_the_lock_file_names_no_registry() -> None:
    lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(lock)["packages"]
    assert not [name for name, package in packages.items() if "resolved" in package]
    assert all("integrity" in package for name, package in packages.items() if name)
    assert "registry" not in lock + (ROOT / ".npmrc").read_text(encoding="utf-8").replace(
        "omit-lockfile-registry-resolved", ""
    )
