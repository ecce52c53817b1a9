"""The staff application: today a page that tells whether the assistant answers, without sign-in because it holds nothing."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from sanic import HTTPResponse, Request, Sanic
from sanic.response import BaseHTTPResponse, html, json

from bot.conversation.engine import HttpEngine, engine_client
from bot.settings import Settings
from bot.version import VERSION

FOLDER = Path(__file__).parent
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def create_app(settings: Settings, engine: HttpEngine) -> Sanic[Any, Any]:
    """Give the staff application."""
    app = Sanic("staff", configure_logging=False)
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.static("/static", FOLDER / "static", name="static")
    environment = Environment(loader=FileSystemLoader(FOLDER / "templates"), autoescape=True)
    public = f"http://{settings.host}:{settings.port}/"

    @app.get("/")
    async def show(_: Request) -> HTTPResponse:
        ready = await engine.ready()
        return html(environment.get_template("page.html").render(ready=ready, public=public, version=VERSION))

    @app.get("/health/live")
    async def live(_: Request) -> HTTPResponse:
        return json({"live": True})

    async def add_headers(_: Request, response: BaseHTTPResponse) -> None:
        response.headers.update(HEADERS)

    app.register_middleware(add_headers, "response")

    return app


def serve(settings: Settings) -> None:
    """Serve the staff process until told to stop."""
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
