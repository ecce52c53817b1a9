"""A citizen on a phone and a caseworker at a desk, each in a browser: the code from the chat to the lines and never again."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.conftest import PASSWORD, Assistant, add_staff
from tests.page.conftest import open_page
from tests.page.doing import tap, write

DESK = {"width": 1280, "height": 900}
REFUSED = "Koden åbner ikke noget her."


@pytest.fixture
def citizen(page: Page, assistant: Assistant) -> Page:
    """Give the chat on the page of a municipality."""
    open_page(page, f"{assistant.url}/?kommune=demo")
    return page


@pytest.fixture(scope="module")
def karin(assistant: Assistant) -> str:
    """Give the name of somebody who opens the municipality's codes."""
    add_staff(assistant.output.parent / "state", "karin", "indloes:demo")
    return "karin"


@pytest.fixture
def caseworker(browser: Browser, assistant: Assistant, karin: str) -> Iterator[Page]:
    """Give the caseworker's browser, signed in and at the field for a code."""
    context = browser.new_context(viewport=DESK, locale="da-DK")  # type: ignore[arg-type]
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto(assistant.staff_url)
    page.get_by_label("Navn").fill(karin)
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind").click()
    page.get_by_role("link", name="Modtag en kode").click()
    yield page
    context.close()


def tick(page: Page, *titles: str) -> None:
    """Tick several and send them."""
    for title in titles:
        page.get_by_role("checkbox", name=title).check()
    tap(page, "Send svar")


def said(page: Page, text: str) -> None:
    """Wait until the chat has said so."""
    page.locator("#log").get_by_text(text).last.wait_for(timeout=20_000)


def card(page: Page) -> Locator:
    return page.get_by_role("group", name="Din kode").last


def words_of(page: Page) -> list[str]:
    card(page).wait_for(timeout=20_000)
    return card(page).get_by_role("list", name="Koden i ord").get_by_role("listitem").all_inner_texts()


def redeem(page: Page, typed: str) -> None:
    page.get_by_label("Koden: fem ord eller 18 tal").fill(typed)
    page.get_by_role("button", name="Åbn koden").click()


def with_slips(words: list[str]) -> str:
    """Give the words as somebody says them over a bad line: two of them have a letter wrong."""
    first, second, *rest = words
    return " ".join([first + "x", second[:-1], *rest])


def test_from_the_talk_to_the_lines_once(citizen: Page, caseworker: Page) -> None:
    write(citizen, "jeg vil gerne have en kode")
    tap(citizen, "Demokommunen (opdigtet)")
    tap(citizen, "Det handler om mig selv")
    tick(citizen, "En at tale med", "Et sikkert sted at være")
    tap(citizen, "Så hurtigt som muligt")
    said(citizen, "Er det i orden, at jeg laver koden?")
    tap(citizen, "Fjern noget først")
    tick(citizen, "Hvem det handler om")
    tap(citizen, "Ja, giv mig koden")
    words = words_of(citizen)

    redeem(caseworker, with_slips(words))
    lines = caseworker.locator("ul.lines li")
    expect(lines).to_have_text(
        [
            "Jeg vil gerne have: et sikkert sted at være, en at tale med.",
            "Jeg vil gerne tale med nogen så hurtigt som muligt.",
        ]
    )
    caseworker.get_by_role("link", name="Færdig").click()
    caseworker.go_back()
    expect(caseworker.get_by_text("Jeg vil gerne have")).to_have_count(0)
    caseworker.goto(caseworker.url)
    redeem(caseworker, " ".join(words))
    expect(caseworker.get_by_role("alert")).to_contain_text(REFUSED)

    tap(citizen, "Slet koden")
    said(citizen, "Koden er enten brugt eller udløbet")


def test_a_code_taken_back_opens_nothing(citizen: Page, caseworker: Page) -> None:
    write(citizen, "jeg vil gerne have en kode")
    tap(citizen, "Demokommunen (opdigtet)")
    for _ in range(3):
        tap(citizen, "Spring over")
    tap(citizen, "Ja, giv mig koden")
    words = words_of(citizen)
    tap(citizen, "Slet koden")
    said(citizen, "Koden er slettet.")
    redeem(caseworker, "-".join(words))
    expect(caseworker.get_by_role("alert")).to_contain_text(REFUSED)
