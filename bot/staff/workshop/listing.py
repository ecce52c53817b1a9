"""The list of scripts: who writes, what about, how it went last, and what is marked."""

from sanic import HTTPResponse, Request

from bot.knowledge.sheets import ContentBroken
from bot.staff.look import render
from bot.staff.workshop.blueprint import workshop
from bot.staff.workshop.room import room_of
from bot.staff.workshop.shown import GROUPS, MARKS, state


@workshop.get("/manuskripter")
async def show_list(request: Request) -> HTTPResponse:
    """Show every script, those that need somebody first; while one is broken, show what to mend and run none."""
    room = await room_of(request)
    try:
        scripts = await room.scripts()
    except ContentBroken as broken:
        return render(request, "vaerksted/liste.html", rows=[], faults=[str(fault) for fault in broken.faults])
    rows = [{"script": each.script, **state(each.script, room)} for each in scripts.values()]
    rows.sort(key=lambda row: (not row["is_flagged"], row["verdict"] is None or row["verdict"].held))
    running = room.board.job and not room.board.job.is_over
    return render(request, "vaerksted/liste.html", rows=rows, faults=[], groups=GROUPS, marks=MARKS, is_running=running)
