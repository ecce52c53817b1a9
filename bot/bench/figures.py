"""The arithmetic of the benchmark: what many measured times say."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Load:
    """What people who wrote at once met: how long it went on, and the milliseconds of every answer."""

    people: int
    seconds: float
    times: tuple[float, ...]
    refused: int = 0  # messages that got no answer
    processor: float = 0.0  # seconds of processor time that the assistant had meanwhile

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds


def percentile(times: Sequence[float], share: int) -> float:
    """Give the time that `share` of a hundred stay within, by linear interpolation between the two nearest.

    Raises:
        ValueError: there are no times, or `share` is not between 0 and 100.
    """
    if not times or not 0 <= share <= 100:  # noqa: PLR2004  (a hundred is what a percentile is of)
        raise ValueError("a percentile needs times, and a share from 0 to 100")
    ordered = sorted(times)
    place = (len(ordered) - 1) * share / 100
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def pooled(loads: Sequence[Load]) -> list[float]:
    """Give the times of all rounds together."""
    return [time for load in loads for time in load.times]


def rate(loads: Sequence[Load]) -> float:
    """Give the answers a second of the middle round."""
    return statistics.median(load.rate for load in loads)


def cost(loads: Sequence[Load]) -> float:
    """Give the milliseconds of processor time an answer: what little else on the machine can change."""
    return sum(load.processor for load in loads) * 1000 / sum(len(load.times) for load in loads)


def times_faster(ours: Sequence[Load], theirs: Sequence[Load]) -> float:
    """Give how many times as many answers a second: the middle of the ratios of rounds that ran right after each other."""
    return statistics.median(mine.rate / other.rate for mine, other in zip(ours, theirs, strict=True))


def growth(conversations: Sequence[Sequence[float]], span: int) -> float:
    """Give how the last `span` messages of long conversations compare with the first `span`, in median.

    A conversation repeats the same `span` messages, so that the same are compared.

    Raises:
        ValueError: a conversation is too short to have a first and a last span.
    """
    if not conversations or any(len(each) < 2 * span for each in conversations):
        raise ValueError(f"growth needs conversations of at least {2 * span} messages")
    first = statistics.median(time for each in conversations for time in each[:span])
    last = statistics.median(time for each in conversations for time in each[-span:])
    return last / first
