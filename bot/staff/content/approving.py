"""Approving a card or a municipality, and taking an approval back while it waits."""

import asyncio
from datetime import date

from sanic import HTTPResponse, Request
from sanic.response import redirect

from bot.checking.approvals import ApprovalRefused, Approved
from bot.staff.content.blueprint import content
from bot.staff.content.desk import desk_of
from bot.staff.content.reading import kind_of, page
from bot.staff.gate import field

NOT_HELD = "Hold hvert ord op mod kilden først, og sæt kryds ved det."


@content.post("/indhold/<kind:str>/<id_:str>/godkend")
async def approve(request: Request, kind: str, id_: str) -> HTTPResponse:
    """Let the approval wait, and show it; or say what is missing."""
    desk = desk_of(request)
    try:
        approved = _approved(request)
        print_ = field(request, "aftryk")
        await asyncio.to_thread(desk.approvals.approve, kind_of(kind), id_, print_, approved, desk.today())
    except ApprovalRefused as refused:
        return await page(request, kind, id_, str(refused))
    return redirect(f"/indhold/{kind}/{id_}", status=303)


@content.post("/indhold/<kind:str>/<id_:str>/fortryd")
async def withdraw(request: Request, kind: str, id_: str) -> HTTPResponse:
    """Take back an approval that waits."""
    desk = desk_of(request)
    try:
        await asyncio.to_thread(desk.approvals.withdraw, kind_of(kind), id_, desk.today())
    except ApprovalRefused as refused:
        return await page(request, kind, id_, str(refused))
    return redirect(f"/indhold/{kind}/{id_}", status=303)


def _approved(request: Request) -> Approved:
    if not field(request, "holdt"):
        raise ApprovalRefused(NOT_HELD)
    return Approved(
        field(request, "af").strip(), _day(request, "den", "Godkendt den"), _day(request, "igen", "Skal ses igen")
    )


def _day(request: Request, name: str, title: str) -> date:
    try:
        return date.fromisoformat(field(request, name))
    except ValueError:
        raise ApprovalRefused(f"{title}: vælg en dag, skrevet som 2026-11-22.") from None
