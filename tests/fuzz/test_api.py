"""Whatever is sent to the two APIs, they answer as their OpenAPI documents say, and say nothing of it back."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from bot.conversation.engine import HttpEngine, engine_client
from bot.settings import Settings
from bot.staff.app import create_app
from tests.conftest import PASSWORD, Assistant, StaffBrowser, add_staff

GUARDS = ("cache-control", "content-security-policy", "referrer-policy", "x-content-type-options")
FEW = settings(deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
HELD = ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance"]


def checks() -> list[Any]:
    load_all_checks()
    return list(CHECKS.get_by_names(HELD))


def send_all(document: dict[str, Any], url: str, prepare: Callable[[Any], None], only: str = "", most: int = 12) -> int:
    """Send what fits the document and what does not to each of its calls; give how many were sent."""
    sent = 0
    for each in schemathesis.openapi.from_dict(document).get_all_operations():
        operation = each.ok()
        if only not in operation.path:
            continue
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            try:
                cases = operation.as_strategy(generation_mode=mode)
                sent += _send(cases, url, prepare, most)
            except Unsatisfiable:  # nothing of this call can be wrong
                assert mode is GenerationMode.NEGATIVE
    return sent


def _send(cases: Any, url: str, prepare: Callable[[Any], None], most: int) -> int:
    sent = 0

    @settings(FEW, max_examples=most)
    @given(case=cases)
    def send(case: Any) -> None:
        nonlocal sent
        prepare(case)
        answer = case.call(base_url=url, timeout=20)
        case.validate_response(answer, checks=checks())
        assert all(answer.headers.get(name) for name in GUARDS), answer.headers
        assert answer.headers["cache-control"] == ["no-store"]
        sent += 1

    send()
    return sent


def with_headers(case: Any, **more: str) -> None:
    case.headers = {**dict(case.headers or {}), **more}


@pytest.fixture(scope="module")
def document(assistant: Assistant) -> dict[str, Any]:
    return dict(httpx.get(f"{assistant.url}/openapi.json", trust_env=False).json())


@pytest.fixture(scope="module")
def browser(assistant: Assistant) -> Iterator[StaffBrowser]:
    add_staff(assistant.output.parent / "state", "frida", "indloes:demo", "manuskripter")
    with StaffBrowser(assistant.staff_url) as signed_in:
        assert signed_in.sign_in("frida", PASSWORD).status_code == 303
        yield signed_in


def test_the_public_api_answers_as_it_says(assistant: Assistant, document: dict[str, Any]) -> None:
    assert send_all(document, assistant.url, lambda _: None) > 50


def test_a_conversation_takes_whatever_is_sent_in_it(assistant: Assistant, document: dict[str, Any]) -> None:
    def in_a_conversation(case: Any) -> None:
        begun = httpx.post(f"{assistant.url}/api/v1/conversation", json={}, trust_env=False).json()
        with_headers(case, Authorization=f"Bearer {begun['token']}")

    assert send_all(document, assistant.url, in_a_conversation, only="messages") > 10


def test_the_staff_api_answers_as_it_says(assistant: Assistant, browser: StaffBrowser) -> None:
    secret = browser.secret("/kode")
    kept = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())

    def signed_in(case: Any) -> None:
        case.cookies = {}
        with_headers(case, **{"Sec-Fetch-Site": "same-origin", "X-CSRF-Token": secret, "Cookie": kept})

    document = browser.get("/openapi.json").json()
    assert send_all(document, assistant.staff_url, signed_in, only="redeem") > 10
    assert send_all(document, assistant.staff_url, signed_in, only="scripts", most=3) > 3  # each reads all scripts


def test_the_staff_api_s_document_is_for_those_who_are_in(assistant: Assistant) -> None:
    assert httpx.get(f"{assistant.staff_url}/openapi.json", trust_env=False).status_code in (303, 401)


def test_nothing_of_it_reached_the_log(assistant: Assistant) -> None:
    assert "Traceback" not in assistant.printed()
    assert "Unforeseen" not in assistant.printed()


def test_every_call_of_the_staff_api_is_described(browser: StaffBrowser) -> None:
    app = create_app(Settings(), HttpEngine(engine_client("http://127.0.0.1:1", "-")))
    routes = {"/" + route.path.replace("<name:str>", "{name}") for route in app.router.routes}
    assert {route for route in routes if route.startswith("/api/")} == set(browser.get("/openapi.json").json()["paths"])
