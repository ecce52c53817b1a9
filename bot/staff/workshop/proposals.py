"""Wordings proposed as examples: in a file for each wish, until an editor takes them in. Nothing is trained on them."""

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.knowledge.sheets import ContentBroken, Sheet, yaml_files

HEAD = """\
# Foreslået i værkstedet. Assistenten lærer intet herfra: en redaktør læser linjen, retter den, flytter teksten til
# filen med samme navn i data/nlu og sletter den her. Det, der kan genkende nogen, er taget ud.
"""


class ProposalRefused(Exception):
    """The wording is not kept. The message says in one Danish line why."""


@dataclass(frozen=True)
class Proposal:
    """A wording, what it should be understood as, and what it was understood as instead."""

    tekst: str
    mener: str
    forstaaet_som: str
    sikkerhed: float
    foreslaaet_af: str
    den: date


def propose(folder: Path, proposal: Proposal) -> bool:
    """Keep a proposal; tell whether it is new.

    Raises:
        ProposalRefused: the folder cannot be written, or its file was changed into something else.
    """
    file = folder / f"{proposal.mener}.yml"
    entries = _entries(file) if file.exists() else []
    if any(entry.get("tekst", "").casefold() == proposal.tekst.casefold() for entry in entries):
        return False
    entries.append(vars(proposal))
    text = HEAD + yaml.safe_dump({"forslag": entries}, allow_unicode=True, sort_keys=False, width=120)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=folder, suffix=".udkast", delete=False) as draft:
            draft.write(text)
        Path(draft.name).chmod(0o644)
        Path(draft.name).replace(file)
    except OSError:
        raise ProposalRefused("Forslaget kan ikke gemmes her. Spørg den, der driver siden.") from None
    return True


def proposals(folder: Path) -> list[dict[str, Any]]:
    """Give all proposals by what they mean.

    Raises:
        ProposalRefused: a file was changed into something else.
    """
    return [entry for file in yaml_files(folder) for entry in _entries(file)]


def _entries(file: Path) -> list[dict[str, Any]]:
    try:
        entries: Any = Sheet(file, file.parent.name).content.get("forslag")
    except ContentBroken as broken:
        raise ProposalRefused(str(broken.faults[0])) from None
    if not isinstance(entries, list) or not all(isinstance(each, dict) and "tekst" in each for each in entries):
        raise ProposalRefused(f"{file.parent.name}/{file.name}:1: skal være en liste under `forslag:`; ret filen")
    return entries
