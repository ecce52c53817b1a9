"""Renders a page of the staff side. Server-made, without scripts."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from sanic import HTTPResponse, Request
from sanic.response import html

from bot.text.dates import danish_date

FOLDER = Path(__file__).parent


def templates() -> Environment:
    """Give the environment that renders the pages; all text is escaped."""
    loader = FileSystemLoader(FOLDER / "templates")
    environment = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["dato"] = danish_date
    return environment


def show(request: Request, name: str, status: int = 200, **words: Any) -> HTTPResponse:
    """Give a page."""
    return html(request.app.ctx.templates.get_template(name).render(**words), status)
