"""Signing in and out, and who a request comes from."""

from collections.abc import Awaitable, Callable
from functools import wraps
from hmac import compare_digest
from typing import Any
from urllib.parse import urlsplit

from sanic import Blueprint, HTTPResponse, Request
from sanic.exceptions import Forbidden, Unauthorized
from sanic.response import redirect

from bot.staff.accounts import Role
from bot.staff.attempts import TooManyAttempts
from bot.staff.pages import show
from bot.staff.sessions import LONGEST_SECONDS, StaffSession

signin = Blueprint("signin")
Handler = Callable[..., Awaitable[HTTPResponse]]
FORM_TOKEN = "formular"  # noqa: S105  (the name of a form's field)
OURS = ("same-origin", "none")
WRONG = "Navn eller adgangskode er forkert."
TOO_OFTEN = "Der er prøvet for mange gange herfra. Vent et minut, og prøv igen."
OTHER_SITE = "Formularen kom ikke herfra. Åbn siden igen, og prøv derfra."


@signin.get("/log-ind")
async def form(request: Request) -> HTTPResponse:
    """Show the form."""
    return redirect("/") if session_of(request) else show(request, "sign_in.html")


@signin.post("/log-ind")
async def sign_in(request: Request) -> HTTPResponse:
    """Check name and password; begin a session with an id that nobody had before."""
    refuse_other_sites(request)
    name, password = field(request, "navn").strip().lower(), field(request, "adgangskode")
    context, address = request.app.ctx, request.remote_addr or request.ip
    try:
        context.attempts.refuse(address, name)
    except TooManyAttempts:
        return show(request, "sign_in.html", 429, fault=TOO_OFTEN)
    account = await request.app.loop.run_in_executor(None, context.accounts.signed_in, name, password)
    if account is None:
        context.attempts.failed(address, name)
        return show(request, "sign_in.html", 401, fault=WRONG)
    context.sessions.end(cookie_of(request))
    response = redirect("/", status=303)
    response.add_cookie(
        context.cookie,
        context.sessions.begin(account),
        httponly=True,
        samesite="Strict",
        secure=context.settings.staff_https,
        max_age=LONGEST_SECONDS,
        path="/",
    )
    return response


@signin.post("/log-ud")
async def sign_out(request: Request) -> HTTPResponse:
    """End the session here and in the browser."""
    refuse_other_sites(request)
    request.app.ctx.sessions.end(cookie_of(request))
    response = redirect("/log-ind", status=303)
    response.delete_cookie(request.app.ctx.cookie, path="/")
    return response


def may(role: Role) -> Callable[[Handler], Handler]:
    """Let only who has the role reach a page; ask others to sign in, or say in Danish that they may not."""

    def guarded(handler: Handler) -> Handler:
        @wraps(handler)
        async def guard(request: Request, *args: Any, **kwargs: Any) -> HTTPResponse:
            session = session_of(request)
            if session is None:
                if request.path.startswith("/api/"):
                    raise Unauthorized("Log ind først.")
                return redirect("/log-ind", status=303)
            if role not in session.account.roles:
                raise Forbidden("Din konto har ikke adgang hertil. Spørg den, der har givet dig kontoen.")
            if request.method != "GET":
                refuse_other_sites(request)
                refuse_forged(request, session)
            return await handler(request, *args, **kwargs)

        return guard

    return guarded


def session_of(request: Request) -> StaffSession | None:
    """Give the sign-in that a request belongs to. Whoever was removed meanwhile is signed out; roles are those of now."""
    context = request.app.ctx
    session: StaffSession | None = context.sessions.get(cookie_of(request))
    if session is None:
        return None
    account = context.accounts.find(session.account.name)
    if account is None:
        context.sessions.end(cookie_of(request))
        return None
    session.account = account
    return session


def refuse_other_sites(request: Request) -> None:
    """Refuse what another site made the browser send.

    Raises:
        Forbidden: the browser says that it comes from elsewhere.
    """
    origin = request.headers.get("origin")
    is_ours = request.headers.get("sec-fetch-site", "none") in OURS
    if not is_ours or (origin and origin != "null" and urlsplit(origin).netloc != request.host):
        raise Forbidden(OTHER_SITE)


def refuse_forged(request: Request, session: StaffSession) -> None:
    """Refuse a form without the token of this sign-in. JSON needs none: no site can send it for another.

    Raises:
        Forbidden: the token is missing or another's.
    """
    if request.path.startswith("/api/"):
        if not request.headers.get("content-type", "").startswith("application/json"):
            raise Forbidden("Send JSON (application/json).")
    elif not compare_digest(field(request, FORM_TOKEN), session.form_token):
        raise Forbidden(OTHER_SITE)


def field(request: Request, name: str) -> str:
    """Give a form's field; empty when it is not there."""
    return str(request.form.get(name) or "") if request.form else ""


def cookie_of(request: Request) -> str:
    """Give what the browser holds."""
    return request.cookies.get(request.app.ctx.cookie) or ""
