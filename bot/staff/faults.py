"""Every fault of the staff process in one table: the status, and the Danish line for it, on a page or as a problem (RFC 9457)."""

import logging
from typing import Any, NamedTuple

from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import MethodNotAllowed, NotFound, PayloadTooLarge, SanicException
from sanic.response import json, redirect

from bot.http.limits import TooManyRequests
from bot.knowledge.sheets import ContentBroken
from bot.staff.door import TOO_OLD, show_door
from bot.staff.gate import SAFE, FormTooOld, FromElsewhere, RoleMissing, WrongHost
from bot.staff.look import render
from bot.staff.sessions import NotSignedIn
from bot.statistics.counts import COUNTS

CLIENT_FAULTS = range(400, 500)
RETRY_SECONDS = 60

logger = logging.getLogger(__name__)


class _Case(NamedTuple):
    status: int
    title: str
    detail: str


_CASES: dict[type[Exception], _Case] = {
    NotSignedIn: _Case(401, "Log ind", "Du er ikke logget ind længere. Log ind, og prøv igen."),
    RoleMissing: _Case(403, "Ingen adgang", "Det har du ikke adgang til. Se under Din adgang, hvad du kan."),
    FormTooOld: _Case(403, "Prøv igen", TOO_OLD),
    FromElsewhere: _Case(403, "Ikke herfra", "Det kom ikke fra medarbejdersidens egen side. Åbn siden, og prøv igen."),
    NotFound: _Case(404, "Findes ikke", "Siden findes ikke."),
    MethodNotAllowed: _Case(405, "Ikke tilladt", "Det kan man ikke her."),
    PayloadTooLarge: _Case(413, "For langt", "Det er for langt."),
    WrongHost: _Case(421, "Forkert adresse", "Siden findes ikke på den adresse."),
    ContentBroken: _Case(503, "Indholdet kan ikke bruges", "Der er en fejl i det, assistenten siger. Se `bot check`."),
    TooManyRequests: _Case(429, "Vent lidt", "Der kommer for meget på én gang. Vent et minut, og prøv igen."),
}
_UNREADABLE = _Case(400, "Kan ikke læses", "Det kunne ikke læses.")
_UNFORESEEN = _Case(500, "Fejl", "Der gik noget galt. Prøv igen om lidt.")


def install(app: Sanic[Any, Any]) -> None:
    """Answer every exception of the app. Nothing of the request is in the answer, and nothing is logged but the kind."""
    app.exception(Exception)(answer_fault)


async def answer_fault(request: Request, fault: Exception) -> HTTPResponse:
    """Give the page or the problem for an exception."""
    case = _case(fault)
    if case is _UNFORESEEN:
        COUNTS.add("faults", "staff")
        logger.error("Unforeseen: %s", type(fault).__name__)
    answer = _problem(case) if request.path.startswith("/api/") else _page(request, fault, case)
    if isinstance(fault, TooManyRequests):
        answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer


def _case(fault: Exception) -> _Case:
    for kind, case in _CASES.items():
        if isinstance(fault, kind):
            return case
    if isinstance(fault, SanicException) and (fault.status_code or 0) in CLIENT_FAULTS:
        return _UNREADABLE
    return _UNFORESEEN


def _problem(case: _Case) -> HTTPResponse:
    body = {"type": "about:blank", "title": case.title, "status": case.status, "detail": case.detail}
    return json(body, case.status, content_type="application/problem+json")


def _page(request: Request, fault: Exception, case: _Case) -> HTTPResponse:
    if isinstance(fault, NotSignedIn) and request.method in SAFE:
        return redirect("/log-ind", status=303)
    if isinstance(fault, (NotSignedIn, FormTooOld)) and not getattr(request.ctx, "session", None):
        return show_door(request, case.status, case.detail)
    return render(request, "fejl.html", case.status, title=case.title, detail=case.detail)
