"""What every answer of the public process carries, errors included."""

from sanic import HTTPResponse, Request, Sanic

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


def install(app: Sanic) -> None:
    """Add the headers to every answer of the app."""

    @app.on_response
    async def add(_: Request, response: HTTPResponse) -> None:
        response.headers.update(HEADERS)
