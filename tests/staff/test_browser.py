"""Signing in with a real browser, by keyboard alone and without scripts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import PASSWORD, StaffSide
from tests.page.conftest import browser, playwright  # noqa: F401  (fixtures)


@pytest.fixture
def page(browser: Browser, staff_side: StaffSide) -> Iterator[Page]:  # noqa: F811
    context = browser.new_context(locale="da-DK", java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(staff_side.url)
    yield page
    context.close()


def focused(page: Page) -> str:
    return page.locator(":focus").inner_text()


def test_in_and_out_by_keyboard_without_scripts(page: Page, staff_side: StaffSide) -> None:
    expect(page).to_have_title("Log ind – Førstekontakt for medarbejdere")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Gå til indholdet")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Navn")).to_be_focused()
    page.keyboard.type("inger")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Adgangskode")).to_be_focused()
    page.keyboard.type("forkert kode")
    page.keyboard.press("Enter")

    expect(page).to_have_title("Fejl: Log ind – Førstekontakt for medarbejdere")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Navn")).to_have_value("inger")
    expect(page.get_by_label("Adgangskode")).to_have_value("")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the line of the fault leads to the field
    expect(page.get_by_label("Navn")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Start")
    expect(page.get_by_role("link", name="Modtag en kode")).to_have_count(1)
    page.get_by_role("link", name="Din adgang").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Din adgang")
    page.get_by_role("button", name="Log ud", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log ind")
    page.go_back()
    expect(page.get_by_text("Du er logget ind som")).to_have_count(0)


def test_pages_are_built_for_those_who_hear_them(page: Page, staff_side: StaffSide) -> None:
    page.get_by_label("Navn").fill("ada")
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind").click()
    for path in ("/", "/din-adgang", "/ukendt"):
        page.goto(staff_side.url + path)
        assert page.locator("html").get_attribute("lang") == "da"
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        expect(page.get_by_role("main")).to_have_count(1)
        if path != "/ukendt":
            expect(page.get_by_role("navigation", name="Menu")).to_have_count(1)
        for button in page.get_by_role("button").all():
            assert button.bounding_box()["height"] >= 44  # type: ignore[index]
        narrow = page.locator("body").bounding_box()
        assert narrow
        assert narrow["width"] <= 390
