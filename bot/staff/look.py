"""How pages of the staff side are made: one frame, no scripts needed, every text escaped."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from sanic import HTTPResponse, Request
from sanic.response import html

from bot.staff.gate import FIELD, form_secret
from bot.text.dates import danish_date

FOLDER = Path(__file__).parent


def templates() -> Environment:
    """Give the environment that renders the pages."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["dato"] = lambda day: danish_date(str(day))
    return environment


def render(request: Request, template: str, status: int = 200, **values: Any) -> HTTPResponse:
    """Give a page. Its template knows who is signed in (`staff`) and the secret of its forms (`csrf`)."""
    session = getattr(request.ctx, "session", None)
    known = {"staff": session and session.staff, "csrf": form_secret(request) if session else "", "csrf_field": FIELD}
    return html(request.app.ctx.templates.get_template(template).render(known | values), status)
