"""A caseworker with an account on the running assistant, and codes to open."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from bot.settings import ROOT
from tests.conftest import Assistant, Talk

PASSWORD = "hest lampe skovsti gryde"


def bot_staff(assistant: Assistant, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Run `bot staff …` on the assistant's own accounts."""
    state = str(assistant.output.parent / "state")
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", "staff", *arguments],
        input=typed,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "FOERSTEKONTAKT_STATE_FOLDER": state},
        check=False,
    )


@contextmanager
def sign_in(assistant: Assistant, name: str, password: str = PASSWORD) -> Iterator[httpx.Client]:
    """Give a client that has tried to sign in."""
    with httpx.Client(base_url=assistant.staff_url, timeout=20) as client:
        client.post("/log-ind", data={"navn": name, "adgangskode": password})
        yield client


@pytest.fixture(scope="session")
def accounts(assistant: Assistant) -> Assistant:
    bot_staff(assistant, "add", "karin", "--rolle", "indloes", typed=PASSWORD + "\n")
    bot_staff(assistant, "add", "ole", "--rolle", "manuskripter", typed=PASSWORD + "\n")
    return assistant


@pytest.fixture
def karin(accounts: Assistant) -> Iterator[httpx.Client]:
    with sign_in(accounts, "karin") as client:
        yield client


@pytest.fixture
def code(assistant: Assistant) -> dict[str, str]:
    """A code that a citizen just got: its words, its digits and its lines."""
    talk = Talk(assistant.client(), municipality="demo")
    for text in ("jeg vil gerne have en kode", "kommunen", "mig selv", "spring over", "det haster ikke", "ja"):
        talk.say(text)
    (shown,) = [message for message in talk.messages if message["kind"] == "handoff"]
    return shown
