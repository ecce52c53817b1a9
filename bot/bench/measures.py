"""What is measured of one assistant, and how each is got."""

import asyncio
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.bench import starter, talking
from bot.bench.figures import Load
from bot.bench.processes import children, megabytes, processor_seconds
from bot.hardening import OVERWRITE_FREED
from bot.measuring import read_set
from bot.settings import ROOT
from bot.starting import Started, running

SET = ROOT / "tests" / "understanding" / "udvikling.tsv"
ENDS_THE_CONVERSATION = ("farvel", "forlad_siden", "slet_samtale", "slet_kode", "start_overlevering")


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    people: tuple[int, ...]
    seconds: float  # of a load
    rounds: int
    starts: int
    turns: int  # of a long conversation
    long_conversations: int
    idle: int  # conversations left lying
    settle: float = 12  # seconds until memory is weighed: two sweeps, so that what hangs in cycles is let go

    @property
    def span(self) -> int:
        """The messages at a long conversation's begin and end that are compared."""
        return min(10, self.turns // 2)


FULL = Size((1, 8, 32, 128), seconds=8, rounds=3, starts=2, turns=150, long_conversations=3, idle=1000)
SHORT = Size((1, 8), seconds=3, rounds=1, starts=1, turns=30, long_conversations=1, idle=50)


@dataclass(frozen=True)
class Subject:
    """An assistant to measure, and the processes that answer for it."""

    assistant: talking.Assistant
    processes: dict[str, int]  # ids by name


@dataclass
class Measured:
    """What was measured of one assistant."""

    loads: dict[int, list[Load]] = field(default_factory=dict)  # by people
    long: list[list[float]] = field(default_factory=list)
    first_answer: list[float] = field(default_factory=list)  # seconds
    first_page: list[float] = field(default_factory=list)  # seconds
    idle: dict[str, float] = field(default_factory=dict)  # megabytes, by process
    thousand: dict[str, float] = field(default_factory=dict)  # megabytes more with a thousand conversations
    ended: float = 0.0  # megabytes more when they have all been ended
    model_megabytes: float = 0.0
    train_seconds: float = 0.0


def messages() -> list[str]:
    """Give the messages to write, mixed, the same in every run: of authors who saw no example, none that ends a conversation."""
    lines = [line.text for line in read_set(SET) if line.meant not in ENDS_THE_CONVERSATION]
    random.Random(1).shuffle(lines)  # noqa: S311  (no secret)
    return lines


def our_assistant(folder: Path) -> AbstractContextManager[Started]:
    """Start this assistant; what it keeps goes into `folder`."""
    return running({"FOERSTEKONTAKT_STATE_FOLDER": str(folder)})


async def take_turns(subjects: dict[str, Subject], size: Size, found: dict[str, Measured]) -> None:
    """Load every assistant in turn, round by round, each round the other way round."""
    texts = messages()
    for number in range(size.rounds):
        for people in size.people:
            for name in sorted(subjects, reverse=bool(number % 2)):
                pids = subjects[name].processes.values()
                before = processor_seconds(pids)
                load = await talking.load(subjects[name].assistant, texts, people, size.seconds)
                load = replace(load, processor=processor_seconds(pids) - before)
                found[name].loads.setdefault(people, []).append(load)
    for _ in range(size.long_conversations):
        for name, subject in subjects.items():
            times = await talking.long_conversation(subject.assistant, texts[: size.span], size.turns)
            found[name].long.append(times)


async def lie_idle(assistant: talking.Assistant, processes: dict[str, int], size: Size, found: Measured) -> None:
    """Measure memory before, with, and (of what can end conversations) after a number of conversations."""
    texts = messages()
    async with talking.new_client() as client:
        await talking.leave(assistant, texts, size.idle // 10, client)  # warm
        before = await _settled(processes, size)
        left = await talking.leave(assistant, texts, size.idle, client)
        with_them = await _settled(processes, size)
        found.idle = before
        found.thousand = {name: (with_them[name] - before[name]) * 1000 / size.idle for name in before}
        for conversation in left:
            if isinstance(conversation, talking.PublicConversation):
                await conversation.end()
        found.ended = sum((await _settled(processes, size)).values()) - sum(before.values())


async def _settled(processes: dict[str, int], size: Size) -> dict[str, float]:
    await asyncio.sleep(size.settle)
    return {name: megabytes(pid) for name, pid in processes.items()}


async def first_answer(assistant: talking.Assistant) -> float:
    """Give the seconds that the first message of a fresh start takes."""
    async with talking.new_client() as client:
        conversation = await assistant.begin(client)
        sent = time.perf_counter()
        await conversation.say("hej")
        return time.perf_counter() - sent


def time_understanding(model: Path, texts: Sequence[str], *, hardened: bool) -> list[float]:
    """Give the milliseconds of processor time that the engine takes to understand each text."""
    command = [str(ROOT / ".venv-engine/bin/python"), "-W", "ignore", "-m", "bot.engine.parse", "--time", str(model)]
    return _timed(command, texts, hardened=hardened)


def time_reading(texts: Sequence[str], *, hardened: bool) -> list[float]:
    """Give the milliseconds of processor time that taking identifiers out of each text and looking for danger take."""
    return _timed([sys.executable, "-m", "bot.bench.reading"], texts, hardened=hardened)


def _timed(command: list[str], texts: Sequence[str], *, hardened: bool) -> list[float]:
    environment = os.environ | (OVERWRITE_FREED if hardened else {})
    done = subprocess.run(  # noqa: S603  (our own interpreter, no shell)
        command, input="\n".join(texts), capture_output=True, text=True, cwd=ROOT, env=environment, check=True
    )
    return [float(line) for line in done.stdout.splitlines()]


def measure(model: Path, size: Size, compared: starter.Trained | None) -> dict[str, Measured]:
    """Measure this assistant ("ours") and, where one is trained, the starter ("starter").

    Raises:
        bot.starting.DidNotStart, NoStarter: one of them was not ready in time.
    """
    ours = Measured(model_megabytes=model.stat().st_size / 1e6)
    found = {"ours": ours}
    if compared:
        found["starter"] = Measured(model_megabytes=compared.model.stat().st_size / 1e6, train_seconds=compared.seconds)
    with tempfile.TemporaryDirectory(prefix="foerstekontakt-bench-") as state:
        for _ in range(size.starts - 1):
            with our_assistant(Path(state)) as started:
                _note_start(ours, started)
            if compared:
                with starter.running(compared) as other:
                    _note_starter_start(found["starter"], other)
        with our_assistant(Path(state)) as started:
            _note_start(ours, started)
            parts = children(started.process.pid) | {"supervisor": started.process.pid}
            subjects = {"ours": Subject(talking.Ours(started.url), parts)}
            asyncio.run(lie_idle(subjects["ours"].assistant, parts, size, ours))
            if not compared:
                asyncio.run(take_turns(subjects, size, found))
                return found
            with starter.running(compared) as other:
                processes = {"engine": other.pid, "actions": other.actions_pid}
                subjects["starter"] = Subject(talking.Starter(other.url), processes)
                _note_starter_start(found["starter"], other)
                asyncio.run(lie_idle(subjects["starter"].assistant, {"engine": other.pid}, size, found["starter"]))
                asyncio.run(take_turns(subjects, size, found))
    return found


def _note_start(found: Measured, started: Started) -> None:
    found.first_page.append(started.page_seconds)
    found.first_answer.append(started.ready_seconds + asyncio.run(first_answer(talking.Ours(started.url))))


def _note_starter_start(found: Measured, started: starter.StartedStarter) -> None:
    found.first_answer.append(started.ready_seconds + asyncio.run(first_answer(talking.Starter(started.url))))
