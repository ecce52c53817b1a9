"""Bad content never reaches a person: a process that starts refuses it, one that runs keeps what it has."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.checking.load import load_library, make_shelf
from bot.knowledge.library import Library, Shelf
from bot.knowledge.sheets import ContentBroken, Fault
from bot.settings import ROOT

CARDS = Path("data") / "viden" / "kort" / "telefoner.yml"
LONG_SECRET = "x" * 64


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of its own: the code and the other data are ours, the cards can be spoilt."""
    shutil.copytree(ROOT / "data" / "viden", tmp_path / "data" / "viden")
    for name in ("svar", "tekster", "kommuner", "nlu", "manuskripter"):
        (tmp_path / "data" / name).symlink_to(ROOT / "data" / name)
    for name in ("domain.yml", "actions"):
        (tmp_path / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "bot", tmp_path / "bot")
    return tmp_path


def spoil(project: Path) -> None:
    write(project, lambda text: text.replace("slags: telefon", "slags: nummer", 1))


def write(project: Path, change: Callable[[str], str]) -> None:
    """Save the cards as an editor does: a new file in place of the old, with a later time."""
    file = project / CARDS
    before = file.stat().st_mtime_ns
    file.write_text(change(file.read_text()))
    os.utime(file, ns=(before + 1_000_000, before + 1_000_000))


def bot(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"FOERSTEKONTAKT_ENGINE_SECRET": LONG_SECRET, "PYTHONPATH": str(project)}
    command = [sys.executable, "-m", "bot.cli", *arguments]
    return subprocess.run(
        command, cwd=project, env=environment, capture_output=True, text=True, timeout=30, check=False
    )


@pytest.mark.parametrize("part", ["web", "actions"])
def test_a_part_refuses_to_start_with_the_lines_of_the_check(part: str, project: Path) -> None:
    spoil(project)
    checked = bot(project, "check")
    assert checked.returncode == 1
    assert "kort/telefoner.yml:5: slags kan kun være" in checked.stdout
    started = bot(project, "run", "--only", part, "--port", "0")
    assert started.returncode == os.EX_CONFIG
    assert started.stderr == checked.stdout


def test_a_running_shelf_keeps_the_old_content_and_says_so(project: Path, caplog: pytest.LogCaptureFixture) -> None:
    shelf = make_shelf(project)
    old = shelf.library
    spoil(project)
    shelf.refresh()
    assert shelf.library is old
    assert "kort/telefoner.yml:5: slags kan kun være" in caplog.text


def test_a_running_shelf_takes_in_content_that_is_mended(project: Path) -> None:
    shelf = make_shelf(project)
    spoil(project)
    shelf.refresh()
    write(project, lambda text: text.replace("slags: nummer", "slags: telefon").replace("fare nu.", "fare lige nu."))
    shelf.refresh()
    card = shelf.library.cards.get("telefon_112")
    assert card is not None
    assert card.tekst == "Ring 112, hvis der er fare lige nu."


def test_a_shelf_sees_a_new_file_and_one_that_is_gone(project: Path) -> None:
    shelf = make_shelf(project)
    new = project / "data" / "viden" / "kort" / "zz.yml"
    number = "- id: nyt_kort\n" + (project / CARDS).read_text().split("- id: telefon_112\n")[1].split("- id:")[0]
    new.write_text(f"kort:\n{number}")
    shelf.refresh()
    assert shelf.library.cards.get("nyt_kort")
    new.unlink()
    shelf.refresh()
    assert shelf.library.cards.get("nyt_kort") is None


def test_a_shelf_does_not_read_what_has_not_changed(project: Path) -> None:
    shelf = make_shelf(project)
    old = shelf.library
    shelf.refresh()
    assert shelf.library is old


@pytest.mark.parametrize(
    "broken", [ContentBroken([Fault("kort/x.yml", 1, "fejl")]), FileNotFoundError(), PermissionError()]
)
def test_a_shelf_goes_on_whatever_goes_wrong_while_it_reads(broken: Exception, tmp_path: Path) -> None:
    file = tmp_path / "kort.yml"
    file.write_text("1")
    libraries: list[Library | Exception] = [load_library(ROOT)]

    def load() -> Library:
        found = libraries[-1]
        if isinstance(found, Exception):
            raise found
        return found

    shelf = Shelf(load, lambda: [file])
    old = shelf.library
    libraries.append(broken)
    os.utime(file, ns=(1, 1))
    shelf.refresh()
    assert shelf.library is old
    libraries.append(load_library(ROOT))
    os.utime(file, ns=(2, 2))
    shelf.refresh()
    assert shelf.library is libraries[-1]
