"""`/docs` and `/openapi.json`, for administrators: the routes as served, and who may call them.

Drawn by this server alone, without a script and without anybody else's.
"""

from html import escape
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import HTMLResponse, Response

from api.errors import answer, refusal
from api.languages import in_language
from domain.access.access import GRANTS, OPEN, need_of
from layouts.entrance.entrance import Frame, page

SHOWN = ("/api/", "/ingest", "/healthz", "/map/", "/docs", "/openapi.json")
ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {
                "code": {"type": "string"},
                "field": {"type": ["string", "null"]},
                "message": {"type": "string"},
            },
        }
    },
}


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
    schemas = {"Error": ERROR}
    return whole | {"paths": paths, "components": {"schemas": schemas}}


def _operation(method: str, path: str, held: dict[str, Any]) -> dict[str, Any]:
    refused = {
        "description": "refused",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
    }
    answers = {"200": {"description": "done"}, "default": refused}
    return held | {"responses": answers, "x-roles": roles_of(method, path)}


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
