"""Runs every check of the content."""

from datetime import date
from pathlib import Path

from bot.checking.language import check_card_reads, check_rendered, check_repeats, check_whole, check_wording, is_danish
from bot.checking.states import states
from bot.checking.ways import check_ways
from bot.knowledge.content import Content, read_content
from bot.knowledge.sheets import ContentBroken, Fault
from bot.scripts.reading import read_scripts, script_files


def check(root: Path, today: date, overlay: Path | None = None) -> list[Fault]:
    """Give every fault and warning of the project's content, or of a draft laid over it, in the order of the files."""
    content = read_content(root, overlay)
    return sorted({*check_content(content, today), *_check_scripts(root, content)})


def check_content(content: Content, today: date) -> list[Fault]:
    """Give every fault and warning of content that was read."""
    faults = list(content.faults)
    for wording in content.wordings:
        faults += check_wording(wording, content)
    for state in states(content.cards):
        said = [(wording, state.said(wording.response)) for wording in content.wordings]
        for wording, as_said in said:
            faults += check_rendered(wording, as_said, state)
        faults += check_whole([as_said for wording, as_said in said if is_danish(wording.name)], state)
    faults += check_repeats(content.wordings)
    faults += check_ways(content)
    faults += _check_cards(content, today)
    return sorted(set(faults))


def _check_scripts(root: Path, content: Content) -> list[Fault]:
    try:
        read_scripts(script_files(root), content.cards)
    except ContentBroken as broken:
        return broken.faults
    return []


def _check_cards(content: Content, today: date) -> list[Fault]:
    faults = []
    for found in content.cards_at:
        card = found.card
        if hard := check_card_reads(card):
            faults.append(found.fault("mere", hard))
        unknown = [intent for intent in card.emner if intent not in content.intents]
        faults += [found.fault("emner", f"emnet {intent} findes ikke; ret det") for intent in unknown]
        if card.is_overdue(today):
            text = f"skulle være set igennem den {card.gennemses_senest}; kontrollér det, og ret datoen"
            faults.append(found.fault("gennemses_senest", text, is_warning=True))
        if card.kontrolleret > today:
            faults.append(found.fault("kontrolleret", "kontrolleret ligger i fremtiden; ret datoen"))
    return faults
