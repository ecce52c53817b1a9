"""What of the public process is counted by network address."""

from typing import Any

from sanic import Request, Sanic

from bot.http.limits import RequestLimit


def install(app: Sanic[Any, Any], limit: RequestLimit) -> None:
    """Count every request that makes the assistant work. The page itself and what ends a conversation are always free."""

    async def count(request: Request) -> None:
        if request.method == "POST" and not request.path.endswith("/end"):
            limit.count(request.remote_addr or request.ip)

    app.register_middleware(count, "request")
