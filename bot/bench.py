"""The project's benchmark: one run, one table. Milliseconds depend on the machine; ratios are what to compare."""

import os
import statistics
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from bot.measuring import read_set
from bot.settings import ROOT
from bot.starting import running

MESSAGES = 200
SET = ROOT / "tests" / "understanding" / "udvikling.tsv"


def bench(model: Path) -> list[str]:
    """Start the assistant, measure it, stop it; give the table as lines of Markdown.

    Raises:
        bot.starting.DidNotStart: the engine was not ready within two minutes.
    """
    texts = [line.text for line in read_set(SET)][:MESSAGES]
    with running() as started, httpx.Client(base_url=started.url) as client:
        floor = _times(lambda _: client.get("/health/live"), texts)
        half = MESSAGES // 2  # a conversation ends after 150 messages
        turns = _conversation(client, texts[:half]) + _conversation(client, texts[half:])
        memory = _memory(started.process.pid)
    understanding = _understanding(texts, model)
    ratio = _median(turns) / _median(floor)
    return [
        "| what | measured |",
        "|---|---|",
        f"| first page after start | {started.page_seconds:.1f} s |",
        f"| first engine answer after start | {started.ready_seconds:.1f} s |",
        f"| one message through the public API, median / p95 | {_median(turns):.1f} / {_p95(turns):.1f} ms |",
        f"| … against an empty answer of the same process (median {_median(floor):.2f} ms) | {ratio:.1f} times |",
        f"| understanding one message, median / p95 | {_median(understanding):.1f} / {_p95(understanding):.1f} ms |",
        *(f"| memory of {part} | {megabytes} MB |" for part, megabytes in memory.items()),
        f"| size of the model | {model.stat().st_size / 1e6:.0f} MB |",
    ]


def _conversation(client: httpx.Client, texts: list[str]) -> list[float]:
    token = client.post("/api/v1/conversation", json={}).json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    return _times(
        lambda text: client.post("/api/v1/conversation/messages", json={"text": text}, headers=headers), texts
    )


def _times(do: Callable[[str], object], texts: list[str]) -> list[float]:
    taken = []
    for text in texts:
        started = time.perf_counter()
        do(text)
        taken.append((time.perf_counter() - started) * 1000)
    return taken


def _understanding(texts: list[str], model: Path) -> list[float]:
    command = [str(ROOT / ".venv-engine/bin/python"), "-m", "bot.engine.parse", "--time", str(model)]
    done = subprocess.run(command, input="\n".join(texts), capture_output=True, text=True, cwd=ROOT, check=True)  # noqa: S603
    return [float(line) for line in done.stdout.splitlines()]


def _memory(supervisor: int) -> dict[str, int]:
    """Give the resident megabytes of each part, as the kernel has them."""
    found = {"the supervisor": _resident(supervisor)}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            command = (folder / "cmdline").read_bytes().decode().split("\0")
        except (OSError, ValueError):
            continue
        if parent == supervisor:
            name = command[command.index("--only") + 1] if "--only" in command else "engine"
            found[name] = _resident(int(folder.name))
    return found


def _resident(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1_000_000


def _median(taken: list[float]) -> float:
    return statistics.median(taken)


def _p95(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20)[-1]
