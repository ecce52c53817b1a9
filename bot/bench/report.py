"""The benchmark as a table, and where it goes in docs/performance.md."""

import os
import platform
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

from bot.bench.figures import cost, growth, percentile, pooled, rate, times_faster
from bot.bench.measures import Measured, Size

BEGIN, END = "<!-- made by `make bench`: begin -->", "<!-- made by `make bench`: end -->"
NOT_MEASURED = "–"
ENOUGH_TO_WEIGH = 500  # fewer conversations weigh less than what a process gives and takes by itself
Row = tuple[str, str, str, str]  # what, ours, the starter's, how they compare


class NoPlaceForTheTable(Exception):
    """The file has no two lines between which the table goes."""


def table(found: dict[str, Measured], size: Size, alone: dict[str, Sequence[float]]) -> list[str]:
    """Give all figures as lines of Markdown; `alone`: processor milliseconds of parts of a turn, measured by themselves."""
    rows = [*_speed(found, size), *_growth(found, size), *_start(found), *_memory(found, size)]
    return [
        *_conditions(found, size),
        "",
        "| what | this assistant | Rasa's starter | ratio |",
        "|---|---|---|---|",
        *(f"| {' | '.join(row)} |" for row in rows),
        *(
            f"| {what}: processor time, median / p95 | {_middle_and_p95(times)} ms | {NOT_MEASURED} | |"
            for what, times in alone.items()
        ),
    ]


def put_into(file: Path, lines: Sequence[str]) -> None:
    """Replace what stands between the two marks of a file.

    Raises:
        NoPlaceForTheTable: the marks are missing.
    """
    text = file.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise NoPlaceForTheTable(f"{file.name}: put the lines {BEGIN} and {END} where the table is to be")
    file.write_text("\n".join([before + BEGIN, *lines, END + after]), encoding="utf-8")


def _conditions(found: dict[str, Measured], size: Size) -> list[str]:
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    system = f"Linux {platform.release().split('-')[0]}, Python {platform.python_version()}"
    refused = ", ".join(
        f"{name} {sum(load.refused for loads in each.loads.values() for load in loads)}" for name, each in found.items()
    )
    return [
        f"Machine: {os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GB, {system}; those who write run on it too. "
        f"Its load in the last quarter of an hour: {os.getloadavg()[2]:.1f}.",
        f"Loads of {size.seconds:.0f} s in {size.rounds} rounds by turns; a conversation has ten messages. "
        f"Messages without an answer: {refused}.",
    ]


def _speed(found: dict[str, Measured], size: Size) -> Iterator[Row]:
    for people in size.people:
        loads = {name: each.loads[people] for name, each in found.items()}
        shown = {name: f"{rate(each):.0f}" for name, each in loads.items()}
        faster = f"{times_faster(loads['ours'], loads['starter']):.1f} times" if "starter" in loads else ""
        yield _row(f"messages a second, {people} at once", shown, faster)
        shown = {name: f"{cost(each):.1f} ms" for name, each in loads.items()}
        yield _row(f"processor time an answer, {people} at once", shown, _less(loads, cost))
        times = {name: pooled(each) for name, each in loads.items()}
        shown = {
            name: " / ".join(f"{percentile(each, share):.0f}" for share in (50, 95, 99)) + " ms"
            for name, each in times.items()
        }
        yield _row(f"median / p95 / p99, {people} at once", shown, _less(times, lambda each: percentile(each, 95)))


def _growth(found: dict[str, Measured], size: Size) -> Iterator[Row]:
    shown = {name: f"{growth(each.long, size.span):.2f} times" for name, each in found.items()}
    yield _row(f"turns {size.turns - size.span + 1}–{size.turns} against 1–{size.span}, median", shown, "")


def _start(found: dict[str, Measured]) -> Iterator[Row]:
    yield _row("first page after start", {"ours": f"{median(found['ours'].first_page):.1f} s"}, "")
    shown = {name: f"{median(each.first_answer):.1f} s" for name, each in found.items()}
    yield _row("first answer after start", shown, _less(found, lambda each: median(each.first_answer)))
    if all(each.train_seconds for each in found.values()):
        shown = {name: f"{each.train_seconds:.0f} s" for name, each in found.items()}
        yield _row("training", shown, _less(found, lambda each: each.train_seconds))
    shown = {name: f"{each.model_megabytes:.0f} MB" for name, each in found.items()}
    yield _row("size of the model", shown, _less(found, lambda each: each.model_megabytes))


def _memory(found: dict[str, Measured], size: Size) -> Iterator[Row]:
    shown = {name: f"{each.idle['engine']:.0f} MB" for name, each in found.items()}
    yield _row("memory of the engine, idle", shown, _less(found, lambda each: each.idle["engine"]))
    shown = {name: f"{sum(each.idle.values()):.0f} MB" for name, each in found.items()}
    yield _row(
        "… of all processes (the starter's engine alone)", shown, _less(found, lambda each: sum(each.idle.values()))
    )
    parts = ", ".join(f"{name} {megabytes:.0f}" for name, megabytes in sorted(found["ours"].idle.items()))
    yield _row("… each, MB", {"ours": parts}, "")
    if size.idle < ENOUGH_TO_WEIGH:
        return
    shown = {name: f"{sum(each.thousand.values()):.1f} MB" for name, each in found.items()}
    yield _row("… more for 1,000 conversations", shown, "")
    yield _row("… left when they were ended", {"ours": f"{found['ours'].ended:.1f} MB"}, "")


def _row(what: str, shown: dict[str, str], ratio: str) -> Row:
    return what, shown.get("ours", NOT_MEASURED), shown.get("starter", NOT_MEASURED), ratio


def _less[Figures](figures: dict[str, Figures], of: Callable[[Figures], float]) -> str:
    return f"1 / {of(figures['starter']) / of(figures['ours']):.1f}" if "starter" in figures else ""


def _middle_and_p95(times: Sequence[float]) -> str:
    return f"{percentile(times, 50):.1f} / {percentile(times, 95):.1f}"
