"""What every answer of the public and of the staff process carries, errors included."""

from typing import Any

from sanic import Request, Sanic
from sanic.response import BaseHTTPResponse


def policy(*, framed_by: str = "'none'", frames: str = "'none'", leads_to: str = "") -> dict[str, str]:
    """Give the Content-Security-Policy: nothing from elsewhere, nothing inline.

    Args:
        framed_by: the sites whose pages may hold this one.
        frames: what this page may hold.
        leads_to: the origin that a form may end at besides our own: the ordinary page of the exit.
    """
    return {
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; "
            f"connect-src 'self'; form-action {f"'self' {leads_to}".strip()}; base-uri 'none'; "
            f"frame-src {frames}; frame-ancestors {framed_by}"
        )
    }


HEADERS = {
    "Cache-Control": "no-store",
    **policy(),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
# For the scripts that a municipality's own site loads. Any origin may read them, which `integrity` needs.
SHARED = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


_MAY_DIFFER = ("Content-Security-Policy", "Cross-Origin-Resource-Policy")


def install(app: Sanic[Any, Any]) -> None:
    """Add the headers to every answer of the app. Only a policy may be the answer's own."""

    async def add(_: Request, response: BaseHTTPResponse) -> None:
        own = {name: response.headers[name] for name in _MAY_DIFFER if name in response.headers}
        response.headers.update(HEADERS | own)

    app.register_middleware(add, "response")
