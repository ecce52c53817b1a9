"""Talking freely with the assistant, with the reasons beside each answer."""

import hashlib
from typing import Any

from sanic import HTTPResponse, Request
from sanic.response import redirect

from bot.conversation.messages import Kind
from bot.scripts.lines import Stopped
from bot.staff.gate import field
from bot.staff.look import render
from bot.staff.workshop.blueprint import workshop
from bot.staff.workshop.room import Room, room_of
from bot.staff.workshop.shown import card_lines, why_lines
from bot.staff.workshop.talks import Exchange, Talk

MOST_CHARACTERS = 2_000  # as a citizen may write
TOO_LONG = f"Det er for langt. Skriv højst {MOST_CHARACTERS} tegn."
NOTHING = "Skriv noget, eller tryk på en knap."
GONE = "Knappen hører ikke til det sidste svar. Se svaret herunder."


@workshop.get("/snak")
async def show_talk(request: Request) -> HTTPResponse:
    """Show the conversation of this sign-in, a new one when there is none."""
    room = await room_of(request)
    try:
        talk = room.talks.find(sign_in(request)) or await room.talks.begin(sign_in(request), room.line(), None)
    except Stopped as stopped:
        return render(request, "fejl.html", 503, title="Samtalen kan ikke begynde", detail=f"{stopped.finding.came}.")
    return page(request, room, talk)


@workshop.post("/snak")
async def say(request: Request) -> HTTPResponse:
    """Say something in the conversation."""
    room = await room_of(request)
    talk = room.talks.find(sign_in(request))
    if talk is None:
        return redirect("/snak", status=303)
    talk.fault = await _say(room, talk, field(request, "tekst"), _tapped(request))
    return redirect("/snak#sidste", status=303)


@workshop.post("/snak/forfra")
async def begin_again(request: Request) -> HTTPResponse:
    """Forget the conversation and begin another, at a municipality's page if one is chosen."""
    room = await room_of(request)
    try:
        await room.talks.begin(sign_in(request), room.line(), field(request, "kommune") or None)
    except Stopped as stopped:
        return render(request, "fejl.html", 503, title="Samtalen kan ikke begynde", detail=f"{stopped.finding.came}.")
    return redirect("/snak", status=303)


async def _say(room: Room, talk: Talk, text: str, tapped: list[str]) -> str:
    """Take the answer in, or give the line that says why there is none."""
    titles = {button.id: button.title for message in talk.offered for button in message.buttons}
    if tapped and not all(each in titles for each in tapped):
        return GONE
    if not tapped and not text.strip():
        return NOTHING
    if len(text) > MOST_CHARACTERS:
        return TOO_LONG
    try:
        heard = await (talk.line.choose(tapped) if tapped else talk.line.write(text))
    except Stopped as stopped:
        return f"Der kom ikke noget svar: {stopped.finding.came}. Begynd eventuelt forfra."
    said: str | list[str] = [titles[each] for each in tapped] if tapped else room.without_identifiers(text).strip()
    talk.exchanges.append(Exchange(said, heard.messages, heard.why))
    return ""


def page(request: Request, room: Room, talk: Talk, status: int = 200) -> HTTPResponse:
    """Give the page of a conversation; a fault is told once."""
    fault, talk.fault = talk.fault, ""
    return render(
        request,
        "vaerksted/snak.html",
        status,
        talk=talk,
        exchanges=[shown(each, room) for each in talk.exchanges],
        municipalities=room.service.municipalities(),
        fault=fault,
        is_over=any(message.kind is Kind.EXIT for message in talk.offered),
        most=MOST_CHARACTERS,
    )


def shown(exchange: Exchange, room: Room) -> dict[str, Any]:
    """Give what a page shows of one exchange."""
    return {
        "said": exchange.said if isinstance(exchange.said, str) else " ".join(f"[{each}]" for each in exchange.said),
        "is_typed": isinstance(exchange.said, str),
        "messages": exchange.messages,
        "why": why_lines(exchange.why, room),
        "cards": card_lines(exchange.why),
    }


def sign_in(request: Request) -> str:
    """Give the name that this sign-in's conversation goes by: nothing that opens the sign-in."""
    secret: str = request.ctx.session.csrf
    return hashlib.blake2b(secret.encode(), digest_size=16, person=b"workshop").hexdigest()


def _tapped(request: Request) -> list[str]:
    """Give the ids of the buttons: one that was pressed, or those that were ticked."""
    form: Any = request.form or {}
    return [str(each) for each in form.getlist("knap") or form.getlist("valg")] if form else []
