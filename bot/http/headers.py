"""What every answer of the public and of the staff process carries, errors included."""

from typing import Any

from sanic import Request, Sanic
from sanic.response import BaseHTTPResponse

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def install(app: Sanic[Any, Any]) -> None:
    """Add the headers to every answer of the app."""

    async def add(_: Request, response: BaseHTTPResponse) -> None:
        response.headers.update(HEADERS)

    app.register_middleware(add, "response")
