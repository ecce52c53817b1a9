"""Parts that tests share: all real, started once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.settings import ROOT, Settings
from bot.supervisor import free_port
from bot.training import train

READY_SECONDS = 90
collect_ignore = ["engine"]  # Rasa's own environment runs these: see `make test`


@dataclass
class Assistant:
    """The whole assistant, running: its addresses, its process and what it has printed."""

    process: subprocess.Popen[bytes]
    url: str
    staff_url: str
    output: Path
    clients: list[httpx.Client] = field(default_factory=list)

    def client(self) -> httpx.Client:
        client = httpx.Client(base_url=self.url, timeout=10)
        self.clients.append(client)
        return client

    def talk(self) -> "Talk":
        return Talk(self.client())

    def printed(self) -> str:
        return self.output.read_text(errors="replace")

    def process_of(self, part: str) -> int:
        """Give the process id of a part, found as an operator would: in the table of processes."""
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, ValueError):
                continue
            if parent == self.process.pid and (f"--only {part}" in command or f"-m bot.{part} " in command):
                return int(folder.name)
        raise LookupError(part)

    def is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/health/ready", timeout=2).is_success
        except httpx.HTTPError:
            return False

    def wait_until_ready(self, seconds: float = READY_SECONDS) -> None:
        deadline = time.monotonic() + seconds
        while not self.is_ready():
            assert self.process.poll() is None, self.printed()
            assert time.monotonic() < deadline, self.printed()
            time.sleep(0.1)

    def stop(self) -> float:
        """Stop as Ctrl-C does; give the seconds it took."""
        started = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=15)
        for client in self.clients:
            client.close()
        return time.monotonic() - started


class Talk:
    """One conversation through the public API."""

    def __init__(self, client: httpx.Client, **body: Any) -> None:
        self.client = client
        begun = client.post("/api/v1/conversation", json=body)
        assert begun.status_code == 201, begun.text
        self.token: str = begun.json()["token"]
        self.messages: list[dict[str, Any]] = begun.json()["messages"]

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def post(self, body: Any) -> httpx.Response:
        return self.client.post("/api/v1/conversation/messages", json=body, headers=self.headers)

    def say(self, text: str) -> list[dict[str, Any]]:
        answer = self.post({"text": text})
        assert answer.status_code == 200, answer.text
        self.messages = answer.json()["messages"]
        return self.messages

    def ids(self) -> dict[str, str]:
        return {button["title"]: button["id"] for message in self.messages for button in message["buttons"]}

    def tap(self, *titles: str) -> list[dict[str, Any]]:
        """Tap a button, or tick several and send them."""
        chosen = [self.ids()[title] for title in titles]
        answer = self.post({"choice": chosen[0]} if len(chosen) == 1 else {"choices": chosen})
        assert answer.status_code == 200, answer.text
        self.messages = answer.json()["messages"]
        return self.messages

    def text(self) -> str:
        return "\n".join(message["text"] for message in self.messages)


def start_assistant(folder: Path, **environment: str) -> Assistant:
    port, staff_port = free_port(), free_port()
    output = folder / f"printed-{port}"
    with output.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", "run", "--port", str(port), "--staff-port", str(staff_port)],
            stdout=sink,
            stderr=sink,
            cwd=ROOT,
            env=os.environ
            | {"FOERSTEKONTAKT_MESSAGES_A_MINUTE": "100000", "FOERSTEKONTAKT_STATE_FOLDER": str(folder / "state")}
            | environment,  # all tests share one address
            start_new_session=True,
        )
    return Assistant(process, f"http://127.0.0.1:{port}", f"http://127.0.0.1:{staff_port}", output)


@pytest.fixture(scope="session")
def model() -> Path:
    return train(Settings().model_folder)


@pytest.fixture(scope="session")
def assistant(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The assistant that most tests talk to. A test that harms one starts its own."""
    running = start_assistant(tmp_path_factory.mktemp("assistant"))
    running.wait_until_ready()
    yield running
    running.stop()


