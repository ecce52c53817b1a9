"""Writes scripts, whole or not at all: a script that could not be read again is not written."""

import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.knowledge.cards import Cards
from bot.knowledge.sheets import ContentBroken, Fault, yaml_files
from bot.scripts.model import Script
from bot.scripts.reading import ScriptAt, read_scripts

HEAD = "# yaml-language-server: $schema=skema.json\n"
_ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e", "ü": "y", "ö": "oe", "ä": "ae"})
LONGEST_NAME = 60
NOT_WRITTEN = "Manuskriptet kan ikke gemmes her. Spørg den, der driver siden."


class ScriptRefused(Exception):
    """The script is not written. The message says in one Danish line why, and how to mend it."""


def name_from(words: str) -> str:
    """Give the name for a script that somebody calls by these words: “Bange for at gå” is bange_for_at_gaa.

    Raises:
        ScriptRefused: there is no letter in them to begin with.
    """
    plain = re.sub(r"[^a-z0-9]+", "_", words.lower().translate(_ASCII)).strip("_")[:LONGEST_NAME].strip("_")
    if not re.match("[a-z]", plain):
        raise ScriptRefused("Navnet skal begynde med et bogstav. Skriv et par ord om samtalen.")
    return plain


def free_name(folder: Path, beginning: str) -> str:
    """Give a name that no script of the folder has: the beginning and a number."""
    number = 1
    while (folder / f"{beginning}_{number}.yml").exists():
        number += 1
    return f"{beginning}_{number}"


def write_new(folder: Path, script: dict[str, Any], cards: Cards) -> Path:
    """Write a script to a file of its own, named after it. Two who choose one name at a time do not overwrite each other.

    Raises:
        ScriptRefused: it is not a whole script, its name is taken, or the folder cannot be written.
    """
    file = folder / f"{script['navn']}.yml"
    if file.exists():
        raise ScriptRefused(f"Der er allerede et manuskript, der hedder {script['navn']}. Vælg et andet navn.")
    draft = _draft(folder, as_yaml(script))
    try:
        _check(yaml_files(folder), draft, cards)
        os.link(draft, file)
    except FileExistsError:
        raise ScriptRefused(
            f"Der er allerede et manuskript, der hedder {script['navn']}. Vælg et andet navn."
        ) from None
    except OSError:
        raise ScriptRefused(NOT_WRITTEN) from None
    finally:
        draft.unlink()
    return file


def text_print(text: str) -> str:
    """Give a mark of a file's text, to know it again by."""
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def rewrite(script: ScriptAt, text: str, read: str, cards: Cards, allow: Callable[[Script], None]) -> None:
    """Let another text stand in a script's file; `read` is the print of the text it was made from.

    Raises:
        ScriptRefused: it is not a whole script, is another's, its mark is another, or the file was changed meanwhile;
            or by `allow`, which is given the new script.
    """
    if text_print(script.file.read_text(encoding="utf-8")) != read:
        raise ScriptRefused("En anden har rettet manuskriptet imens. Åbn det igen, og ret så.")
    folder = script.file.parent
    draft = _draft(folder, text)
    try:
        new = _check([file for file in yaml_files(folder) if file != script.file], draft, cards)
        if new.navn != script.script.navn:
            raise ScriptRefused(f"Navnet er filens navn. Lad det være {script.script.navn}.")
        if new.maerke != script.script.maerke:
            raise ScriptRefused("Mærket kan ikke rettes her. Er svaret rettet, så tryk på knappen ved manuskriptet.")
        allow(new)
        draft.replace(script.file)
    except OSError:
        raise ScriptRefused(NOT_WRITTEN) from None
    finally:
        draft.unlink(missing_ok=True)


def mend(script: ScriptAt, by: str, today: date, cards: Cards) -> None:
    """Write into a marked script who has seen that its answer is mended. The rest of the file stays as it is, word for word.

    Raises:
        ScriptRefused: the script has no open mark, or one that is not written a line a value.
    """
    mark = script.script.maerke
    if mark is None or mark.rettet_den:
        raise ScriptRefused("Manuskriptet har intet mærke, der står åbent.")
    lines = script.file.read_text(encoding="utf-8").splitlines(keepends=True)
    after = script.sheet.line_of(("maerke", "sat_den"))
    indent = re.match(" *", lines[after - 1])
    values = yaml.safe_dump({"rettet_af": by, "rettet_den": today}, allow_unicode=True, sort_keys=False)
    new = "".join(f"{indent[0] if indent else ''}{line}\n" for line in values.splitlines())
    folder = script.file.parent
    draft = _draft(folder, "".join([*lines[:after], new, *lines[after:]]))
    try:
        _check([file for file in yaml_files(folder) if file != script.file], draft, cards)
        draft.replace(script.file)
    except ScriptRefused:
        text = f"Mærket i {script.file.name} kan ikke rettes herfra. Ret filen i en editor."
        raise ScriptRefused(text) from None
    finally:
        draft.unlink(missing_ok=True)


def as_yaml(script: dict[str, Any]) -> str:
    """Give the text of a script's file, with the values that say something, in the order of the schema."""
    in_order = {name: script[name] for name in Script.model_fields if script.get(name) not in (None, [])}
    return HEAD + yaml.dump(in_order, Dumper=_Lines, allow_unicode=True, sort_keys=False, width=120)


class _Lines(yaml.SafeDumper):
    """Writes taps and short lists on one line, as people do."""

    def represent_sequence(self, tag: str, sequence: Any, flow_style: bool | None = None) -> Any:
        plain = all(isinstance(each, str) for each in sequence)
        return super().represent_sequence(tag, sequence, flow_style=plain or flow_style)


def _draft(folder: Path, text: str) -> Path:
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=folder, suffix=".udkast", delete=False) as draft:
            draft.write(text)
        Path(draft.name).chmod(0o644)
    except OSError:
        raise ScriptRefused(NOT_WRITTEN) from None
    return Path(draft.name)


def _check(others: Iterable[Path], draft: Path, cards: Cards) -> Script:
    """Give the script of a draft, or refuse it where it cannot be read together with the others."""
    try:
        return read_scripts([*others, draft], cards)[-1].script
    except ContentBroken as broken:
        fault = next((each for each in broken.faults if each.file.endswith(draft.name)), broken.faults[0])
        told = _with_line(fault, draft) if fault.file.endswith(draft.name) else str(fault)
        raise ScriptRefused(f"Manuskriptet er ikke gemt. {told}{'' if told.endswith('?') else '.'}") from None


def _with_line(fault: Fault, draft: Path) -> str:
    """Tell a fault with the words of its line: the page that shows them has no numbers."""
    lines = draft.read_text(encoding="utf-8").splitlines()
    words = lines[fault.line - 1].strip()[:LONGEST_NAME] if fault.line <= len(lines) else ""
    return f"Linje {fault.line}{f' (“{words}”)' if words else ''}: {fault.text}"
