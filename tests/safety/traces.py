"""Where a trace could be: every file written since the start, everything printed, and the memory of every process.

Run as a script it searches one process's memory, with the rights of whoever starts it: our processes let nobody else read
theirs, so a test that is not root asks `sudo`.

    traces.py PID < words, one a line
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

FAR_BACK = 1.0  # seconds: file systems round times


def files_with(words: Iterable[str], since: float, *folders: Path) -> list[Path]:
    """Give the files under the folders that were written since a time and hold one of the words, in their content or name."""
    encoded = [
        form for word in words for form in (word.encode(), word.encode("utf-16-le"))
    ]  # a browser writes the latter
    return [
        path
        for folder in folders
        for path in _files(folder)
        if path.stat().st_mtime > since - FAR_BACK
        and (any(word in path.read_bytes() for word in encoded) or any(word in str(path).encode() for word in encoded))
    ]


def temporary_folders() -> list[Path]:
    """Give the folders that programs write into without being told."""
    return [
        Path(tempfile.gettempdir()),
        Path("/var/tmp"),
        Path("/dev/shm"),
        Path.home() / ".config",
        Path.home() / ".cache",
    ]


def family_of(process: int) -> list[int]:
    """Give the process and all that it started, as the table of processes has them."""
    children = [process]
    for parent in children:
        children += [int(name) for name in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
    return children


def environment_of(process: int) -> dict[str, str]:
    """Give a process's environment as it was started with."""
    ask = [] if os.geteuid() == 0 else ["sudo", "-n"]
    read = subprocess.run([*ask, "cat", f"/proc/{process}/environ"], capture_output=True, check=True).stdout.decode()
    return dict(line.split("=", 1) for line in read.split("\0") if "=" in line)


def in_memory(process: int, words: Iterable[str]) -> dict[str, int]:
    """Give how often each word stands in a process's memory; words that do not stand there are left out."""
    ask = [] if os.geteuid() == 0 else ["sudo", "-n"]
    done = subprocess.run(
        [*ask, sys.executable, __file__, str(process)],
        input="\n".join(words),
        capture_output=True,
        text=True,
        check=True,
    )
    return {word: int(count) for line in done.stdout.splitlines() for word, count in [line.split("\t")]}


def _files(folder: Path) -> Iterator[Path]:
    for root, _, names in os.walk(folder):
        for name in names:
            path = Path(root, name)
            if path.is_file() and not path.is_symlink():
                yield path


def _readable_parts(process: int) -> Iterator[tuple[int, int]]:
    for line in Path(f"/proc/{process}/maps").read_text().splitlines():
        fields = line.split()
        if "r" in fields[1] and fields[-1] not in ("[vvar]", "[vsyscall]"):
            start, end = (int(number, 16) for number in fields[0].split("-"))
            yield start, end


def _search(process: int, words: list[str]) -> None:
    # Python keeps a text that is not Latin in two or four bytes a letter.
    forms = {word: [word.encode(), word.encode("utf-16-le"), word.encode("utf-32-le")] for word in words}
    counts = dict.fromkeys(words, 0)
    with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
        for start, end in _readable_parts(process):
            try:
                memory.seek(start)
                content = memory.read(end - start)
            except (OSError, OverflowError):
                continue
            for word, encodings in forms.items():
                counts[word] += sum(content.count(form) for form in encodings)
    for word, count in counts.items():
        if count:
            sys.stdout.write(f"{word}\t{count}\n")


if __name__ == "__main__":
    _search(int(sys.argv[1]), sys.stdin.read().split())
