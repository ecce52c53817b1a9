"""Counts as they leave a process: in steps, in closed vocabularies, and never at the price of an answer."""

import re
from pathlib import Path

import pytest
import yaml
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from bot.settings import ROOT
from bot.statistics.counts import COUNTED, LABELS, NAME, STEP, Counts, Gathered, UnknownLabel
from bot.statistics.writing import counter_of_restarts, try_to_write

RULES = ROOT / "deploy" / "prometheus" / "foerstekontakt.rules.yml"
OF_STAFF = {f"{NAME}_up", f"{NAME}_disk_free_ratio"}


def read(folder: Path) -> str:
    return generate_latest(Gathered(folder)).decode()


def test_one_person_moves_no_number(tmp_path: Path) -> None:
    counts = Counts()
    counts.write(tmp_path, "web")
    before = [file.read_bytes() for file in tmp_path.iterdir()]
    for _ in range(STEP - 1):
        for name in ("turns", "danger", "exits", "codes", "refused"):
            counts.add(name, LABELS[COUNTED[name][0]][0])
        counts.took(0.3)
    counts.write(tmp_path, "web")
    values = [each.rsplit(" ", 1)[1] for each in read(tmp_path).splitlines() if not each.startswith("#")]
    assert set(values) == {"0.0"}
    counts.add("danger", "rules")
    counts.write(tmp_path, "web")
    assert f'{NAME}_danger_total{{seen_by="rules"}} 5.0' in read(tmp_path)
    assert before


def test_neither_the_first_time_of_a_count_nor_the_sum_of_times_is_told(tmp_path: Path) -> None:
    counts = Counts()
    counts.add("danger", "rules")
    counts.took(3.21)
    counts.write(tmp_path, "web")
    written = next(tmp_path.iterdir()).read_text() + read(tmp_path)
    assert "_created" not in written
    assert "_sum" not in written
    assert "3.21" not in written


def test_what_several_processes_wrote_is_summed(tmp_path: Path) -> None:
    for part in ("web", "actions"):
        counts = Counts()
        for _ in range(7):
            counts.add("turns", "yes")
            counts.took(0.3)
        counts.add("faults", "web")
        counts.write(tmp_path, part)
    told = read(tmp_path)
    assert f'{NAME}_turns_total{{understood="yes"}} 10.0' in told
    assert f'{NAME}_turn_seconds_bucket{{le="0.5"}} 10.0' in told
    assert f'{NAME}_turn_seconds_bucket{{le="0.25"}} 0.0' in told
    assert f'{NAME}_faults_total{{part="web"}} 2.0' in told


def test_a_word_that_is_no_label_is_refused() -> None:
    with pytest.raises(UnknownLabel, match="understood") as refused:
        Counts().add("turns", "kvadderhaletudse")
    assert "kvadderhaletudse" not in str(refused.value)


def test_a_folder_that_cannot_be_written_costs_counts_only(tmp_path: Path) -> None:
    assert not try_to_write(Counts(), str(tmp_path / "none"), "web")


def test_restarts_are_there_from_the_start_and_told_at_once(tmp_path: Path) -> None:
    restarted = counter_of_restarts(str(tmp_path))
    assert f'{NAME}_restarts_total{{part="engine"}} 0.0' in read(tmp_path)
    restarted("engine")
    assert f'{NAME}_restarts_total{{part="engine"}} 1.0' in read(tmp_path)


def rules() -> list[dict[str, object]]:
    groups = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def test_each_alert_names_metrics_and_labels_that_are_there(tmp_path: Path) -> None:
    counts = Counts()
    for name, (label, _) in COUNTED.items():
        counts.begin(name)
        assert LABELS[label]
    counts.took(1)
    counts.write(tmp_path, "web")
    known = {sample.name for metric in text_string_to_metric_families(read(tmp_path)) for sample in metric.samples}
    for rule in rules():
        named = set(re.findall(rf"{NAME}_\w+", str(rule["expr"])))
        assert named, rule["alert"]
        assert named <= known | OF_STAFF, rule["alert"]
        for label, word in re.findall(r'(\w+)="(\w+)"', str(rule["expr"])):
            assert word in LABELS[label], rule["alert"]


def test_each_alert_says_what_to_do() -> None:
    names = [rule["alert"] for rule in rules()]
    assert len(names) == len(set(names)) >= 8
    for rule in rules():
        assert rule["labels"]["severity"] in ("page", "ticket")  # type: ignore[index]
        assert rule["annotations"]["summary"]  # type: ignore[index]
        assert len(rule["annotations"]["action"]) > 40  # type: ignore[index]
