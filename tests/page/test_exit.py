"""The exit. Somebody may be standing behind the person who presses it."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.conftest import Assistant
from tests.page.doing import (
    API,
    CODE,
    EXIT,
    QUESTION,
    SEVERAL,
    SOURCED,
    URGENT,
    Prepare,
    answers_with,
    is_forgotten,
    message,
    never_answers,
    press_shift,
    tap,
    tokens_of,
    write,
)

SECRET = "hemmeligt kendeord"


def click(page: Page) -> None:
    page.get_by_role("link", name="Væk fra siden").click(no_wait_after=True)


def by_keyboard(page: Page) -> None:
    page.get_by_role("link", name="Væk fra siden").press("Enter", no_wait_after=True)


ways = pytest.mark.parametrize("leave", [click, by_keyboard, press_shift])


def with_no_ordinary_page(page: Page) -> None:
    """Let the exit lead to nothing, so that a test can look at the page as it is after the press."""
    page.context.route(f"{EXIT}**", lambda route: route.fulfill(status=204))


def at_the_opening(page: Page) -> None:
    """Nothing has been said."""


def with_unsent_words(page: Page) -> None:
    page.get_by_label("Skriv her").fill(SECRET)


def after(answer: dict[str, object]) -> Prepare:
    def prepare(page: Page) -> None:
        answers_with(page, answer)
        write(page, SECRET)
        expect(page.locator(".bubble").last).to_contain_text(str(answer["text"]))

    return prepare


def while_waiting(page: Page) -> None:
    never_answers(page)
    write(page, SECRET)
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_disabled()


def offline(page: Page) -> None:
    after(message())(page)
    page.context.set_offline(True)


def after_a_failure(page: Page) -> None:
    answers_with(page, URGENT, status=503, detail="Chatten kan ikke svare lige nu.")
    write(page, SECRET)
    expect(page.get_by_role("button", name="Send igen")).to_be_visible()


def scrolled_away(page: Page) -> None:
    answers_with(page, *[message(text="Et langt svar. " * 20)] * 6)
    write(page, SECRET)
    expect(page.locator(".bubble").last).to_contain_text("langt")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")


def with_the_truth_open(page: Page) -> None:
    page.get_by_text("Hvad gør knappen").click()


STATES: dict[str, Prepare] = {
    "opening": at_the_opening,
    "unsent": with_unsent_words,
    "text": after(message()),
    "question": after(QUESTION),
    "several": after(SEVERAL),
    "urgent": after(URGENT),
    "code": after(CODE),
    "sources": after(SOURCED),
    "waiting": while_waiting,
    "offline": offline,
    "failure": after_a_failure,
    "scrolled": scrolled_away,
    "truth": with_the_truth_open,
}
states = pytest.mark.parametrize("prepare", STATES.values(), ids=STATES.keys())

both_hands = pytest.mark.parametrize("leave", [click, press_shift])

# Says, from inside the page, what is on the screen at the first frame after the press.
WATCH = """() => {
  const look = (pressed) => requestAnimationFrame(() => {
    const channel = new MessageChannel(); // heard as soon as the frame is done
    channel.port1.onmessage = () => {
      const ms = performance.now() - pressed;
      const points = [[.02, .02], [.5, .05], [.98, .02], [.5, .5], [.02, .98], [.98, .98]];
      const at = points.map(([x, y]) => document.elementFromPoint(innerWidth * x, innerHeight * y)?.id);
      const log = document.getElementById("log").textContent;
      const words = log + document.body.innerText + document.querySelector("textarea").value + document.title;
      console.log(JSON.stringify({ at, log, words, ms }));
    };
    channel.port2.postMessage(0);
  });
  let shifts = 0;
  document.getElementById("exit").addEventListener("click", ({ timeStamp }) => look(timeStamp), { capture: true });
  addEventListener("keydown", ({ key, timeStamp }) => key === "Shift" && ++shifts === 3 && look(timeStamp), { capture: true });
}"""


@both_hands
@states
def test_the_first_frame_after_the_press_is_covered(
    page: Page, prepare: Prepare, leave: Prepare, record_property: Callable[[str, object], None]
) -> None:
    prepare(page)
    page.context.route(f"{EXIT}**", lambda _: None)  # the ordinary page is slow to come
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})
    page.evaluate(WATCH)
    with page.expect_console_message(lambda said: said.text.startswith("{"), timeout=10_000) as said:
        leave(page)
    seen = json.loads(said.value.text)
    assert seen["at"] == ["cover"] * 6
    assert SECRET not in seen["words"]
    assert seen["log"] == ""
    record_property("ms", seen["ms"])


@states
def test_back_shows_nothing_of_ours(page: Page, prepare: Prepare) -> None:
    prepare(page)
    page.context.set_offline(False)
    click(page)
    page.wait_for_url(f"{EXIT}**")
    assert page.title() == "Vejret"
    page.go_back()
    assert SECRET not in page.content()
    assert "Samtale" not in page.title()
    assert page.url == "about:blank", "the ordinary page has our page's place in the history"


@ways
def test_the_server_forgets(page: Page, assistant: Assistant, leave: Prepare) -> None:
    with page.expect_response(API) as begun:
        write(page, "hvad er et tilhold")
    token = begun.value.json()["token"]
    expect(page.locator(".choices")).to_have_count(1)
    leave(page)
    page.wait_for_url(f"{EXIT}**")
    assert is_forgotten(assistant, token)


def test_the_server_is_told_once_and_in_a_body(page: Page) -> None:
    told = tokens_of(page)
    after(message())(page)
    click(page)
    page.wait_for_url(f"{EXIT}**")
    assert told == ["t" * 43]


def test_saying_so_leaves(page: Page) -> None:
    write(page, "han kommer nu luk siden")
    page.wait_for_url(f"{EXIT}**")


def test_an_answer_that_comes_after_the_press_is_not_shown(page: Page) -> None:
    held: list[Route] = []
    never_answers(page)
    page.route(f"{API}/messages", lambda route: held.append(route))  # noqa: PLW0108 - a method of a list cannot be a handler
    with_no_ordinary_page(page)
    write(page, SECRET)
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    click(page)
    held[0].fulfill(json={"messages": [message(text=SECRET)], "removed": []})
    expect(page.locator("#cover")).to_be_visible()
    expect(page.locator("#log")).to_have_text("")


@pytest.mark.parametrize("height", [256, 568, 844])
def test_it_is_on_the_screen_wherever_one_has_scrolled(page: Page, height: int) -> None:
    page.set_viewport_size({"width": 320, "height": height})
    scrolled_away(page)
    for place in (0, 300, 1_000, 100_000):
        page.evaluate(f"scrollTo(0, {place})")
        box = page.get_by_role("link", name="Væk fra siden").bounding_box()
        assert box
        assert 0 <= box["y"] <= 20
        assert 0 <= box["x"] <= 320 - box["width"]


def test_it_is_reached_first_by_keyboard(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Væk fra siden")).to_be_focused()


def test_it_is_large_enough_for_a_shaking_hand(page: Page) -> None:
    box = page.get_by_role("link", name="Væk fra siden").bounding_box()
    assert box
    assert box["height"] >= 44
    assert box["width"] >= 100


def test_it_is_a_plain_link_without_scripts(plain: Page) -> None:
    write(plain, "hvad er et tilhold")
    plain.get_by_role("link", name="Væk fra siden").click()
    plain.wait_for_url(f"{EXIT}**")


def test_without_scripts_a_form_forgets_and_leaves(plain: Page, assistant: Assistant) -> None:
    write(plain, "hvad er et tilhold")
    token = plain.locator("input[name=token]").first.get_attribute("value")
    plain.get_by_role("button", name="Slet samtalen og gå væk").click()
    plain.wait_for_url(f"{EXIT}**")
    assert is_forgotten(assistant, token or "")


def test_it_works_when_the_scripts_never_come(context: BrowserContext, assistant: Assistant) -> None:
    page = context.new_page()
    page.route("**/static/*.js", lambda route: route.abort())
    page.goto(assistant.url)
    click(page)
    page.wait_for_url(f"{EXIT}**")


@pytest.mark.parametrize("presses", [1, 2])
def test_fewer_presses_than_three_stay(page: Page, presses: int) -> None:
    press_shift(page, presses)
    expect(page.locator("#cover")).to_be_hidden()


def test_shift_for_capital_letters_stays(page: Page) -> None:
    page.get_by_label("Skriv her").focus()
    for letter in "ABCDE":
        page.keyboard.press(f"Shift+{letter}")
    expect(page.locator("#cover")).to_be_hidden()
    expect(page.get_by_label("Skriv her")).to_have_value("ABCDE")


def test_holding_shift_down_is_one_press(page: Page) -> None:
    for _ in range(5):
        page.keyboard.down("Shift")  # without going up: the keyboard repeats
    page.keyboard.up("Shift")
    expect(page.locator("#cover")).to_be_hidden()


def test_presses_far_apart_stay(context: BrowserContext, assistant: Assistant) -> None:
    page = context.new_page()
    page.clock.install()
    page.goto(assistant.url)
    for _ in range(4):
        press_shift(page, 1)
        page.clock.run_for(5_100)
    expect(page.locator("#cover")).to_be_hidden()


def test_presses_are_announced(page: Page) -> None:
    with_no_ordinary_page(page)
    alert = page.locator("#announce-urgent")
    press_shift(page, 1)
    expect(alert).to_have_text("Tryk på Shift to gange mere for at gå væk fra siden.")
    press_shift(page, 1)
    expect(alert).to_have_text("Tryk på Shift én gang mere for at gå væk fra siden.")
    press_shift(page, 1)
    expect(alert).to_have_text("Forlader siden.")


def test_presses_are_shown_on_the_button(page: Page) -> None:
    press_shift(page, 2)
    expect(page.get_by_role("link", name="Væk fra siden")).to_have_attribute("data-presses", "2")


def test_the_title_says_nothing_while_the_ordinary_page_is_slow(page: Page) -> None:
    with_no_ordinary_page(page)
    click(page)
    expect(page.locator("#cover")).to_be_visible()
    assert page.title() == "Indlæser"


def test_what_it_does_not_do_is_one_tap_away(page: Page) -> None:
    page.get_by_text("Hvad gør knappen").click()
    truth = page.locator("details[open]")
    expect(truth).to_contain_text("Din browser kan huske, at du har været her")
    expect(truth).to_contain_text("overvåget")
    expect(truth).to_contain_text("www.dmi.dk")


def test_it_opens_no_new_tab(page: Page) -> None:
    click(page)
    page.wait_for_url(f"{EXIT}**")
    assert len(page.context.pages) == 1


def test_pressing_twice_is_pressing_once(page: Page) -> None:
    told = tokens_of(page)
    after(message())(page)
    with_no_ordinary_page(page)
    page.evaluate("for (const _ of [1, 2, 3]) document.getElementById('exit').click()")
    press_shift(page)
    expect(page.locator("#cover")).to_be_visible()
    assert len(told) == 1


def test_it_leaves_in_the_middle_of_the_reflection(page: Page) -> None:
    tap(page, "Det handler om mig", "Hjælp mig med at finde ud af det", "Ja, det er fint")
    click(page)
    page.wait_for_url(f"{EXIT}**")
    page.go_back()
    assert "Samtale" not in page.title()
