"""Rasa's own starter project with this assistant's data, in an environment of its own (.venv-starter).

Its configuration is the one `rasa init` leaves to Rasa: DIET, ResponseSelector, Memoization, Rule, UnexpecTED and TED, REST
channel, conversations in memory. It is written anew for each run from the installed package; nothing of it lies in this project.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import yaml

from bot.settings import ROOT
from bot.supervisor import free_port

ENVIRONMENT = ROOT / ".venv-starter"
START_SECONDS = 600  # a minute and a half on two busy cores
DATA = ("nlu", "rules", "stories", "svar")


class NoStarter(Exception):
    """The starter's environment is not there, or it does what it should not. The message says what to do."""


@dataclass(frozen=True)
class Trained:
    """A starter project that is ready to start: where, and what its training took."""

    folder: Path
    epochs: int
    seconds: float

    @property
    def model(self) -> Path:
        """The model's file."""
        return self.folder / "models" / "starter.tar.gz"


def train(folder: Path, epochs: int) -> Trained:
    """Write the project into `folder` and train it.

    Raises:
        NoStarter: its environment is not there, or Rasa could not train; with Rasa's last lines.
    """
    if not (ENVIRONMENT / "bin/rasa").is_file():
        raise NoStarter(
            "there is no .venv-starter to compare with; `make bench` makes it, `bot bench --short` needs none"
        )
    (folder / "config.yml").write_text(yaml.safe_dump(_configuration(epochs), sort_keys=False))
    (folder / "credentials.yml").write_text("rest:\n")
    data = [str(ROOT / "data" / name) for name in DATA]
    begun = time.monotonic()
    done = _rasa(
        folder, "train", "--domain", str(ROOT / "domain.yml"), "--data", *data, "--fixed-model-name", "starter"
    )
    trained = Trained(folder, epochs, time.monotonic() - begun)
    if not trained.model.is_file():
        raise NoStarter("the starter could not be trained:\n" + "\n".join(done.splitlines()[-15:]))
    return trained


def _configuration(epochs: int) -> dict[str, object]:
    """Give Rasa's default configuration, in Danish and with so many epochs in place of its hundred."""
    found = next(ENVIRONMENT.glob("lib/python*/site-packages/rasa/engine/recipes/config_files/default_config.yml"))
    configuration: dict[str, object] = yaml.safe_load(found.read_text())
    for part in ("pipeline", "policies"):
        components = configuration[part]
        assert isinstance(components, list)  # noqa: S101  (Rasa's own file)
        for component in components:
            if "epochs" in component:
                component["epochs"] = epochs
    return configuration | {"language": "da", "assistant_id": "starter"}


def _environment(folder: Path) -> dict[str, str]:
    return os.environ | {"HOME": str(folder), "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}


def _rasa(folder: Path, *arguments: str) -> str:
    done = subprocess.run(  # noqa: S603  (our own interpreter, no shell)
        [str(ENVIRONMENT / "bin/rasa"), *arguments],
        cwd=folder,
        env=_environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


@dataclass(frozen=True)
class StartedStarter:
    """A running starter: its address, its process, that of its actions, and the seconds until it was ready."""

    url: str
    pid: int
    actions_pid: int
    ready_seconds: float


@contextmanager
def running(trained: Trained) -> Iterator[StartedStarter]:
    """Start the starter with this project's action server beside it; stop both afterwards.

    Raises:
        NoStarter: it stopped, or was not ready in time.
    """
    actions, port = free_port(), free_port()
    (trained.folder / "endpoints.yml").write_text(f"action_endpoint:\n  url: http://127.0.0.1:{actions}/webhook\n")
    url = f"http://127.0.0.1:{port}"
    state = {"FOERSTEKONTAKT_ACTIONS_PORT": str(actions), "FOERSTEKONTAKT_STATE_FOLDER": str(trained.folder)}
    beside = [sys.executable, "-m", "bot.cli", "run", "--only", "actions"]
    itself = [str(ENVIRONMENT / "bin/rasa"), "run", "--model", str(trained.model), "--interface", "127.0.0.1"]
    with _process(beside, ROOT, os.environ | state) as its_actions:
        _until_answers(f"http://127.0.0.1:{actions}/health")
        begun = time.monotonic()
        with _process([*itself, "--port", str(port)], trained.folder, _environment(trained.folder)) as process:
            _until_answers(url)
            yield StartedStarter(url, process.pid, its_actions.pid, time.monotonic() - begun)


@contextmanager
def _process(command: list[str], folder: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(  # noqa: S603  (our own interpreter, no shell)
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def _until_answers(url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            if httpx.get(url, trust_env=False).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.02)
    raise NoStarter("the starter did not start")
