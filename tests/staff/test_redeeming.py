"""A caseworker signs in and opens a code, once; and nobody else does."""

import re
import subprocess
from collections.abc import Iterator

import httpx
import pytest

from tests.conftest import Assistant
from tests.staff.conftest import PASSWORD, bot_staff, sign_in

JSON = {"Content-Type": "application/json"}
TRIES_A_MINUTE = 10


def form_token(client: httpx.Client) -> str:
    found = re.search(r'name="formular" value="([^"]+)"', client.get("/kode").text)
    assert found
    return found[1]


def redeem(client: httpx.Client, typed: str) -> httpx.Response:
    return client.post("/api/v1/handoffs/redeem", json={"code": typed})


@pytest.fixture
def other(accounts: Assistant) -> Iterator[httpx.Client]:
    """An account that nothing was counted for yet."""
    bot_staff(accounts, "remove", "ny")
    bot_staff(accounts, "add", "ny", "--rolle", "indloes", typed=PASSWORD + "\n")
    with sign_in(accounts, "ny") as client:
        yield client


def test_a_code_with_two_slips_opens_on_the_page_and_says_what_was_promised(
    karin: httpx.Client, code: dict[str, str]
) -> None:
    words = code["code"].split("-")
    typed = " ".join([words[0].upper(), words[1][:-1] if len(words[1]) > 4 else words[1], *words[2:]])
    page = karin.post("/kode", data={"kode": typed, "formular": form_token(karin)})
    assert page.status_code == 200, page.text
    for line in code["lines"]:
        assert line in page.text
    for said in ("barnets lov § 133", "kun kan åbnes én gang", "Færdig"):
        assert said in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_it_opens_once_by_digits_too(karin: httpx.Client, code: dict[str, str]) -> None:
    opened = redeem(karin, code["digits"])
    assert opened.json()["receiver"] == "kommune"
    assert opened.json()["lines"] == code["lines"]
    again = redeem(karin, code["code"])
    assert again.status_code == 404


def test_unknown_and_used_are_told_alike(karin: httpx.Client, code: dict[str, str]) -> None:
    redeem(karin, code["code"])
    used = redeem(karin, code["code"])
    digits = code["digits"].replace(" ", "")
    unknown = next(
        answer
        for change in range(1, 10)
        if (answer := redeem(karin, _valid_neighbour(digits, change))).status_code != 400
    )
    assert (unknown.status_code, unknown.content) == (used.status_code, used.content)


def _valid_neighbour(digits: str, change: int) -> str:
    body = str(int(digits[:16]) ^ change).zfill(16)
    return body + f"{98 - int(body + '00') % 97:02d}"


@pytest.mark.parametrize(
    "typed", ["", "hej", "to ord", "1234", "'; DROP TABLE kode; --", "🙂 🙂 🙂 🙂 🙂", "x" * 10_000, "a b c d e f g"]
)
def test_what_is_no_code_gets_one_danish_line_that_quotes_nothing(other: httpx.Client, typed: str) -> None:
    answer = redeem(other, typed)
    assert answer.status_code in (400, 413)
    detail = answer.json()["detail"]
    assert detail.endswith((".", "?"))
    assert len(detail) < 200
    assert not typed or typed not in detail


@pytest.mark.parametrize("body", ["[]", "{}", '{"code": 5}', "null", '{"code":', '"x"'])
def test_a_malformed_call_is_refused(karin: httpx.Client, body: str) -> None:
    assert karin.post("/api/v1/handoffs/redeem", content=body, headers=JSON).status_code == 400


def test_trying_many_codes_is_slowed(other: httpx.Client) -> None:
    answers = [redeem(other, "hej").status_code for _ in range(TRIES_A_MINUTE + 1)]
    assert answers[-1] == 429


