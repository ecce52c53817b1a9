"""Puts the public process together and serves it."""

import asyncio
import gc
import logging
import secrets
import time
from datetime import datetime
from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic.response import json

from bot.conversation.engine import HttpEngine, engine_of
from bot.conversation.making import service_parts, sessions_of
from bot.conversation.service import ConversationService
from bot.http import context, headers
from bot.http.limits import RequestLimit
from bot.knowledge.municipalities import DENMARK
from bot.settings import Settings
from bot.statistics.counts import COUNTS
from bot.statistics.watched import WatchedService
from bot.statistics.weeks import Tally
from bot.version import VERSION
from bot.web import limits, problems, watching
from bot.web.api import api
from bot.web.municipal import municipal
from bot.web.openapi import describe
from bot.web.page import page, templates
from bot.web.schemas import MOST_BYTES

SWEEP_SECONDS = 5
REQUEST_SECONDS = 10  # to send a message whole: who sends it drop by drop holds nobody up
ANSWER_SECONDS = 30  # from the head of a message until its answer, so also for the rest of the message to come
logger = logging.getLogger(__name__)


def create_app(settings: Settings, service: ConversationService, engine: HttpEngine) -> Sanic[Any, Any]:
    """Give the public application."""
    app = Sanic("web", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = MOST_BYTES
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.config.KEEP_ALIVE_TIMEOUT = 15
    app.config.REQUEST_TIMEOUT = REQUEST_SECONDS
    app.config.RESPONSE_TIMEOUT = ANSWER_SECONDS
    app.ctx.logger = logger
    app.ctx.settings = settings
    app.ctx.service = service
    app.ctx.expires_in = settings.idle_minutes * 60
    app.ctx.templates = templates()
    app.ctx.today = lambda: datetime.now(DENMARK).date()
    context.install(app)
    headers.install(app)
    app.config.PROXIES_COUNT = settings.proxies or None
    limits.install(app, RequestLimit(settings.messages_a_minute, time.monotonic, lambda: secrets.token_bytes(32)))
    problems.install(app)
    app.blueprint(api)
    app.blueprint(page)
    app.blueprint(municipal)
    _add_health(app, engine)
    document = describe(api, VERSION)

    @app.get("/openapi.json")
    async def openapi(_: Request) -> HTTPResponse:
        return json(document)

    @app.before_server_start
    async def sweep(app: Sanic[Any, Any]) -> None:
        app.add_task(_sweep(service))
        if settings.reload_content:
            app.add_task(service.keep_content_fresh())

    return app


def _add_health(app: Sanic[Any, Any], engine: HttpEngine) -> None:
    @app.get("/health/live")
    async def live(_: Request) -> HTTPResponse:
        return json({"live": True})

    @app.get("/health/ready")
    async def ready(_: Request) -> HTTPResponse:
        is_ready = await engine.ready()
        return json({"ready": is_ready}, 200 if is_ready else 503)


async def _sweep(service: ConversationService) -> None:
    gc.freeze()  # what was made at the start stays, so that collecting looks at the turns alone
    while True:
        await asyncio.sleep(SWEEP_SECONDS)
        service.sweep()
        gc.collect()  # what was sent to the engine hangs in cycles, and with it the words


def serve(settings: Settings) -> None:
    """Serve the public process until told to stop."""
    engine = engine_of(settings)
    tally = Tally(lambda: datetime.now(DENMARK).date()) if settings.statistics else None
    parts = service_parts(settings, engine) | {"sessions": sessions_of(settings)}
    service = WatchedService(**parts, counts=COUNTS, tally=tally)
    app = create_app(settings, service, engine)
    watching.install(app, settings, service, COUNTS, tally)
    app.run(host=settings.host, port=settings.port, single_process=True, access_log=False, motd=False, debug=False)
