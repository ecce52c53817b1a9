"""What no script touches: wishes, rules, danger rules, cards, texts of the forms, and buttons. Read off runs that told why."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.knowledge.content import Content
from bot.scripts.reasons import Reasons
from bot.scripts.running import Run, Turn

FORMS = ("tekster/afklaring.yml", "tekster/overlevering.yml")
MOST_NAMED = 12
_FILLED = re.compile(r"\[\[.*?\]\]|\{.*?\}")  # what is put in when it is said
_SHORTEST = 12  # signs: shorter pieces of a text stand in others too


@dataclass(frozen=True)
class Area:
    """One kind of thing: what there is of it, and what some script touched."""

    key: str
    title: str
    all: tuple[str, ...]
    touched: frozenset[str]

    @property
    def untouched(self) -> list[str]:
        """What no script touches, in order."""
        return [each for each in self.all if each not in self.touched]


def coverage(root: Path, content: Content, runs: Iterable[Run]) -> list[Area]:
    """Give every area; `runs` must tell why."""
    runs = list(runs)
    turns = [turn for run in runs for turn in run.turns]
    rules = dict(_rules(root / "data" / "rules"))
    forms = _texts_of_forms(content)
    buttons = _buttons(root, content)
    return [
        _area("intents", "Ønsker (intents)", content.intents, _intents(turns)),
        _area("rules", "Regler", rules, (name for name, rule in rules.items() if any(map(rule.is_met, turns)))),
        _area("dangers", "Fareregler", Reasons.load().names(), map(_danger, turns)),
        _area("cards", "Kort", (card.id for card in content.cards), _cards(turns)),
        _area("forms", "Tekster i afklaring og overlevering", forms, _shown(forms, turns)),
        _area("buttons", "Knapper", buttons.values(), (buttons.get(each, "") for each in _tapped(runs))),
    ]


def read_out(areas: Iterable[Area]) -> Iterator[str]:
    """Give the areas in Danish lines: how many are touched, and which are not."""
    for area in areas:
        missing = area.untouched
        yield f"{area.title}: {len(area.all) - len(missing)} af {len(area.all)}."
        if missing:
            more = f" og {len(missing) - MOST_NAMED} andre (--json nævner alle)" if len(missing) > MOST_NAMED else ""
            yield f"  Ikke prøvet: {', '.join(missing[:MOST_NAMED])}{more}"


def as_json(areas: Iterable[Area]) -> str:
    """Give the areas for machines."""
    told = {area.key: {"all": len(area.all), "untouched": area.untouched} for area in areas}
    return json.dumps(told, ensure_ascii=False, indent=2)


@dataclass(frozen=True)
class _Rule:
    """A rule of data/rules: the wish that it begins with, and the actions it leads to."""

    intent: str | None
    actions: frozenset[str]

    def is_met(self, turn: Turn) -> bool:
        why = turn.why
        return why is not None and self.intent in (None, why.intent) and self.actions <= set(why.answers)


def _area(key: str, title: str, everything: Iterable[str], touched: Iterable[str | None]) -> Area:
    return Area(key, title, tuple(dict.fromkeys(everything)), frozenset(each for each in touched if each))


def _rules(folder: Path) -> Iterator[tuple[str, _Rule]]:
    for file in sorted(folder.glob("*.yml")):
        for rule in yaml.safe_load(file.read_text(encoding="utf-8"))["rules"]:
            steps: list[dict[str, Any]] = rule["steps"]
            intent = next((step["intent"] for step in steps if "intent" in step), None)
            yield rule["rule"], _Rule(intent, frozenset(step["action"] for step in steps if "action" in step))


def _intents(turns: Iterable[Turn]) -> Iterator[str | None]:
    for turn in turns:
        if turn.why:
            yield turn.why.intent
        if _danger(turn):  # the answer to one can be given without the engine: then no wish is told
            yield _danger(turn).split("/")[-2]


def _danger(turn: Turn) -> str:
    return (turn.why and turn.why.danger) or ""


def _cards(turns: Iterable[Turn]) -> Iterator[str]:
    return (shown.card.id for turn in turns if turn.why for shown in turn.why.cards)


def _texts_of_forms(content: Content) -> dict[str, list[list[str]]]:
    """Give the texts of the forms: for each of their wordings, the pieces that are said word for word."""
    texts: dict[str, list[list[str]]] = {}
    for wording in content.wordings:
        if wording.sheet.name in FORMS:
            pieces = [" ".join(piece.split()) for piece in _FILLED.split(wording.response["text"])]
            texts.setdefault(wording.name, []).append([each for each in pieces if len(each) >= _SHORTEST] or pieces)
    return texts


def _shown(texts: dict[str, list[list[str]]], turns: Iterable[Turn]) -> Iterator[str]:
    said = [" ".join(" ".join(message.text for message in turn.messages).split()) for turn in turns]
    for name, wordings in texts.items():
        if any(all(piece in each for piece in pieces) for pieces in wordings for each in said):
            yield name


def _buttons(root: Path, content: Content) -> dict[str, str]:
    """Give the titles of all buttons that stand in the content, by how they are compared."""
    titles = [button["title"] for wording in content.wordings for button in wording.response.get("buttons") or []]
    for name in FORMS:
        options = yaml.safe_load((root / "data" / name).read_text(encoding="utf-8"))["valg"]
        titles += [each["knap"] for question in options.values() for each in question.values() if "knap" in each]
    return {title.casefold(): title for title in reversed(titles)}


def _tapped(runs: Iterable[Run]) -> Iterator[str]:
    for run in runs:
        for step in run.conversation.steps[: len(run.turns)]:
            if isinstance(step.borger, list):
                yield from (title.casefold() for title in step.borger)
