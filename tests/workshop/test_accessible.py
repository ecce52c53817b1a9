"""The workshop's pages: axe finds nothing, they fit a phone, and everything is done without scripts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from bot.settings import ROOT
from tests.conftest import PASSWORD
from tests.page.conftest import browser, playwright  # noqa: F401  (fixtures)
from tests.workshop.conftest import Place

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "(tags) => axe.run(document, { runOnly: tags }).then(({ violations }) => violations)"
TOO_WIDE = """[...document.querySelectorAll("*")]
  .filter((each) => each.getBoundingClientRect().right > 320).map((each) => each.outerHTML.slice(0, 80))"""
PAGES = (
    "/manuskripter",
    "/manuskripter/fare_paa_trappen",
    "/manuskripter/fare_paa_trappen/ret",
    "/koersel",
    "/snak",
    "/snak/gem",
    "/snak/0/maerke",
    "/snak/0/forslag",
    "/forslag",
    "/indhold",
    "/indhold/kort/krisecenter_hvem",
    "/indhold/kommuner/odense",
)


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, browser: Browser, place: Place) -> Iterator[Page]:  # noqa: F811
    context = browser.new_context(
        color_scheme=request.param, viewport={"width": 320, "height": 640}, locale="da-DK", bypass_csp=True
    )
    page = context.new_page()
    page.goto(f"{place.assistant.staff_url}/log-ind")
    page.get_by_label("Navn").fill("sofie")
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind").click()
    yield page
    context.close()


def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(page: Page, place: Place) -> None:
    at = place.assistant.staff_url
    page.goto(f"{at}/manuskripter/fare_paa_trappen")
    page.get_by_role("button", name="Prøv det").click()
    page.get_by_text("Færdig.").wait_for(timeout=30_000)
    page.goto(f"{at}/snak")
    page.get_by_label("Eller skriv").fill("hvad er et tilhold")
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_text("Hvor sikker").first.wait_for()
    for path in PAGES:
        page.goto(at + path)
        page.evaluate(AXE.read_text())
        found = [f"{each['id']}: {node['target']}" for each in page.evaluate(RUN, TAGS) for node in each["nodes"]]
        assert not found, (path, found)
        wide = page.evaluate(TOO_WIDE)
        assert not wide, (path, wide)
