"""The OpenAPI 3.1 description of the API, made from the table that the API itself works by."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

from layouts.api_table import AS_ROW, PARAMETERS, RESOURCES, CsvRow, Resource, Told
from layouts.door import SESSION_COOKIE

PREFIX = "/api/v1"
PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", types.NoneType: "null"}
REFUSALS = {
    "400": "malformed: a parameter that is unknown, missing or not to be read",
    "401": "sign_in: nobody has signed in",
    "403": "right, sensitive, host: no right to this",
    "404": "unknown_…: a code or number that there is none of",
}
ERROR: Mapping[str, Any] = {
    "type": "object",
    "required": ["error"],
    "additionalProperties": False,
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "additionalProperties": False,
            "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
        }
    },
}


def description(version: str) -> dict[str, Any]:
    """The whole document, ready for JSON."""
    parts: dict[str, Any] = {"Error": dict(ERROR)}
    paths = {f"{PREFIX}/{name}": {"get": _operation(name, each, parts)} for name, each in RESOURCES.items()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "法衡 Faheng",
            "version": version or "0",
            "description": "The numbers of the pages, from the same computation. Reading only.",
        },
        "paths": paths,
        "components": {
            "schemas": dict(sorted(parts.items())),
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": SESSION_COOKIE}},
        },
        "security": [{}, {"session": []}],  # without login nothing is needed
    }


def _operation(name: str, resource: Resource, parts: dict[str, Any]) -> dict[str, Any]:
    answers: dict[str, Any] = {
        "200": {
            "description": resource.text,
            "content": {resource.media: {"schema": _answer(resource, parts)}},
        }
    }
    for status, text in REFUSALS.items():
        refusal = {"schema": {"$ref": "#/components/schemas/Error"}}
        answers[status] = {"description": text, "content": {"application/json": refusal}}
    return {
        "operationId": name.replace(".", "_"),
        "summary": resource.text,
        "parameters": [_parameter(each, resource) for each in resource.parameters],
        "responses": answers,
    }


def _answer(resource: Resource, parts: dict[str, Any]) -> dict[str, Any]:
    if resource.media == "text/csv":
        return {"type": "string", "description": "columns: " + ", ".join(get_type_hints(CsvRow))}
    return schema(resource.answer, parts) if resource.answer else {"type": "object"}


def _parameter(name: str, resource: Resource) -> dict[str, Any]:
    """A repeatable one is a list whose items each stand as name=value."""
    known = PARAMETERS[name]
    single: dict[str, Any] = {"type": "string"}
    if known.among:
        single["enum"] = list(known.among)
    if known.pattern:
        single["pattern"] = known.pattern
    needed = name in resource.required
    found: dict[str, Any] = {
        "name": name,
        "in": "query",
        "required": needed,
        "description": resource.told.get(name, known.text),
        "schema": single if known.once or needed else {"type": "array", "items": single},
    }
    if "items" in found["schema"]:
        found |= {"style": "form", "explode": True}
    return found


def schema(kind: Any, parts: dict[str, Any]) -> dict[str, Any]:
    """The JSON Schema of a type; records go to ``parts`` once, under their names."""
    if kind in PLAIN:
        return {"type": PLAIN[kind]}
    if is_dataclass(kind) or is_typeddict(kind):
        return _record(kind, parts)
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _told(schema(inner[0], parts), inner[1])
    if origin is Literal:
        return {"type": "string", "enum": list(inner)}
    if origin in (Union, types.UnionType):
        return {"type": [schema(each, parts)["type"] for each in inner]}
    if origin in (list, tuple):
        return {"type": "array", "items": schema(inner[0], parts)}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": schema(inner[1], parts)}
    raise TypeError(f"no JSON Schema is known for {kind!r}: add it to layouts/openapi.py")


def _told(found: dict[str, Any], told: Told) -> dict[str, Any]:
    found = {**found, "description": told.text}
    if told.among:
        empty = [None] if "null" in found["type"] else []
        found["enum"] = [*told.among, *empty]
    return found


def _record(kind: Any, parts: dict[str, Any]) -> dict[str, Any]:
    name = kind.__name__
    if name not in parts:
        parts[name] = {}
        fields = {**get_type_hints(kind, include_extras=True), **AS_ROW.get(kind, {})}
        parts[name] = {
            "type": "object",
            "required": list(fields),
            "additionalProperties": False,
            "properties": {key: schema(each, parts) for key, each in fields.items()},
        }
        if kind.__doc__:
            parts[name]["description"] = kind.__doc__.split("\n\n")[0]
    return {"$ref": f"#/components/schemas/{name}"}
