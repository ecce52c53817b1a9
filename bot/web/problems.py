"""Every error of the public API in one table: what happened, the status, and the Danish line a person may read."""

from typing import Any, NamedTuple

from pydantic import ValidationError
from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import MethodNotAllowed, NotFound, PayloadTooLarge, SanicException, ServiceUnavailable
from sanic.response import raw

from bot.conversation.messages import Message
from bot.conversation.service import EngineAway, NothingWritten, UnknownChoice
from bot.conversation.sessions import TooManyConversations, TooManyWaiting, UnknownToken
from bot.http.limits import TooManyRequests
from bot.statistics.counts import COUNTS
from bot.web.schemas import Problem

RETRY_SECONDS = 2
CLIENT_FAULTS = range(400, 500)


class NotJson(Exception):
    """The body is not JSON."""


class NotJsonType(Exception):
    """The body is not said to be JSON."""


class TooLong(Exception):
    """The text is longer than a message may be."""


class _Case(NamedTuple):
    status: int
    title: str
    detail: str
    helps: bool = False  # whether it carries the numbers


_CASES: dict[type[Exception], _Case] = {
    NotJson: _Case(400, "Kan ikke læses", "Beskeden kunne ikke læses. Den skal være JSON."),
    ValidationError: _Case(400, "Kan ikke læses", "Beskeden har ikke den form, chatten kender."),
    NothingWritten: _Case(
        400, "Tom besked", "Der stod ikke noget i beskeden. Skriv et par ord, eller tryk på et af valgene."
    ),
    UnknownChoice: _Case(400, "Ukendt valg", "Det valg findes ikke længere. Brug et af valgene i det seneste svar."),
    UnknownToken: _Case(401, "Ukendt samtale", "Samtalen findes ikke mere. Du kan begynde en ny.", helps=True),
    NotFound: _Case(404, "Findes ikke", "Siden findes ikke."),
    MethodNotAllowed: _Case(405, "Ikke tilladt", "Det kan man ikke her."),
    PayloadTooLarge: _Case(413, "For langt", "Beskeden er for lang. Skriv højst 2.000 tegn ad gangen."),
    TooLong: _Case(413, "For langt", "Beskeden er for lang. Skriv højst 2.000 tegn ad gangen."),
    NotJsonType: _Case(415, "Forkert type", "Beskeden skal sendes som application/json."),
    TooManyWaiting: _Case(429, "Vent lidt", "Chatten er ved at svare. Vent et øjeblik, og skriv så igen.", helps=True),
    TooManyRequests: _Case(429, "Vent lidt", "Der kommer mange beskeder på én gang. Vent et øjeblik.", helps=True),
    EngineAway: _Case(503, "Svarer ikke lige nu", "Chatten kan ikke svare lige nu. Prøv igen om lidt.", helps=True),
    ServiceUnavailable: _Case(503, "Svarer ikke lige nu", "Svaret tog for lang tid. Prøv igen om lidt.", helps=True),
    TooManyConversations: _Case(503, "Optaget", "Mange skriver lige nu. Prøv igen om lidt.", helps=True),
}
_UNFORESEEN = _Case(500, "Fejl", "Der gik noget galt. Prøv igen om lidt.", helps=True)


def install(app: Sanic[Any, Any]) -> None:
    """Answer every exception of the app as a problem. Nothing of the request is in it, and nothing is logged but the kind."""
    app.exception(Exception)(answer_problem)


async def answer_problem(request: Request, fault: Exception) -> HTTPResponse:
    """Give the problem for an exception."""
    case = _case(fault)
    if case is _UNFORESEEN:
        COUNTS.add("faults", "web")
        request.app.ctx.logger.error("Unforeseen: %s", type(fault).__name__)
    problem = Problem(
        title=case.title, status=case.status, detail=case.detail, messages=_messages(request, fault, case)
    )
    headers = {"Retry-After": str(RETRY_SECONDS)} if case.status in (429, 503) else {}
    body = problem.model_dump_json(exclude_none=True).encode()
    return raw(body, case.status, headers, content_type="application/problem+json")


def _case(fault: Exception) -> _Case:
    for kind, case in _CASES.items():
        if isinstance(fault, kind):
            return case
    if isinstance(fault, SanicException) and (fault.status_code or 0) in CLIENT_FAULTS:
        return _CASES[NotJson]
    return _UNFORESEEN


def _messages(request: Request, fault: Exception, case: _Case) -> list[Message] | None:
    if isinstance(fault, EngineAway):
        return fault.messages
    messages: list[Message] | None = request.app.ctx.service.numbers() if case.helps else None
    return messages
