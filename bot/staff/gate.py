"""What every request to the staff process must pass: the right address, our own page, a sign-in, a role, a form's secret.

Closed unless opened: a route is for those with the role of its part, or for anybody signed in, unless it stands in `OPEN`.
"""

import hashlib
import hmac
from collections.abc import Iterable
from typing import Any

from sanic import Request, Sanic

from bot.http.limits import RequestLimit
from bot.staff.cookies import DOOR, SESSION
from bot.staff.part import Part
from bot.staff.roles import Role
from bot.staff.sessions import NotSignedIn, Session

OPEN = ("door", "health", "metrics", "static")  # blueprints, and the style sheet
FOR_MACHINES = ("health", "metrics")  # no browser comes here; the metrics ask for a token of their own
SAFE = ("GET", "HEAD", "OPTIONS")
FIELD = "csrf"
HEADER = "X-CSRF-Token"
POSTS_A_MINUTE = 120  # one address can be a whole office


class WrongHost(Exception):
    """The request names another host: a name somebody else has pointed at this machine (DNS rebinding)."""


class FromElsewhere(Exception):
    """The request was sent by another site's page, or does not say by which."""


class FormTooOld(Exception):
    """The form's secret is not the one of this session: it was loaded before signing in, or by somebody else."""


class RoleMissing(Exception):
    """The person is signed in and may not do this."""


def install(app: Sanic[Any, Any], parts: Iterable[Part], limit: RequestLimit) -> None:
    """Let nothing through to the app that does not pass."""
    roles = {part.blueprint.name: part.role for part in parts}

    async def pass_or_raise(request: Request) -> None:
        request.ctx.session = None
        where = _blueprint(request)
        if where not in FOR_MACHINES:
            _check_host(request)
        if request.method not in SAFE:
            _check_own_page(request)
            limit.count(address(request))
        request.ctx.session = _find_session(request)
        if where not in OPEN:
            _check_role(_signed_in(request), roles.get(where))
        if request.method not in SAFE:
            _check_secret(request)

    app.register_middleware(pass_or_raise, "request")


def address(request: Request) -> str:
    """Give the network address to count by."""
    return request.remote_addr or request.ip


def form_secret(request: Request) -> str:
    """Give the secret that a form on this page must carry: the session's, or before sign-in one that fits the door's cookie."""
    session: Session | None = request.ctx.session
    return session.csrf if session else door_secret(request, DOOR.read(request))


def door_secret(request: Request, door: str) -> str:
    """Give the secret that fits a door's cookie. Nothing is kept of it, so nobody can fill the memory by asking for forms."""
    key: bytes = request.app.ctx.door_key
    return hmac.new(key, door.encode(errors="replace"), hashlib.sha256).hexdigest()


def field(request: Request, name: str) -> str:
    """Give what was written in a field of a form, or nothing."""
    return str(request.form.get(name) or "") if request.form else ""


def _blueprint(request: Request) -> str:
    """Give the name of the blueprint that answers, as Sanic names routes: app.blueprint.handler."""
    return request.route.name.split(".")[1] if request.route else ""


def _check_host(request: Request) -> None:
    if request.headers.get("host", "") not in request.app.ctx.configuration.hosts:
        raise WrongHost


def _check_own_page(request: Request) -> None:
    """Believe the browser's own word on which page sent this (Fetch Metadata), and the Origin header where it says one.

    `Origin: null` is what a browser sends from a page that gives no referrer, as ours do: then the other must say it.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin", "null")
    own_origin = origin in request.app.ctx.configuration.origins
    if site not in (None, "same-origin") or not (own_origin or (site and origin == "null")):
        raise FromElsewhere


def _find_session(request: Request) -> Session | None:
    session_id = SESSION.read(request)
    if not session_id:
        return None
    context = request.app.ctx
    try:
        session: Session = context.sessions.find(session_id)
    except NotSignedIn:
        return None
    if context.sign_in.still_stands(session):
        return session
    context.sessions.close(session_id)
    return None


def _signed_in(request: Request) -> Session:
    session: Session | None = request.ctx.session
    if session is None:
        raise NotSignedIn
    return session


def _check_role(session: Session, role: Role | None) -> None:
    if role and not session.staff.holds(role):
        raise RoleMissing


def _check_secret(request: Request) -> None:
    if request.ctx.session is None and not DOOR.read(request):
        raise FormTooOld
    sent = request.headers.get(HEADER) or field(request, FIELD)
    if not hmac.compare_digest(sent.encode(errors="replace"), form_secret(request).encode()):
        raise FormTooOld
