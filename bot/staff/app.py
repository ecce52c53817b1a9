"""Puts the staff process together and serves it."""

import secrets
import time
from collections.abc import Sequence
from typing import Any

from argon2 import PasswordHasher
from sanic import Blueprint, HTTPResponse, Request, Sanic
from sanic.response import json

from bot.conversation.engine import HttpEngine, engine_client
from bot.http import context, headers
from bot.http.limits import RequestLimit
from bot.settings import Settings
from bot.staff import faults, gate, metrics, redeeming, statistics
from bot.staff.accounts import Accounts
from bot.staff.attempts import Attempts
from bot.staff.configuration import configure
from bot.staff.content import desk
from bot.staff.door import door, exits
from bot.staff.kommune import MunicipalSignIn
from bot.staff.look import FOLDER, templates
from bot.staff.openapi import described
from bot.staff.pages import pages
from bot.staff.part import Part
from bot.staff.parts import PARTS
from bot.staff.passwords import Passwords
from bot.staff.sessions import Sessions
from bot.staff.signing_in import SignIn
from bot.staff.workshop import room

MOST_BYTES = 256 * 1024
health = Blueprint("health")


def create_app(settings: Settings, engine: HttpEngine, parts: Sequence[Part] = PARTS) -> Sanic[Any, Any]:
    """Give the staff application.

    Raises:
        WrongSetting: the settings of the staff side do not fit together.
        AccountsUnusable: the file of sign-ins must not be used.
    """
    app = Sanic("staff", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = MOST_BYTES
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.config.KEEP_ALIVE_TIMEOUT = 15
    app.config.PROXIES_COUNT = settings.staff_proxies or None
    app.ctx.engine = engine
    app.ctx.public = f"http://{settings.host}:{settings.port}/"
    app.ctx.templates = templates()
    app.ctx.parts = parts
    _add_sign_in(app, settings)
    context.install(app)
    headers.install(app)
    gate.install(app, parts, RequestLimit(gate.POSTS_A_MINUTE, time.monotonic, lambda: secrets.token_bytes(32)))
    redeeming.install(app, settings)
    statistics.install(app, settings)
    metrics.install(app, settings)
    room.install(app, settings, engine)
    desk.install(app, settings)
    faults.install(app)
    app.static("/static", FOLDER / "static", name="static")
    for blueprint in (
        health,
        metrics.metrics,
        door,
        exits,
        pages,
        described,
        *(part.blueprint for part in parts),
    ):
        app.blueprint(blueprint)
    return app


def _add_sign_in(app: Sanic[Any, Any], settings: Settings) -> None:
    configuration = configure(settings)
    sessions = Sessions(time.monotonic, _secret)
    attempts = Attempts(time.monotonic, lambda: secrets.token_bytes(32))
    app.ctx.configuration = configuration
    app.ctx.sessions = sessions
    app.ctx.make_secret = _secret
    app.ctx.door_key = secrets.token_bytes(32)
    app.ctx.sign_in = SignIn(Accounts(configuration.accounts), Passwords(PasswordHasher()), attempts, sessions)
    app.ctx.municipal = (
        MunicipalSignIn(configuration.provider, time.monotonic, time.time) if configuration.provider else None
    )


def _secret() -> str:
    return secrets.token_urlsafe(32)


@health.get("/health/live")
async def live(_: Request) -> HTTPResponse:
    """Tell that the process is there."""
    return json({"live": True})


def serve(settings: Settings) -> None:
    """Serve the staff process until told to stop.

    Raises:
        WrongSetting, AccountsUnusable: as `create_app`.
    """
    engine = HttpEngine(engine_client(settings.engine_url, settings.engine_secret.get_secret_value()))
    app = create_app(settings, engine)
    app.run(
        host=settings.staff_host,
        port=settings.staff_port,
        single_process=True,
        access_log=False,
        motd=False,
        debug=False,
    )
