"""Running one script or all of them: it goes on behind the page, which tells how far it is until it is over."""

import asyncio
from collections.abc import Iterable

from sanic import HTTPResponse, Request
from sanic.exceptions import NotFound
from sanic.response import redirect

from bot.knowledge.sheets import ContentBroken
from bot.scripts.model import Script
from bot.scripts.running import Run, conversations, run_by
from bot.staff.gate import field
from bot.staff.look import render
from bot.staff.workshop.blueprint import workshop
from bot.staff.workshop.board import AlreadyRunning, Job, Verdict
from bot.staff.workshop.room import Room, room_of, who

AT_ONCE = 2  # citizens talk with the same engine meanwhile, and they come first

NOT_FINISHED = "den blev ikke færdig. Prøv igen."


@workshop.get("/koersel")
async def show_run(request: Request) -> HTTPResponse:
    """Show how far the run is, and when it is over what it gave. The page follows by itself only for who lets it."""
    room = await room_of(request)
    return render(
        request,
        "vaerksted/koersel.html",
        job=room.board.job,
        busy="optaget" in request.args,
        follows="foelg" in request.args,
    )


@workshop.post("/koersel")
async def start_run(request: Request) -> HTTPResponse:
    """Start a run of the script that is named, or of all."""
    room = await room_of(request)
    name = field(request, "navn")
    try:
        scripts = {each: at.script for each, at in (await room.scripts()).items()}
    except ContentBroken:
        return redirect("/manuskripter", status=303)
    if name and name not in scripts:
        raise NotFound
    try:
        start(room, [scripts[name]] if name else list(scripts.values()), scripts, who(request))
    except AlreadyRunning:
        return redirect("/koersel?optaget=ja", status=303)
    return redirect("/koersel?foelg=ja", status=303)


def start(room: Room, chosen: list[Script], scripts: dict[str, Script], by: str) -> asyncio.Task[None]:
    """Begin a run behind the pages.

    Raises:
        AlreadyRunning: one goes on.
    """
    these = [each for script in chosen for each in conversations(script, scripts)]
    job = Job(by, [script.navn for script in chosen], len(these))
    room.board.begin(job)

    async def run() -> None:
        try:
            await run_by(room.line, these, await room.rules(), AT_ONCE, job.take)
            keep(room, job, chosen, scripts)
        except ContentBroken as broken:
            job.stopped = str(broken.faults[0])
        finally:
            if job.done < job.conversations:  # whatever stopped it: half a run must never read as a whole one
                job.stopped = job.stopped or NOT_FINISHED
            job.is_over = True

    task = asyncio.create_task(run())
    room.tasks.add(task)
    task.add_done_callback(room.tasks.discard)
    return task


def keep(room: Room, job: Job, chosen: Iterable[Script], scripts: Iterable[str]) -> dict[str, Verdict]:
    """Keep how each script went; give it by name."""
    when = room.now().isoformat(timespec="minutes")
    order: dict[str, list[Run]] = {name: sorted(runs, key=_as_written_first) for name, runs in job.runs.items()}
    kept = {each.navn: room.board.keep(each, order[each.navn], job.by, when) for each in chosen}
    room.board.save(scripts)
    return kept


def _as_written_first(run: Run) -> bool:
    return bool(run.conversation.wording)
