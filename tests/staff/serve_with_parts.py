"""The real staff process, with one part more: what a part for those who redeem will be like."""

from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import json, text

from bot import quiet
from bot.conversation.engine import HttpEngine, engine_client
from bot.settings import read_settings
from bot.staff.app import create_app
from bot.staff.look import render
from bot.staff.part import Part
from bot.staff.roles import Role

proeve = Blueprint("proeve")


@proeve.get("/proeve")
async def show(request: Request) -> HTTPResponse:
    return render(request, "fejl.html", title="Prøve", detail="Kun for dem, der indløser.")


@proeve.post("/proeve")
async def take(request: Request) -> HTTPResponse:
    return text("taget")


@proeve.post("/api/v1/proeve")
async def call(request: Request) -> HTTPResponse:
    body: Any = request.json
    return json({"taken": body})


@proeve.get("/proeve/fejl")
async def fail(request: Request) -> HTTPResponse:
    raise RuntimeError(f"{request.ctx.session} {request.cookies}")


if __name__ == "__main__":
    quiet.set_up()
    settings = read_settings()
    engine = HttpEngine(engine_client(settings.engine_url, settings.engine_secret.get_secret_value()))
    app = create_app(settings, engine, [Part(Role.INDLOES, proeve, "/proeve")])
    app.run(host=settings.staff_host, port=settings.staff_port, single_process=True, access_log=False, motd=False)
