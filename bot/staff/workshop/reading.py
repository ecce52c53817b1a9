"""One script, read as the conversation it is, with how it went beside what was expected."""

from sanic import HTTPResponse, Request
from sanic.exceptions import NotFound

from bot.knowledge.sheets import ContentBroken
from bot.scripts.measures import measures
from bot.scripts.reading import ScriptAt, with_opening
from bot.scripts.running import Run, read_out
from bot.staff.look import render
from bot.staff.workshop.blueprint import workshop
from bot.staff.workshop.room import Room, room_of
from bot.staff.workshop.shown import GROUPS, MARKS, card_lines, expectations, state, why_lines


@workshop.get("/manuskripter/<name:str>")
async def show_script(request: Request, name: str) -> HTTPResponse:
    """Show a script; NotFound when there is none of that name."""
    room = await room_of(request)
    try:
        scripts = await room.scripts()
    except ContentBroken as broken:
        return render(request, "vaerksted/liste.html", rows=[], faults=[str(fault) for fault in broken.faults])
    return page(request, room, scripts, name)


def page(request: Request, room: Room, scripts: dict[str, ScriptAt], name: str, fault: str = "") -> HTTPResponse:
    """Give the page of a script."""
    if name not in scripts:
        raise NotFound
    script = scripts[name].script
    steps = with_opening(script, {other: each.script for other, each in scripts.items()})
    said = [
        {"citizen": read_out(step.borger), "others": step.samme_som, "expects": expectations(step.assistent)}
        for step in steps
    ]
    runs = [shown_run(run, room) for run in room.board.runs(name)]
    return render(
        request,
        "vaerksted/manuskript.html",
        422 if fault else 200,
        script=script,
        file=scripts[name].file.name,
        steps=said,
        opening=len(steps) - len(script.trin),
        runs=runs,
        groups=GROUPS,
        marks=MARKS,
        fault=fault,
        **state(script, room),
    )


def shown_run(run: Run, room: Room) -> dict[str, object]:
    """Give a conversation step by step, with what was expected beside what came, and why."""
    turns = [
        {
            "said": turn.said,
            "messages": turn.messages,
            "findings": turn.findings,
            "why": why_lines(turn.why, room),
            "cards": card_lines(turn.why),
            "measures": measures(turn.messages, turn.seconds),
        }
        for turn in run.turns
    ]
    left_out = len(run.conversation.steps) - len(run.turns)
    return {"wording": run.conversation.wording, "held": run.held, "turns": turns, "left_out": left_out}
