"""All content as its files have it, with the place of everything, so that a fault can be pointed at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.knowledge.answers import Response
from bot.knowledge.cards import CardAt, Cards, read_cards
from bot.knowledge.claims import LanguageRules
from bot.knowledge.municipalities import Municipalities, read_municipalities
from bot.knowledge.sheets import ContentBroken, Fault, Sheet, yaml_files

FOLDERS = {"kort": "data/viden/kort", "svar": "data/svar", "tekster": "data/tekster", "kommuner": "data/kommuner"}
_INTENT = re.compile(r"^- intent: (\w+)", re.MULTILINE)


@dataclass(frozen=True)
class Wording:
    """One wording of an answer, and where it stands."""

    name: str
    number: int
    response: Response
    sheet: Sheet

    def fault(self, text: str, part: str = "text") -> Fault:
        """Give a fault of a part of this wording."""
        return self.sheet.fault((*self.place, part), f"{self.name}: {text}")

    @property
    def place(self) -> tuple[str | int, ...]:
        """Where it stands in its file."""
        return (_key(self.sheet), self.name, self.number)


@dataclass(frozen=True)
class Content:
    """Everything the assistant says and knows, and the faults met while reading it."""

    cards: Cards
    cards_at: list[CardAt]
    municipalities: Municipalities
    wordings: list[Wording]
    rules: LanguageRules
    intents: tuple[str, ...]
    typed: frozenset[str]  # the intents that have examples
    topics: dict[str, str]
    faults: list[Fault]

    def names(self) -> set[str]:
        """Give the names of all answers."""
        return {wording.name for wording in self.wordings}

    def answer_of(self, intent: str) -> str | None:
        """Give the name of an intent's answer: what a rule utters, or what its action says."""
        return next((name for name in (f"utter_{intent}", intent) if name in self.names()), None)


def read_content(root: Path, overlay: Path | None = None) -> Content:
    """Read all content of the project; files of `overlay` (its folders kort, svar, tekster, kommuner) stand in for ours.

    What cannot be read is left out and told in `faults`.
    """
    files = {kind: _files(root / folder, overlay / kind if overlay else None) for kind, folder in FOLDERS.items()}
    rules = LanguageRules.load(root / "data" / "viden")
    cards_at, card_faults = read_cards(files["kort"], rules)
    municipalities, municipality_faults = read_municipalities(files["kommuner"])
    wordings, answer_faults = _read_wordings([*files["svar"], *files["tekster"]])
    domain = yaml.load((root / "domain.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return Content(
        cards=Cards(each.card for each in cards_at),
        cards_at=cards_at,
        municipalities=municipalities,
        wordings=wordings,
        rules=rules,
        intents=tuple(domain["intents"]),
        typed=frozenset(_typed_intents(root / "data" / "nlu")),
        topics=yaml.load((root / "data" / "viden" / "emner.yml").read_text(encoding="utf-8"), yaml.CSafeLoader),
        faults=card_faults + municipality_faults + answer_faults,
    )


def _files(folder: Path, over: Path | None) -> list[Path]:
    found = {file.name: file for file in yaml_files(folder)}
    if over:
        found |= {file.name: file for file in yaml_files(over)}
    return [found[name] for name in sorted(found)]


def _read_wordings(files: list[Path]) -> tuple[list[Wording], list[Fault]]:
    wordings: list[Wording] = []
    faults: list[Fault] = []
    owner: dict[str, str] = {}
    for file in files:
        try:
            for wording in _wordings(Sheet(file)):
                if owner.setdefault(wording.name, file.name) != file.name:
                    faults.append(wording.fault(f"står også i {owner[wording.name]}; behold det ene sted"))
                wordings.append(wording)
        except ContentBroken as broken:
            faults += broken.faults
    return wordings, faults


def _wordings(sheet: Sheet) -> Iterator[Wording]:
    responses = sheet.content.get(_key(sheet))
    if not isinstance(responses, dict) or not responses:
        raise ContentBroken([sheet.fault((), "der mangler svar under `responses:` eller `svar:`; skriv dem ind")])
    for name, several in responses.items():
        if not isinstance(several, list) or not all(isinstance(each, dict) and each.get("text") for each in several):
            text = f"{name}: et svar er en liste, hvor hvert led har `text`; ret formen"
            raise ContentBroken([sheet.fault((_key(sheet), name), text)])
        for number, response in enumerate(several):
            yield Wording(name, number, response, sheet)


def _key(sheet: Sheet) -> str:
    return "responses" if "responses" in sheet.content else "svar"


def _typed_intents(folder: Path) -> Iterator[str]:
    for file in sorted(folder.rglob("*.yml")):
        yield from _INTENT.findall(file.read_text(encoding="utf-8"))
