"""The OpenAPI 3.1 document, made of the API's routes and shapes."""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from sanic import Blueprint

from bot.web.schemas import Answered, Begin, Begun, Municipalities, Problem, Speak

# handler -> (request, status, answer, problems); what a person sends a token with, takes one
_Shape = type[BaseModel]
_SHAPES: dict[str, tuple[_Shape | None, int, _Shape | None, tuple[int, ...]]] = {
    "begin": (Begin, 201, Begun, (400, 413, 415, 503)),
    "speak": (Speak, 200, Answered, (400, 401, 413, 415, 429, 503)),
    "end": (None, 204, None, ()),
    "end_by_beacon": (None, 204, None, (413,)),
    "municipalities": (None, 200, Municipalities, ()),
}
_BY_TOKEN = ("speak", "end")


def describe(api: Blueprint, version: str) -> dict[str, Any]:
    """Give the document for a blueprint whose handlers are named in `_SHAPES`."""
    schemas = _schemas([shape for each in _SHAPES.values() for shape in (each[0], each[2]) if shape] + [Problem])
    paths: dict[str, dict[str, Any]] = {}
    for route in api.routes:
        operation = _operation(route.handler.__name__, route.handler.__doc__ or "")
        for method in route.methods:
            paths.setdefault(f"/{route.path}", {})[method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {"title": "Førstekontakt", "version": version, "license": {"name": "MPL-2.0", "identifier": "MPL-2.0"}},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _schemas(shapes: list[_Shape]) -> dict[str, Any]:
    definitions: dict[str, Any] = models_json_schema(
        [(shape, "validation") for shape in shapes], ref_template="#/components/schemas/{model}"
    )[1]["$defs"]
    return definitions


def _reference(shape: _Shape) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{shape.__name__}"}


def _operation(handler: str, doc: str) -> dict[str, Any]:
    request, status, answer, problems = _SHAPES[handler]
    operation: dict[str, Any] = {"operationId": handler, "summary": doc.splitlines()[0], "responses": {}}
    if request:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": _reference(request)}}}
    if handler == "end_by_beacon":
        operation["requestBody"] = {"content": {"text/plain": {"schema": {"type": "string"}}}}
    if handler in _BY_TOKEN:
        operation["security"] = [{"token": []}]
    operation["responses"][str(status)] = {"description": "OK"} | (
        {"content": {"application/json": {"schema": _reference(answer)}}} if answer else {}
    )
    for problem in problems:
        content = {"application/problem+json": {"schema": _reference(Problem)}}
        operation["responses"][str(problem)] = {"description": "Problem", "content": content}
    return operation
