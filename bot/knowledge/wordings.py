"""Which wording of an answer is said. Runs on Python 3.10 (the engine imports it)."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

Wordings = Mapping[str, Sequence[dict[str, Any]]]  # answers by name, each as Rasa's domain has it

ANOTHER = ("kender", "barn")  # who it is about, where it is not the person who writes
INSTEAD = "om_anden"  # under `custom`: the text that is said instead, when the talk is about another
INSTEAD_AT_WORK = "om_fagperson"  # and when the one who writes asks as a professional


def wording_to_say(
    name: str, answers: Wordings, instead: Wordings, said: Sequence[str], slots: Mapping[str, Any]
) -> dict[str, Any]:
    """Give the wording of `answers[name]` that was said longest ago, or that of the text it names for talk about another.

    Args:
        name: the answer; KeyError if there is none.
        answers: the answers that may be asked for.
        instead: the texts that an answer may name under `custom: om_anden`.
        said: what the assistant has said so far, the latest first.
        slots: what the dialogue remembers.
    """
    wording = _said_longest_ago(answers[name], said)
    custom = wording.get("custom") or {}
    other = custom.get(INSTEAD, "") if is_about_another(slots) else ""
    at_work = custom.get(INSTEAD_AT_WORK, "") if slots.get("fortalt_hvem") == "fagperson" else ""
    name = at_work or other
    return _said_longest_ago(instead[name], said) if name in instead else wording


def is_about_another(slots: Mapping[str, Any]) -> bool:
    """Tell whether the talk is about somebody else: by what was told last, or by what was answered in the reflection."""
    told, answered = slots.get("fortalt_hvem"), slots.get("afklaring_hvem") or ()
    return told in ANOTHER if told else any(who in ANOTHER for who in answered)


def texts_about_another(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Read the texts that are said instead, from the folder data/tekster."""
    content: dict[str, list[dict[str, Any]]] = yaml.safe_load((folder / "om_anden.yml").read_text(encoding="utf-8"))[
        "svar"
    ]
    return content


def _said_longest_ago(wordings: Sequence[dict[str, Any]], said: Sequence[str]) -> dict[str, Any]:
    return max(wordings, key=lambda each: said.index(each["text"]) if each["text"] in said else len(said))
