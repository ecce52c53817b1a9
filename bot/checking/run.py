"""Runs every check of the content."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.checking.language import check_card_reads, check_rendered, check_repeats, check_whole, check_wording, is_danish
from bot.checking.states import State, states
from bot.checking.ways import check_ways
from bot.conversation.messages import Said
from bot.knowledge.cards import date_faults
from bot.knowledge.content import Content, read_content
from bot.knowledge.filling import placeholders
from bot.knowledge.sheets import ContentBroken, Fault
from bot.scripts.reading import read_scripts, script_files


def check(root: Path, today: date, overlay: Path | None = None) -> list[Fault]:
    """Give every fault and warning of the project's content, or of a draft laid over it, in the order of the files."""
    try:
        content = read_content(root, overlay)
    except ContentBroken as broken:
        return broken.faults
    return sorted({*check_content(content, today), *_check_scripts(root, content)})


def check_content(content: Content, today: date) -> list[Fault]:
    """Give every fault and warning of content that was read."""
    faults = list(content.faults)
    for wording in content.wordings:
        faults += check_wording(wording, content)
    if content.is_whole:  # else a sentence that cannot be read would be missed in the answers too
        faults += _check_as_said(content)
    faults += check_repeats(content.wordings)
    faults += check_ways(content)
    faults += _check_cards(content, today)
    faults += _check_municipalities(content, today)
    return sorted(set(faults))


def _check_as_said(content: Content) -> Iterator[Fault]:
    """Check the answers as a citizen meets them; what is wrong in several states is told of the first."""
    first, *others = states(content.cards)
    danish: dict[State, list[Said]] = {state: [] for state in (first, *others)}
    for wording in content.wordings:
        said = {first: first.said(wording.response)}
        if placeholders(wording.response["text"]):  # the others are the same in every state
            said |= {state: state.said(wording.response) for state in others}
        found = (list(check_rendered(wording, shown, state)) for state, shown in said.items())
        yield from next((faults for faults in found if faults), [])
        if is_danish(wording.name):
            for state, all_said in danish.items():
                all_said.append(said.get(state, said[first]))
    whole = (list(check_whole(all_said, state)) for state, all_said in danish.items())
    yield from next((faults for faults in whole if faults), [])


def _check_scripts(root: Path, content: Content) -> list[Fault]:
    try:
        read_scripts(script_files(root), content.cards if content.is_whole else None, content.remembered)
    except ContentBroken as broken:
        return broken.faults
    return []


def _check_cards(content: Content, today: date) -> Iterator[Fault]:
    for found in content.cards_at:
        stands_alone = content.is_whole and found.card.id not in content.cards_in_answers
        yield from (found.fault(name, text) for name, text in check_card_reads(found.card, stands_alone))
        unknown = [intent for intent in found.card.emner if intent not in content.intents]
        yield from (found.fault("emner", f"emnet {intent} findes ikke; ret det") for intent in unknown)
        yield from (found.fault(*wrong) for wrong in date_faults(found.card, today))


def _check_municipalities(content: Content, today: date) -> Iterator[Fault]:
    for found in content.municipalities_at:
        yield from (found.fault(*wrong) for wrong in date_faults(found.municipality, today))
