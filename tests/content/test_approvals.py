"""An approval waits beside the content, and is taken in whole, or not at all; nothing else of the file changes."""

import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.checking.approvals import ApprovalRefused, Approvals, Approved, print_of
from bot.checking.rewriting import with_values
from bot.knowledge.content import read_content
from bot.settings import ROOT

TODAY = date(2026, 11, 25)
BY = Approved("Karen Holm, jurist", TODAY, date(2027, 5, 1))
CARD = "krisecenter_hvem"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the content, to approve and to change."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copy(ROOT / "domain.yml", tmp_path)
    return tmp_path


@pytest.fixture
def approvals(project: Path) -> Approvals:
    return Approvals(project, project / "udkast")


def file(project: Path) -> Path:
    return project / "data" / "viden" / "kort" / "krisecenter.yml"


def entry(project: Path, id_: str = CARD) -> dict[str, object]:
    cards = yaml.safe_load(file(project).read_text(encoding="utf-8"))["kort"]
    return next(card for card in cards if card["id"] == id_)


def approve(approvals: Approvals, project: Path, id_: str = CARD, approved: Approved = BY) -> None:
    approvals.approve("kort", id_, print_of(entry(project, id_)), approved, TODAY)


def test_nothing_of_the_content_changes_until_an_editor_takes_it_in(approvals: Approvals, project: Path) -> None:
    before = file(project).read_text(encoding="utf-8")
    approve(approvals, project)
    assert file(project).read_text(encoding="utf-8") == before
    assert [(each.id, each.approved.by) for each in approvals.waiting()] == [(CARD, "Karen Holm, jurist")]
    assert not read_content(project).cards.get(CARD).is_approved()  # type: ignore[union-attr]


def test_what_is_taken_in_changes_four_values_and_no_other_sign(approvals: Approvals, project: Path) -> None:
    before = file(project).read_text(encoding="utf-8").splitlines()
    approve(approvals, project)
    approve(approvals, project, "krisecenter_boern")
    assert [each.id for each in approvals.take_in(TODAY)] == [CARD, "krisecenter_boern"]
    after = file(project).read_text(encoding="utf-8").splitlines()
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert changed == 2 * [
        "  kontrolleret: 2026-11-25",
        '  godkendt_af: "Karen Holm, jurist"',
        "  godkendt_den: 2026-11-25",
        "  gennemses_senest: 2027-05-01",
    ]
    assert approvals.waiting() == []
    assert approvals.take_in(TODAY) == []


def test_a_municipality_keeps_its_comments(approvals: Approvals, project: Path) -> None:
    place = project / "data" / "kommuner" / "odense.yml"
    before = place.read_text(encoding="utf-8")
    approvals.approve("kommuner", "odense", print_of(yaml.safe_load(before)), BY, TODAY)
    approvals.take_in(TODAY)
    after = place.read_text(encoding="utf-8")
    assert [line for line in before.splitlines() if "#" in line] == [line for line in after.splitlines() if "#" in line]
    assert read_content(project).municipalities.get("odense").may_be_shown(TODAY)  # type: ignore[union-attr]


def test_only_what_was_read_is_approved(approvals: Approvals, project: Path) -> None:
    read = print_of(entry(project))
    changed = file(project).read_text(encoding="utf-8").replace("siden juli 2024", "siden juli 2023")
    file(project).write_text(changed, encoding="utf-8")
    with pytest.raises(ApprovalRefused, match="Læs dem igen"):
        approvals.approve("kort", CARD, read, BY, TODAY)


def test_words_that_change_while_it_waits_are_not_approved(approvals: Approvals, project: Path) -> None:
    approve(approvals, project)
    approve(approvals, project, "krisecenter_boern")
    changed = file(project).read_text(encoding="utf-8").replace("siden juli 2024", "siden juli 2023")
    file(project).write_text(changed, encoding="utf-8")
    assert [each.is_of_these_words for each in approvals.waiting()] == [False, True]
    assert [each.id for each in approvals.take_in(TODAY)] == ["krisecenter_boern"]
    assert "siden juli 2023" in file(project).read_text(encoding="utf-8")
    assert entry(project)["godkendt_af"] == ""


def test_an_approval_is_taken_back(approvals: Approvals, project: Path) -> None:
    approve(approvals, project)
    approve(approvals, project, "krisecenter_boern")
    approvals.withdraw("kort", CARD, TODAY)
    assert [each.id for each in approvals.waiting()] == ["krisecenter_boern"]
    approvals.withdraw("kort", "krisecenter_boern", TODAY)
    assert not list((project / "udkast").rglob("*.yml"))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (Approved("", TODAY, BY.look_again), "Skriv fagpersonens navn"),
        (Approved("x" * 81, TODAY, BY.look_again), "højst 80 tegn"),
        (Approved("Karen\nHolm", TODAY, BY.look_again), "Skriv fagpersonens navn"),
        (Approved("Karen", TODAY + timedelta(1), BY.look_again), "i fremtiden"),
        (Approved("Karen", TODAY, TODAY), "efter i dag"),
        (Approved("Karen", TODAY, date(2027, 5, 26)), "senest 2027-05-25"),
    ],
)
def test_half_an_approval_is_refused(approvals: Approvals, project: Path, wrong: Approved, told: str) -> None:
    with pytest.raises(ApprovalRefused, match=told):
        approve(approvals, project, approved=wrong)
    assert approvals.waiting() == []


def test_content_with_a_fault_takes_nothing_in(approvals: Approvals, project: Path) -> None:
    approve(approvals, project)
    broken = project / "data" / "viden" / "kort" / "bolig.yml"
    broken.write_text(broken.read_text(encoding="utf-8").replace("gennemses_senest", "gennemses_snart", 1), "utf-8")
    before = file(project).read_text(encoding="utf-8")
    with pytest.raises(ApprovalRefused, match=r"kort/bolig.yml:\d+: "):
        approvals.take_in(TODAY)
    assert file(project).read_text(encoding="utf-8") == before
    assert len(approvals.waiting()) == 1


def test_a_folder_that_cannot_be_written_is_told(project: Path) -> None:
    (project / "fil").write_text("ikke en mappe", encoding="utf-8")
    with pytest.raises(ApprovalRefused, match="kan ikke gemmes her"):
        approve(Approvals(project, project / "fil"), project)


READABLE = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=40)


@given(name=READABLE, old=READABLE)
def test_any_name_is_read_back_as_it_was_written(name: str, old: str) -> None:
    said = json.dumps(old, ensure_ascii=False)
    before = f"# først\na:\n- b:   # så\n  c: {said}\n  d: {said} # til sidst\n"
    new = with_values(before, ("a", 0), {"b": name, "d": TODAY})
    assert yaml.safe_load(new)["a"] == [{"b": name, "c": old, "d": TODAY}]
    for kept in ("# først\na:\n- b: ", "   # så\n  c: ", " # til sidst\n"):
        assert kept in new
