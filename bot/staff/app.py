"""The staff application: sign-in, and what each role may do. Its own process and port; the public one never reaches it."""

import asyncio
import logging
import secrets
import time
from typing import Any

import yaml
from argon2 import PasswordHasher
from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import SanicException
from sanic.response import BaseHTTPResponse, json, redirect

from bot.conversation.engine import HttpEngine, engine_client
from bot.handoff.code import CodeBook
from bot.handoff.key import kept_key
from bot.handoff.sealed import Safe
from bot.handoff.service import HandoffDesk
from bot.handoff.stores import HandoffStoreUnavailable, open_store
from bot.http.limits import RequestLimit
from bot.settings import ROOT, Settings
from bot.staff.accounts import Accounts
from bot.staff.attempts import Attempts
from bot.staff.pages import FOLDER, show, templates
from bot.staff.redeeming import redeeming
from bot.staff.sessions import StaffSessions
from bot.staff.signin import session_of, signin
from bot.version import VERSION

logger = logging.getLogger(__name__)

MOST_BYTES = 16 * 1024
CODES_A_MINUTE = 10
SWEEP_SECONDS = 3600
PLAIN_COOKIE, SECURE_COOKIE = "medarbejder", "__Host-medarbejder"
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def create_app(settings: Settings, engine: HttpEngine, accounts: Accounts, desk: HandoffDesk) -> Sanic[Any, Any]:
    """Give the staff application."""
    app = Sanic("staff", configure_logging=False)
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.config.REQUEST_MAX_SIZE = MOST_BYTES
    app.config.PROXIES_COUNT = settings.proxies or None
    app.static("/static", FOLDER / "static", name="static")
    context = app.ctx
    context.settings, context.accounts, context.desk, context.logger = settings, accounts, desk, logger
    context.templates = templates()
    context.sessions = StaffSessions(time.monotonic)
    context.attempts = Attempts(time.monotonic, _new_key)
    context.redeem_limit = RequestLimit(CODES_A_MINUTE, time.monotonic, _new_key)
    context.cookie = SECURE_COOKIE if settings.staff_https else PLAIN_COOKIE
    texts = ROOT / "data" / "viden" / "medarbejder.yml"
    context.redeem_texts = yaml.safe_load(texts.read_text(encoding="utf-8"))["kode"]
    app.blueprint(signin)
    app.blueprint(redeeming)
    _add_start(app, engine)
    _add_errors(app)

    async def add_headers(_: Request, response: BaseHTTPResponse) -> None:
        response.headers.update(HEADERS)

    app.register_middleware(add_headers, "response")

    @app.before_server_start
    async def sweep(app: Sanic[Any, Any]) -> None:
        app.add_task(_sweep(desk))

    return app


def _add_start(app: Sanic[Any, Any], engine: HttpEngine) -> None:
    public = f"http://{app.ctx.settings.host}:{app.ctx.settings.port}/"

    @app.get("/")
    async def start(request: Request) -> HTTPResponse:
        session = session_of(request)
        if session is None:
            return redirect("/log-ind", status=303)
        ready = await engine.ready()
        return show(request, "start.html", session=session, ready=ready, public=public, version=VERSION)

    @app.get("/health/live")
    async def live(_: Request) -> HTTPResponse:
        return json({"live": True})


def _add_errors(app: Sanic[Any, Any]) -> None:
    async def answer(request: Request, fault: Exception) -> HTTPResponse:
        status = fault.status_code or 500 if isinstance(fault, SanicException) else 500
        line = str(fault) if status in (401, 403) else "Det kunne ikke lade sig gøre. Gå tilbage, og prøv igen."
        if not isinstance(fault, SanicException):
            logger.error("Unforeseen: %s", type(fault).__name__)
        if request.path.startswith("/api/"):
            body = {"type": "about:blank", "title": "Fejl", "status": status, "detail": line}
            return json(body, status, content_type="application/problem+json")
        return show(request, "fault.html", status, line=line)

    app.exception(Exception)(answer)


async def _sweep(desk: HandoffDesk) -> None:
    """Remove what is over, every hour: a record that nobody fetched lies no longer than was promised."""
    while True:
        try:
            await asyncio.to_thread(desk.sweep)
        except HandoffStoreUnavailable:
            logger.warning("The store of codes could not be swept")
        await asyncio.sleep(SWEEP_SECONDS)


def _new_key() -> bytes:
    return secrets.token_bytes(32)


def serve(settings: Settings) -> None:
    """Serve the staff process until told to stop."""
    engine = HttpEngine(engine_client(settings.engine_url, settings.engine_secret.get_secret_value()))
    store = open_store(settings.handoff_store_url, time.time)
    safe = Safe(settings.handoff_key.get_secret_value() or kept_key(settings.state_folder))
    desk = HandoffDesk(store, safe, CodeBook.load(), time.time)
    app = create_app(settings, engine, Accounts(settings.accounts_file, PasswordHasher()), desk)
    app.run(
        host=settings.staff_host,
        port=settings.staff_port,
        single_process=True,
        access_log=False,
        motd=False,
        debug=False,
    )
