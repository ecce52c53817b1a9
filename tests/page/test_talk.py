"""The talk as a person meets it: writing, tapping, what cannot be sent."""

import re

from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.conftest import Assistant
from tests.page.conftest import open_page
from tests.page.doing import (
    API,
    CODE,
    SEVERAL,
    SOURCED,
    URGENT,
    answers_with,
    message,
    never_answers,
    tap,
    to_the_scenes,
    write,
)


def test_a_conversation_by_writing_and_by_tapping(page: Page) -> None:
    tap(page, "Det handler om mig")
    expect(page.locator(".bubble.own")).to_have_text("Det handler om mig")
    expect(page.locator(".choices")).to_have_count(1)
    write(page, "hvad er et tilhold")
    expect(page.locator("#log")).to_contain_text(re.compile("tilhold.*tilhold", re.DOTALL | re.IGNORECASE))


def test_enter_sends_and_shift_enter_breaks_the_line(page: Page) -> None:
    box = page.get_by_label("Skriv her")
    box.fill("hvad er")
    box.press("Shift+Enter")
    box.press_sequentially("et tilhold")
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
    expect(page.locator("#log .bubble.notice")).to_contain_text("Jeg tog noget ud af din besked")


def test_text_is_shown_as_text(page: Page) -> None:
    write(page, "<img src=x onerror=alert(1)>")
    expect(page.locator(".bubble.own")).to_have_text("<img src=x onerror=alert(1)>")
    expect(page.locator("#log img")).to_have_count(0)


def test_an_answer_is_shown_as_text_too(page: Page) -> None:
    answers_with(page, message(text="<b>nej</b>\nlinje to"))
    write(page, "hej")
    expect(page.locator(".bubble").last).to_have_text("<b>nej</b>\nlinje to")


def test_nothing_more_is_sent_while_an_answer_is_awaited(page: Page) -> None:
    never_answers(page)
    write(page, "hej")
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    expect(page.locator("#typing")).to_be_visible()
    page.get_by_label("Skriv her").fill("er du der")
    page.get_by_label("Skriv her").press("Enter")
    expect(page.locator(".bubble.own")).to_have_count(1)
    expect(page.get_by_label("Skriv her")).to_have_value("er du der")


def test_a_server_that_cannot_be_reached_loses_no_words(page: Page, context: BrowserContext) -> None:
    context.set_offline(True)
    write(page, "hvad er et tilhold")
    expect(page.locator("#log .bubble.notice")).to_contain_text("kan ikke nås")
    context.set_offline(False)
    tap(page, "Send igen")
    expect(page.locator(".choices")).to_have_count(1)
    expect(page.locator(".bubble.own")).to_have_count(1)
    expect(page.locator(".bubble.own")).to_have_text("hvad er et tilhold")
    expect(page.locator("#log .bubble.notice")).to_have_count(0)


def test_a_refusal_gives_the_numbers_and_a_way_to_try_again(page: Page) -> None:
    answers_with(page, URGENT, status=503, detail="Chatten kan ikke svare lige nu.")
    write(page, "hej")
    expect(page.locator(".urgent").get_by_role("link").first).to_have_attribute("href", "tel:112")
    answers_with(page, message(text="Nu er jeg her."))
    tap(page, "Send igen")
    expect(page.locator(".bubble").last).to_have_text("Nu er jeg her.")
    expect(page.locator(".urgent")).to_have_count(0)


def test_a_forgotten_conversation_is_begun_anew_with_the_same_words(page: Page) -> None:
    answers_with(page, message(buttons=[{"id": "b7", "title": "Ja"}]))
    write(page, "hej")
    expect(page.get_by_role("button", name="Ja", exact=True)).to_be_visible()
    answers_with(page, URGENT, status=401, detail="Samtalen findes ikke mere. Du kan begynde en ny.")
    tap(page, "Ja")
    sent: list[object] = []

    def answer(route: Route) -> None:
        sent.append(route.request.post_data_json)
        route.fulfill(json={"messages": [message()], "removed": []})

    page.route(f"{API}/messages", answer)
    tap(page, "Send igen")
    expect(page.locator(".bubble").last).to_have_text("Et svar.")
    assert sent == [{"text": "Ja"}], "an old button's id means nothing in a new conversation"


