"""Takes the request out of the context that what is started during it is given."""

from contextvars import copy_context
from typing import Any

from sanic import Request, Sanic


def install(app: Sanic[Any, Any]) -> None:
    """Do so for every request.

    A timer keeps the context it was made in until its time is up, though it was cancelled long before. With the request in
    it, the words and the token would stay in memory for as long as the engine might have taken to answer.
    """
    app.register_middleware(_leave_it_out, "request", priority=100)


async def _leave_it_out(_: Request) -> None:
    for variable, value in copy_context().items():
        if isinstance(value, Request):
            variable.set(None)
