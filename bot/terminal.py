"""A conversation in the terminal, by the same path as the page (`bot chat`)."""

import asyncio
import contextlib
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import click

from bot.conversation.engine import HttpEngine, engine_client
from bot.conversation.messages import Kind, Message
from bot.conversation.service import ConversationService, EngineAway, NothingWritten
from bot.conversation.sessions import Token, TooManyWaiting, UnknownToken
from bot.settings import Settings
from bot.supervisor import Part, parts_of, run, with_inner_settings
from bot.text.kinds import RawText
from bot.web.app import make_service

READY_SECONDS = 60


def talk(settings: Settings, model: Path, environment: Mapping[str, str]) -> None:
    """Hold a conversation on standard input and output, with an engine and actions of its own."""
    settings = with_inner_settings(settings)
    with tempfile.TemporaryDirectory(prefix="foerstekontakt-") as home, contextlib.suppress(KeyboardInterrupt):
        parts = [
            part for part in parts_of(settings, model, Path(home), environment) if part.name in ("actions", "engine")
        ]
        asyncio.run(_talk(settings, parts))


async def _talk(settings: Settings, parts: list[Part]) -> None:
    running = asyncio.create_task(run(parts, lambda line: click.echo(line, err=True)))
    try:
        engine = HttpEngine(engine_client(settings.engine_url, settings.engine_secret.get_secret_value()))
        await _until_ready(engine)
        await _converse(make_service(settings, engine))
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def _until_ready(engine: HttpEngine) -> None:
    interactive = sys.stdout.isatty()
    for _ in range(READY_SECONDS * 4):
        if await engine.ready():
            break
        if interactive:
            click.echo(".", nl=False)
        await asyncio.sleep(0.25)
    if interactive:
        click.echo()


async def _converse(service: ConversationService) -> None:
    token, messages = service.begin()
    _show(messages)
    while (line := await asyncio.to_thread(_ask)) is not None:
        messages = await _answer(service, token, messages, line)
        _show(messages)
        if any(message.kind is Kind.EXIT for message in messages):
            return
    await service.end(token)


async def _answer(service: ConversationService, token: Token, shown: list[Message], line: str) -> list[Message]:
    buttons = [button for message in shown for button in message.buttons]
    try:
        if line.isdigit() and 0 < int(line) <= len(buttons):
            return (await service.choose(token, buttons[int(line) - 1].id)).messages
        return (await service.write(token, RawText(line))).messages
    except EngineAway as away:
        return away.messages
    except UnknownToken:
        return [Message(kind=Kind.EXIT, text="Samtalen er glemt.")]
    except (NothingWritten, TooManyWaiting):
        return shown


def _ask() -> str | None:
    try:
        return input("> ")
    except EOFError:
        return None


def _show(messages: list[Message]) -> None:
    number = 0
    for message in messages:
        click.echo()
        click.secho(message.text, bold=message.kind is Kind.URGENT, dim=message.kind is Kind.NOTICE)
        for link in message.links:
            click.echo(f"  {link.title}")
        for button in message.buttons:
            number += 1
            click.echo(f"  {number}. {button.title}")
    click.echo()
