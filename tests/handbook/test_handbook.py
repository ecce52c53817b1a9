"""The handbook is true: it names what stands on the pages, shows every picture that there is, and stays small."""

import re
from pathlib import Path

import pytest

from bot.settings import ROOT

FOLDER = ROOT / "docs" / "haandbog"
PAGES = sorted(FOLDER.glob("*.md"))
MOST_BYTES = 1_500_000
TOLD = re.compile(r"\*\*(.+?)\*\*|“(.+?)”", re.DOTALL)
OF_THE_HANDBOOK = {"manuskript", "kort", "går galt"}  # set in bold as words, not as what to press


def shown() -> str:
    """Give all that the staff pages can say."""
    files = [*(ROOT / "bot" / "staff").rglob("*.html"), *(ROOT / "bot" / "staff").rglob("*.py")]
    files += [ROOT / "bot" / "scripts" / "writing.py"]
    return " ".join(" ".join(file.read_text(encoding="utf-8") for file in files).split())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_it_says_to_press_or_look_for_stands_on_a_page(page: Path) -> None:
    pages = shown()
    named = [" ".join((bold or quoted).split()) for bold, quoted in TOLD.findall(page.read_text(encoding="utf-8"))]
    for name in (each for each in named if each not in OF_THE_HANDBOOK):
        assert name.strip("… ") in pages, name


def test_every_picture_is_shown_and_told_in_words() -> None:
    told = [each for page in PAGES for each in re.findall(r"!\[(.*?)\]\((.*?)\)", page.read_text(encoding="utf-8"))]
    assert all(words for words, _ in told)
    pictures = {file.relative_to(FOLDER).as_posix() for file in FOLDER.rglob("*.png")}
    assert {path for _, path in told} == pictures
    assert len(pictures) > 10


def test_it_is_small_enough_to_send() -> None:
    assert sum(file.stat().st_size for file in FOLDER.rglob("*") if file.is_file()) < MOST_BYTES


def test_every_link_leads_somewhere() -> None:
    for page in PAGES:
        for link in re.findall(r"(?<!!)\[.*?\]\((.*?)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).is_file(), link
