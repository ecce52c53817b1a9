"""What the assistant says, known outside the engine, so that the opening and help in danger need no engine.

data/svar holds the answers that Rasa's rules choose, in Rasa's own form; data/tekster those that code chooses.
`bot.knowledge.content` reads them.
"""

from collections.abc import Mapping
from typing import Any

Response = dict[str, Any]  # as Rasa's domain has it: text, buttons, custom


class Answers:
    """The responses by name, each with its wordings."""

    def __init__(self, by_name: dict[str, list[Response]]) -> None:
        self._by_name = by_name

    def get(self, name: str) -> Response:
        """Give an answer's first wording; KeyError if there is none of that name."""
        return self._by_name[name][0]

    def names(self) -> set[str]:
        """Give the names of all answers."""
        return set(self._by_name)

    def wordings(self, name: str) -> list[Response]:
        """Give all wordings of an answer."""
        return self._by_name[name]

    def all(self) -> Mapping[str, list[Response]]:
        """Give the wordings of all answers by name."""
        return self._by_name
