"""The chat page as a person meets it."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.conftest import Assistant


def write(page: Page, text: str) -> None:
    page.get_by_label("Skriv her").fill(text)
    page.get_by_role("button", name="Send").click()


def test_a_conversation_by_writing_and_by_tapping(page: Page) -> None:
    page.get_by_role("button", name="Det handler om mig").click()
    expect(page.locator(".bubble.own")).to_have_text("Det handler om mig")
    expect(page.locator(".choices")).to_have_count(1)
    write(page, "hvad er et tilhold")
    expect(page.locator("#log")).to_contain_text(re.compile("tilhold.*tilhold", re.DOTALL | re.IGNORECASE))


def test_enter_sends_and_shift_enter_breaks_the_line(page: Page) -> None:
    box = page.get_by_label("Skriv her")
    box.fill("hvad er")
    box.press("Shift+Enter")
    box.type("et tilhold")
    expect(page.locator(".bubble.own")).to_have_count(0)
    box.press("Enter")
    expect(page.locator(".bubble.own")).to_have_text("hvad er\net tilhold")


def test_danger_shows_the_number_to_tap(page: Page) -> None:
    write(page, "han er på vej op ad trappen")
    urgent = page.locator(".bubble.urgent")
    expect(urgent).to_have_count(1)
    expect(urgent.get_by_role("link").first).to_have_attribute("href", "tel:112")


def test_the_numbers_stand_in_the_page_itself(page: Page) -> None:
    header = page.locator("header")
    expect(header.get_by_role("link", name="Ring 112")).to_have_attribute("href", "tel:112")
    expect(header.get_by_role("link", name="Ring 1888")).to_have_attribute("href", "tel:1888")


def test_what_is_taken_out_is_told(page: Page) -> None:
    write(page, "ring til mig på 26 13 99 88")
    expect(page.locator(".bubble.notice")).to_contain_text("Jeg tog noget ud af din besked")


def test_text_is_shown_as_text(page: Page) -> None:
    write(page, "<img src=x onerror=alert(1)>")
    expect(page.locator(".bubble.own")).to_have_text("<img src=x onerror=alert(1)>")
    expect(page.locator("#log img")).to_have_count(0)


@pytest.mark.parametrize("way", ["click", "shift", "words"])
def test_leaving_shows_an_ordinary_page_and_back_shows_nothing(page: Page, assistant: Assistant, way: str) -> None:
    write(page, "hvad er et tilhold")
    expect(page.locator(".choices")).to_have_count(1)
    if way == "click":
        page.get_by_role("link", name="Væk fra siden").click()
    elif way == "shift":
        for _ in range(3):
            page.keyboard.press("Shift")
    else:
        write(page, "han kommer nu luk siden")
    page.wait_for_url("https://www.dmi.dk/**")
    page.go_back()
    assert "tilhold" not in page.content()


def test_leaving_ends_the_conversation_on_the_server(page: Page, assistant: Assistant) -> None:
    with page.expect_response("**/api/v1/conversation") as begun:
        write(page, "hvad er et tilhold")
    token = begun.value.json()["token"]
    expect(page.locator(".choices")).to_have_count(1)
    page.get_by_role("link", name="Væk fra siden").click()
    page.wait_for_url("https://www.dmi.dk/**")
    client = assistant.client()
    answer = client.post(
        "/api/v1/conversation/messages", json={"text": "hej"}, headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 401


def test_nothing_is_kept_in_the_browser(page: Page, context: BrowserContext) -> None:
    write(page, "hvad er et tilhold")
    expect(page.locator(".choices")).to_have_count(1)
    assert context.cookies() == []
    kept = "Object.keys(localStorage).length + Object.keys(sessionStorage).length + history.length"
    assert page.evaluate(kept) <= 2  # the history of a new tab: its blank page and this one
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    assert page.evaluate("caches.keys().then((all) => all.length)") == 0


def test_nothing_is_fetched_from_elsewhere(context: BrowserContext, assistant: Assistant) -> None:
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(assistant.url)
    write(page, "hej")
    expect(page.locator(".bubble.own")).to_have_count(1)
    assert asked
    assert all(url.startswith(assistant.url) for url in asked)


def test_a_server_that_cannot_be_reached_loses_no_words(page: Page, context: BrowserContext) -> None:
    context.set_offline(True)
    write(page, "hvad er et tilhold")
    expect(page.locator(".bubble.notice")).to_contain_text("kan ikke nås")
    expect(page.get_by_label("Skriv her")).to_have_value("hvad er et tilhold")
    context.set_offline(False)
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".choices")).to_have_count(1)


def test_without_scripts_the_page_is_a_form(assistant: Assistant, context: BrowserContext) -> None:
    browser = context.browser
    assert browser
    plain = browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(assistant.url)
    page.get_by_role("button", name="Det handler om mig").click()
    expect(page.locator(".choices button").first).to_be_visible()
    page.locator(".choices button").first.click()
    expect(page.locator(".bubble").first).to_be_visible()
    write(page, "han er på vej op ad trappen")
    expect(page.locator(".bubble.urgent").get_by_role("link").first).to_have_attribute("href", "tel:112")
    assert "token" not in page.url
    plain.close()


def to_the_scenes(page: Page) -> None:
    for title in (
        "Det handler om mig",
        "Hjælp mig med at finde ud af det",
        "Ja, det er fint",
        "Ja, det er trygt",
        "Min eks",
    ):
        page.get_by_role("button", name=title, exact=True).click()


def test_a_question_that_takes_several_has_boxes_and_one_send_button(page: Page) -> None:
    to_the_scenes(page)
    expect(page.get_by_role("checkbox")).to_have_count(12)
    page.get_by_label("Mine ting bliver ødelagt").check()
    page.get_by_label("En anden styrer mine penge").check()
    page.get_by_role("button", name="Send svar").click()
    expect(page.locator(".bubble.own").last).to_have_text("Mine ting bliver ødelagt\nEn anden styrer mine penge")
    expect(page.get_by_role("button", name="Det sker stadig")).to_be_visible()
    expect(page.get_by_role("checkbox")).to_have_count(0)


def test_sending_no_box_asks_nothing_of_the_server(page: Page) -> None:
    to_the_scenes(page)
    page.get_by_role("button", name="Send svar").click()
    expect(page.get_by_role("checkbox")).to_have_count(12)


def test_several_choices_without_scripts(assistant: Assistant, context: BrowserContext) -> None:
    browser = context.browser
    assert browser
    plain = browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(assistant.url)
    to_the_scenes(page)
    page.get_by_label("Mine ting bliver ødelagt").check()
    page.get_by_label("En anden styrer mine penge").check()
    page.get_by_role("button", name="Send svar").click()
    expect(page.get_by_role("button", name="Det sker stadig")).to_be_visible()
    plain.close()


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_nothing_sticks_out_at_any_width(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
