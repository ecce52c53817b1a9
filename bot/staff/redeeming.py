"""Opening a code: the page and the call for who takes over from the chat. What is shown is kept nowhere, here neither."""

import asyncio
import logging
import secrets
import time
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml
from sanic import Blueprint, HTTPResponse, Request, Sanic
from sanic.exceptions import SanicException
from sanic.response import json

from bot.handoff import addressee
from bot.handoff.addressee import Addressee
from bot.handoff.code import CodeBook, HandoffCodeUnreadable
from bot.handoff.key import kept_key, make_private
from bot.handoff.sealed import Safe
from bot.handoff.service import Handoff, HandoffBroken, HandoffDesk, HandoffNotFound
from bot.handoff.stores import HandoffStoreUnavailable, open_outbox, open_store
from bot.http.limits import WINDOW_SECONDS, RequestLimit, TooManyRequests
from bot.settings import ROOT, Settings
from bot.staff.gate import field
from bot.staff.look import render
from bot.staff.roles import HOTLINE
from bot.staff.sessions import Staff
from bot.statistics.counts import COUNTS

logger = logging.getLogger(__name__)
redeeming = Blueprint("redeeming")

CODES_A_MINUTE = 10  # by one member of staff: a telephone call takes longer
ALL_CODES_A_MINUTE = 60  # so that many stolen sign-ins guess no faster than six
SWEEP_SECONDS = 3600
TOO_MANY = 429
TOO_OFTEN = "Der er prøvet mange koder på kort tid. Vent et minut."
STORE_AWAY = "Koderne kan ikke nås lige nu. Prøv igen om lidt. Koden er ikke brugt."
NOT_JSON = 'Send JSON: {"code": "…"}.'


@dataclass(frozen=True)
class NotOpened(Exception):
    """There is nothing to show: the status, and the Danish line that says why."""

    status: int
    line: str


def install(app: Sanic[Any, Any], settings: Settings) -> None:
    """Give the app the desk that opens codes, and sweep what is over."""
    make_private(settings.state_folder)
    store = open_store(settings.handoff_store_url, time.time)
    safe = Safe(settings.handoff_key.get_secret_value() or kept_key(settings.state_folder))
    app.ctx.desk = HandoffDesk(
        store, safe, CodeBook.load(), time.time, open_outbox(settings.handoff_store_url, time.time)
    )
    app.ctx.redeem_limit, app.ctx.all_limit = (
        RequestLimit(most, time.monotonic, lambda: secrets.token_bytes(32))
        for most in (CODES_A_MINUTE, ALL_CODES_A_MINUTE)
    )

    @app.before_server_start
    async def begin(app: Sanic[Any, Any]) -> None:
        app.ctx.sweeping = asyncio.create_task(
            _sweep(app.ctx.desk)
        )  # not of Sanic: it would wait an hour for its sleep

    @app.before_server_stop
    async def end(app: Sanic[Any, Any]) -> None:
        app.ctx.sweeping.cancel()


@redeeming.get("/kode")
async def ask(request: Request) -> HTTPResponse:
    """Show the field for a code."""
    return render(request, "kode.html", serves=request.ctx.session.staff.serves)


@redeeming.post("/kode")
async def open_code(request: Request) -> HTTPResponse:
    """Open a code and show its lines, or say why not; what was typed stays in the field, so that a slip can be mended."""
    typed = field(request, "kode")
    try:
        opened = await redeem(request, typed)
    except NotOpened as refused:
        serves = request.ctx.session.staff.serves
        return render(request, "kode.html", refused.status, fault=refused.line, typed=typed[:200], serves=serves)
    made = f"{opened.made.day}.{opened.made.month}.{opened.made.year}"
    return render(request, "kode_aabnet.html", handoff=opened, made=made, texts=texts())


@redeeming.post("/api/v1/handoffs/redeem")
async def redeem_by_call(request: Request) -> HTTPResponse:
    """Open a code: `{"code": "..."}` gives receiver, lines, the day it was made and its last day."""
    try:
        opened = await redeem(request, _code_in(request))
    except NotOpened as refused:
        body = {"type": "about:blank", "title": "Ikke åbnet", "status": refused.status, "detail": refused.line}
        headers = {"Retry-After": str(WINDOW_SECONDS)} if refused.status == TOO_MANY else {}
        return json(body, refused.status, headers, content_type="application/problem+json")
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
        NotOpened: with the line to show. Unknown, used, withdrawn, over and meant for others are told alike.
    """
    context = request.app.ctx
    staff: Staff = request.ctx.session.staff
    try:
        context.redeem_limit.count(staff.subject)
        context.all_limit.count("")
        opened: Handoff = await asyncio.to_thread(context.desk.redeem, typed, opens(staff))
    except TooManyRequests:
        raise NotOpened(TOO_MANY, TOO_OFTEN) from None
    except HandoffCodeUnreadable as unreadable:
        raise NotOpened(400, str(unreadable)) from None
    except HandoffNotFound as unknown:
        raise NotOpened(404, str(unknown)) from None
    except HandoffBroken:
        logger.error("A handed-over record does not open: the store was changed, or the key is another")
        raise NotOpened(404, str(HandoffNotFound())) from None
    except HandoffStoreUnavailable:
        raise NotOpened(503, STORE_AWAY) from None
    COUNTS.add("codes", "used")
    return opened


@cache
def texts() -> dict[str, Any]:
    """Give what stands beside the lines: how to read them, what the person was promised, the duty to act for a child."""
    file = ROOT / "data" / "viden" / "medarbejder.yml"
    read: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))["kode"]
    return read


def opens(staff: Staff) -> list[Addressee]:
    """Give those whose codes open for a member of staff."""
    return [addressee.HOTLINE if whose == HOTLINE else addressee.municipality(whose) for whose in staff.serves]


def _code_in(request: Request) -> str:
    try:
        body = request.json
    except SanicException:
        raise NotOpened(400, NOT_JSON) from None
    code = body.get("code") if isinstance(body, dict) else None
    if not isinstance(code, str):
        raise NotOpened(400, NOT_JSON)
    return code


async def _sweep(desk: HandoffDesk) -> None:
    """Remove what is over, every hour: a record that nobody fetched lies no longer than was promised."""
    while True:
        try:
            await asyncio.to_thread(desk.sweep)
        except HandoffStoreUnavailable:
            logger.warning("The store of codes could not be swept")
        await asyncio.sleep(SWEEP_SECONDS)