def test_what_is_said_before_the_scripts_have_come_goes_on_as_a_chat(
    context: BrowserContext, assistant: Assistant
) -> None:
    page = context.new_page()
    page.route("**/static/*.js", lambda route: route.abort())
    page.goto(assistant.url)
    tap(page, "Det handler om mig")
    expect(page.locator("input[name=token]").first).to_be_attached()
    page.unroute("**/static/*.js")
    with page.expect_navigation():  # the next answer comes with the scripts
        tap(page, "Hjælp mig med at finde ud af det")
    page.locator("html[data-ready]").wait_for(state="attached")
    assert page.locator("input[name=token]").count() == 0
    tap(page, "Ja, det er fint")
    expect(page.locator(".bubble.own")).to_have_text("Ja, det er fint")
    expect(page.get_by_role("button", name="Ja, det er trygt")).to_be_visible()


def test_a_question_that_takes_several_has_boxes_and_one_send_button(page: Page) -> None:
    to_the_scenes(page)
    expect(page.get_by_role("checkbox")).to_have_count(12)
    page.get_by_label("Mine ting bliver ødelagt").check()
    page.get_by_label("En anden styrer mine penge").check()
    tap(page, "Send svar")
    expect(page.locator(".bubble.own").last).to_have_text("Mine ting bliver ødelagt\nEn anden styrer mine penge")
    expect(page.get_by_role("button", name="Det sker stadig")).to_be_visible()
    expect(page.get_by_role("checkbox")).to_have_count(0)


def test_sending_no_box_asks_nothing_of_the_server(page: Page) -> None:
    answers_with(page, SEVERAL)
    write(page, "hej")
    tap(page, "Send svar")
    expect(page.get_by_role("checkbox")).to_have_count(5)


def test_a_source_is_shown_when_asked_for(page: Page) -> None:
    answers_with(page, SOURCED)
    write(page, "hej")
    page.get_by_text("Hvor ved jeg det fra?").click()
    link = page.get_by_role("link", name="Lov om tilhold")
    expect(link).to_have_attribute("rel", "noreferrer")
    expect(page.locator(".sources")).to_contain_text("Set efter 22.11.2026")


def test_a_code_has_large_words_and_small_digits(page: Page) -> None:
    answers_with(page, CODE)
    write(page, "lav en kode")
    card = page.get_by_role("group", name="Din kode")
    expect(card.get_by_role("list", name="Koden i ord").get_by_role("listitem")).to_have_text(
        ["bøg", "havre", "stol", "lampe"]
    )
    expect(card).to_contain_text("Koden som tal: 4, 7, 1, 8, 2, 0, 9, 3")
    expect(card).to_contain_text("Den virker til og med 30.11.2026.")
    size = "(it) => parseFloat(getComputedStyle(it).fontSize)"
    sizes = [card.locator(part).evaluate(size) for part in (".code-words", ".code-digits")]
    assert sizes[0] > 1.5 * sizes[1]


def test_own_words_are_never_handed_to_a_translator_or_a_spelling_service(page: Page) -> None:
    box = page.get_by_label("Skriv her")
    for name, value in {
        "spellcheck": "false",
        "autocomplete": "off",
        "translate": "no",
        "writingsuggestions": "false",
    }.items():
        expect(box).to_have_attribute(name, value)
    answers_with(page, message())
    write(page, "hej")
    expect(page.locator(".bubble.own")).to_have_attribute("translate", "no")


def test_nothing_is_fetched_from_elsewhere(context: BrowserContext, assistant: Assistant) -> None:
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_page(page, f"{assistant.url}/?kommune=demo")
    write(page, "hej")
    expect(page.locator(".bubble.own")).to_have_count(1)
    assert asked
    assert all(url.startswith(assistant.url) for url in asked)
