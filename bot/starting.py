"""Starts the assistant for a while, for what talks with it: the benchmark, the scripts and the terminal."""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bot.conversation.engine import HttpEngine, engine_client
from bot.settings import ROOT, Settings
from bot.supervisor import free_port, parts_of, run, with_inner_settings

READY_SECONDS = 120
INNER = ("actions", "engine")
# A bench and a run of scripts are one address that asks a thousand times.
# What they say is nobody's, so it is in no statistics.
UNLIMITED = {"FOERSTEKONTAKT_MESSAGES_A_MINUTE": "100000", "FOERSTEKONTAKT_STATISTICS": "false"}


class DidNotStart(Exception):
    """The assistant was not ready in time."""


@dataclass
class Started:
    """A running assistant: where, and how long it took until the page and until the engine answered."""

    process: subprocess.Popen[bytes]
    url: str
    page_seconds: float
    ready_seconds: float


@contextmanager
def running(settings: Mapping[str, str] | None = None) -> Iterator[Started]:
    """Start the assistant on free ports, with these variables besides the environment's, and stop it afterwards.

    Raises:
        DidNotStart: it stopped, or was not ready within two minutes.
    """
    port, staff = free_port(), free_port()
    command = [sys.executable, "-m", "bot.cli", "run", "--port", str(port), "--staff-port", str(staff)]
    url = f"http://127.0.0.1:{port}"
    environment = os.environ | UNLIMITED | dict(settings or {})
    begun = time.monotonic()
    with tempfile.TemporaryFile() as sink:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=sink, stderr=sink)  # noqa: S603  (our own interpreter)
        try:
            page = _until(process, lambda: httpx.get(f"{url}/", trust_env=False).is_success, begun)
            ready = _until(process, lambda: httpx.get(f"{url}/health/ready", trust_env=False).is_success, begun)
            yield Started(process, url, page, ready)
        finally:
            process.terminate()
            process.wait()


@asynccontextmanager
async def own_engine(
    settings: Settings, model: Path, environment: Mapping[str, str], report: Callable[[str], None]
) -> AsyncIterator[HttpEngine]:
    """Start an engine and its actions without a page, for who is to see more than a page tells; it is not ready at once."""
    settings = with_inner_settings(settings)
    with tempfile.TemporaryDirectory(prefix="foerstekontakt-") as home:
        parts = [each for each in parts_of(settings, model, Path(home), environment) if each.name in INNER]
        alive = asyncio.create_task(run(parts, report))
        try:
            yield HttpEngine(engine_client(settings.engine_url, settings.engine_secret.get_secret_value()))
        finally:
            alive.cancel()
            await asyncio.gather(alive, return_exceptions=True)


def _until(process: subprocess.Popen[bytes], holds: Callable[[], bool], begun: float) -> float:
    while time.monotonic() - begun < READY_SECONDS and process.poll() is None:
        try:
            if holds():
                return time.monotonic() - begun
        except httpx.HTTPError:
            pass
        time.sleep(0.02)
    raise DidNotStart
