"""Marking an answer: it becomes a script that fails until a person has said that the answer is mended."""

import asyncio
from typing import Any

from sanic import HTTPResponse, Request
from sanic.exceptions import NotFound
from sanic.response import redirect

from bot.conversation.messages import Kind, Message
from bot.knowledge.sheets import ContentBroken
from bot.scripts.expecting import least
from bot.scripts.writing import ScriptRefused, free_name, mend, name_from, write_new
from bot.staff.gate import field
from bot.staff.look import render
from bot.staff.workshop.blueprint import workshop
from bot.staff.workshop.keeping import steps
from bot.staff.workshop.reading import page as script_page
from bot.staff.workshop.room import Room, room_of, who
from bot.staff.workshop.shown import GROUPS, MARKS
from bot.staff.workshop.talking import shown, sign_in
from bot.staff.workshop.talks import Exchange, Talk

LONGEST_NOTE = 500
LONGEST_OWNER = 80
NO_MARK = "Vælg, hvad der er galt med svaret."
NO_NOTE = "Skriv, hvad der er galt, så den, der retter det, forstår det."
NO_WRONG = "Sæt kryds ved det, svaret ikke må sige igen, eller skriv, hvad det mangler."


@workshop.get("/snak/<number:int>/maerke")
async def ask_what_is_wrong(request: Request, number: int) -> HTTPResponse:
    """Show the form for marking an answer; NotFound when there is none of that number."""
    room = await room_of(request)
    return _form(request, room, _exchange(room.talks.find(sign_in(request)), number), number)


@workshop.post("/snak/<number:int>/maerke")
async def mark(request: Request, number: int) -> HTTPResponse:
    """Write the script of a marked answer and show it; or say what is missing, with what was filled in still there."""
    room = await room_of(request)
    talk = room.talks.find(sign_in(request))
    exchange = _exchange(talk, number)
    assert talk is not None  # noqa: S101  (_exchange has refused it)
    try:
        script = _script(request, room, talk, number)
        await asyncio.to_thread(write_new, room.scripts_folder, script, room.library.cards)
    except ScriptRefused as refused:
        return _form(request, room, exchange, number, str(refused))
    return redirect(f"/manuskripter/{script['navn']}", status=303)


@workshop.post("/maerker/<name:str>/rettet")
async def mended(request: Request, name: str) -> HTTPResponse:
    """Write into a marked script that somebody has seen its answer mended."""
    room = await room_of(request)
    try:
        scripts = await room.scripts()
    except ContentBroken:
        return redirect("/manuskripter", status=303)
    if name not in scripts:
        raise NotFound
    try:
        await asyncio.to_thread(mend, scripts[name], who(request), room.today(), room.library.cards)
    except ScriptRefused as refused:
        return script_page(request, room, scripts, name, str(refused))
    return redirect(f"/manuskripter/{name}", status=303)


def _script(request: Request, room: Room, talk: Talk, number: int) -> dict[str, Any]:
    kind = field(request, "som")
    note = room.without_identifiers(field(request, "fordi").strip())[:LONGEST_NOTE]
    if kind not in MARKS:
        raise ScriptRefused(NO_MARK)
    if not note:
        raise ScriptRefused(NO_NOTE)
    held = talk.exchanges[: number + 1]
    mark = {
        "som": kind,
        "fordi": note,
        "ejer": field(request, "ejer").strip()[:LONGEST_OWNER] or who(request),
        "sat_af": who(request),
        "sat_den": room.today(),
    }
    return {
        "navn": free_name(room.scripts_folder, name_from(f"maerket {kind} {room.today()}")),
        "hvem": field(request, "hvem") or "afproever",
        "om": f"Mærket {kind}: {note}"[:200],
        "kommune": talk.municipality,
        "ejer": who(request),
        "maerke": mark,
        "trin": steps(held, [*(least(each.messages) for each in held[:-1]), _wanted(request, room, held[-1])]),
    }


def _wanted(request: Request, room: Room, exchange: Exchange) -> dict[str, Any]:
    """Give what the answer must be when it is mended."""
    ticked = set(request.form.getlist("boble") or []) if request.form else set()
    wrong = [text for at, text in enumerate(_bubbles(exchange.messages)) if str(at) in ticked]
    lacks = room.without_identifiers(field(request, "mangler").strip())[:200]
    urgent = bool(field(request, "akut"))
    if not (wrong or lacks or urgent):
        raise ScriptRefused(NO_WRONG)
    wanted = {"viser": lacks, "viser_ikke": wrong, "slags": "akut" if urgent else ""}
    return {key: value for key, value in wanted.items() if value}


def _bubbles(messages: list[Message]) -> list[str]:
    return [message.text for message in messages if message.kind is not Kind.NOTICE and message.text]


def _exchange(talk: Talk | None, number: int) -> Exchange:
    if talk is None or not 0 <= number < len(talk.exchanges):
        raise NotFound
    return talk.exchanges[number]


def _form(request: Request, room: Room, exchange: Exchange, number: int, fault: str = "") -> HTTPResponse:
    bubbles = _bubbles(exchange.messages)
    ticked = (request.form.getlist("boble") or []) if request.form else ["0"] if len(bubbles) == 1 else []
    return render(
        request,
        "vaerksted/maerke.html",
        422 if fault else 200,
        number=number,
        exchange=shown(exchange, room),
        wordings=bubbles,
        ticked=ticked,
        marks=MARKS,
        groups=GROUPS,
        is_urgent=any(message.kind is Kind.URGENT for message in exchange.messages),
        sent={name: field(request, name) for name in ("som", "fordi", "ejer", "mangler", "akut", "hvem")},
        me=who(request),
        fault=fault,
    )
