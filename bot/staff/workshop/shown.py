"""What the workshop's pages show of scripts, runs and reasons, in words."""

from typing import Any

from bot.scripts.judging import SAYS
from bot.scripts.model import Card, Expected, OneOf, Script
from bot.scripts.why import Why
from bot.staff.workshop.room import Room

GROUPS = {
    "voksen": "En voksen",
    "faa_minutter": "En med få minutter",
    "mand": "En mand",
    "aeldre": "En ældre",
    "lgbt": "En lgbt+-person",
    "ung": "En ung",
    "foraelder": "En forælder",
    "paaroerende": "En pårørende",
    "fagperson": "En fagperson",
    "udoever": "En, der selv udøver vold",
    "afproever": "En, der prøver chatten af",
    "andet_sprog": "En på et andet sprog",
}
MARKS = {
    "forkert": "Forkert",
    "utryg": "Utryg",
    "uforståelig": "Uforståelig",
    "forældet": "Forældet",
}


def why_lines(why: Why | None, room: Room) -> list[tuple[str, str]]:
    """Give what lies behind an answer as headings and words, the weightiest first."""
    if why is None:
        return []
    lines: list[tuple[str, str]] = []
    if why.danger:
        lines.append(("Fareregel", f"{why.danger}. {room.reasons.of(why.danger)}".strip()))
    if why.intent:
        lines.append(("Forstået som", f"“{room.library.topics.get(why.intent, why.intent)}” ({why.intent})"))
    elif not why.danger:
        lines.append(("Forstået som", "Ikke forstået"))
    if why.confidence is not None and not why.danger:
        lines.append(("Hvor sikker", _sure(why.confidence)))
    if why.also:
        lines.append(("Også nævnt", room.library.topics.get(why.also, why.also)))
    if why.answers:
        lines.append(("Svar valgt", ", ".join(why.answers)))
    if why.remembers:
        remembers = (f"{name}: {', '.join(values)}" for name, values in why.remembers.items())
        lines.append(("Husker", "; ".join(remembers)))
    if why.removed:
        lines.append(("Taget ud", ", ".join(why.removed)))
    return lines


def card_lines(why: Why | None) -> list[dict[str, Any]]:
    """Give the cards behind an answer with their sources."""
    return [
        {
            "id": shown.card.id,
            "state": _state(shown.by_its_words, shown.card.is_approved()),
            "sources": shown.card.kilder,
            "checked": shown.card.kontrolleret,
            "look": shown.card.gennemses_senest,
        }
        for shown in (why.cards if why else ())
    ]


def expectations(expected: Expected) -> list[str]:
    """Give what a step expects, a line each."""
    lines = [f"viser {_word(each)}" for each in expected.viser]
    lines += [f"viser ikke {_word(each)}" for each in expected.viser_ikke]
    lines += [f"er {SAYS[each]} ({each})" for each in expected.slags]
    lines += [f"er ikke {SAYS[each]} ({each})" for each in expected.slags_ikke]
    lines += [f"har knappen {_word(each)}" for each in expected.kan_vaelge]
    lines += [f"har nummeret {each} at trykke på" for each in expected.kan_ringe]
    lines += [f"har {each} allerførst" for each in expected.foerste_nummer]
    if expected.hoejst_bobler:
        lines.append(f"har højst {expected.hoejst_bobler} bobler")
    if expected.lix_hoejst:
        lines.append(f"har et LIX-tal på højst {expected.lix_hoejst}")
    lines += [f"husker {name}{f': {choice}' if choice else ''}" for name, choice in expected.husker.items()]
    lines += [f"har glemt {name}" for name in expected.glemt]
    if expected.intet_gemt:
        lines.append("lader intet være gemt, når samtalen er slut")
    return lines


def state(script: Script, room: Room) -> dict[str, Any]:
    """Give how it stands with a script: its mark, and how it went last."""
    verdict = room.board.verdict(script)
    mark = script.maerke
    return {
        "mark": mark,
        "is_flagged": bool(mark and not mark.rettet_den),
        "verdict": verdict,
        "has_changed": room.board.has_changed(script),
        "owner": (mark.ejer if mark and not mark.rettet_den else None) or script.ejer,
    }


def _sure(confidence: float) -> str:
    percent = f"{confidence:.0%}".replace("%", " %")
    return f"{percent} – {'sikker' if confidence >= 0.7 else 'usikker' if confidence >= 0.4 else 'meget usikker'}"  # noqa: PLR2004


def _state(by_its_words: bool, is_approved: bool) -> str:
    if not by_its_words:
        return "den almene linje, til kortet er godkendt og set igennem"
    return "kortets egne ord, godkendt" if is_approved else "kortets egne ord; det kræver ingen godkendelse"


def _word(word: str | OneOf | Card) -> str:
    if isinstance(word, Card):
        return f"kortet {word.kort}"
    return " eller ".join(f"“{each}”" for each in (word.en_af if isinstance(word, OneOf) else [word]))
