"""In and out: the page to sign in on, the way to the municipality's sign-in and back, signing out."""

from pydantic import SecretStr
from sanic import Blueprint, HTTPResponse, Request
from sanic.response import redirect

from bot.staff.attempts import TooSoon
from bot.staff.configuration import RETURN_PATH
from bot.staff.cookies import DOOR, SESSION, WAY
from bot.staff.gate import FormTooOld, address, door_secret, field
from bot.staff.kommune import InNoGroup, MunicipalSignIn, ProviderAway, WayBroken
from bot.staff.look import render
from bot.staff.passwords import MOST_CHARACTERS
from bot.staff.sessions import SessionId, Sessions
from bot.staff.signing_in import SignIn, WrongNameOrPassword

door = Blueprint("door")  # open to all
exits = Blueprint("exits")  # for those who are in

WRONG = "Navn og adgangskode passer ikke sammen. Se efter slåfejl, og prøv igen."
TOO_SOON = "Der er prøvet for mange gange. Vent {} sekunder, og prøv igen."
TOO_OLD = "Siden havde stået åben for længe. Prøv igen."
AWAY = "Kommunens login svarer ikke lige nu. Prøv igen om lidt."
BROKEN = "Login hos kommunen blev ikke færdigt. Begynd forfra."
IN_NO_GROUP = "Du er logget ind hos kommunen, men er ikke i en gruppe, der har adgang her. Spørg den, der giver adgang."


@door.get("/log-ind")
async def show(request: Request) -> HTTPResponse:
    """Show the page to sign in on."""
    return redirect("/", status=303) if request.ctx.session else show_door(request)


@door.post("/log-ind")
async def enter(request: Request) -> HTTPResponse:
    """Sign in with a name and a password. The session that was, if any, ends."""
    name, password = field(request, "navn"), SecretStr(field(request, "adgangskode"))
    sign_in: SignIn = request.app.ctx.sign_in
    try:
        session_id = await sign_in.enter(name, password, address(request))
    except WrongNameOrPassword:
        return show_door(request, 401, WRONG, name)
    except TooSoon as soon:
        answer = show_door(request, 429, TOO_SOON.format(soon.seconds), name)
        answer.headers["Retry-After"] = str(soon.seconds)
        return answer
    return _let_in(request, redirect("/", status=303), session_id)


@door.post("/log-ind/kommune")
async def leave_for_municipality(request: Request) -> HTTPResponse:
    """Send the browser to the municipality's sign-in.

    By a page that goes on, not by a redirect: a form may lead to our own pages only (CSP `form-action`).
    """
    municipal = _municipal(request)
    try:
        way_id, url = await municipal.begin()
    except ProviderAway:
        return show_door(request, 503, AWAY)
    answer = render(request, "videre.html", to=url, where="Du sendes videre til kommunens login.")
    WAY.give(request, answer, way_id)
    return answer


@door.get(RETURN_PATH)
async def come_from_municipality(request: Request) -> HTTPResponse:
    """Let in who comes back from the municipality's sign-in.

    By a page that goes on, too: on a redirect from another site, browsers leave a strict cookie out.
    """
    returned = {key: str(values[0]) for key, values in request.args.items()}
    try:
        staff = await _municipal(request).finish(WAY.read(request), returned)
    except (WayBroken, InNoGroup, ProviderAway) as fault:
        status, words = {InNoGroup: (403, IN_NO_GROUP), ProviderAway: (503, AWAY)}.get(type(fault), (400, BROKEN))
        answer = show_door(request, status, words)
        WAY.take(request, answer)
        return answer
    answer = render(request, "videre.html", to="/", where="Du er logget ind.")
    WAY.take(request, answer)
    return _let_in(request, answer, _sessions(request).open(staff))


@exits.post("/log-ud")
async def leave(request: Request) -> HTTPResponse:
    """Sign out here."""
    _sessions(request).close(SESSION.read(request))
    return _let_out(request)


@exits.post("/log-ud/alle-steder")
async def leave_everywhere(request: Request) -> HTTPResponse:
    """Sign out wherever this person is signed in."""
    _sessions(request).close_all_of(request.ctx.session.staff)
    return _let_out(request)


def show_door(request: Request, status: int = 200, fault: str = "", name: str = "") -> HTTPResponse:
    """Give the page to sign in on, with what went wrong. It carries a secret that fits a cookie given with it."""
    context = request.app.ctx
    kept = DOOR.read(request) or context.make_secret()
    answer = render(
        request,
        "log_ind.html",
        status,
        csrf=door_secret(request, kept),
        staff=None,
        fault=fault,
        name=name[:MOST_CHARACTERS],
        has_accounts=context.sign_in.is_open,
        has_municipal=context.municipal is not None,
        most_characters=MOST_CHARACTERS,
    )
    DOOR.give(request, answer, kept)
    return answer


def _let_in(request: Request, answer: HTTPResponse, session_id: SessionId) -> HTTPResponse:
    _sessions(request).close(SESSION.read(request))
    SESSION.give(request, answer, session_id)
    DOOR.take(request, answer)
    return answer


def _let_out(request: Request) -> HTTPResponse:
    answer = redirect("/log-ind", status=303)
    answer.headers["Clear-Site-Data"] = '"cache"'  # the browser's "back" shows nothing, either
    SESSION.take(request, answer)
    return answer


def _municipal(request: Request) -> MunicipalSignIn:
    municipal: MunicipalSignIn | None = request.app.ctx.municipal
    if municipal is None:
        raise FormTooOld
    return municipal


def _sessions(request: Request) -> Sessions:
    sessions: Sessions = request.app.ctx.sessions
    return sessions
