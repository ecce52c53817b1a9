"""What the workshop works with, made when it is first entered: an office that only opens codes never waits for it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sanic import Request, Sanic

from bot.checking.load import make_shelf
from bot.conversation.engine import HttpEngine
from bot.conversation.making import make_service
from bot.conversation.service import ConversationService
from bot.knowledge.content import read_content
from bot.knowledge.library import Library, Shelf
from bot.knowledge.municipalities import DENMARK
from bot.knowledge.sheets import yaml_files
from bot.scripts.batch import rules_of
from bot.scripts.by_service import ServiceLine
from bot.scripts.judging import Rules
from bot.scripts.reading import ScriptAt, read_scripts
from bot.scripts.reasons import Reasons
from bot.settings import ROOT, Settings
from bot.staff.workshop.board import Board
from bot.staff.workshop.talks import Talks
from bot.text.identifiers import Redactor
from bot.text.kinds import RawText

SWEEP_SECONDS = 60


@dataclass
class Room:
    """The tools of the workshop. Its conversations are of this process alone."""

    scripts_folder: Path
    proposals_folder: Path
    service: ConversationService
    shelf: Shelf
    redactor: Redactor
    board: Board
    talks: Talks
    reasons: Reasons
    now: Callable[[], datetime]
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def library(self) -> Library:
        """Give the content in use."""
        return self.shelf.library

    def today(self) -> date:
        """Give the day it is in Denmark."""
        return self.now().date()

    def line(self) -> ServiceLine:
        """Give a line to the assistant for one conversation."""
        return ServiceLine(self.service, self.library.cards, self.today())

    def without_identifiers(self, text: str) -> str:
        """Give the text as it may be kept."""
        return self.redactor.redact(RawText(text)).text

    async def scripts(self) -> dict[str, ScriptAt]:
        """Give the scripts as their files are now, by name.

        Raises:
            ContentBroken: a script cannot be used; then none is run.
        """
        remembered = self.library.remembered
        found = await asyncio.to_thread(
            lambda: read_scripts(yaml_files(self.scripts_folder), self.library.cards, remembered)
        )
        return {each.script.navn: each for each in found}

    async def rules(self) -> Rules:
        """Give what judging needs, of the content as it is now."""
        await asyncio.to_thread(self.shelf.refresh)
        return await asyncio.to_thread(lambda: rules_of(read_content(ROOT), self.today()))


class Door:
    """Makes the room once, however many come at a time."""

    def __init__(self, make: Callable[[], Room]) -> None:
        self._make = make
        self._room: Room | None = None
        self._lock = asyncio.Lock()

    async def room(self) -> Room:
        """Give the room."""
        async with self._lock:
            if self._room is None:
                self._room = await asyncio.to_thread(self._make)
            return self._room

    async def sweep(self) -> None:
        """Forget the conversations that have been silent too long, every minute, until cancelled."""
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            if self._room:
                await self._room.talks.sweep()


def install(app: Sanic[Any, Any], settings: Settings, engine: HttpEngine) -> None:
    """Give the app the door to the room."""
    door = Door(lambda: make_room(settings, engine))
    app.ctx.workshop = door

    @app.before_server_start
    async def begin(app: Sanic[Any, Any]) -> None:
        app.ctx.workshop_sweeping = asyncio.create_task(door.sweep())

    @app.before_server_stop
    async def end(app: Sanic[Any, Any]) -> None:
        app.ctx.workshop_sweeping.cancel()


def make_room(settings: Settings, engine: HttpEngine) -> Room:
    """Give the room; it takes a second or two.

    Raises:
        ContentBroken: the content must not be used.
    """
    shelf, redactor = make_shelf(ROOT), Redactor.load()
    return Room(
        scripts_folder=settings.scripts_folder,
        proposals_folder=settings.proposals_folder,
        service=make_service(settings, engine, redactor, shelf),
        shelf=shelf,
        redactor=redactor,
        board=Board(settings.state_folder / "manuskripter.json"),
        talks=Talks(settings.idle_minutes * 60),
        reasons=Reasons.load(),
        now=lambda: datetime.now(DENMARK),
    )


async def room_of(request: Request) -> Room:
    """Give the room that a request is for."""
    door: Door = request.app.ctx.workshop
    return await door.room()


def who(request: Request) -> str:
    """Give the name of who asks."""
    name: str = request.ctx.session.staff.name
    return name