@pytest.fixture
def own_assistant(model: Path, tmp_path: Path) -> Iterator[Assistant]:
    """An assistant of the test's own, to kill and to stop."""
    running = start_assistant(tmp_path)
    running.wait_until_ready()
    yield running
    if running.process.poll() is None:
        running.stop()


@dataclass
class StaffSide:
    """The staff process alone, running: its address, where its state lies and what it has printed."""

    process: subprocess.Popen[bytes]
    url: str
    state: Path
    output: Path
    browsers: list["StaffBrowser"] = field(default_factory=list)

    def browser(self) -> "StaffBrowser":
        self.browsers.append(StaffBrowser(self.url))
        return self.browsers[-1]

    def printed(self) -> str:
        return self.output.read_text(errors="replace")

    def stop(self) -> None:
        for browser in self.browsers:
            browser.close()
        self.process.terminate()
        self.process.wait(timeout=15)


class StaffBrowser(httpx.Client):
    """A browser without scripts, as far as the staff side can tell: it keeps cookies and says which site sends a form."""

    def __init__(self, url: str) -> None:
        super().__init__(base_url=url, timeout=20, trust_env=False, headers={"Sec-Fetch-Site": "same-origin"})

    def secret(self, path: str = "/log-ind") -> str:
        """Give the secret of the forms on a page."""
        return self.get(path).text.split('name="csrf" value="')[1].split('"')[0]

    def submit(self, path: str, page: str = "/", **fields: str) -> httpx.Response:
        """Send a form that stands on a page."""
        return self.post(path, data=fields | {"csrf": self.secret(page)})

    def sign_in(self, name: str, password: str) -> httpx.Response:
        return self.submit("/log-ind", "/log-ind", navn=name, adgangskode=password)


PASSWORD = "grøn traktor sover tungt"


def add_staff(state: Path, name: str, *roles: str, password: str = PASSWORD) -> None:
    """Make a sign-in as an operator does."""
    options = [part for role in roles for part in ("--rolle", role)]
    subprocess.run(
        [sys.executable, "-m", "bot.cli", "staff", "add", name, *options],
        input=password.encode(),
        cwd=ROOT,
        env=os.environ | {"FOERSTEKONTAKT_STATE_FOLDER": str(state)},
        capture_output=True,
        check=True,
    )


def start_staff(folder: Path, *command: str, **environment: str) -> StaffSide:
    """Start the staff process by itself: as `bot run` does, or by another command of the tests."""
    port = int(environment.get("FOERSTEKONTAKT_STAFF_PORT") or free_port())
    state, output = folder / "state", folder / f"printed-{port}"
    with output.open("ab") as sink:
        process = subprocess.Popen(
            [sys.executable, *(command or ("-m", "bot.cli", "run", "--only", "staff"))],
            stdout=sink,
            stderr=sink,
            cwd=ROOT,
            env=os.environ
            | {
                "FOERSTEKONTAKT_STATE_FOLDER": str(state),
                "FOERSTEKONTAKT_STAFF_PORT": str(port),
                "FOERSTEKONTAKT_ENGINE_SECRET": "a secret of the tests, long enough",
            }
            | environment,
            start_new_session=True,
        )
    side = StaffSide(process, f"http://127.0.0.1:{port}", state, output)
    deadline = time.monotonic() + READY_SECONDS
    while not _lives(side.url):
        assert process.poll() is None, side.printed()
        assert time.monotonic() < deadline, side.printed()
        time.sleep(0.05)
    return side


def _lives(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health/live", timeout=2, trust_env=False).is_success
    except httpx.HTTPError:
        return False


@pytest.fixture(scope="module")
def staff_side(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StaffSide]:
    """A staff process with three people: inger redeems, asger edits content, ada does everything."""
    folder = tmp_path_factory.mktemp("staff")
    add_staff(folder / "state", "inger", "indloes:demo")
    add_staff(folder / "state", "asger", "indhold")
    add_staff(folder / "state", "ada", "indloes:demo", "indhold", "manuskripter")
    running = start_staff(folder, str(ROOT / "tests" / "staff" / "serve_with_parts.py"))
    yield running
    running.stop()


@pytest.fixture
def talk(assistant: Assistant) -> Talk:
    return assistant.talk()
