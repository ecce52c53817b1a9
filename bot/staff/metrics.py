"""Numbers for whoever keeps it running, as Prometheus reads them. For who has the token; without one set, for nobody."""

import asyncio
import hmac
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from sanic import Blueprint, HTTPResponse, Request, Sanic
from sanic.response import empty, raw

from bot.settings import Settings
from bot.statistics.counts import COUNTS, NAME, Gathered
from bot.statistics.writing import keep_written, try_to_write

metrics = Blueprint("metrics")
ASK_SECONDS = 1.0


def install(app: Sanic[Any, Any], settings: Settings) -> None:
    """Count here too, and know where the others' counts lie."""
    app.ctx.settings = settings

    @app.before_server_start
    async def begin(app: Sanic[Any, Any]) -> None:
        app.ctx.counting = asyncio.create_task(keep_written(COUNTS, settings.metrics_folder, "staff"))

    @app.before_server_stop
    async def end(app: Sanic[Any, Any]) -> None:
        app.ctx.counting.cancel()


@metrics.get("/metrics")
async def show(request: Request) -> HTTPResponse:
    """Give the numbers; 403 without the token, and always where no token is set."""
    settings: Settings = request.app.ctx.settings
    token = settings.metrics_token.get_secret_value()
    if not token or not hmac.compare_digest((request.token or "").encode(errors="replace"), token.encode()):
        return empty(403)
    if settings.metrics_folder:
        await asyncio.to_thread(try_to_write, COUNTS, settings.metrics_folder, "staff")
    alive = await _alive(request, settings)
    body = await asyncio.to_thread(lambda: generate_latest(_All(settings, alive)))
    return raw(body, content_type=CONTENT_TYPE_LATEST)


async def _alive(request: Request, settings: Settings) -> dict[str, bool]:
    """Ask each part whether it answers."""
    web, actions, engine = await asyncio.gather(
        _answers(f"http://{settings.host}:{settings.port}/health/live"),
        _answers(f"http://127.0.0.1:{settings.actions_port}/health"),
        request.app.ctx.engine.ready(),
    )
    return {"web": web, "actions": actions, "engine": engine, "staff": True}


async def _answers(url: str) -> bool:
    try:
        async with httpx.AsyncClient(timeout=ASK_SECONDS, trust_env=False) as client:
            return (await client.get(url)).is_success
    except httpx.HTTPError:
        return False


class _All(Collector):
    """The counts of all processes, which of them answer, and how much of the disk is free."""

    def __init__(self, settings: Settings, alive: dict[str, bool]) -> None:
        self._settings = settings
        self._alive = alive

    def collect(self) -> Iterator[Metric]:
        """Give every metric (see parent class)."""
        if self._settings.metrics_folder:
            yield from Gathered(Path(self._settings.metrics_folder)).collect()
        up = GaugeMetricFamily(f"{NAME}_up", "Whether a part answers", labels=["part"])
        for part, answers in self._alive.items():
            up.add_metric([part], int(answers))
        yield up
        disk = shutil.disk_usage(self._settings.state_folder)
        yield GaugeMetricFamily(f"{NAME}_disk_free_ratio", "Free share of the disk of codes", disk.free / disk.total)
