"""Whatever is sent to the two APIs, they answer as their OpenAPI documents say, and say nothing of it back."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.conftest import PASSWORD, Assistant, StaffBrowser, add_staff

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
FEW = settings(
    max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
GUARDS = ("cache-control", "content-security-policy", "referrer-policy", "x-content-type-options")


def answers_well(answer: Any) -> None:
    assert all(answer.headers.get(name) for name in GUARDS), answer.headers
    assert "no-store" in str(answer.headers["cache-control"])


@pytest.fixture
def public(assistant: Assistant) -> Any:
    document = httpx.get(f"{assistant.url}/openapi.json", trust_env=False).json()
    return schemathesis.openapi.from_dict(document)


@pytest.fixture(scope="module")
def browser(assistant: Assistant) -> Iterator[StaffBrowser]:
    add_staff(assistant.output.parent / "state", "frida", "indloes", "manuskripter")
    with StaffBrowser(assistant.staff_url) as signed_in:
        assert signed_in.sign_in("frida", PASSWORD).status_code == 303
        yield signed_in


@pytest.fixture
def staff(browser: StaffBrowser) -> Any:
    return schemathesis.openapi.from_dict(browser.get("/openapi.json").json())


public_calls = schemathesis.pytest.from_fixture("public")
staff_calls = schemathesis.pytest.from_fixture("staff")


@public_calls.parametrize()
@FEW
def test_the_public_api_answers_as_it_says(case: Any, assistant: Assistant) -> None:
    answer = case.call(base_url=assistant.url, timeout=20)
    case.validate_response(answer, checks=CHECKS)
    answers_well(answer)


@public_calls.include(path_regex="messages").parametrize()
@FEW
def test_a_conversation_takes_whatever_is_sent_in_it(case: Any, assistant: Assistant) -> None:
    begun = httpx.post(f"{assistant.url}/api/v1/conversation", json={}, trust_env=False).json()
    case.headers = {**(case.headers or {}), "Authorization": f"Bearer {begun['token']}"}
    answer = case.call(base_url=assistant.url, timeout=20)
    case.validate_response(answer, checks=CHECKS)
    answers_well(answer)


@staff_calls.parametrize()
@FEW
def test_the_staff_api_answers_as_it_says(case: Any, assistant: Assistant, browser: StaffBrowser) -> None:
    own = {"Sec-Fetch-Site": "same-origin", "X-CSRF-Token": browser.secret("/kode")}
    case.headers = {**(case.headers or {}), **own}
    case.cookies = dict(browser.cookies)
    answer = case.call(base_url=assistant.staff_url, timeout=20)
    case.validate_response(answer, checks=CHECKS)
    answers_well(answer)


def test_nothing_of_it_reached_the_log(assistant: Assistant) -> None:
    assert "Traceback" not in assistant.printed()
    assert "Unforeseen" not in assistant.printed()


def test_every_call_of_the_staff_api_is_described(browser: StaffBrowser) -> None:
    from bot.conversation.engine import HttpEngine, engine_client
    from bot.settings import Settings
    from bot.staff.app import create_app

    app = create_app(Settings(), HttpEngine(engine_client("http://127.0.0.1:1", "-")))
    routes = {"/" + route.path.replace("<name:str>", "{name}") for route in app.router.routes}
    described = set(browser.get("/openapi.json").json()["paths"])
    assert {route for route in routes if route.startswith("/api/")} == described
