"""What a municipality's own site meets: the element's script, a demonstration, a checklist, and the municipality's look."""

import base64
import hashlib
from functools import cache
from pathlib import Path

from sanic import Blueprint, HTTPResponse, Request
from sanic.exceptions import NotFound
from sanic.response import file, html, raw, text

from bot.http import headers
from bot.knowledge.municipalities import LOGOS, Municipality
from bot.settings import ROOT
from bot.web.page import municipality_of

SCRIPTS = Path(__file__).parent / "embed"
LOGO_FOLDER = ROOT / "data" / "kommuner" / LOGOS
DEMO = "demo"
municipal = Blueprint("municipal")


@municipal.get("/embed.js")
async def embed(_: Request) -> HTTPResponse:
    """Give the script of the element `<foerste-kontakt>`."""
    return _script("embed.js")


@municipal.get("/tjek.js")
async def check(_: Request) -> HTTPResponse:
    """Give the script that tells a municipality what its own page leaks."""
    return _script("tjek.js")


@municipal.get("/demo")
async def demo(request: Request) -> HTTPResponse:
    """Show the element on the page of a municipality that does not exist."""
    return _page(request, "demo.html")


@municipal.get("/for-kommuner")
async def checklist(request: Request) -> HTTPResponse:
    """Show how the element is put on a site, and what to look for there first."""
    return _page(request, "for_kommuner.html")


@municipal.get("/kommune/<slug:str>/farver.css")
async def colours(request: Request, slug: str) -> HTTPResponse:
    """Give the municipality's colour as a style sheet of its own: the policy allows nothing inline."""
    colour = _shown(request, slug).udseende.farve
    return text(f":root {{ --kommune: {colour}; }}\n" if colour else "", content_type="text/css")


@municipal.get("/kommune/<slug:str>/logo")
async def logo(request: Request, slug: str) -> HTTPResponse:
    """Give the municipality's logo."""
    name = _shown(request, slug).udseende.logo
    if not name:
        raise NotFound
    return await file(LOGO_FOLDER / name)


@cache
def read_script(name: str) -> tuple[bytes, str]:
    """Give a script and what a site writes as its `integrity`."""
    script = (SCRIPTS / name).read_bytes()
    return script, "sha384-" + base64.b64encode(hashlib.sha384(script).digest()).decode()


def _script(name: str) -> HTTPResponse:
    return raw(read_script(name)[0], headers=headers.SHARED, content_type="text/javascript; charset=utf-8")


def _page(request: Request, template: str) -> HTTPResponse:
    context = request.app.ctx
    page = context.templates.get_template(template).render(
        municipality=municipality_of(request, DEMO),
        embed_integrity=read_script("embed.js")[1],
        check_integrity=read_script("tjek.js")[1],
        server=f"https://{request.host}",
        exit_url=context.settings.exit_url,
    )
    return html(page, headers=headers.policy(frames="'self'"))


def _shown(request: Request, slug: str) -> Municipality:
    municipality = municipality_of(request, slug)
    if municipality is None or not municipality.may_be_shown(request.app.ctx.today()):
        raise NotFound
    return municipality
