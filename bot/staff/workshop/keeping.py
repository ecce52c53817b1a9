"""Making a script of the conversation that was just held: with one press, or after choosing what each answer must hold."""

import asyncio
from collections.abc import Iterable
from typing import Any

from sanic import HTTPResponse, Request
from sanic.response import redirect

from bot.scripts.expecting import Suggestion, expected, least, suggestions
from bot.scripts.writing import ScriptRefused, name_from, write_new
from bot.staff.gate import field
from bot.staff.look import render
from bot.staff.workshop.blueprint import workshop
from bot.staff.workshop.room import Room, room_of, who
from bot.staff.workshop.shown import GROUPS
from bot.staff.workshop.talking import page, shown, sign_in
from bot.staff.workshop.talks import Exchange, Talk

LONGEST_ABOUT = 200
NOTHING_SAID = "Der er ikke sagt noget endnu. Skriv til assistenten først."
NO_NAME = "Giv manuskriptet et navn: et par ord om samtalen."


@workshop.get("/snak/gem")
async def ask_what_matters(request: Request) -> HTTPResponse:
    """Show what could be expected of each answer."""
    room = await room_of(request)
    talk = room.talks.find(sign_in(request))
    if talk is None or not talk.exchanges:
        return redirect("/snak", status=303)
    return _form(request, room, talk)


@workshop.post("/snak/gem")
async def keep_talk(request: Request) -> HTTPResponse:
    """Write the script and show it; or say why not, with what was filled in still there."""
    room = await room_of(request)
    talk = room.talks.find(sign_in(request))
    if talk is None:
        return redirect("/snak", status=303)
    has_chosen = bool(field(request, "valgt"))
    try:
        name = await save(request, room, talk, has_chosen)
    except ScriptRefused as refused:
        talk.fault = str(refused)
        return _form(request, room, talk, 422) if has_chosen else page(request, room, talk, 422)
    return redirect(f"/manuskripter/{name}", status=303)


async def save(request: Request, room: Room, talk: Talk, has_chosen: bool) -> str:
    """Write the script; give its name.

    Raises:
        ScriptRefused: saying how to mend it.
    """
    if not talk.exchanges:
        raise ScriptRefused(NOTHING_SAID)
    called = room.without_identifiers(field(request, "navn").strip())
    if not called:
        raise ScriptRefused(NO_NAME)
    about = room.without_identifiers(field(request, "om").strip()) or called
    chosen = [
        _chosen(request, number, each) if has_chosen else _likely(each) for number, each in enumerate(talk.exchanges)
    ]
    script = {
        "navn": name_from(called),
        "hvem": field(request, "hvem") or "afproever",
        "om": about[:LONGEST_ABOUT],
        "kommune": talk.municipality,
        "ejer": who(request),
        "trin": steps(talk.exchanges, chosen),
    }
    await asyncio.to_thread(write_new, room.scripts_folder, script, room.library.cards)
    return str(script["navn"])


def steps(exchanges: Iterable[Exchange], chosen: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the steps of a script: what was said, and what is expected of each answer (never nothing)."""
    return [
        {"borger": exchange.said, "assistent": expects or least(exchange.messages)}
        for exchange, expects in zip(exchanges, chosen, strict=True)
    ]


def _likely(exchange: Exchange) -> dict[str, Any]:
    return expected(each for each in suggestions(exchange.messages, exchange.why) if each.is_likely)


def _chosen(request: Request, number: int, exchange: Exchange) -> dict[str, Any]:
    ticked = set(request.form.getlist(f"trin{number}") or []) if request.form else set()
    offered = enumerate(suggestions(exchange.messages, exchange.why))
    chosen: list[Suggestion] = [each for at, each in offered if str(at) in ticked]
    return expected(chosen)


def _form(request: Request, room: Room, talk: Talk, status: int = 200) -> HTTPResponse:
    fault, talk.fault = talk.fault, ""
    rows = [{**shown(each, room), "suggestions": suggestions(each.messages, each.why)} for each in talk.exchanges]
    return render(
        request,
        "vaerksted/gem.html",
        status,
        rows=rows,
        groups=GROUPS,
        fault=fault,
        called=field(request, "navn"),
        about=field(request, "om"),
        chosen_group=field(request, "hvem") or "afproever",
    )
