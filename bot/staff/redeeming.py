"""Opening a code: the page and the API for who takes over from the chat. What is shown is kept nowhere, here neither."""

import asyncio
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import json

from bot.handoff.code import HandoffCodeUnreadable
from bot.handoff.service import Handoff, HandoffBroken, HandoffDesk, HandoffNotFound
from bot.handoff.stores import HandoffStoreUnavailable
from bot.http.limits import TooManyRequests
from bot.staff.accounts import Role
from bot.staff.pages import show
from bot.staff.signin import field, may, session_of

redeeming = Blueprint("redeeming")

TOO_OFTEN = "Der er prøvet mange koder på kort tid. Vent et minut."
STORE_AWAY = "Koderne kan ikke nås lige nu. Prøv igen om lidt. Koden er ikke brugt."
NOT_FOUND = 404


class NotOpened(Exception):
    """There is nothing to show. Carries the status and the Danish line that says why."""

    def __init__(self, status: int, line: str) -> None:
        super().__init__(line)
        self.status = status
        self.line = line


@redeeming.get("/kode")
@may(Role.REDEEM)
async def ask(request: Request) -> HTTPResponse:
    """Show the field for a code."""
    return show(request, "redeem.html", session=session_of(request))


@redeeming.post("/kode")
@may(Role.REDEEM)
async def open_code(request: Request) -> HTTPResponse:
    """Open a code and show its lines, or say why not; what was typed stays in the field, so that a slip can be mended."""
    typed = field(request, "kode")
    session = session_of(request)
    try:
        opened = await redeem(request, typed)
    except NotOpened as refused:
        return show(request, "redeem.html", refused.status, session=session, fault=refused.line, typed=typed[:200])
    return show(request, "opened.html", session=session, handoff=opened, texts=request.app.ctx.redeem_texts)


@redeeming.post("/api/v1/handoffs/redeem")
@may(Role.REDEEM)
async def redeem_by_api(request: Request) -> HTTPResponse:
    """Open a code: `{"code": "..."}` gives receiver, lines, the day it was made and its last day."""
    body = request.json
    typed = body.get("code") if isinstance(body, dict) else None
    if not isinstance(typed, str):
        return problem(400, 'Send {"code": "…"}.')
    try:
        opened = await redeem(request, typed)
    except NotOpened as refused:
        return problem(refused.status, refused.line)
    return json(
        {
            "receiver": opened.receiver,
            "lines": list(opened.lines),
            "created": opened.made.isoformat(),
            "expires": opened.expires.date().isoformat(),
        }
    )


async def redeem(request: Request, typed: str) -> Handoff:
    """Give what a code holds.

    Raises:
        NotOpened: with the line to show. Unknown, used, withdrawn and over are told alike.
    """
    context = request.app.ctx
    desk: HandoffDesk = context.desk
    try:
        context.redeem_limit.count(session_name(request))
        return await asyncio.to_thread(desk.redeem, typed)
    except TooManyRequests:
        raise NotOpened(429, TOO_OFTEN) from None
    except HandoffCodeUnreadable as unreadable:
        raise NotOpened(400, str(unreadable)) from None
    except HandoffNotFound as unknown:
        raise NotOpened(NOT_FOUND, str(unknown)) from None
    except HandoffBroken:
        context.logger.error("A handed-over record does not open")
        raise NotOpened(NOT_FOUND, str(HandoffNotFound())) from None
    except HandoffStoreUnavailable:
        raise NotOpened(503, STORE_AWAY) from None


def session_name(request: Request) -> str:
    """Give who tries, for counting: the account, so that many at one office do not stand in each other's way."""
    session = session_of(request)
    return session.account.name if session else ""


def problem(status: int, line: str) -> HTTPResponse:
    """Give an error of the API (RFC 9457)."""
    body: dict[str, Any] = {"type": "about:blank", "title": "Ikke åbnet", "status": status, "detail": line}
    return json(body, status, content_type="application/problem+json")
