"""How the scripts went the last time, and the run that goes on just now. Verdicts outlive a restart, conversations do not."""

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bot.scripts.model import Script
from bot.scripts.running import Run


class AlreadyRunning(Exception):
    """A run goes on; a second beside it would take the assistant from the citizens."""


@dataclass(frozen=True)
class Verdict:
    """How a script went. `print_` tells whether the script has changed since."""

    when: str
    by: str
    held: bool
    seconds: float
    first: str  # what was the first to go wrong
    print_: str


@dataclass
class Job:
    """A run of several scripts."""

    by: str
    names: list[str]
    conversations: int
    done: int = 0
    failed: int = 0
    runs: dict[str, list[Run]] = field(default_factory=dict)
    is_over: bool = False
    stopped: str = ""  # why it could not be finished

    def take(self, run: Run) -> None:
        """Count a conversation that ended."""
        self.done += 1
        self.failed += not run.held
        self.runs.setdefault(run.conversation.script.navn, []).append(run)


class Board:
    """The verdicts by script, in a file; the last job, in memory."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._verdicts = _read(file)
        self.job: Job | None = None
        self._runs: dict[str, list[Run]] = {}

    def verdict(self, script: Script) -> Verdict | None:
        """Give how the script went last."""
        return self._verdicts.get(script.navn)

    def has_changed(self, script: Script) -> bool:
        """Tell whether the script is another than the one that was run."""
        verdict = self.verdict(script)
        return verdict is not None and verdict.print_ != print_of(script)

    def runs(self, name: str) -> list[Run]:
        """Give the conversations of the script's last run, while this process lives."""
        return self._runs.get(name, [])

    def begin(self, job: Job) -> None:
        """Take a job on.

        Raises:
            AlreadyRunning: one goes on.
        """
        if self.job and not self.job.is_over:
            raise AlreadyRunning
        self.job = job

    def keep(self, script: Script, runs: list[Run], by: str, when: str) -> Verdict:
        """Keep how a script went."""
        wrong = next((finding for run in runs for turn in run.turns for finding in turn.findings), None)
        verdict = Verdict(
            when=when,
            by=by,
            held=wrong is None,
            seconds=round(sum(run.seconds for run in runs), 2),
            first=f"ventet {wrong.expected}; kom {wrong.came}" if wrong else "",
            print_=print_of(script),
        )
        self._verdicts[script.navn] = verdict
        self._runs[script.navn] = runs
        return verdict

    def save(self, names: Iterable[str]) -> None:
        """Write the verdicts of the scripts that there are; a folder that cannot be written costs the memory of them alone."""
        known = set(names)
        self._verdicts = {name: each for name, each in self._verdicts.items() if name in known}
        new = self._file.with_suffix(".ny")
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            content = {name: asdict(each) for name, each in sorted(self._verdicts.items())}
            new.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
            new.replace(self._file)


def print_of(script: Script) -> str:
    """Give a mark of a script's content."""
    return hashlib.blake2b(script.model_dump_json().encode(), digest_size=8).hexdigest()


def _read(file: Path) -> dict[str, Verdict]:
    try:
        return {name: Verdict(**each) for name, each in json.loads(file.read_text(encoding="utf-8")).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
