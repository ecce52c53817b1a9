"""What our processes hold in memory, no core dump and no other process of the same user gets to see."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import ROOT
from tests.conftest import Assistant
from tests.safety.traces import environment_of, family_of

PR_GET_DUMPABLE = 3  # prctl(2)


def holders(running: Assistant) -> list[int]:
    """The processes that hold what was said; the supervisor sees none of it."""
    return [process for process in family_of(running.process.pid) if process != running.process.pid]


def homes(running: Assistant) -> list[Path]:
    """The temporary folder that the supervisor gave the parts, and the engine's own inside it."""
    folder = Path(environment_of(running.process_of("engine"))["TMPDIR"])
    return [folder, *folder.glob("foerstekontakt-engine-*")]


def test_no_process_leaves_a_core(assistant: Assistant) -> None:
    for process in holders(assistant):
        limits = Path(f"/proc/{process}/limits").read_text().splitlines()
        (core,) = [line.split() for line in limits if line.startswith("Max core file size")]
        assert core[4:6] == ["0", "0"]


def test_no_other_process_of_the_user_gets_to_read_it() -> None:
    """The kernel lets nobody but root debug a process that is not dumpable."""
    script = "import ctypes\nfrom bot.hardening import keep_memory_private\nkeep_memory_private()\n"
    script += f"print(ctypes.CDLL(None).prctl({PR_GET_DUMPABLE}, 0, 0, 0, 0))"
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    assert shown.stdout.strip() == "0"


def test_the_engine_s_home_is_its_own_and_gone_when_it_stops(own_assistant: Assistant) -> None:
    talk = own_assistant.talk()
    talk.say("hej")
    mine = homes(own_assistant)
    assert len(mine) == 2
    assert all(folder.stat().st_mode & 0o077 == 0 for folder in mine)
    own_assistant.stop()
    assert not [folder for folder in mine if folder.exists()]


@pytest.mark.parametrize("name", ["PYTHONMALLOC", "GLIBC_TUNABLES"])
def test_what_is_freed_is_overwritten_in_every_process(assistant: Assistant, name: str) -> None:
    for process in holders(assistant):
        assert environment_of(process).get(name)
