"""WCAG 2.2 AA: axe in every state, whole conversations by keyboard and by role and name, and what axe cannot see."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.conftest import Assistant
from tests.page.conftest import open_page, ordinary_page
from tests.page.doing import (
    CODE,
    EXIT,
    QUESTION,
    SEVERAL,
    SOURCED,
    URGENT,
    answers_with,
    message,
    never_answers,
    tap,
    write,
)

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "(tags) => axe.run(document, { runOnly: tags }).then(({ violations }) => violations)"
SCREENS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
    "320 px": {"viewport": {"width": 320, "height": 568}},
    "400 % zoom": {"viewport": {"width": 320, "height": 256}},
    "wide": {"viewport": {"width": 1440, "height": 900}},
}
EVERYTHING = [SOURCED, QUESTION, message("notice", "Jeg tog noget ud af din besked."), CODE, URGENT, SEVERAL]


# What happens to have scrolled half under what stays is no fault: test_what_has_focus_… looks at that.
UNSTUCK = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(".bar, .dock, .dock .quiet { position: static !important }");
  document.adoptedStyleSheets = [sheet];
}"""


def faults(page: Page, axe: str) -> list[str]:
    page.evaluate(axe)
    page.evaluate(UNSTUCK)
    return [f"{each['id']}: {node['target']}" for each in page.evaluate(RUN, TAGS) for node in each["nodes"]]


def open_everything(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")


@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS.keys())
def test_axe_finds_nothing_in_any_state(
    browser: Browser, assistant: Assistant, axe: str, screen: dict[str, Any]
) -> None:
    context = browser.new_context(
        locale="da-DK", bypass_csp=True, **({"viewport": {"width": 390, "height": 844}} | screen)
    )
    page = context.new_page()
    open_page(page, f"{assistant.url}/?kommune=demo")
    assert faults(page, axe) == [], "the opening"
    answers_with(page, *EVERYTHING)
    write(page, "hej")
    expect(page.get_by_role("checkbox").first).to_be_attached()
    page.get_by_role("checkbox").first.check()
    page.evaluate("document.getElementById('quiet').hidden = false")
    open_everything(page)
    assert faults(page, axe) == [], "every kind of message, all unfolded"
    page.evaluate("document.getElementById('quiet').hidden = true")
    answers_with(page, URGENT, status=503, detail="Chatten kan ikke svare lige nu.")
    write(page, "hej igen")
    expect(page.get_by_role("button", name="Send igen")).to_be_visible()
    never_answers(page)
    write(page, "og igen")
    expect(page.locator("#typing")).to_be_visible()
    assert faults(page, axe) == [], "what could not be sent, and waiting"
    context.close()


