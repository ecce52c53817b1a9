"""A caseworker signs in and opens a code, once; and nobody else does."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from tests.conftest import Assistant, StaffBrowser, Talk, add_staff

PASSWORD = "grøn traktor sover tungt"
TRIES_A_MINUTE = 10


@pytest.fixture(scope="module")
def staffed(assistant: Assistant) -> Assistant:
    """The assistant, with a caseworker for each test that tries many codes, and one who has another role."""
    state = assistant.output.parent / "state"
    for name in ("karin", "lise", "maja"):
        add_staff(state, name, "indloes:demo")
    add_staff(state, "nanna", "indloes:odense")
    add_staff(state, "hanne", "indloes:hotline")
    add_staff(state, "ole", "manuskripter")
    return assistant


@contextmanager
def browser(staffed: Assistant, name: str) -> Iterator[StaffBrowser]:
    with StaffBrowser(staffed.staff_url) as signed_in:
        answer = signed_in.sign_in(name, PASSWORD)
        assert answer.status_code == 303, answer.text
        yield signed_in


@pytest.fixture
def karin(staffed: Assistant) -> Iterator[StaffBrowser]:
    with browser(staffed, "karin") as signed_in:
        yield signed_in


@pytest.fixture
def code(assistant: Assistant) -> dict[str, Any]:
    """A code that a citizen just got: its words, its digits and its lines."""
    return a_code_for(assistant, "kommunen")


def a_code_for(assistant: Assistant, receiver: str) -> dict[str, Any]:
    talk = Talk(assistant.client(), municipality="demo")
    for text in ("jeg vil gerne have en kode", receiver, "mig selv", "spring over", "det haster ikke", "ja"):
        talk.say(text)
    (shown,) = [message for message in talk.messages if message["kind"] == "handoff"]
    return shown


def redeem(client: StaffBrowser, typed: Any) -> httpx.Response:
    secret = {"X-CSRF-Token": client.secret("/kode")}
    return client.post("/api/v1/handoffs/redeem", json={"code": typed}, headers=secret)


def test_a_code_with_slips_opens_on_the_page_and_says_what_was_promised(
    karin: StaffBrowser, code: dict[str, Any]
) -> None:
    words = code["code"].split("-")
    typed = " ".join([words[0].upper(), words[1][:4], *words[2:4], words[4] + "n"])
    page = karin.submit("/kode", "/kode", kode=typed)
    assert page.status_code == 200, page.text
    for line in code["lines"]:
        assert line in page.text
    for said in ("barnets lov §\u00a0133", "kun kan åbnes én gang", "Færdig"):
        assert said in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_it_opens_once_by_digits_too(karin: StaffBrowser, code: dict[str, Any]) -> None:
    opened = redeem(karin, code["digits"])
    assert opened.json()["receiver"] == "kommune"
    assert opened.json()["lines"] == code["lines"]
    assert redeem(karin, code["code"]).status_code == 404


def test_unknown_and_used_are_told_alike(staffed: Assistant, code: dict[str, Any]) -> None:
    with browser(staffed, "lise") as lise:
        redeem(lise, code["digits"])
        used = redeem(lise, code["digits"])
        unknown = redeem(lise, another_valid_code(code["digits"]))
    assert unknown.status_code == used.status_code == 404
    assert unknown.content == used.content


@pytest.mark.parametrize("other", ["nanna", "hanne"])
def test_the_staff_of_another_are_told_what_an_unknown_code_tells_and_use_nothing_up(
    staffed: Assistant, code: dict[str, Any], other: str
) -> None:
    with browser(staffed, other) as elsewhere:
        another_s, unknown = redeem(elsewhere, code["code"]), redeem(elsewhere, another_valid_code(code["digits"]))
        page = elsewhere.submit("/kode", "/kode", kode=code["digits"])
    assert another_s.status_code == unknown.status_code == page.status_code == 404
    assert another_s.content == unknown.content
    assert "lavet til et andet sted" in page.text
    assert not [line for line in code["lines"] if line in page.text]
    with browser(staffed, "lise") as lise:
        assert redeem(lise, code["code"]).json()["lines"] == code["lines"]


@pytest.mark.parametrize(
    ("receiver", "opener", "others"),
    [("1888", "hanne", ["lise", "nanna"]), ("bare til mig selv", "nanna", [])],
)
def test_a_code_opens_for_whom_the_person_chose(
    staffed: Assistant, receiver: str, opener: str, others: list[str]
) -> None:
    code = a_code_for(staffed, receiver)
    for other in others:
        with browser(staffed, other) as elsewhere:
            assert redeem(elsewhere, code["code"]).status_code == 404
    with browser(staffed, opener) as chosen:
        assert redeem(chosen, code["code"]).json()["lines"] == code["lines"]


def test_the_page_says_whose_codes_one_may_open(staffed: Assistant) -> None:
    for name, says in (("lise", "koder til demo og"), ("hanne", "koder til 1888 og")):
        with browser(staffed, name) as signed_in:
            assert says in signed_in.get("/kode").text


def another_valid_code(digits: str) -> str:
    """Give digits whose check fits (ISO 7064 MOD 97-10), as nobody's code has them."""
    body = str(int(digits.replace(" ", "")[:16]) ^ 1).zfill(16)
    return body + f"{98 - int(body + '00') % 97:02d}"


