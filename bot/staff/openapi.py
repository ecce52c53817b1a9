"""The OpenAPI 3.1 document of the staff API's calls, for those who are signed in."""

from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import json

from bot.version import VERSION

described = Blueprint("described")

# What every call may answer: bad input, not signed in, no role or a form too old, too much, wrong address, the store away.
_PROBLEMS = (400, 401, 403, 404, 413, 421, 429, 503)
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}
_OPENED = {
    "type": "object",
    "required": ["receiver", "lines", "created", "expires"],
    "properties": {
        "receiver": {"type": "string"},
        "lines": {"type": "array", "items": {"type": "string"}},
        "created": {"type": "string", "format": "date"},
        "expires": {"type": "string", "format": "date"},
    },
}
_CODE = {"type": "object", "required": ["code"], "properties": {"code": {"type": "string"}}}
_SCRIPTS = {
    "type": "object",
    "required": ["scripts"],
    "properties": {"scripts": {"type": "array", "items": {"type": "object", "required": ["name", "who", "steps"]}}},
}
_RUN = {
    "type": "object",
    "required": ["name", "held", "conversations"],
    "properties": {
        "name": {"type": "string"},
        "held": {"type": "boolean"},
        "conversations": {"type": "array", "items": {"type": "object"}},
    },
}


@described.get("/openapi.json")
async def openapi(_: Request) -> HTTPResponse:
    """Give the document."""
    return json(describe())


def describe() -> dict[str, Any]:
    """Give the document: a sign-in's cookie for all, and the form's secret in a header for what changes something."""
    name = {"name": "name", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Førstekontakt, medarbejdere", "version": VERSION},
        "security": [{"session": []}],
        "paths": {
            "/api/v1/handoffs/redeem": {
                "post": _operation("redeem", "Open a code, once.", _OPENED) | {"requestBody": _body(_CODE)}
            },
            "/api/v1/scripts": {"get": _operation("scripts", "List the scripts.", _SCRIPTS, 422)},
            "/api/v1/scripts/{name}/run": {
                "post": _operation("run", "Run a script.", _RUN, 409, 422) | {"parameters": [name]}
            },
        },
        "components": {
            "schemas": {"Problem": _PROBLEM},
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": "session"}},
        },
    }


def _operation(name: str, summary: str, answer: dict[str, Any], *more: int) -> dict[str, Any]:
    problem = {"description": "Problem", "content": {"application/problem+json": {"schema": _reference("Problem")}}}
    done = {"description": "OK", "content": {"application/json": {"schema": answer}}}
    return {
        "operationId": name,
        "summary": summary,
        "responses": {"200": done} | {str(status): problem for status in sorted((*_PROBLEMS, *more))},
    }


def _body(schema: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
