"""The table, and its place in a document."""

from pathlib import Path

import pytest

from bot.bench.figures import Load
from bot.bench.measures import Measured, Size
from bot.bench.report import BEGIN, END, NoPlaceForTheTable, put_into, table

SIZE = Size((1, 8), seconds=1, rounds=1, starts=1, turns=20, long_conversations=1, idle=1000)


def measured(speed: int, megabytes: float) -> Measured:
    loads = {people: [Load(people, 1.0, (1000 / speed,) * speed, processor=0.5)] for people in SIZE.people}
    return Measured(
        loads, [[4.0] * 20], [6.0 / speed], [1.0], {"engine": megabytes}, {"engine": 2.0}, 0.5, megabytes, 60.0 / speed
    )


def rows(lines: list[str]) -> dict[str, list[str]]:
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if line.startswith("| ")]
    return {row[0]: row[1:] for row in cells}


def test_the_table_says_how_the_two_compare() -> None:
    lines = table({"ours": measured(200, 100), "starter": measured(20, 600)}, SIZE, {"understanding": [1.0, 2.0, 3.0]})
    found = rows(lines)
    assert found["messages a second, 8 at once"] == ["200", "20", "10.0 times"]
    assert found["median / p95 / p99, 1 at once"] == ["5 / 5 / 5 ms", "50 / 50 / 50 ms", "1 / 10.0"]
    assert found["processor time an answer, 1 at once"] == ["2.5 ms", "25.0 ms", "1 / 10.0"]
    assert found["memory of the engine, idle"] == ["100 MB", "600 MB", "1 / 6.0"]
    assert found["… more for 1,000 conversations"][:2] == ["2.0 MB", "2.0 MB"]
    assert found["turns 11–20 against 1–10, median"][:2] == ["1.00 times", "1.00 times"]
    assert found["understanding: processor time, median / p95"][0] == "2.0 / 2.9 ms"


def test_alone_it_compares_with_nothing() -> None:
    found = rows(table({"ours": measured(200, 100)}, SIZE, {}))
    assert found["messages a second, 1 at once"] == ["200", "–", ""]
    assert "training" not in rows(table({"ours": Measured(**vars(measured(200, 1)) | {"train_seconds": 0})}, SIZE, {}))


def test_the_table_replaces_the_last_one_and_nothing_else(tmp_path: Path) -> None:
    document = tmp_path / "performance.md"
    document.write_text(f"# Before\n\n{BEGIN}\nold\n{END}\n\nAfter\n")
    put_into(document, ["new", "lines"])
    put_into(document, ["new", "lines"])
    assert document.read_text() == f"# Before\n\n{BEGIN}\nnew\nlines\n{END}\n\nAfter\n"


@pytest.mark.parametrize("text", ["", BEGIN, END, f"{END} {BEGIN}"])
def test_without_marks_there_is_no_place(tmp_path: Path, text: str) -> None:
    document = tmp_path / "performance.md"
    document.write_text(text)
    with pytest.raises(NoPlaceForTheTable, match=r"performance\.md"):
        put_into(document, ["new"])
    assert document.read_text() == text


def test_the_document_of_the_project_has_the_marks() -> None:
    document = Path(__file__).parents[2] / "docs" / "performance.md"
    assert BEGIN in document.read_text().partition(END)[0]
