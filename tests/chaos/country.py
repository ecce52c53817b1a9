"""A service of several processes, as a national host runs it: a Redis, two web, two engines, two action servers."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from redis import Redis
from redis.exceptions import RedisError

from bot.settings import ROOT
from bot.supervisor import free_port

SECRET = "a secret of the tests, long enough for anyone"
LANES = ("a", "b")
SHORT_IDLE = 60


class Proxy(httpx.BaseTransport):
    """What stands before the web processes: the next request goes to the next of them; to another when one takes none."""

    def __init__(self, ports: list[int]) -> None:
        self._ports = ports
        self._next = 0
        self._inner = httpx.HTTPTransport(retries=0)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        for _ in self._ports:
            port = self._ports[self._next % len(self._ports)]
            self._next += 1
            request.url = request.url.copy_with(scheme="http", host="127.0.0.1", port=port)
            try:
                return self._inner.handle_request(request)
            except httpx.ConnectError as fault:
                last = fault
        raise last


@dataclass
class Country:
    """The running service: its processes by their names (`web-a`, `engine-b`, `redis`) and where they are."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ports = {f"{part}-{lane}": free_port() for part in ("web", "engine", "actions") for lane in LANES}
        self.ports["redis"] = free_port()

    @property
    def redis_url(self) -> str:
        return f"redis://127.0.0.1:{self.ports['redis']}/0"

    def url(self, lane: str) -> str:
        return f"http://127.0.0.1:{self.ports[f'web-{lane}']}"

    def start(self, name: str) -> None:
        """Start a process; as systemd does again after a kill."""
        part, _, lane = name.partition("-")
        command = [sys.executable, "-m", "bot.cli", "run", "--only", part]
        if part == "redis":
            command = ["redis-server", "--port", str(self.ports["redis"]), "--dir", str(self.folder), "--save", ""]
        with (self.folder / "printed").open("ab") as sink:
            self.processes[name] = subprocess.Popen(
                command, cwd=ROOT, stdout=sink, stderr=sink, env=os.environ | self.environment(lane)
            )

    def environment(self, lane: str) -> dict[str, str]:
        other = {"a": "b", "b": "a", "": ""}[lane]
        ours = {
            "ENGINE_SECRET": SECRET,
            "TRACKERS_URL": self.redis_url,
            "STATE_FOLDER": str(self.folder / "state"),
            "MESSAGES_A_MINUTE": "100000",
            "STATISTICS": "false",
        }
        if lane:
            ours |= {
                "PORT": str(self.ports[f"web-{lane}"]),
                "ENGINE_PORT": str(self.ports[f"engine-{lane}"]),
                "ACTIONS_PORT": str(self.ports[f"actions-{lane}"]),
                "SPARE_ENGINE_PORTS": str(self.ports[f"engine-{other}"]),
                "SPARE_ACTIONS_PORTS": str(self.ports[f"actions-{other}"]),
            }
        return {f"FOERSTEKONTAKT_{name}": value for name, value in (ours | self.settings).items()}

    def kill(self, name: str, number: signal.Signals = signal.SIGKILL) -> None:
        self.processes[name].send_signal(number)
        if number == signal.SIGKILL:
            self.processes[name].wait()

    def restart(self, name: str) -> None:
        self.start(name)
        self.wait_for(name)

    def wait_for(self, name: str) -> None:
        wait_until(lambda: self.is_there(name), self.printed)

    def is_there(self, name: str) -> bool:
        part = name.partition("-")[0]
        if part == "redis":
            return bool(Redis.from_url(self.redis_url).ping())
        path = {"web": "/health/live", "engine": "/webhooks/samtale/ready", "actions": "/health"}[part]
        headers = {"X-Launch-Secret": SECRET}
        return httpx.get(f"http://127.0.0.1:{self.ports[name]}{path}", headers=headers, trust_env=False).is_success

    def printed(self) -> str:
        return (self.folder / "printed").read_text(errors="replace")

    def client(self, timeout: float = 12) -> httpx.Client:
        ports = [self.ports[f"web-{lane}"] for lane in LANES]
        return httpx.Client(base_url="http://land", transport=Proxy(ports), timeout=timeout)

    def redis(self) -> Redis:
        return Redis.from_url(self.redis_url)

    def heal(self) -> None:
        """Start again whatever is down."""
        for name, process in self.processes.items():
            process.send_signal(signal.SIGCONT)
            if process.poll() is not None:
                self.restart(name)


def wait_until(holds: Callable[[], bool], tell: Callable[[], str] = str, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if holds():
                return
        except (httpx.HTTPError, RedisError, OSError):
            pass
        time.sleep(0.1)
    raise AssertionError(f"it never came: {tell()}")


@contextmanager
def running(folder: Path, **settings: str) -> Iterator[Country]:
    country = Country(folder, settings)
    names = ["redis", *(f"{part}-{lane}" for lane in LANES for part in ("web", "actions", "engine"))]
    try:
        for name in names:
            country.start(name)
        for name in names:
            country.wait_for(name)
        yield country
    finally:
        for process in country.processes.values():
            process.kill()
            process.wait()
