"""Reads the scripts of a folder or of single files, and says in Danish what is wrong with one and how to mend it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from bot.knowledge.cards import Cards
from bot.knowledge.sheets import ContentBroken, Fault, Place, Sheet, yaml_files
from bot.scripts.model import EVERYTHING, Card, Expected, Script, Step

FOLDER = Path("data") / "manuskripter"
MOST_STEPS = 100  # with its openings; a conversation of the assistant ends after 150


@dataclass(frozen=True)
class ScriptAt:
    """A script and the file it stands in."""

    script: Script
    sheet: Sheet
    file: Path

    def fault(self, place: Place, text: str) -> Fault:
        """Give a fault of one of the script's values."""
        return self.sheet.fault(place, f"{self.script.navn}: {text}")


def read_scripts(
    files: Iterable[Path], cards: Cards | None, remembered: Collection[str] | None = None
) -> list[ScriptAt]:
    """Give the scripts of these files, in their order; their cards, and what can be remembered, are looked up where given.

    Raises:
        ContentBroken: with every fault of every file, each a Danish line with file, line and mending.
    """
    found: list[ScriptAt] = []
    faults: list[Fault] = []
    for file in files:
        try:
            found.append(_read(file))
        except ContentBroken as broken:
            faults += broken.faults
    by_name = {each.script.navn: each for each in reversed(found)}
    for each in found:
        faults += _faults(each, by_name, cards)
        faults += _memory_faults(each, remembered)
    if faults:
        raise ContentBroken(sorted(set(faults)))
    return found


def script_files(root: Path) -> list[Path]:
    """Give the project's script files in order."""
    return yaml_files(root / FOLDER)


def with_opening(script: Script, by_name: dict[str, Script]) -> list[Step]:
    """Give the script's steps, those of the scripts it begins with first."""
    opening = with_opening(by_name[script.begynder_med], by_name) if script.begynder_med else []
    return [*opening, *script.trin]


def _read(file: Path) -> ScriptAt:
    try:
        sheet = Sheet(file, file.parent.name)
    except FileNotFoundError:
        raise ContentBroken([Fault(file.name, 1, "filen findes ikke; ret navnet")]) from None
    unknown = list(_unknown_keys(sheet))
    if unknown:
        raise ContentBroken(unknown)
    return ScriptAt(sheet.read((), sheet.content, Script), sheet, file)


def _unknown_keys(sheet: Sheet) -> Iterator[Fault]:
    """Tell of keys that no script has; pydantic would not say what can stand there."""
    yield from _unknown_in(sheet, (), sheet.content, Script)
    steps = sheet.content.get("trin")
    for number, step in enumerate(steps if isinstance(steps, list) else []):
        place: Place = ("trin", number)
        if isinstance(step, dict):
            yield from _unknown_in(sheet, place, step, Step)
            yield from _unknown_in(sheet, (*place, "assistent"), step.get("assistent"), Expected)


def _unknown_in(sheet: Sheet, place: Place, value: Any, shape: type[BaseModel]) -> Iterator[Fault]:
    known = list(shape.model_fields)
    for key in value if isinstance(value, dict) else ():
        if key not in known:
            likely = get_close_matches(str(key), known, 1)
            mend = f"mente du {likely[0]}?" if likely else f"her kan stå {', '.join(known)}"
            yield sheet.fault((*place, key), f"{key} kendes ikke; {mend}")


def _faults(each: ScriptAt, by_name: dict[str, ScriptAt], cards: Cards | None) -> Iterator[Fault]:
    script = each.script
    if by_name[script.navn] is not each:
        other = by_name[script.navn].sheet.name
        yield each.fault(("navn",), f"et andet manuskript hedder det samme ({other}); giv det ene et nyt navn")
        return
    yield from _opening_faults(each, by_name)
    for number, step in enumerate(script.trin):
        place: Place = ("trin", number, "assistent")
        if step.assistent.intet_gemt and number + 1 < len(script.trin):
            yield each.fault((*place, "intet_gemt"), "intet_gemt afslutter samtalen; flyt det til sidste trin")
        for key in ("viser", "viser_ikke"):
            for word in getattr(step.assistent, key):
                if isinstance(word, Card) and cards is not None and cards.get(word.kort) is None:
                    text = f"kortet {word.kort} findes ikke; brug et id fra data/viden/kort"
                    yield each.fault((*place, key), text)


def _memory_faults(each: ScriptAt, remembered: Collection[str] | None) -> Iterator[Fault]:
    """Tell of names that nothing is remembered by: `glemt` would always hold."""
    for number, step in enumerate(each.script.trin):
        for key in ("husker", "glemt"):
            for name in getattr(step.assistent, key):
                if remembered is None or name in remembered or (key, name) == ("glemt", EVERYTHING):
                    continue
                likely = get_close_matches(name, remembered, 1)
                mend = f"mente du {likely[0]}?" if likely else "brug et navn under slots i domain.yml"
                yield each.fault(("trin", number, "assistent", key), f"{key}: {name} kendes ikke; {mend}")


def _opening_faults(each: ScriptAt, by_name: dict[str, ScriptAt]) -> Iterator[Fault]:
    seen = {each.script.navn}
    steps = len(each.script.trin)
    name = each.script.begynder_med
    while name:
        opening = by_name.get(name)
        if opening is None:
            yield each.fault(("begynder_med",), f"manuskriptet {name} findes ikke; ret navnet")
            return
        if name in seen:
            yield each.fault(("begynder_med",), f"{name} begynder med sig selv; begynd med et andet")
            return
        if opening.script.trin[-1].assistent.intet_gemt:
            yield each.fault(("begynder_med",), f"{name} afslutter samtalen; begynd med et andet")
        seen.add(name)
        steps += len(opening.script.trin)
        name = opening.script.begynder_med
    if steps > MOST_STEPS:
        yield each.fault(("trin",), f"har {steps} trin, højst {MOST_STEPS}; del det i flere manuskripter")
