"""The three cookies of the staff page: whose form it is before sign-in, who is signed in, which way was begun.

All are unreadable for scripts and end with the browser. By https they are bound to this very host (`__Host-`, RFC 6265bis).
"""

from dataclasses import dataclass
from typing import Literal

from sanic import Request
from sanic.response import BaseHTTPResponse


@dataclass(frozen=True)
class Cookie:
    """One cookie: its name, and whether it is sent when somebody comes from another site."""

    name: str
    same_site: Literal["Strict", "Lax"] = "Strict"

    def read(self, request: Request) -> str:
        """Give what the browser sent, or nothing."""
        return str(request.cookies.get(self._full_name(request)) or "")

    def give(self, request: Request, response: BaseHTTPResponse, value: str) -> None:
        """Let the browser keep the value."""
        response.add_cookie(
            self._full_name(request),
            value,
            path="/",
            httponly=True,
            secure=_is_encrypted(request),
            samesite=self.same_site,
        )

    def take(self, request: Request, response: BaseHTTPResponse) -> None:
        """Let the browser forget the value."""
        response.add_cookie(
            self._full_name(request),
            "",
            path="/",
            httponly=True,
            secure=_is_encrypted(request),
            samesite=self.same_site,
            max_age=0,
        )

    def _full_name(self, request: Request) -> str:
        return f"__Host-{self.name}" if _is_encrypted(request) else self.name


def _is_encrypted(request: Request) -> bool:
    encrypted: bool = request.app.ctx.configuration.is_encrypted
    return encrypted


SESSION = Cookie("personale")
DOOR = Cookie("doer")
WAY = Cookie("kommune", "Lax")  # the way back begins at the municipality's site
