"""All content as its files have it, with the place of everything, so that a fault can be pointed at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.knowledge.answers import Response
from bot.knowledge.cards import CardAt, Cards, read_cards
from bot.knowledge.claims import LanguageRules
from bot.knowledge.filling import placeholders
from bot.knowledge.municipalities import Municipalities, MunicipalityAt, read_municipalities
from bot.knowledge.sheets import ContentBroken, Fault, Sheet, shaped, yaml_files

FOLDERS = {"kort": "data/viden/kort", "svar": "data/svar", "tekster": "data/tekster", "kommuner": "data/kommuner"}
_INTENT = re.compile(r"^- intent: (\w+)", re.MULTILINE)
_Text = Annotated[str, Field(min_length=1)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Button(_Shape):
    title: _Text
    payload: Annotated[str, shaped(r"/\w+({.*})?", "/hvad_kan_du")]


class _Link(_Shape):
    title: _Text
    href: Annotated[str, shaped(r"tel:\d+|https?://\S+", "tel:1888 eller https://levudenvold.dk")]


class _Promise(_Shape):
    siger: _Text
    proeve: _Text


class _Custom(_Shape):
    """What an answer may have beside text and buttons."""

    kind: Literal["urgent", "exit", "notice", "question"] | None = None
    links: list[_Link] = Field(default_factory=list)
    ja: _Text | None = None
    nej: _Text | None = None
    ord: dict[str, list[_Text]] = Field(default_factory=dict)
    om_anden: _Text | None = None
    om_fagperson: _Text | None = None
    glem: bool = False
    saetninger: list[_Promise] = Field(default_factory=list)
    kan_ikke: list[_Text] = Field(default_factory=list)


class _Wording(_Shape):
    """The form of one wording in a file, in Rasa's own keys."""

    text: _Text
    buttons: list[_Button] = Field(default_factory=list)
    custom: _Custom | None = None


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

    cards_at: list[CardAt]
    municipalities_at: list[MunicipalityAt]
    wordings: list[Wording]
    rules: LanguageRules
    domain: Sheet
    typed: frozenset[str]  # the intents that have examples
    topics: dict[str, str]
    faults: list[Fault]
    is_whole: bool  # nothing was left out: what is missing is missing, and not only unreadable

    @property
    def intents(self) -> list[str]:
        """The names of all wishes."""
        return list(self.domain.content["intents"])

    @property
    def remembered(self) -> list[str]:
        """The names that a conversation remembers something by."""
        return list(self.domain.content.get("slots") or {})

    @cached_property
    def cards(self) -> Cards:
        """All cards that have a card's form."""
        return Cards(each.card for each in self.cards_at)

    @cached_property
    def cards_in_answers(self) -> set[str]:
        """The ids of the cards that some answer shows; the others are told when somebody asks for more."""
        return {name for wording in self.wordings for name in placeholders(wording.response["text"])}

    @cached_property
    def municipalities(self) -> Municipalities:
        """All municipalities whose file has the form."""
        return Municipalities(each.municipality for each in self.municipalities_at)

    def names(self) -> set[str]:
        """Give the names of all answers."""
        return {wording.name for wording in self.wordings}

    def answer_of(self, intent: str) -> str | None:
        """Give the name of an intent's answer: what a rule utters, or what its action says."""
        return next((name for name in (f"utter_{intent}", intent) if name in self.names()), None)


def read_content(root: Path, overlay: Path | None = None) -> Content:
    """Read all content of the project; files of `overlay` (its folders kort, svar, tekster, kommuner) stand in for ours.

    What cannot be read is left out and told in `faults`.

    Raises:
        ContentBroken: the rules or the titles, which all the rest is read by, cannot be read.
    """
    files = {kind: _files(root / folder, overlay / kind if overlay else None) for kind, folder in FOLDERS.items()}
    rules = LanguageRules.load(root / "data" / "viden")
    topics = Sheet(root / "data" / "viden" / "emner.yml", "viden").content
    cards_at, card_faults, all_cards = read_cards(files["kort"], rules)
    municipalities_at, municipality_faults = read_municipalities(files["kommuner"], rules)
    wordings, answer_faults, all_answers = _read_wordings([*files["svar"], *files["tekster"]])
    return Content(
        cards_at=cards_at,
        municipalities_at=municipalities_at,
        wordings=wordings,
        rules=rules,
        domain=Sheet(root / "domain.yml"),
        typed=frozenset(_typed_intents(root / "data" / "nlu")),
        topics=topics,
        faults=card_faults + municipality_faults + answer_faults,
        is_whole=all_cards and all_answers,
    )


def _files(folder: Path, over: Path | None) -> list[Path]:
    found = {file.name: file for file in yaml_files(folder)}
    if over:
        found |= {file.name: file for file in yaml_files(over)}
    return [found[name] for name in sorted(found)]


def _read_wordings(files: list[Path]) -> tuple[list[Wording], list[Fault], bool]:
    """Give the wordings, the faults, and whether no wording was left out."""
    wordings: list[Wording] = []
    unreadable: list[Fault] = []
    twice: list[Fault] = []
    owner: dict[str, Sheet] = {}
    for file in files:
        try:
            sheet = Sheet(file, file.parent.name)
            for name, several in _answers(sheet).items():
                if owner.setdefault(name, sheet) is not sheet:
                    text = f"{name} står også i {owner[name].name}; behold det ene sted"
                    twice.append(sheet.fault((_key(sheet), name), text))
                wordings += _wordings(sheet, name, several)
        except ContentBroken as broken:
            unreadable += broken.faults
    return wordings, unreadable + twice, not unreadable


def _answers(sheet: Sheet) -> dict[str, Any]:
    responses = sheet.content.get(_key(sheet))
    if not isinstance(responses, dict) or not responses:
        raise ContentBroken([sheet.fault((), "der mangler svar under `responses:` eller `svar:`; skriv dem ind")])
    return responses


def _wordings(sheet: Sheet, name: str, several: Any) -> Iterator[Wording]:
    if not isinstance(several, list) or not several:
        text = f"{name}: et svar er en liste, hvor hvert led begynder med `- text:`; ret formen"
        raise ContentBroken([sheet.fault((_key(sheet), name), text)])
    for number, response in enumerate(several):
        sheet.read((_key(sheet), name, number), response, _Wording)
        yield Wording(name, number, response, sheet)


def _key(sheet: Sheet) -> str:
    return "responses" if "responses" in sheet.content else "svar"


def _typed_intents(folder: Path) -> Iterator[str]:
    for file in sorted(folder.rglob("*.yml")):
        yield from _INTENT.findall(file.read_text(encoding="utf-8"))
