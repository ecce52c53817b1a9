"""What a process does at its start so that what it held in memory is found nowhere. Runs on Python 3.10."""

import ctypes
import os
import resource
import sys

PR_SET_DUMPABLE = 4  # prctl(2)

# What a process frees is overwritten at once: the C library fills freed memory with a byte, and Python asks it for every
# object instead of keeping arenas of its own. Otherwise a message that was answered lies in memory until chance reuses it.
OVERWRITE_FREED = {
    "PYTHONMALLOC": "malloc",
    "GLIBC_TUNABLES": "glibc.malloc.perturb=165:glibc.malloc.tcache_count=0",
}


BEHIND = 5  # nice(2): engine and actions stand behind the process that notices danger when there is too much to do


def stand_behind_help() -> None:
    """Let the process that answers people have the processors first."""
    os.nice(BEHIND)


def keep_memory_private() -> None:
    """Overwrite what is freed, write no core, and let no other process of the same user read this one's memory.

    The first needs an environment that is read before Python starts: where it is missing, this process begins anew with it.
    """
    if not OVERWRITE_FREED.items() <= os.environ.items():
        os.execve(sys.executable, sys.orig_argv, {**os.environ, **OVERWRITE_FREED})  # noqa: S606  (ourselves, no shell)
    sys.modules["uvloop"] = None  # type: ignore[assignment]  # its one read buffer holds the last messages; asyncio's are freed
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
