"""Correcting a script as the text that it is, checked before it replaces the old."""

import asyncio
from collections.abc import Iterator

from sanic import HTTPResponse, Request
from sanic.exceptions import NotFound
from sanic.response import redirect

from bot.knowledge.sheets import ContentBroken
from bot.scripts.model import Script
from bot.scripts.reading import ScriptAt
from bot.scripts.writing import ScriptRefused, rewrite, text_print
from bot.staff.gate import field
from bot.staff.look import render
from bot.staff.workshop.blueprint import workshop
from bot.staff.workshop.room import Room, room_of

MOST_CHARACTERS = 50_000


@workshop.get("/manuskripter/<name:str>/ret")
async def show_text(request: Request, name: str) -> HTTPResponse:
    """Show the text of a script; NotFound when there is none of that name."""
    room = await room_of(request)
    script = await _find(room, name)
    if script is None:
        return redirect("/manuskripter", status=303)
    text = await asyncio.to_thread(script.file.read_text, "utf-8")
    return _form(request, script, text, text_print(text))


@workshop.post("/manuskripter/<name:str>/ret")
async def keep_text(request: Request, name: str) -> HTTPResponse:
    """Write the corrected text; or say what is wrong with it, with the text still there."""
    room = await room_of(request)
    script = await _find(room, name)
    if script is None:
        return redirect("/manuskripter", status=303)
    text = field(request, "tekst").replace("\r\n", "\n")[:MOST_CHARACTERS].strip() + "\n"
    read = field(request, "aftryk")

    def keep() -> None:
        rewrite(script, text, read, room.library.cards, lambda new: _check_identifiers(room, script.script, new))

    try:
        await asyncio.to_thread(keep)
    except ScriptRefused as refused:
        return _form(request, script, text, read, str(refused))
    return redirect(f"/manuskripter/{name}", status=303)


async def _find(room: Room, name: str) -> ScriptAt | None:
    """Give a script; None while a broken one stands in the way of all."""
    try:
        scripts = await room.scripts()
    except ContentBroken:
        return None
    if name not in scripts:
        raise NotFound
    return scripts[name]


def _check_identifiers(room: Room, old: Script, new: Script) -> None:
    """Refuse words that could tell who somebody is, unless the script had them before: some are about such words."""
    before = set(_words(old))
    for words in _words(new):
        if words not in before and room.without_identifiers(words) != words:
            without = room.without_identifiers(words)
            raise ScriptRefused(f"“{words}” kan genkende nogen. Skriv for eksempel “{without}”.")


def _words(script: Script) -> Iterator[str]:
    yield script.om
    for step in script.trin:
        yield from [step.borger] if isinstance(step.borger, str) else []
        yield from step.samme_som


def _form(request: Request, script: ScriptAt, text: str, read: str, fault: str = "") -> HTTPResponse:
    return render(
        request,
        "vaerksted/ret.html",
        422 if fault else 200,
        name=script.script.navn,
        text=text,
        print_=read,
        fault=fault,
        most=MOST_CHARACTERS,
    )
