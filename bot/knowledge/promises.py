"""What the page promises about what is kept: sentences, each with the test that shows it."""

from dataclasses import dataclass
from typing import NamedTuple

from bot.knowledge.answers import Answers


class Promise(NamedTuple):
    """A sentence for the person, and the test that fails when it is not so (`file::test`)."""

    says: str
    test: str


@dataclass(frozen=True)
class Promises:
    """All promises, and what cannot be promised."""

    sentences: tuple[Promise, ...]
    limits: tuple[str, ...]

    @classmethod
    def of(cls, answers: Answers) -> "Promises":
        """Read them from data/tekster/hvad_gemmer_vi.yml."""
        custom = answers.get("hvad_gemmer_vi")["custom"]
        sentences = tuple(Promise(each["siger"], each["proeve"]) for each in custom["saetninger"])
        return cls(sentences, tuple(custom["kan_ikke"]))
