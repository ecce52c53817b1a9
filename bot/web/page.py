"""The chat page. With scripts it is a chat; without them the same page is a form that does the same job."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from sanic import Blueprint, HTTPResponse, Request
from sanic.response import html

from bot.conversation.messages import Kind, Message
from bot.conversation.service import ConversationService, EngineAway, NothingWritten, UnknownChoice
from bot.conversation.sessions import Token, TooManyWaiting, UnknownToken
from bot.text.dates import danish_date
from bot.text.kinds import RawText
from bot.web.schemas import MOST_CHARACTERS

FOLDER = Path(__file__).parent
page = Blueprint("page")
page.static("/static", FOLDER / "static", name="static")


def templates() -> Environment:
    """Give the environment that renders the page; all text is escaped."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["dato"] = danish_date
    return environment


@page.get("/")
async def show(request: Request) -> HTTPResponse:
    """Show the opening. No conversation is made until the person says something."""
    return _render(request, _service(request).opening(_municipality(request)), token=None)


@page.post("/")
async def submit(request: Request) -> HTTPResponse:
    """Take what a form without scripts sends, and show the answer to it."""
    if _field(request, "afslut"):
        await _service(request).end(Token(_field(request, "token")))
        return html("", 303, {"Location": str(request.app.ctx.settings.exit_url)})
    token, messages = await _answer(request)
    if any(message.kind is Kind.EXIT for message in messages):
        return html("", 303, {"Location": str(request.app.ctx.settings.exit_url)})
    return _render(request, messages, token)


@page.get("/hvad-gemmer-vi")
async def kept(request: Request) -> HTTPResponse:
    """Show what is kept, sentence by sentence, each with its test."""
    context = request.app.ctx
    template = context.templates.get_template("kept.html")
    return html(template.render(kept=_service(request).promises(), exit_url=context.settings.exit_url))


async def _answer(request: Request) -> tuple[Token | None, list[Message]]:
    service = _service(request)
    token = Token(_field(request, "token")) or service.begin(_municipality(request))[0]
    text, choices = _field(request, "tekst")[:MOST_CHARACTERS], _fields(request, "valg")
    try:
        answer = await (service.choose(token, *choices) if choices else service.write(token, RawText(text)))
    except EngineAway as away:
        return token, away.messages
    except UnknownToken:
        return None, [_notice("Samtalen er glemt. Du kan begynde en ny her."), *service.opening(_municipality(request))]
    except (NothingWritten, UnknownChoice, TooManyWaiting):
        return token, [_notice("Skriv et par ord, eller ring til et af numrene.")]
    return token, answer.messages


def _render(request: Request, messages: list[Message], token: Token | None) -> HTTPResponse:
    template = request.app.ctx.templates.get_template("page.html")
    return html(
        template.render(
            messages=messages,
            token=token,
            municipality=_municipality(request),
            exit_url=request.app.ctx.settings.exit_url,
            most_characters=MOST_CHARACTERS,
            kept=_service(request).promises(),
        )
    )


def _municipality(request: Request) -> str | None:
    """Give the slug of the municipality whose page this is, if it is one we know."""
    asked = str(_field(request, "kommune") or request.args.get("kommune") or "").casefold()
    return next((each.slug for each in _service(request).municipalities() if each.slug == asked), None)


def _field(request: Request, name: str) -> str:
    return str(request.form.get(name) or "") if request.form else ""


def _fields(request: Request, name: str) -> list[str]:
    return [str(value) for value in request.form.getlist(name, [])] if request.form else []


def _notice(text: str) -> Message:
    return Message(kind=Kind.NOTICE, text=text)


def _service(request: Request) -> ConversationService:
    service: ConversationService = request.app.ctx.service
    return service
