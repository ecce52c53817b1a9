"""A code that was shown opens, whatever dies in between; and where it lies nobody reads a word of it. With each kind of store."""

import json
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from redis import Redis

from tests.conftest import PASSWORD, Assistant, StaffBrowser, Talk, add_staff, start_assistant
from tests.handoff.conftest import redis_in

PARTS = ("web", "actions", "staff")


@dataclass
class Chain:
    """The whole assistant with a store of its own, and the folder the store's bytes lie in."""

    assistant: Assistant
    folder: Path
    redis_url: str = ""

    def code(self) -> dict[str, Any]:
        """Give a code that a citizen was just shown."""
        talk = Talk(self.assistant.client(), municipality="demo")
        for text in ("jeg vil gerne have en kode", "kommunen", "mig selv"):
            talk.say(text)
        talk.tap("En at tale med", "Et sikkert sted at være")
        for text in ("så hurtigt som muligt", "ja"):
            talk.say(text)
        (shown,) = [message for message in talk.messages if message["kind"] == "handoff"]
        return shown

    def opened(self, code: str) -> httpx.Response:
        """Have a caseworker who signs in anew open a code."""
        with StaffBrowser(self.assistant.staff_url) as karin:
            assert karin.sign_in("karin", PASSWORD).status_code == 303
            secret = {"X-CSRF-Token": karin.secret("/kode")}
            return karin.post("/api/v1/handoffs/redeem", json={"code": code}, headers=secret)

    def bytes(self) -> bytes:
        """Give all that the store has on the disk: database and log, or dump and log."""
        if self.redis_url:
            Redis.from_url(self.redis_url).save()
        return b"\n".join(file.read_bytes() for file in self.folder.rglob("*") if file.is_file())

    def kill(self, part: str) -> None:
        """Kill a part and wait until another one stands in its place."""
        killed = self.assistant.process_of(part)
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda: self._another_than(killed, part))
        self.assistant.wait_until_ready()
        wait_until(lambda: httpx.get(f"{self.assistant.staff_url}/health/live", timeout=5).is_success)

    def _another_than(self, killed: int, part: str) -> bool:
        return self.assistant.process_of(part) != killed


def wait_until(holds: Any, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if holds():
                return
        except (LookupError, httpx.HTTPError):
            pass
        time.sleep(0.1)
    raise AssertionError("it never came back")


@pytest.fixture(scope="module", params=["sqlite", "redis"])
def chain(request: pytest.FixtureRequest, model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    folder = tmp_path_factory.mktemp("chain")
    add_staff(folder / "state", "karin", "indloes:demo")
    if request.param == "sqlite":
        running = start_assistant(folder)
        running.wait_until_ready()
        yield Chain(running, folder / "state")
    else:
        store = tmp_path_factory.mktemp("redis")
        with redis_in(store, "--appendonly", "yes", "--appendfsync", "always") as url:
            running = start_assistant(folder, FOERSTEKONTAKT_HANDOFF_STORE=url)
            running.wait_until_ready()
            yield Chain(running, store, url)
    running.stop()


def test_a_code_opens_though_every_process_was_killed_since_it_was_shown(chain: Chain) -> None:
    codes = {part: chain.code() for part in PARTS}
    for part in PARTS:
        chain.kill(part)
        opened = chain.opened(codes[part]["code"])
        assert opened.status_code == 200, part
        assert opened.json()["lines"] == codes[part]["lines"]
        assert chain.opened(codes[part]["digits"]).status_code == 404, "and once"


def test_what_lies_on_the_disk_holds_no_word_of_the_lines_nor_the_code(chain: Chain) -> None:
    before = chain.bytes()  # names of columns may be words, too
    code = chain.code()
    lies = chain.bytes()
    assert len(lies) > 1000
    words = {word for line in code["lines"] for word in line.strip(".").split() if len(word) > 4}
    secrets = [
        code["code"],
        *code["code"].split("-"),
        code["digits"],
        code["digits"].replace(" ", ""),
        *code["lines"],
        *words,
    ]
    for secret in secrets:
        for written in (secret, secret.upper(), json.dumps(secret)[1:-1]):
            for sought in (written.encode(), written.encode("utf-16-le")):
                assert sought not in lies or sought in before
    assert chain.opened(code["code"]).status_code == 200, "it was there"
