"""What the assistant says, read outside the engine, so that the opening and help in danger need no engine.

data/svar holds the answers that Rasa's rules choose, in Rasa's own form; data/tekster those that code chooses.
"""

from pathlib import Path
from typing import Any

import yaml

Response = dict[str, Any]  # as Rasa's domain has it: text, buttons, custom


class AnswersBroken(Exception):
    """A file in data/svar cannot be read. The message is Danish, for the editor: file, line, mending."""


class Answers:
    """The responses by name, each with its wordings."""

    def __init__(self, by_name: dict[str, list[Response]]) -> None:
        self._by_name = by_name

    @classmethod
    def load(cls, *folders: Path) -> "Answers":
        """Read every file of the folders.

        Raises:
            AnswersBroken: a file is not YAML, is empty, or names an answer that another file has.
        """
        by_name: dict[str, list[Response]] = {}
        for file in sorted(file for folder in folders for file in folder.glob("*.yml")):
            for name, wordings in _responses(file).items():
                if name in by_name:
                    raise AnswersBroken(f"{file.name}: {name} står også i en anden fil; behold det ene sted.")
                by_name[name] = wordings
        return cls(by_name)

    def get(self, name: str) -> Response:
        """Give an answer's first wording; KeyError if there is none of that name."""
        return self._by_name[name][0]

    def names(self) -> set[str]:
        """Give the names of all answers."""
        return set(self._by_name)

    def wordings(self, name: str) -> list[Response]:
        """Give all wordings of an answer."""
        return self._by_name[name]


def _responses(file: Path) -> dict[str, list[Response]]:
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise AnswersBroken(
            f"{file.name}, linje {line}: kan ikke læses; se efter indrykning og anførselstegn."
        ) from error
    responses = (content.get("responses") or content.get("svar")) if isinstance(content, dict) else None
    if not responses:
        raise AnswersBroken(f"{file.name}: der mangler svar under `responses:` eller `svar:`.")
    return dict(responses)