@pytest.mark.parametrize("typed", ["", "hej", "1234", "'; DROP TABLE kode; --", "🙂 🙂 🙂 🙂 🙂", "x" * 10_000])
def test_what_is_no_code_gets_one_danish_line_that_quotes_nothing(staffed: Assistant, typed: str) -> None:
    with browser(staffed, "maja") as maja:
        answer = redeem(maja, typed)
    assert answer.status_code == 400
    detail = answer.json()["detail"]
    assert detail.endswith((".", "?"))
    assert len(detail) < 200
    assert not typed or typed not in detail


def test_a_malformed_call_is_refused(staffed: Assistant) -> None:
    with browser(staffed, "lise") as lise:
        assert redeem(lise, 5).status_code == 400
        assert redeem(lise, None).status_code == 400
        secret = {"X-CSRF-Token": lise.secret("/kode"), "Content-Type": "application/json"}
        assert lise.post("/api/v1/handoffs/redeem", content='{"code":', headers=secret).status_code == 400


def test_trying_many_codes_is_slowed(staffed: Assistant) -> None:
    with browser(staffed, "maja") as maja:
        answers = [redeem(maja, "hej").status_code for _ in range(2 * TRIES_A_MINUTE + 1)]  # a new minute may begin
    assert 429 in answers


def test_without_sign_in_nothing_opens(staffed: Assistant, code: dict[str, Any]) -> None:
    with StaffBrowser(staffed.staff_url) as stranger:
        assert stranger.post("/api/v1/handoffs/redeem", json={"code": code["code"]}).status_code == 401
        assert stranger.get("/kode").headers["Location"] == "/log-ind"
        assert stranger.post("/kode", data={"kode": code["code"]}).status_code == 401


def test_another_role_may_not(staffed: Assistant, code: dict[str, Any]) -> None:
    with browser(staffed, "ole") as ole:
        secret = {"X-CSRF-Token": ole.secret("/")}
        answer = ole.post("/api/v1/handoffs/redeem", json={"code": code["code"]}, headers=secret)
        assert answer.status_code == 403
        assert ole.get("/kode").status_code == 403
        assert "Modtag en kode" not in ole.get("/").text


def test_a_form_of_another_site_opens_nothing(karin: StaffBrowser, code: dict[str, Any]) -> None:
    secret = karin.secret("/kode")
    form = {"kode": code["code"]}
    assert karin.post("/kode", data=form).status_code == 403
    assert karin.post("/kode", data=form | {"csrf": "x"}).status_code == 403
    elsewhere = {"Origin": "https://ond.example", "Sec-Fetch-Site": "cross-site"}
    assert karin.post("/kode", data=form | {"csrf": secret}, headers=elsewhere).status_code == 403
    assert redeem(karin, code["code"]).status_code == 200, "none of them used the code up"


def test_the_public_port_has_none_of_it(assistant: Assistant, code: dict[str, Any]) -> None:
    client = assistant.client()
    for path in ("/log-ind", "/kode", "/api/v1/handoffs/redeem"):
        assert client.get(path).status_code == 404
        assert client.post(path, json={"code": code["code"]}).status_code in (404, 405)


def test_nothing_of_it_is_printed(own_assistant: Assistant) -> None:
    add_staff(own_assistant.output.parent / "state", "karin", "indloes:demo")
    with browser(own_assistant, "karin") as karin:
        redeem(karin, "kvistehassel gryde")
        cookie = next(iter(karin.cookies.values()))
    own_assistant.stop()
    for secret in ("karin", PASSWORD, cookie, "kvistehassel"):
        assert secret not in own_assistant.printed()
