"""Runs script files as `bot script run` does: reads them, finds or starts an assistant, and holds the conversations."""

import asyncio
import os
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path

from bot.conversation.making import make_service
from bot.knowledge.cards import may_be_shown
from bot.knowledge.content import Content, read_content
from bot.knowledge.municipalities import DENMARK
from bot.knowledge.numbers import NATIONAL, phones_in
from bot.scripts.by_service import ServiceLine
from bot.scripts.judging import Rules
from bot.scripts.model import Script
from bot.scripts.reading import read_scripts, script_files
from bot.scripts.running import Conversation, Run, conversations, run_all, run_by
from bot.scripts.slips import Tried, slips
from bot.settings import Settings, read_settings
from bot.starting import READY_SECONDS, DidNotStart, own_engine, running
from bot.training import model_path


def run_files(root: Path, files: Iterable[Path], url: str | None) -> list[Run]:
    """Run the files' scripts, or all of the project's, against the assistant at `url`, or one started for it.

    What a conversation remembers is told by no public address: scripts that expect it to are run inside, where none is given.

    Raises:
        ContentBroken: a script cannot be used.
        bot.starting.DidNotStart: no assistant came up.
    """
    content = read_content(root)
    by_name, chosen = choose(root, list(files), content)
    rules = rules_of(content, datetime.now(DENMARK).date())
    these = [each for script in chosen for each in conversations(script, by_name)]
    if url:
        return asyncio.run(run_all(these, url, rules))
    outside = [each for each in these if not each.looks_inside]
    inside = [each for each in these if each.looks_inside]
    with running() as started:
        runs = asyncio.run(run_all(outside, started.url, rules))
    if inside:
        settings = read_settings()
        runs += asyncio.run(_run_inside(inside, content, settings, model_path(settings.model_folder), os.environ))
    return runs


def run_slips(root: Path, files: Iterable[Path], url: str | None, seed: int) -> list[Tried]:
    """Run the slips of the files' scripts, or of all the project's; those of a script that fails without them tell nothing.

    Raises:
        ContentBroken, bot.starting.DidNotStart: as `run_files`.
    """
    content = read_content(root)
    by_name, chosen = choose(root, list(files), content)
    rules = rules_of(content, datetime.now(DENMARK).date())
    plain = [conversations(script, by_name)[0] for script in chosen]
    made = [each for script in chosen for each in slips(script, by_name, seed)]

    async def run(at: str) -> list[Tried]:
        held = {each.conversation.script.navn for each in await run_all(plain, at, rules) if each.held}
        these = [each for each in made if each.conversation.script.navn in held]
        runs = await run_all([each.conversation for each in these], at, rules)
        return [Tried(slip, each) for slip, each in zip(these, runs, strict=True)]

    if url:
        return asyncio.run(run(url))
    with running() as started:
        return asyncio.run(run(started.url))


async def run_telling_why(
    root: Path,
    files: Iterable[Path],
    settings: Settings,
    model: Path,
    environment: Mapping[str, str],
    *,
    all_wordings: bool = False,
) -> list[Run]:
    """Run the files' scripts with an engine of their own, so that each turn tells why; other wordings only if asked for.

    Raises:
        ContentBroken: a script cannot be used.
        bot.starting.DidNotStart: the engine was not ready in time.
    """
    content = read_content(root)
    by_name, chosen = choose(root, list(files), content)
    ways = [conversations(script, by_name) for script in chosen]
    these = [each for way in ways for each in (way if all_wordings else way[:1])]
    return await _run_inside(these, content, settings, model, environment)


async def _run_inside(
    these: list[Conversation], content: Content, settings: Settings, model: Path, environment: Mapping[str, str]
) -> list[Run]:
    today = datetime.now(DENMARK).date()
    async with own_engine(settings, model, environment, lambda _: None) as engine:
        for _ in range(READY_SECONDS * 4):
            if await engine.ready():
                break
            await asyncio.sleep(0.25)
        else:
            raise DidNotStart
        service = make_service(settings, engine)
        return await run_by(lambda: ServiceLine(service, content.cards, today), these, rules_of(content, today))


def choose(root: Path, files: list[Path], content: Content) -> tuple[dict[str, Script], list[Script]]:
    """Give all scripts by name, and those of the files; a file outside the project may begin with one of the project's."""
    wanted = {file.resolve() for file in files}
    ours = [file.resolve() for file in script_files(root)]
    found = read_scripts([*ours, *sorted(wanted - set(ours))], content.cards, content.remembered)
    chosen = [each.script for each in found if not wanted or each.file in wanted]
    return {each.script.navn: each.script for each in found}, chosen


def rules_of(content: Content, today: date) -> Rules:
    """Give what judging needs of the content."""
    phones = set(NATIONAL)
    for card in content.cards:
        if may_be_shown(card, today):
            phones.update(phones_in(f"{card.tekst} {card.mere}"))
    for municipality in content.municipalities:
        if municipality.may_be_shown(today):
            phones.update(phones_in(municipality.telefon))
    return Rules(content.rules, content.cards, frozenset(phones), today)
