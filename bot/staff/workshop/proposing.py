"""Proposing what was not understood as an example, for an editor to take in."""

import asyncio

from sanic import HTTPResponse, Request
from sanic.exceptions import NotFound
from sanic.response import redirect

from bot.staff.gate import field
from bot.staff.look import render
from bot.staff.workshop.blueprint import workshop
from bot.staff.workshop.proposals import Proposal, ProposalRefused, proposals, propose
from bot.staff.workshop.room import Room, room_of, who
from bot.staff.workshop.talking import page, sign_in

NO_WISH = "Vælg, hvad der blev ment."


@workshop.get("/forslag")
async def show_proposals(request: Request) -> HTTPResponse:
    """Show what is proposed and waits for an editor."""
    room = await room_of(request)
    return await _page(request, room)


@workshop.get("/snak/<number:int>/forslag")
async def ask_what_was_meant(request: Request, number: int) -> HTTPResponse:
    """Show the form for proposing what was written; NotFound when nothing was written there."""
    room = await room_of(request)
    said, understood, _ = _written(request, room, number)
    return render(
        request, "vaerksted/foreslaa.html", number=number, said=said, understood=understood, topics=_wishes(room)
    )


@workshop.post("/snak/<number:int>/forslag")
async def keep_proposal(request: Request, number: int) -> HTTPResponse:
    """Keep the proposal, and show all that wait."""
    room = await room_of(request)
    said, understood, sure = _written(request, room, number)
    meant = field(request, "mener")
    fault = ""
    if meant in _wishes(room):
        proposal = Proposal(said, meant, understood, round(sure, 2), who(request), room.today())
        try:
            await asyncio.to_thread(propose, room.proposals_folder, proposal)
        except ProposalRefused as refused:
            fault = str(refused)
    else:
        fault = NO_WISH
    if fault:
        talk = room.talks.find(sign_in(request))
        if talk is None:
            return redirect("/snak", status=303)
        talk.fault = fault
        return page(request, room, talk, 422)
    return redirect("/forslag", status=303)


def _wishes(room: Room) -> dict[str, str]:
    """Give what can be meant, by its Danish title."""
    return dict(sorted(room.library.topics.items(), key=lambda each: each[1]))


def _written(request: Request, room: Room, number: int) -> tuple[str, str, float]:
    talk = room.talks.find(sign_in(request))
    if talk is None or not 0 <= number < len(talk.exchanges) or not isinstance(talk.exchanges[number].said, str):
        raise NotFound
    exchange = talk.exchanges[number]
    why = exchange.why
    return str(exchange.said), (why and why.intent) or "ikke forstået", (why and why.confidence) or 0.0


async def _page(request: Request, room: Room) -> HTTPResponse:
    try:
        found = await asyncio.to_thread(proposals, room.proposals_folder)
    except ProposalRefused as refused:
        return render(request, "vaerksted/forslag.html", 422, proposals=[], topics=_wishes(room), fault=str(refused))
    return render(request, "vaerksted/forslag.html", proposals=found, topics=_wishes(room), fault="")
