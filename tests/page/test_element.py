"""The element <foerste-kontakt> on a municipality's own site, which may be strict, hostile or leaky."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import BrowserContext, FrameLocator, Page, expect

from bot.web.municipal import read_script
from tests.conftest import Assistant
from tests.page.doing import API, EXIT, is_forgotten, press_shift
from tests.page.host import site

HOSTILE = """
body * { display: none !important; opacity: 0 !important; font-size: 1px !important; }
foerste-kontakt, iframe, button { visibility: hidden !important; position: fixed !important; left: -9999px !important; }"""
RECORDER = "window.hj = () => {}; document.cookie = 'besoeg=1'; localStorage.setItem('besoegt', 'ja');"


@pytest.fixture(scope="module")
def sites(assistant: Assistant) -> Iterator[dict[str, str]]:
    script = f'<script src="{assistant.url}/embed.js" integrity="{{}}" crossorigin="anonymous" defer></script>'
    loads = script.format(read_script("embed.js")[1])
    element = (
        f'<foerste-kontakt kommune="demo"><a href="{assistant.url}/?kommune=demo">Åbn samtalen</a></foerste-kontakt>'
    )
    filled = '<foerste-kontakt kommune="demo" visning="plads"></foerste-kontakt>'
    check = f'<script src="{assistant.url}/tjek.js" crossorigin="anonymous" defer></script>'
    strict = {
        "Content-Security-Policy": f"default-src 'none'; script-src {assistant.url}; frame-src {assistant.url}; "
        "require-trusted-types-for 'script'"
    }
    quiet = '<title>Tal med os</title><meta name="referrer" content="same-origin">'
    pages = {
        "/strict": (f"{quiet}{loads}<h1>Kommunen</h1>{element}", strict),
        "/filled": (f"{quiet}{loads}<h1>Kommunen</h1>{filled}", strict),
        "/hostile": (f"{quiet}<style>{HOSTILE}</style>{loads}{element}", {}),
        "/changed": (f"{quiet}{script.format('sha384-' + 'A' * 64)}{element}", {}),
        "/tidy": (f"{quiet}{loads}{element}{check}", strict),
        "/leaky": (f"<title>Vold i hjemmet</title><script>{RECORDER}</script>{loads}{element}{check}", {}),
    }
    with site(pages) as address:
        yield {path.strip("/"): address + path for path in pages}


@pytest.fixture
def host(context: BrowserContext, sites: dict[str, str]) -> Page:
    page = context.new_page()
    page.goto(sites["strict"])
    return page


def opened(page: Page) -> FrameLocator:
    page.get_by_role("button", name="Åbn samtalen").click()
    frame = page.frame_locator("iframe[title=Samtale]")
    expect(frame.locator("html[data-ready]")).to_have_count(1)
    return frame


def say(frame: FrameLocator, text: str) -> None:
    frame.get_by_label("Skriv her").fill(text)
    frame.get_by_role("button", name="Send", exact=True).click()
    expect(frame.locator(".choices")).to_have_count(1)


def test_the_talk_goes_on_inside_a_strict_page(host: Page) -> None:
    complaints: list[str] = []
    host.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    say(opened(host), "hvad er et tilhold")
    assert complaints == []


def test_it_fills_its_place_when_asked_to(context: BrowserContext, sites: dict[str, str]) -> None:
    page = context.new_page()
    page.goto(sites["filled"])
    frame = page.frame_locator("iframe[title=Samtale]")
    expect(frame.get_by_role("button", name="Det handler om mig")).to_be_visible()


def test_a_hostile_style_sheet_cannot_hide_or_change_it(context: BrowserContext, sites: dict[str, str]) -> None:
    page = context.new_page()
    page.goto(sites["hostile"])
    button = page.get_by_role("button", name="Åbn samtalen")
    expect(button).to_be_visible()
    box = button.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["height"] >= 44
    assert button.evaluate("(it) => getComputedStyle(it).fontSize") == "16px"
    opened(page)


def test_the_site_s_scripts_cannot_read_the_talk(host: Page) -> None:
    say(opened(host), "hvad er et tilhold")
    look = """(what) => {
      const frame = document.querySelector("foerste-kontakt").shadowRoot.querySelector("iframe");
      try { return String(what === "document" ? frame.contentDocument : frame.contentWindow.document); }
      catch (error) { return error.name; }
    }"""
    assert host.evaluate(look, "document") == "null"
    assert host.evaluate(look, "window") == "SecurityError"


def test_the_frame_cannot_lead_the_site_anywhere(host: Page) -> None:
    opened(host)
    sandbox = host.locator("iframe[title=Samtale]").get_attribute("sandbox") or ""
    assert "allow-top-navigation" not in sandbox
    assert "allow-modals" not in sandbox
    assert "allow-downloads" not in sandbox


def test_it_leaves_no_entry_in_the_history(host: Page) -> None:
    before = host.evaluate("history.length")
    frame = opened(host)
    say(frame, "hvad er et tilhold")
    assert host.evaluate("history.length") == before
    host.get_by_role("button", name="Luk og slet samtalen").click()
    assert host.evaluate("history.length") == before


@pytest.mark.parametrize("way", ["click", "shift inside", "shift around", "words"])
def test_the_exit_replaces_the_whole_page(host: Page, assistant: Assistant, way: str) -> None:
    frame = opened(host)
    with host.expect_response(API) as begun:
        say(frame, "hvad er et tilhold")
    token = begun.value.json()["token"]
    if way == "click":
        frame.get_by_role("link", name="Væk fra siden").click()
    elif way == "shift inside":
        press_shift(host)
    elif way == "shift around":
        host.locator("h1").click()
        press_shift(host)
    else:
        frame.get_by_label("Skriv her").fill("han kommer nu luk siden")
        frame.get_by_role("button", name="Send", exact=True).click()
    host.wait_for_url(f"{EXIT}**")
    assert is_forgotten(assistant, token)
    host.go_back()
    assert host.url == "about:blank"


def test_the_exit_covers_the_site_too(host: Page) -> None:
    host.context.route(f"{EXIT}**", lambda route: route.fulfill(status=204))
    frame = opened(host)
    frame.get_by_role("link", name="Væk fra siden").click()
    expect(host.locator("iframe")).to_have_count(0)
    expect(host).to_have_title("Indlæser")
    at = "document.elementsFromPoint(50, 20).map(({ localName }) => localName)"
    assert host.evaluate(at)[0] == "div"
    assert host.evaluate("document.documentElement.lastElementChild.matches(':popover-open')")


def test_only_the_chat_can_make_the_page_leave(host: Page) -> None:
    opened(host)
    host.evaluate("postMessage({ type: 'foerste-kontakt:exit', url: 'https://www.dmi.dk/' }, '*')")
    host.evaluate("new Promise((done) => setTimeout(done, 50))")
    assert host.url.endswith("/strict")


def test_closing_it_forgets(host: Page, assistant: Assistant) -> None:
    frame = opened(host)
    with host.expect_response(API) as begun:
        say(frame, "hvad er et tilhold")
    with host.expect_request(f"{API}/end") as told:
        host.get_by_role("button", name="Luk og slet samtalen").click()
    assert told.value.post_data == begun.value.json()["token"]
    expect(host.get_by_role("button", name="Åbn samtalen")).to_be_visible()


def test_a_script_that_was_changed_does_not_run(context: BrowserContext, sites: dict[str, str]) -> None:
    page = context.new_page()
    page.goto(sites["changed"])
    assert page.evaluate("customElements.get('foerste-kontakt') === undefined")
    expect(page.get_by_role("link", name="Åbn samtalen")).to_be_visible()


def test_a_site_that_is_not_named_cannot_hold_it(context: BrowserContext, sites: dict[str, str]) -> None:
    page = context.new_page()
    page.goto(sites["strict"].replace("127.0.0.1", "localhost"))
    page.get_by_role("button", name="Åbn samtalen").click()
    frame = page.frame_locator("iframe[title=Samtale]")
    expect(frame.locator("#log")).to_have_count(0)


def test_the_site_keeps_nothing_of_it(host: Page) -> None:
    say(opened(host), "hvad er et tilhold")
    assert host.context.cookies() == []
    assert host.evaluate("localStorage.length + sessionStorage.length") == 0


def test_the_demonstration_shows_it(context: BrowserContext, assistant: Assistant) -> None:
    page = context.new_page()
    page.goto(f"{assistant.url}/demo")
    say(opened(page), "hej")


def test_a_tidy_page_is_found_tidy(context: BrowserContext, sites: dict[str, str]) -> None:
    page = context.new_page()
    page.goto(sites["tidy"])
    expect(page.locator("#foerste-kontakt-tjek")).to_contain_text("intet fundet")


def test_a_leaky_page_is_told_what_leaks(context: BrowserContext, sites: dict[str, str]) -> None:
    page = context.new_page()
    page.goto(sites["leaky"])
    for leak in ("5 ting", "Hotjar", "cookies", "gemmer noget i browseren", "“vold”", "Referrer-Policy"):
        expect(page.locator("#foerste-kontakt-tjek")).to_contain_text(leak)


def test_the_integrity_that_is_written_is_the_script_s(assistant: Assistant) -> None:
    page = httpx.get(f"{assistant.url}/for-kommuner").text
    assert read_script("embed.js")[1] in page
    assert httpx.get(f"{assistant.url}/embed.js").content == read_script("embed.js")[0]


def test_what_others_load_is_open_and_nothing_else_is(assistant: Assistant) -> None:
    for path in ("/embed.js", "/tjek.js"):
        assert httpx.get(assistant.url + path).headers["access-control-allow-origin"] == "*"
    for path in ("/", "/demo", "/api/v1/municipalities", "/static/page.js"):
        assert "access-control-allow-origin" not in httpx.get(assistant.url + path).headers


def test_tapping_works_inside_too(host: Page) -> None:
    frame = opened(host)
    frame.get_by_role("button", name="Det handler om mig").click()
    expect(frame.locator(".bubble.own")).to_have_text("Det handler om mig")
