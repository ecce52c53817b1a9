"""What people do on the page, and a server that answers as a test wants."""

import time
from collections.abc import Callable
from typing import Any

import httpx
from playwright.sync_api import BrowserContext, Page, Route

from tests.conftest import Assistant

EXIT = "https://www.dmi.dk/"
FORGOTTEN_WITHIN = 5
API = "**/api/v1/conversation"


def write(page: Page, text: str) -> None:
    page.get_by_label("Skriv her").fill(text)
    page.get_by_role("button", name="Send", exact=True).click()


def tap(page: Page, *titles: str) -> None:
    for title in titles:
        page.get_by_role("button", name=title, exact=True).click()


def to_the_scenes(page: Page) -> None:
    tap(
        page, "Det handler om mig", "Hjælp mig med at finde ud af det", "Ja, det er fint", "Ja, det er trygt", "Min eks"
    )


def press_shift(page: Page, times: int = 3) -> None:
    for _ in range(times):
        page.keyboard.press("Shift")


def message(kind: str = "text", text: str = "Et svar.", **more: Any) -> dict[str, Any]:
    return {"kind": kind, "text": text, "buttons": [], "select": "one", "links": [], "sources": []} | more


URGENT = message(
    "urgent",
    "Ring 112, hvis det er nu.",
    links=[{"title": "Ring 112", "href": "tel:112"}, {"title": "Ring 1888", "href": "tel:1888"}],
)
QUESTION = message(
    "question",
    "Hvem handler det om?",
    buttons=[{"id": "b1", "title": "Om mig"}, {"id": "b2", "title": "Spring over"}],
)
SEVERAL = message(
    "question",
    "Kan du genkende noget af det?",
    select="many",
    buttons=[{"id": f"b{number}", "title": f"Valg nummer {number}"} for number in range(1, 6)],
)
CODE = message(
    "handoff",
    "Her er din kode.",
    code="bøg-havre-stol-lampe",
    digits="4718 2093",
    receiver="Kommunens rådgivning",
    lines=["Taler om partner", "Der er børn"],
    expires="2026-11-30",
)
SOURCED = message(
    sources=[{"title": "Lov om tilhold", "url": "https://www.retsinformation.dk/", "checked": "2026-11-22"}]
)


def answers_with(target: Page | BrowserContext, *messages: dict[str, Any], status: int = 200, **more: Any) -> None:
    """Let the server begin a conversation and answer every message with these."""

    def begin(route: Route) -> None:
        route.fulfill(status=201, json={"token": "t" * 43, "expires_in": 1800, "messages": []})

    def answer(route: Route) -> None:
        route.fulfill(status=status, json={"messages": list(messages), "removed": []} | more)

    target.route(API, begin)
    target.route(f"{API}/messages", answer)
    target.route(f"{API}/end", lambda route: route.fulfill(status=204))


def never_answers(page: Page) -> None:
    """Let the server begin a conversation and then be silent."""
    answers_with(page)
    page.route(f"{API}/messages", lambda _: None)


def tokens_of(page: Page) -> list[str]:
    """Give a list that fills with the tokens the server is told to forget."""
    told: list[str] = []

    def note(request: Any) -> None:
        if request.url.endswith("/conversation/end"):
            told.append(request.post_data or "")

    page.context.on("request", note)
    return told


def is_forgotten(assistant: Assistant, token: str) -> bool:
    """Tell whether the server forgets the conversation within the seconds the page promises."""
    headers = {"Authorization": f"Bearer {token}"}
    until = time.monotonic() + FORGOTTEN_WITHIN
    while time.monotonic() < until:
        answer = httpx.post(f"{assistant.url}/api/v1/conversation/messages", json={"text": "hej"}, headers=headers)
        if answer.status_code == 401:
            return True
    return False


Prepare = Callable[[Page], None]
