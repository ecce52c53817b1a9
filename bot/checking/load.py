"""The content for a process that is to use it: checked as a whole, or refused."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bot.checking.run import check_content
from bot.knowledge.answers import Answers, Response
from bot.knowledge.content import FOLDERS, Content, read_content
from bot.knowledge.library import Library, Shelf
from bot.knowledge.municipalities import DENMARK
from bot.knowledge.sheets import ContentBroken, yaml_files


def make_shelf(root: Path) -> Shelf:
    """Give the shelf of a project's content.

    Raises:
        ContentBroken: it must not be used.
    """
    return Shelf(lambda: load_library(root), lambda: content_files(root))


def load_library(root: Path) -> Library:
    """Give the project's content.

    Raises:
        ContentBroken: with every fault that `bot check` would print; what is only overdue shows its general line instead.
    """
    content = read_content(root)
    faults = [fault for fault in check_content(content, datetime.now(DENMARK).date()) if not fault.is_warning]
    if faults:
        raise ContentBroken(faults)
    return Library(_answers(content), content.cards, content.municipalities, content.topics, tuple(content.remembered))


def content_files(root: Path) -> Iterator[Path]:
    """Give the files that content is made of."""
    for folder in FOLDERS.values():
        yield from yaml_files(root / folder)
    yield from (root / "data" / "viden" / name for name in ("emner.yml", "sprogregler.yml"))


def _answers(content: Content) -> Answers:
    by_name: dict[str, list[Response]] = {}
    for wording in content.wordings:
        by_name.setdefault(wording.name, []).append(wording.response)
    return Answers(by_name)
