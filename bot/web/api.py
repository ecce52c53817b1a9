"""The public API, version 1: the only door a citizen's message comes in by."""

import json

from pydantic import BaseModel
from sanic import Blueprint, HTTPResponse, Request
from sanic.response import empty, raw

from bot.conversation.service import ConversationService
from bot.conversation.sessions import Token, UnknownToken
from bot.text.kinds import RawText
from bot.web.problems import NotJson, NotJsonType, TooLong
from bot.web.schemas import MOST_CHARACTERS, Answered, Begin, Begun, Municipalities, Municipality, Speak

api = Blueprint("api", url_prefix="/api/v1")


@api.post("/conversation")
async def begin(request: Request) -> HTTPResponse:
    """Begin a conversation."""
    body = _read(request, Begin)
    token, messages = await _service(request).begin(body.municipality)
    return _json(Begun(token=token, expires_in=request.app.ctx.expires_in, messages=messages), 201)


@api.post("/conversation/messages")
async def speak(request: Request) -> HTTPResponse:
    """Write, or choose a button."""
    token = _token(request)
    body = _read(request, Speak)
    service = _service(request)
    if body.text is not None:
        if len(body.text) > MOST_CHARACTERS:
            raise TooLong
        answer = await service.write(token, RawText(body.text))
    else:
        answer = await service.choose(token, *(body.choices or [body.choice or ""]))
    return _json(Answered(messages=answer.messages, removed=list(answer.removed)))


@api.delete("/conversation")
async def end(request: Request) -> HTTPResponse:
    """Forget the conversation: it is gone when this returns, and an unknown token gets the same answer."""
    await _service(request).end(Token(request.token or ""))
    return empty()


@api.post("/conversation/end")
async def end_by_beacon(request: Request) -> HTTPResponse:
    """Forget the conversation whose token is the body, which is what `navigator.sendBeacon` can send."""
    await _service(request).end(Token(request.body.decode("utf-8", "replace").strip()))
    return empty()


@api.get("/municipalities")
async def municipalities(request: Request) -> HTTPResponse:
    """List the municipalities that have a page here."""
    known = [Municipality(slug=each.slug, name=each.shown_name) for each in _service(request).municipalities()]
    return _json(Municipalities(municipalities=known))


def _token(request: Request) -> Token:
    if not request.token:
        raise UnknownToken
    return Token(request.token)


def _read[Body: BaseModel](request: Request, shape: type[Body]) -> Body:
    if request.content_type.partition(";")[0].strip() != "application/json":
        raise NotJsonType
    try:
        content = json.loads(request.body)
    except (ValueError, RecursionError):
        raise NotJson from None  # the parser's message quotes the body
    return shape.model_validate(content)


def _service(request: Request) -> ConversationService:
    service: ConversationService = request.app.ctx.service
    return service


def _json(model: BaseModel, status: int = 200) -> HTTPResponse:
    return raw(model.model_dump_json(exclude_none=True).encode(), status, content_type="application/json")