def test_without_sign_in_nothing_opens(accounts: Assistant, code: dict[str, str]) -> None:
    with httpx.Client(base_url=accounts.staff_url) as stranger:
        assert redeem(stranger, code["code"]).status_code == 401
        assert stranger.get("/kode").headers["Location"] == "/log-ind"
        assert stranger.post("/kode", data={"kode": code["code"]}).status_code == 303
    with sign_in(accounts, "karin", "en forkert kode her") as guesser:
        assert redeem(guesser, code["code"]).status_code == 401


def test_another_role_may_not(accounts: Assistant, code: dict[str, str]) -> None:
    with sign_in(accounts, "ole") as client:
        assert redeem(client, code["code"]).status_code == 403
        assert "Åbn en kode" not in client.get("/").text
        assert "ikke adgang" in client.get("/kode").text


def test_a_form_of_another_site_is_refused(karin: httpx.Client, code: dict[str, str]) -> None:
    token = form_token(karin)
    assert karin.post("/kode", data={"kode": code["code"]}).status_code == 403
    assert karin.post("/kode", data={"kode": code["code"], "formular": "x"}).status_code == 403
    elsewhere = {"Origin": "https://ond.example", "Sec-Fetch-Site": "cross-site"}
    assert karin.post("/kode", data={"kode": code["code"], "formular": token}, headers=elsewhere).status_code == 403
    as_form = karin.post("/api/v1/handoffs/redeem", content='{"code": "x"}', headers={"Content-Type": "text/plain"})
    assert as_form.status_code == 403
    assert redeem(karin, code["code"]).status_code == 200, "none of them used the code up"


def test_signing_out_and_being_removed_end_it(accounts: Assistant) -> None:
    bot_staff(accounts, "add", "vikar", "--rolle", "indloes", typed=PASSWORD + "\n")
    with sign_in(accounts, "vikar") as client, sign_in(accounts, "vikar") as elsewhere:
        assert client.get("/kode").status_code == 200
        client.post("/log-ud")
        assert client.get("/kode").status_code == 303
        bot_staff(accounts, "remove", "vikar")
        assert elsewhere.get("/kode").status_code == 303


def test_the_cookie_is_for_this_site_and_no_script(accounts: Assistant) -> None:
    with httpx.Client(base_url=accounts.staff_url) as client:
        answer = client.post("/log-ind", data={"navn": "karin", "adgangskode": PASSWORD})
    cookie = answer.headers["Set-Cookie"]
    for said in ("HttpOnly", "SameSite=Strict", "Path=/"):
        assert said in cookie


def test_the_public_port_has_none_of_it(assistant: Assistant, code: dict[str, str]) -> None:
    client = assistant.client()
    for path in ("/log-ind", "/kode", "/api/v1/handoffs/redeem"):
        assert client.get(path).status_code == 404
        assert client.post(path, json={"code": code["code"]}).status_code in (404, 405)


def test_nothing_of_it_is_printed(own_assistant: Assistant) -> None:
    bot_staff(own_assistant, "add", "karin", "--rolle", "indloes", typed=PASSWORD + "\n")
    with sign_in(own_assistant, "karin") as client:
        redeem(client, "kvistehassel gryde")
        cookie = next(iter(client.cookies.values()))
    with sign_in(own_assistant, "kvistehassel", "kvistehassel kvistehassel"):
        pass
    own_assistant.stop()
    for secret in ("karin", PASSWORD, cookie, "kvistehassel"):
        assert secret not in own_assistant.printed()


@pytest.mark.parametrize(
    ("arguments", "typed", "said"),
    [
        (["add", "eva", "--rolle", "chef"], PASSWORD, "rollerne er"),
        (["add", "eva", "--rolle", "indloes"], "kort", "mindst 12 tegn"),
        (["add", "karin", "--rolle", "indloes"], PASSWORD, "findes allerede"),
        (["remove", "ingen"], "", "findes ikke"),
        (["password", "ingen"], PASSWORD, "findes ikke"),
    ],
)
def test_a_wrong_command_gives_one_line(accounts: Assistant, arguments: list[str], typed: str, said: str) -> None:
    done: subprocess.CompletedProcess[str] = bot_staff(accounts, *arguments, typed=typed + "\n")
    assert done.returncode != 0
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
