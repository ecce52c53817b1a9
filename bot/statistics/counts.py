"""What is counted for whoever keeps the assistant running. Every label is one of a few words that stand here.

What people do is told in steps of five only: one person who writes at night moves no number. The time a counter was first
used, and the sum of all times, would tell of that one person, so neither is given.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram, write_to_textfile
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector

STEP = 5
NAME = "foerstekontakt"
SECONDS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
LABELS = {
    "understood": ("yes", "no"),
    "seen_by": ("rules", "dialogue"),
    "how": ("left", "said"),
    "what": ("made", "used", "withdrawn"),
    "why": ("engine_away", "too_many"),
    "part": ("web", "staff", "actions", "engine"),
    "result": ("held", "failed"),
}
COUNTED = {  # the label each counter has, and what it says of itself
    "turns": ("understood", "Messages answered, and whether they were understood"),
    "danger": ("seen_by", "Messages in which danger was noticed, and by what"),
    "exits": ("how", "Conversations that people ended, and how"),
    "codes": ("what", "Codes made in the chat, used by staff, withdrawn by the person"),
    "refused": ("why", "Messages that could not be answered"),
    "faults": ("part", "Unforeseen faults"),
    "restarts": ("part", "Parts that stopped and were started again"),
    "danger_checks": ("result", "The public process's own tries of the danger path"),
}
_OF_THE_MACHINE = ("faults", "restarts", "danger_checks")  # told exactly: an alert waits for no fifth
_UNTOLD = ("_created", "_sum", "_count")


class UnknownLabel(Exception):
    """A count was to carry a word that is not in `LABELS`. The message names the label, never the word."""


class Counts:
    """The counts of one process. They live in memory; `write` puts what may be told into a file of its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._counters = {
            name: Counter(f"{NAME}_{name}", says, [label], registry=self._registry)
            for name, (label, says) in COUNTED.items()
        }
        self._seconds = Histogram(
            f"{NAME}_turn_seconds", "Seconds until an answer", buckets=SECONDS, registry=self._registry
        )

    def begin(self, name: str) -> None:
        """Have a counter of the machine stand at nought from the start, so that its first count is an increase."""
        for word in LABELS[COUNTED[name][0]]:
            self._counters[name].labels(word)

    def add(self, name: str, word: str) -> None:
        """Count one.

        Raises:
            UnknownLabel: the word is not of the counter's vocabulary.
        """
        label = COUNTED[name][0]
        if word not in LABELS[label]:
            raise UnknownLabel(label)
        self._counters[name].labels(word).inc()

    def took(self, seconds: float) -> None:
        """Count how long an answer took."""
        self._seconds.observe(seconds)

    def write(self, folder: Path, part: str) -> None:
        """Write what may be told into this process's own file, whole or not at all.

        Raises:
            OSError: it cannot be written. Nobody's answer may wait for that or fail of it.
        """
        write_to_textfile(str(folder / f"{part}-{os.getpid()}.prom"), _Told(self._registry))


def told(metric: Metric) -> Metric:
    """Give the metric as it may leave the process."""
    kept = Metric(metric.name, metric.documentation, metric.type)
    step = 1 if metric.name.removeprefix(f"{NAME}_") in _OF_THE_MACHINE else STEP
    for sample in metric.samples:
        if not sample.name.endswith(_UNTOLD):
            kept.add_sample(sample.name, sample.labels, sample.value // step * step)
    return kept


@dataclass(frozen=True)
class _Told(Collector):
    """A registry as it may leave the process."""

    registry: CollectorRegistry

    def collect(self) -> Iterator[Metric]:
        """Give every metric (see parent class)."""
        return (told(metric) for metric in self.registry.collect())


class Gathered(Collector):
    """What all processes of this machine have written, summed. A process that died keeps its sums."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def collect(self) -> Iterator[Metric]:
        """Give every metric (see parent class)."""
        sums: dict[str, tuple[Metric, dict[tuple[str, tuple[tuple[str, str], ...]], float]]] = {}
        for file in sorted(self._folder.glob("*.prom")):
            for metric in text_string_to_metric_families(file.read_text(encoding="utf-8")):
                _, values = sums.setdefault(metric.name, (metric, {}))
                for sample in metric.samples:
                    key = sample.name, tuple(sorted(sample.labels.items()))
                    values[key] = values.get(key, 0) + sample.value
        for metric, values in sums.values():
            summed = Metric(metric.name, metric.documentation, metric.type)
            for (name, labels), value in values.items():
                summed.add_sample(name, dict(labels), value)
            yield summed


# One for the process, as Prometheus's own registry is: a code is made deep in an action that nobody hands anything to.
COUNTS = Counts()