@pytest.mark.parametrize("path", ["/hvad-gemmer-vi", "/demo", "/for-kommuner", "/?kommune=koege"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_other_pages(
    browser: Browser, assistant: Assistant, axe: str, path: str, scheme: Any
) -> None:
    context = browser.new_context(locale="da-DK", bypass_csp=True, color_scheme=scheme)
    page = context.new_page()
    page.goto(assistant.url + path)
    assert faults(page, axe) == []
    context.close()


def focus_by_tab(page: Page, target: Locator) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if target.evaluate("(it) => it === document.activeElement"):
            return
    raise AssertionError(f"not reached by Tab: {target}")


def test_a_whole_conversation_by_keyboard_alone(page: Page) -> None:
    for title in (
        "Det handler om mig",
        "Hjælp mig med at finde ud af det",
        "Ja, det er fint",
        "Ja, det er trygt",
        "Min eks",
    ):
        button = page.get_by_role("button", name=title, exact=True)
        expect(button).to_be_visible()
        focus_by_tab(page, button)
        page.keyboard.press("Enter")
    box = page.get_by_role("checkbox", name="Mine ting bliver ødelagt")
    expect(box).to_be_attached()
    focus_by_tab(page, box)
    page.keyboard.press("Space")
    focus_by_tab(page, page.get_by_role("button", name="Send svar"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Det sker stadig")).to_be_visible()
    focus_by_tab(page, page.get_by_label("Skriv her"))
    page.keyboard.type("hvad er et tilhold")
    page.keyboard.press("Enter")
    expect(page.locator(".bubble.own").last).to_have_text("hvad er et tilhold")


def test_a_whole_conversation_as_a_screen_reader_meets_it(page: Page) -> None:
    talk = page.get_by_role("region", name="Samtalen")
    talk.get_by_role("button", name="Det handler om mig").click()
    expect(talk.get_by_role("group", name="Du skrev")).to_contain_text("Det handler om mig")
    expect(page.get_by_role("status")).to_contain_text("Du kan vælge:")
    page.get_by_role("textbox", name="Skriv her").fill("han er på vej op ad trappen")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("112")
    expect(talk.get_by_role("link", name="Ring 112").first).to_have_attribute("href", "tel:112")


LISTEN = """() => {
  window.heard = [];
  new MutationObserver(() => {
    const said = [...document.querySelectorAll("[role=status], [role=alert]")].map((it) => it.textContent).filter(Boolean);
    if (said.length) heard.push(said.join());
  }).observe(document.querySelector("main"), { childList: true, subtree: true, characterData: true });
}"""


def test_an_answer_is_announced_once_and_what_was_said_is_not(page: Page) -> None:
    answers_with(page, message(text="Første svar."))
    page.evaluate(LISTEN)
    write(page, "mine egne ord")
    expect(page.locator(".bubble").last).to_have_text("Første svar.")
    assert page.evaluate("heard") == ["Første svar."]
    answers_with(page, message(text="Andet svar."))
    write(page, "flere ord")
    expect(page.locator(".bubble").last).to_have_text("Andet svar.")
    heard = page.evaluate("heard.filter((said, at) => said !== heard[at - 1])")
    assert heard == ["Første svar.", "Andet svar."]
    assert page.locator("#log").get_attribute("aria-live") is None, "or all would be read twice"


def test_an_announcement_is_gone_when_it_has_been_read(context: BrowserContext, assistant: Assistant) -> None:
    page = context.new_page()
    page.clock.install()
    open_page(page, assistant.url)
    answers_with(page, message())
    write(page, "hej")
    expect(page.get_by_role("status")).to_have_text("Et svar.")
    page.clock.run_for(8_000)
    expect(page.get_by_role("status")).to_have_text("")


def test_an_answer_does_not_take_the_focus(page: Page) -> None:
    answers_with(page, QUESTION)
    page.get_by_label("Skriv her").fill("hej")
    page.get_by_label("Skriv her").press("Enter")
    expect(page.get_by_role("button", name="Om mig")).to_be_visible()
    expect(page.get_by_label("Skriv her")).to_be_focused()


def test_a_button_that_goes_leaves_the_focus_at_what_it_said(page: Page) -> None:
    answers_with(page, QUESTION)
    page.get_by_role("button", name="Det handler om mig").press("Enter")
    expect(page.get_by_role("button", name="Om mig")).to_be_visible()
    expect(page.get_by_role("group", name="Du skrev")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Om mig")).to_be_focused()


def test_what_has_focus_is_never_hidden_behind_what_stays(page: Page) -> None:
    answers_with(page, *[message(text="Et langt svar. " * 10)] * 3, SEVERAL)
    page.set_viewport_size({"width": 390, "height": 640})
    write(page, "hej")
    expect(page.get_by_role("checkbox").first).to_be_attached()
    page.evaluate("scrollTo(0, 0)")
    hidden = """() => {
      const it = document.activeElement;
      const { top, bottom } = it.getBoundingClientRect();
      return it !== document.body && [...document.querySelectorAll(".bar, .dock")].some((stays) => {
        const place = stays.getBoundingClientRect();
        return !stays.contains(it) && top < place.bottom - 1 && bottom > place.top + 1;
      });
    }"""
    for _ in range(14):
        page.keyboard.press("Tab")
        assert not page.evaluate(hidden), page.evaluate("document.activeElement.outerHTML")


def test_everything_to_tap_is_at_least_44_pixels_high(page: Page) -> None:
    answers_with(page, *EVERYTHING)
    write(page, "hej")
    expect(page.get_by_role("checkbox").first).to_be_attached()
    for each in page.locator("a.button, button, summary, .form-checkbox + label, textarea").all():
        box = each.bounding_box()
        if box:
            assert box["height"] >= 44, each.evaluate("(it) => it.outerHTML")


def test_nothing_moves_for_who_wants_it_still(browser: Browser, assistant: Assistant) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    open_page(page, assistant.url)
    never_answers(page)
    write(page, "hej")
    expect(page.locator("#typing")).to_be_visible()
    assert page.evaluate("document.getAnimations().length") == 0
    context.close()


def test_wider_text_spacing_cuts_nothing_off(page: Page) -> None:
    answers_with(page, *EVERYTHING)
    write(page, "hej")
    expect(page.get_by_role("checkbox").first).to_be_attached()
    open_everything(page)
    spaced = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
    page.evaluate(
        "(css) => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s]; }", spaced
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    cut = """[...document.querySelectorAll("main *")].filter((it) => it.checkVisibility() && !it.closest(".sr-only")
      && getComputedStyle(it).overflow === "hidden" && it.scrollHeight > it.clientHeight + 1).length"""
    assert page.evaluate(cut) == 0


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_nothing_sticks_out_at_any_width(context: BrowserContext, assistant: Assistant, width: int) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("/", "/?kommune=demo", "/hvad-gemmer-vi", "/demo", "/for-kommuner"):
        page.goto(assistant.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_the_language_is_danish(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("lang", "da")


def test_leaving_by_role_and_name(page: Page) -> None:
    page.context.route(f"{EXIT}**", ordinary_page)
    page.get_by_role("link", name=re.compile("^Væk fra siden$")).press("Enter")
    page.wait_for_url(f"{EXIT}**")


def test_no_choice_is_lost_to_who_taps_quickly(page: Page) -> None:
    answers_with(page, QUESTION)
    tap(page, "Det handler om mig")
    expect(page.get_by_role("button", name="Om mig")).to_have_count(1)
