"""What the pages of the content work with: the files as they are now, and the approvals that wait."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sanic import Request, Sanic

from bot.checking.approvals import Approvals, Waiting
from bot.knowledge.content import Content, read_content
from bot.knowledge.municipalities import DENMARK
from bot.settings import ROOT, Settings


@dataclass(frozen=True)
class Desk:
    """The content of a project, and the approvals beside it."""

    root: Path
    approvals: Approvals
    now: Callable[[], datetime]

    def today(self) -> date:
        """Give the day it is in Denmark."""
        return self.now().date()

    async def content(self) -> Content:
        """Give the content as its files are now; what cannot be read is told in its faults.

        Raises:
            ContentBroken: what all the rest is read by cannot be read.
        """
        return await asyncio.to_thread(read_content, self.root)

    async def waiting(self) -> dict[tuple[str, str], Waiting]:
        """Give the approvals that wait, by kind and id.

        Raises:
            ApprovalRefused: a file of theirs cannot be read.
        """
        found = await asyncio.to_thread(self.approvals.waiting)
        return {(each.kind, each.id): each for each in found}


def install(app: Sanic[Any, Any], settings: Settings) -> None:
    """Give the app the desk."""
    app.ctx.content_desk = Desk(ROOT, Approvals(ROOT, settings.drafts_folder), lambda: datetime.now(DENMARK))


def desk_of(request: Request) -> Desk:
    """Give the desk that a request is for."""
    desk: Desk = request.app.ctx.content_desk
    return desk
