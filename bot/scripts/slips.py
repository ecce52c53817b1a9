"""The slips of a hand on a phone, made of what a script says, to see whether the answer still comes.

Chance is passed in by its seed, and each slip has its own: the same seed gives the same slips, whichever scripts are run.
"""

import json
import random
import re
import string
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.scripts.model import Script
from bot.scripts.reading import with_opening
from bot.scripts.running import Conversation, Run

ROWS = ("qwertyuiopå", "asdfghjklæø", "zxcvbnm")
WITHOUT = ({"æ": "ae", "ø": "oe", "å": "aa"}, {"æ": "a", "ø": "o", "å": "a"})
PUNCTUATION = str.maketrans("", "", string.punctuation + "–—…“”’´»«")
WORDS_A_TYPO = 6
SHORTEST = 4  # letters of a word that can be read with one of them wrong


def without_danish_letters(text: str, chance: random.Random) -> str:
    """Give the text as a keyboard without æ, ø and å writes it."""
    letters = chance.choice(WITHOUT)
    for letter, plain in letters.items():
        text = text.replace(letter, plain).replace(letter.upper(), plain.capitalize())
    return text


def with_typos(text: str, chance: random.Random) -> str:
    """Give the text with the key beside hit by mistake: one letter in every six words."""
    found = [word for word in re.finditer(r"[a-zæøå]+", text, re.IGNORECASE) if len(word[0]) >= SHORTEST]
    typos = min(len(found), 1 + len(text.split()) // WORDS_A_TYPO)
    for word in chance.sample(found, typos):
        at = chance.randrange(word.start(), word.end())
        text = text[:at] + chance.choice(_beside(text[at])) + text[at + 1 :]
    return text


def without_punctuation(text: str, _: random.Random) -> str:
    """Give the text without punctuation and capitals."""
    return " ".join(text.translate(PUNCTUATION).lower().split())


def with_merged_words(text: str, chance: random.Random) -> str:
    """Give the text with two words run together."""
    spaces = [found.start() for found in re.finditer(r"(?<=\w) (?=\w)", text)]
    if not spaces:
        return text
    at = chance.choice(spaces)
    return text[:at] + text[at + 1 :]


KINDS: dict[str, Callable[[str, random.Random], str]] = {
    "uden æøå": without_danish_letters,
    "nabotaster": with_typos,
    "uden tegn": without_punctuation,
    "sammenskrevet": with_merged_words,
}


@dataclass(frozen=True)
class Slip:
    """One slip: in which step of the script, what it is, and the conversation that tries it."""

    kind: str
    step: int  # as the whole conversation counts, from 1
    conversation: Conversation

    @property
    def is_of_danger(self) -> bool:
        """Tell whether help for danger must come all the same."""
        expected = self.conversation.steps[self.step - 1].assistent
        return "akut" in expected.slags or "112" in expected.foerste_nummer


@dataclass(frozen=True)
class Tried:
    """A slip, and how it went."""

    slip: Slip
    run: Run


def slips(script: Script, by_name: dict[str, Script], seed: int) -> Iterator[Slip]:
    """Give the slips of a script's own typed steps, each in a conversation of its own."""
    steps = with_opening(script, by_name)
    for at in range(len(steps) - len(script.trin), len(steps)):
        said = steps[at].borger
        if isinstance(said, list):
            continue
        for kind, make in KINDS.items():
            slipped = make(said, random.Random(f"{seed} {script.navn} {at} {kind}"))  # noqa: S311  (no secret)
            if slipped != said:
                step = steps[at].model_copy(update={"borger": slipped})
                yield Slip(kind, at + 1, Conversation(script, [*steps[:at], step, *steps[at + 1 :]], slipped))


def read_out(tried: Iterable[Tried]) -> Iterator[str]:
    """Give how the slips went in Danish lines: each kind, then those that broke a script, danger first."""
    tried = list(tried)
    yield f"{_held(tried)} skrivefejl holdt."
    for kind in KINDS:
        yield f"  {kind}: {_held(each for each in tried if each.slip.kind == kind)}"
    danger = [each for each in tried if each.slip.is_of_danger]
    yield f"  i fare: {_held(danger)}"
    for each in sorted(_broken(tried), key=lambda each: not each.slip.is_of_danger):
        finding = next(finding for turn in each.run.turns for finding in turn.findings)
        yield f"✗ {_where(each)}: “{each.slip.conversation.wording}”"
        yield f"    ventet: {finding.expected}"
        yield f"    kom:    {finding.came}"


def as_json(tried: Iterable[Tried]) -> str:
    """Give how the slips went for machines."""
    tried = list(tried)
    broken = [
        {
            "script": each.slip.conversation.script.navn,
            "step": each.slip.step,
            "kind": each.slip.kind,
            "wording": each.slip.conversation.wording,
            "danger": each.slip.is_of_danger,
            "findings": [vars(finding) for turn in each.run.turns for finding in turn.findings],
        }
        for each in _broken(tried)
    ]
    return json.dumps({"tried": len(tried), "broken": broken}, ensure_ascii=False, indent=2)


def _broken(tried: Iterable[Tried]) -> list[Tried]:
    return [each for each in tried if not each.run.held]


def _held(tried: Iterable[Tried]) -> str:
    tried = list(tried)
    held = len(tried) - len(_broken(tried))
    return f"{held} af {len(tried)}" + (f" ({held / len(tried):.0%})".replace("%", " %") if tried else "")


def _where(each: Tried) -> str:
    danger = "FARE: " if each.slip.is_of_danger else ""
    return f"{danger}{each.slip.conversation.script.navn}, trin {each.slip.step}, {each.slip.kind}"


def _beside(letter: str) -> str:
    """Give the keys beside a letter's, in its row; upper for upper."""
    row = next((row for row in ROWS if letter.lower() in row), None)
    if row is None:
        return letter
    at = row.index(letter.lower())
    keys = row[max(0, at - 1) : at] + row[at + 1 : at + 2]
    return keys.upper() if letter.isupper() else keys
