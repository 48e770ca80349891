"""`/docs` and `/openapi.json`, for administrators: the routes as served, and who may call them.

Drawn by this server alone, without a script and without anybody else's.
"""

import re
from collections.abc import Mapping
from html import escape
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import HTMLResponse, Response

from api.errors import answer, refusal
from api.languages import in_language
from api.typed import Refusal
from domain.access.access import need_of
from domain.access.grants import GRANTS
from domain.access.routes import OPEN
from layouts.entrance.entrance import Frame, page

_REF = "#/components/schemas/{model}"
SHOWN = ("/api/", "/ingest", "/healthz", "/map/", "/docs", "/openapi.json")


def router(server: FastAPI, *, is_open: bool) -> APIRouter:
    """The two routes; shut, both answer that there is nothing."""
    routes = APIRouter()

    @routes.get("/openapi.json")
    async def openapi() -> Response:
        return answer(schema_of(server)) if is_open else _nothing()

    @routes.get("/docs")
    async def docs(request: Request) -> Response:
        if not is_open:
            return _nothing()
        return HTMLResponse(in_language(docs_page(schema_of(server)), request.scope))

    return routes


def _nothing() -> Response:
    return refusal(404, "not_found", "path", says="nothing_at_path")


def schema_of(server: FastAPI) -> dict[str, Any]:
    """The OpenAPI schema: the paths of the API, how each refuses, and who may call it."""
    whole = server.openapi()
    paths = {
        path: {method: _operation(method, path, held) for method, held in operations.items()}
        for path, operations in sorted(whole["paths"].items())
        if path.startswith(SHOWN)
    }
    schemas = whole.get("components", {}).get("schemas", {})
    refusals = Refusal.model_json_schema(ref_template=_REF)
    schemas |= refusals.pop("$defs", {}) | {"Refusal": refusals}
    about = {"info": whole["info"] | {"title": "OneScreen"}}
    return whole | about | {"paths": paths, "components": {"schemas": schemas}}


def is_typed(held: Mapping[str, Any]) -> bool:
    """Whether a route of the schema tells what it answers by a model."""
    return "default" in held["responses"]


def _operation(method: str, path: str, held: dict[str, Any]) -> dict[str, Any]:
    refused = {
        "description": "refused",
        "content": {"application/json": {"schema": {"$ref": _REF.format(model="Refusal")}}},
    }
    done = held["responses"] if is_typed(held) else {"200": {"description": "done"}}
    answers = {code: one for code, one in done.items() if code != "422"} | {"default": refused}
    more = {"responses": answers, "x-roles": roles_of(method, path)}
    if missing := _unnamed(path, held):
        more["parameters"] = [*held.get("parameters", []), *missing]
    return held | more


def _unnamed(path: str, held: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Names in a path the route reads by itself, such as a key, as the schema wants them told."""
    told = {one["name"] for one in held.get("parameters", []) if one.get("in") == "path"}
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"\{(\w+)\}", path)
        if name not in told
    ]


def roles_of(method: str, path: str) -> list[str]:
    """The roles that may call a route, sorted; `everybody` where no sign-in is asked for."""
    action = need_of(method.upper(), path).action
    return ["everybody"] if action == OPEN else sorted(GRANTS.get(action, ()))


def docs_page(schema: dict[str, Any]) -> str:
    """The routes as a table."""
    rows = "".join(
        f"<tr><td>{escape(method.upper())}</td><td><code>{escape(path)}</code></td>"
        f"<td>{escape(', '.join(operation['x-roles']))}</td></tr>"
        for path, operations in schema["paths"].items()
        for method, operation in operations.items()
    )
    body = (
        '<p class="entrance-hint">机器可读：<a href="/openapi.json">/openapi.json</a></p>'
        "<table><thead><tr><th>方法</th><th>路径</th><th>角色</th></tr></thead>"
        f'<tbody translate="no">{rows}</tbody></table>'
        '<p class="entrance-links"><a href="/admin">系统管理</a></p>'
    )
    return page("接口文档", Frame(), body, wide=True)
