"""The chat page. With scripts it is a chat; without them the same page is a form that does the same job."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from sanic import Blueprint, HTTPResponse, Request
from sanic.response import html

from bot.conversation.messages import Kind, Message
from bot.conversation.service import ConversationService, EngineAway, NothingWritten, UnknownChoice
from bot.conversation.sessions import Token, TooManyWaiting, UnknownToken
from bot.http import headers
from bot.knowledge.municipalities import Municipality
from bot.text.dates import danish_date
from bot.text.kinds import RawText
from bot.web.schemas import MOST_CHARACTERS

FOLDER = Path(__file__).parent
MINUTE_MS = 60_000
page = Blueprint("page")
page.static("/static", FOLDER / "static", name="static")


def templates() -> Environment:
    """Give the environment that renders the page; all text is escaped."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["dato"] = danish_date
    environment.globals["modules"] = sorted(file.name for file in (FOLDER / "static").glob("*.js"))
    return environment


@page.get("/")
async def show(request: Request) -> HTTPResponse:
    """Show the opening. No conversation is made until the person says something."""
    return _render(request, _service(request).opening(_slug(request)), token=None)


@page.post("/")
async def submit(request: Request) -> HTTPResponse:
    """Take what a form without scripts sends, and show the answer to it."""
    if _field(request, "afslut"):
        await _service(request).end(Token(_field(request, "token")))
        return _leave(request)
    token, messages = await _answer(request)
    if any(message.kind is Kind.EXIT for message in messages):
        return _leave(request)
    return _render(request, messages, token)


@page.get("/hvad-gemmer-vi")
async def kept(request: Request) -> HTTPResponse:
    """Show what is kept, sentence by sentence, each with its test."""
    context = request.app.ctx
    template = context.templates.get_template("kept.html")
    return html(template.render(kept=_service(request).promises(), exit_url=context.settings.exit_url))


def municipality_of(request: Request, slug: str | None) -> Municipality | None:
    """Give the municipality of that slug, if it is one we know."""
    return next((each for each in _service(request).municipalities() if each.slug == (slug or "").casefold()), None)


async def _answer(request: Request) -> tuple[Token | None, list[Message]]:
    service = _service(request)
    token = Token(_field(request, "token")) or (await service.begin(_slug(request)))[0]
    text, choices = _field(request, "tekst")[:MOST_CHARACTERS], _fields(request, "valg")
    try:
        answer = await (service.choose(token, *choices) if choices else service.write(token, RawText(text)))
    except EngineAway as away:
        return token, away.messages
    except UnknownToken:
        return None, [_notice("Samtalen er glemt. Du kan begynde en ny her."), *service.opening(_slug(request))]
    except (NothingWritten, UnknownChoice, TooManyWaiting):
        return token, [_notice("Skriv et par ord, eller ring til et af numrene.")]
    return token, answer.messages


def _render(request: Request, messages: list[Message], token: Token | None) -> HTTPResponse:
    context = request.app.ctx
    settings = context.settings
    municipality = municipality_of(request, _slug(request))
    page_ = context.templates.get_template("page.html").render(
        messages=messages,
        token=token,
        municipality=municipality,
        shown=municipality is not None and municipality.may_be_shown(context.today()),
        exit_url=settings.exit_url,
        idle_ms=settings.page_idle_minutes * MINUTE_MS,
        hidden_ms=settings.page_hidden_minutes * MINUTE_MS,
        most_characters=MOST_CHARACTERS,
        kept=_service(request).promises(),
    )
    return html(page_, headers=_policy(settings))


def _leave(request: Request) -> HTTPResponse:
    settings = request.app.ctx.settings
    return html("", 303, {"Location": str(settings.exit_url), **_policy(settings)})


def _policy(settings: Any) -> dict[str, str]:
    """Give the page's policy: framed by the sites that may, and a form that may end at the ordinary page."""
    exit_origin = f"{settings.exit_url.scheme}://{settings.exit_url.host}"
    return headers.policy(framed_by=f"'self' {settings.frame_ancestors}".strip(), leads_to=exit_origin)


def _slug(request: Request) -> str | None:
    """Give the slug of the municipality whose page this is, if it is one we know."""
    municipality = municipality_of(request, _field(request, "kommune") or request.args.get("kommune"))
    return municipality.slug if municipality else None


def _field(request: Request, name: str) -> str:
    return str(request.form.get(name) or "") if request.form else ""


def _fields(request: Request, name: str) -> list[str]:
    return [str(value) for value in request.form.getlist(name, [])] if request.form else []


def _notice(text: str) -> Message:
    return Message(kind=Kind.NOTICE, text=text)


def _service(request: Request) -> ConversationService:
    service: ConversationService = request.app.ctx.service
    return service
