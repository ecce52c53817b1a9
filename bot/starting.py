"""Starts the whole assistant for a while, for what talks with it: the benchmark and the scripts."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from bot.settings import ROOT
from bot.supervisor import free_port

READY_SECONDS = 120
# A bench and a run of scripts are one address that asks a thousand times.
UNLIMITED = {"FOERSTEKONTAKT_MESSAGES_A_MINUTE": "100000"}


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
def running() -> Iterator[Started]:
    """Start the assistant on free ports, and stop it afterwards.

    Raises:
        DidNotStart: it stopped, or was not ready within two minutes.
    """
    port, staff = free_port(), free_port()
    command = [sys.executable, "-m", "bot.cli", "run", "--port", str(port), "--staff-port", str(staff)]
    url = f"http://127.0.0.1:{port}"
    begun = time.monotonic()
    with tempfile.TemporaryFile() as sink:
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ | UNLIMITED, stdout=sink, stderr=sink)  # noqa: S603  (our own interpreter)
        try:
            page = _until(process, lambda: httpx.get(f"{url}/", trust_env=False).is_success, begun)
            ready = _until(process, lambda: httpx.get(f"{url}/health/ready", trust_env=False).is_success, begun)
            yield Started(process, url, page, ready)
        finally:
            process.terminate()
            process.wait()


def _until(process: subprocess.Popen[bytes], holds: Callable[[], bool], begun: float) -> float:
    while time.monotonic() - begun < READY_SECONDS and process.poll() is None:
        try:
            if holds():
                return time.monotonic() - begun
        except httpx.HTTPError:
            pass
        time.sleep(0.02)
    raise DidNotStart
