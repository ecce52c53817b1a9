"""Values written into a YAML file that people write: every other sign of it stays, comments and order too."""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.knowledge.sheets import Place


class CannotRewrite(Exception):
    """The values cannot be written. The message says in one Danish line why, and how to mend it."""


def with_values(text: str, place: Place, values: Mapping[str, str | date]) -> str:
    """Give the text with these values at a place where each stands already.

    Raises:
        CannotRewrite: one of them does not stand there, or the file would say something else besides.
    """
    spans = dict(_spans(text, place))
    if missing := [name for name in values if name not in spans]:
        raise CannotRewrite(f"Filen mangler linjen {missing[0]}:. Skriv den i filen, og prøv igen.")
    new = text
    for name in sorted(values, key=lambda name: spans[name], reverse=True):
        start, end = spans[name]
        value = values[name]
        written = json.dumps(value, ensure_ascii=False) if isinstance(value, str) else value.isoformat()
        new = f"{new[:start]}{' ' if new[start - 1] == ':' else ''}{written}{new[end:]}"
    if _read(new) != _with(_read(text), place, values):
        raise CannotRewrite("Filen er skrevet på en måde, der ikke kan rettes herfra. Ret den i en editor.")
    return new


def write_whole(file: Path, text: str) -> None:
    """Write a file whole, or leave it as it was.

    Raises:
        OSError: it cannot be written.
    """
    draft = file.with_suffix(".udkast")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(text, encoding="utf-8")
        if file.exists():
            shutil.copymode(file, draft)
        draft.replace(file)
    except OSError:
        with suppress(OSError):
            draft.unlink()
        raise


def _spans(text: str, place: Place) -> Iterator[tuple[str, tuple[int, int]]]:
    """Give where each value at a place begins and ends in the text."""
    node: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    for step in place:
        inside = dict(enumerate(node.value)) if isinstance(step, int) else {key.value: each for key, each in node.value}
        node = inside[step]
    for key, value in node.value:
        yield key.value, (value.start_mark.index, value.end_mark.index)


def _with(content: Any, place: Place, values: Mapping[str, Any]) -> Any:
    inner = content
    for step in place:
        inner = inner[step]
    inner.update(values)
    return content


def _read(text: str) -> Any:
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        return None
