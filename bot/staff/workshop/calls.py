"""The staff API's two calls on scripts: the list, and one run's verdict step by step."""

from typing import Any

from sanic import HTTPResponse, Request
from sanic.exceptions import NotFound
from sanic.response import json

from bot.knowledge.sheets import ContentBroken
from bot.scripts.model import Script
from bot.scripts.running import Run
from bot.scripts.why import Why
from bot.staff.workshop.blueprint import workshop
from bot.staff.workshop.board import AlreadyRunning
from bot.staff.workshop.room import Room, room_of, who
from bot.staff.workshop.running import start

BUSY = "En prøve er i gang. Prøv igen, når den er færdig."


@workshop.get("/api/v1/scripts")
async def list_scripts(request: Request) -> HTTPResponse:
    """Give every script and how it stands with it."""
    room = await room_of(request)
    try:
        scripts = await room.scripts()
    except ContentBroken as broken:
        return _broken(broken)
    return json({"scripts": [_script(each.script, room) for each in scripts.values()]})


@workshop.post("/api/v1/scripts/<name:str>/run")
async def run_script(request: Request, name: str) -> HTTPResponse:
    """Run one script and give the verdict step by step; 409 while another run goes on."""
    room = await room_of(request)
    try:
        scripts = {each: at.script for each, at in (await room.scripts()).items()}
    except ContentBroken as broken:
        return _broken(broken)
    if name not in scripts:
        raise NotFound
    try:
        await start(room, [scripts[name]], scripts, who(request))
    except AlreadyRunning:
        return _problem(409, "Optaget", BUSY)
    runs, verdict = room.board.runs(name), room.board.verdict(scripts[name])
    if verdict is None or not runs:
        return _problem(503, "Ikke prøvet", "Manuskriptet kunne ikke prøves nu. Prøv igen om lidt.")
    return json(
        {
            "name": name,
            "held": verdict.held,
            "seconds": verdict.seconds,
            "conversations": [_conversation(run) for run in runs],
        }
    )


def _script(script: Script, room: Room) -> dict[str, Any]:
    verdict, mark = room.board.verdict(script), script.maerke
    return {
        "name": script.navn,
        "who": script.hvem,
        "about": script.om,
        "owner": script.ejer,
        "steps": len(script.trin),
        "mark": mark and mark.model_dump(mode="json"),
        "last_run": verdict
        and {
            "when": verdict.when,
            "held": verdict.held,
            "seconds": verdict.seconds,
            "changed_since": room.board.has_changed(script),
        },
    }


def _conversation(run: Run) -> dict[str, Any]:
    return {
        "wording": run.conversation.wording or None,
        "held": run.held,
        "steps": [
            {
                "number": number,
                "said": turn.said,
                "held": not turn.findings,
                "answer": [message.model_dump(mode="json", exclude_none=True) for message in turn.messages],
                "findings": [{"expected": each.expected, "came": each.came} for each in turn.findings],
                "why": turn.why and _why(turn.why),
                "seconds": round(turn.seconds, 3),
            }
            for number, turn in enumerate(run.turns, start=1)
        ],
        "left_out": len(run.conversation.steps) - len(run.turns),
    }


def _why(why: Why) -> dict[str, Any]:
    return {
        "intent": why.intent,
        "confidence": why.confidence,
        "danger": why.danger,
        "answers": list(why.answers),
        "removed": list(why.removed),
        "cards": [shown.card.id for shown in why.cards],
        "remembers": dict(why.remembers),
    }


def _broken(broken: ContentBroken) -> HTTPResponse:
    return _problem(422, "Et manuskript kan ikke bruges", str(broken.faults[0]))


def _problem(status: int, title: str, detail: str) -> HTTPResponse:
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return json(body, status, content_type="application/problem+json")
