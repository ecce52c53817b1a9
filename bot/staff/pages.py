"""The pages that everybody who is signed in may see: the start, and what they have access to."""

from sanic import Blueprint, HTTPResponse, Request

from bot.staff.look import render
from bot.staff.roles import SAYS, TITLES, Role
from bot.staff.sessions import IDLE_SECONDS, LONGEST_SECONDS
from bot.version import VERSION

pages = Blueprint("pages")


@pages.get("/")
async def start(request: Request) -> HTTPResponse:
    """Show whether the assistant answers, and what this person can do."""
    context = request.app.ctx
    paths = {part.role: part.path for part in context.parts}
    can = [
        {"title": TITLES[role], "says": SAYS[role], "path": paths.get(role)}
        for role in Role
        if request.ctx.session.staff.holds(role)
    ]
    return render(
        request, "start.html", ready=await context.engine.ready(), public=context.public, can=can, version=VERSION
    )


@pages.get("/din-adgang")
async def access(request: Request) -> HTTPResponse:
    """Show what this person may do, how long they stay signed in, and on how many machines."""
    staff = request.ctx.session.staff
    return render(
        request,
        "din_adgang.html",
        roles=[TITLES[role] for role in Role if staff.holds(role)],
        is_municipal=staff.version is None,
        sessions=request.app.ctx.sessions.count_of(staff),
        idle_minutes=IDLE_SECONDS // 60,
        longest_hours=LONGEST_SECONDS // 3600,
    )
