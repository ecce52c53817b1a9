"""How much memory and processor time processes take, as the kernel has it."""

import os
from collections.abc import Iterable
from pathlib import Path

PROC = Path("/proc")


def megabytes(pid: int) -> float:
    """Give a process's share of memory (PSS: what it shares is divided among those that share it).

    The processes that meet words let nobody of the same user look (bot.hardening), so only root sees their shares; for
    others it is what is resident, which counts shared libraries in full.

    Raises:
        OSError: there is no such process.
    """
    try:
        lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except PermissionError:
        return resident(pid)
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024 / 1e6


def resident(pid: int) -> float:
    """Give what of a process lies in memory."""
    return int((PROC / str(pid) / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def processor_seconds(pids: Iterable[int]) -> float:
    """Give the processor time that processes have had until now, all threads together.

    Raises:
        OSError: there is no such process.
    """
    ticks = 0
    for pid in pids:
        fields = (PROC / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])  # proc(5): utime and stime, counted after the name
    return ticks / os.sysconf("SC_CLK_TCK")


def children(supervisor: int) -> dict[str, int]:
    """Give the process ids of the parts that `bot run` has started, by their names."""
    found = {}
    for folder in PROC.glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            command = (folder / "cmdline").read_bytes().decode().split("\0")
        except (OSError, ValueError):
            continue
        if parent == supervisor:
            name = command[command.index("--only") + 1] if "--only" in command else "engine"
            found[name] = int(folder.name)
    return found
