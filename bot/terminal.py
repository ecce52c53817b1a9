"""A conversation in the terminal, by the same path as the page (`bot chat`)."""

import asyncio
import contextlib
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from bot.conversation.engine import HttpEngine
from bot.conversation.making import make_service
from bot.conversation.messages import Kind, Message
from bot.conversation.service import ConversationService, EngineAway, NothingWritten, UnknownChoice
from bot.conversation.sessions import Token, TooManyWaiting, UnknownToken
from bot.settings import Settings
from bot.starting import own_engine
from bot.text.kinds import RawText

READY_SECONDS = 60


def talk(settings: Settings, model: Path, environment: Mapping[str, str]) -> None:
    """Hold a conversation on standard input and output, with an engine and actions of its own."""
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_talk(settings, model, environment))


async def _talk(settings: Settings, model: Path, environment: Mapping[str, str]) -> None:
    async with own_engine(settings, model, environment, lambda line: click.echo(line, err=True)) as engine:
        await _until_ready(engine)
        await _converse(make_service(settings, engine))


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
    token, messages = await service.begin()
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
        if choices := numbered(line, [button.id for button in buttons]):
            return (await service.choose(token, *choices)).messages
        return (await service.write(token, RawText(line))).messages
    except EngineAway as away:
        return away.messages
    except UnknownToken:
        return [Message(kind=Kind.EXIT, text="Samtalen er glemt.")]
    except (NothingWritten, TooManyWaiting, UnknownChoice):
        return shown


def numbered(line: str, ids: list[str]) -> list[str]:
    """Give the ids that a line of numbers stands for ("2", "1,3"); none if it is anything else."""
    numbers = [part.strip() for part in line.split(",")]
    if not all(number.isdecimal() and 0 < int(number) <= len(ids) for number in numbers):
        return []
    return [ids[int(number) - 1] for number in numbers]


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
        if message.code:
            click.secho(f"  {message.code}\n  {message.digits}", bold=True)
            click.echo(f"  Til: {message.receiver}. Virker til og med {message.expires}.")
        for link in message.links:
            click.echo(f"  {link.title}")
        if message.select == "many":
            click.echo("  Vælg gerne flere, fx 1,3:")
        for button in message.buttons:
            number += 1
            click.echo(f"  {number}. {button.title}")
    click.echo()
