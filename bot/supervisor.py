"""Starts the parts, restarts one that dies with a growing pause, and stops all of them together."""

import asyncio
import ctypes
import logging
import os
import secrets
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from bot.hardening import OVERWRITE_FREED
from bot.settings import PREFIX, ROOT, Settings

logger = logging.getLogger(__name__)

STOP_SECONDS = 3.0
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
HEAD_START = 1.0  # seconds that the first part has the processors to itself: help for people is up first
STEADY_SECONDS = 60.0  # a part that ran this long starts over with the first pause
PARTS = ("web", "staff", "actions", "engine")  # the order of starting: help for people first

# Secrets go only where they are used, never to the public process.
GOES_ONLY_TO = {
    f"{PREFIX}HANDOFF_": ("actions", "staff"),
    f"{PREFIX}STAFF_": ("staff",),
    f"{PREFIX}METRICS_TOKEN": ("staff",),
}

PR_SET_PDEATHSIG = 1  # prctl(2)


class PartRefused(Exception):
    """A part says that it will never start as things are (exit code EX_CONFIG); it has printed why."""


@dataclass(frozen=True)
class Part:
    """A process to keep alive: how to start it and the environment it gets."""

    name: str
    command: list[str]
    environment: dict[str, str]


def free_port() -> int:
    """Give a port of 127.0.0.1 that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_taken(host: str, port: int) -> bool:
    """Tell whether another process listens on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
        return False


def with_inner_settings(settings: Settings) -> Settings:
    """Give the settings with free inner ports and a secret of this launch."""
    inner = {"engine_port": free_port(), "actions_port": free_port(), "engine_secret": secrets.token_urlsafe(32)}
    outer = {"port": settings.port or free_port(), "staff_port": settings.staff_port or free_port()}
    return Settings.model_validate(settings.model_dump() | inner | outer)


def parts_of(settings: Settings, model: Path, folder: Path | None, environment: Mapping[str, str]) -> list[Part]:
    """Give the parts. What one of them writes for a while goes into `folder`, which is removed when all stop."""
    ours = {
        name: environment[name]
        for name in ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "VIRTUAL_ENV")
        if name in environment
    }
    ours |= OVERWRITE_FREED | ({"TMPDIR": str(folder)} if folder else {})
    ours |= {f"{PREFIX}{name.upper()}": _as_text(value) for name, value in settings.model_dump().items()}
    rasa = {
        "ENGINE_SECRET": settings.engine_secret.get_secret_value(),
        "ACTIONS_URL": settings.actions_url,
        "SPARE_ACTIONS_URLS": " ".join(settings.spare_actions_urls),
        "TRACKERS_URL": settings.trackers_url.get_secret_value(),
        "IDLE_SECONDS": str(settings.idle_minutes * 60),
    }
    engine = [
        str(ROOT / ".venv-engine/bin/python"),
        "-W",
        "ignore",
        "-m",
        "bot.engine",
        "--model",
        str(model),
        "--port",
        str(settings.engine_port),
    ]
    ours_only = [
        Part(name, [sys.executable, "-m", "bot.cli", "run", "--only", name], _for(name, ours)) for name in PARTS[:-1]
    ]
    return [*ours_only, Part("engine", engine, _for("engine", ours) | rasa)]


def _for(part: str, ours: dict[str, str]) -> dict[str, str]:
    """Give a part's environment, without what is for others alone."""
    kept_away = tuple(prefix for prefix, parts in GOES_ONLY_TO.items() if part not in parts)
    return {name: value for name, value in ours.items() if not name.startswith(kept_away)}


def _as_text(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


async def run(
    parts: list[Part], report: Callable[[str], None], restarted: Callable[[str], None] = lambda _: None
) -> None:
    """Keep every part alive until this task is cancelled; then stop them all within `STOP_SECONDS` and a little.

    `restarted` is told the name of each part that is to be started again.

    Raises:
        ExceptionGroup: of PartRefused; the other parts are stopped.
    """
    async with asyncio.TaskGroup() as group:
        for number, part in enumerate(parts):
            group.create_task(_keep_alive(part, report, restarted, HEAD_START if number else 0))


async def _keep_alive(
    part: Part, report: Callable[[str], None], restarted: Callable[[str], None], after: float
) -> None:
    await asyncio.sleep(after)
    clock = asyncio.get_running_loop().time
    pause = FIRST_PAUSE
    while True:
        started = clock()
        process = await asyncio.create_subprocess_exec(
            *part.command, env=part.environment, cwd=ROOT, start_new_session=True, preexec_fn=_die_with_parent
        )
        try:
            code = await process.wait()
        except asyncio.CancelledError:
            await _stop(process)
            raise
        if code == os.EX_CONFIG:
            raise PartRefused(part.name)
        pause = FIRST_PAUSE if clock() - started > STEADY_SECONDS else min(pause * 2, LONGEST_PAUSE)
        report(f"{part.name} stoppede (kode {code}); startes igen om {pause:.0f} s")
        restarted(part.name)
        await asyncio.sleep(pause)


async def _stop(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), STOP_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()


def _die_with_parent() -> None:
    """Ask the kernel to end this process should the supervisor be killed, so that none is left behind."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def supervise(settings: Settings, model: Path, environment: Mapping[str, str], report: Callable[[str], None]) -> None:
    """Run all parts until a signal says stop.

    Raises:
        ExceptionGroup: of PartRefused; all parts are stopped.
    """
    settings = with_inner_settings(settings)
    report(f"Chatten:          http://{settings.host}:{settings.port}/")
    report(f"Medarbejderside:  http://{settings.staff_host}:{settings.staff_port}/")
    report("Ctrl-C stopper det hele.")
    with tempfile.TemporaryDirectory(prefix="foerstekontakt-") as folder:
        counts = settings.metrics_folder or folder
        settings = settings.model_copy(update={"metrics_folder": counts})
        asyncio.run(_until_signal(parts_of(settings, model, Path(folder), environment), report, counts))


async def _until_signal(parts: list[Part], report: Callable[[str], None], counts: str) -> None:
    from bot.statistics.writing import counter_of_restarts

    running = asyncio.create_task(run(parts, report, counter_of_restarts(counts)))
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, running.cancel)
    try:
        await running
    except asyncio.CancelledError:
        report("Stoppet.")


def replace_with_engine(settings: Settings, model: Path) -> None:
    """Become the engine (`bot run --only engine`): another Python, so this process is replaced, not wrapped."""
    part = parts_of(settings, model, None, os.environ)[-1]
    os.execve(part.command[0], part.command, part.environment)  # noqa: S606  (our own interpreter, no shell)
