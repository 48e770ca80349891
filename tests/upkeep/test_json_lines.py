"""The log as JSON: a line a machine reads, the number of the request, nothing about people."""

import json
import logging

import httpx
import orjson
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from api.failures import Failures
from api.requests import Requests
from bootstrap.logs import JsonLines


class Kept(logging.Handler):
    """Keeps every line as it would be written."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonLines())
        self.lines: list[dict[str, object]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one."""
        self.lines.append(orjson.loads(self.format(record)))


async def test_a_request_is_a_line_with_its_route_and_number_but_not_its_path():
    app, kept, log = FastAPI(), Kept(), logging.getLogger("onescreen")
    app.add_middleware(Failures)
    app.add_middleware(Requests, is_told=True)

    @app.get("/ingest/osmand/{key}")
    async def take(key: str) -> dict[str, int]:
        log.warning("a line\nof two rows")
        return {"length": len(key)}

    before = log.level
    log.setLevel(logging.INFO)
    log.addHandler(kept)
    try:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            answer = await client.get("/ingest/osmand/secret-key?phone=13912345678")
            nowhere = await client.get("/secret-path")
    finally:
        log.removeHandler(kept)
        log.setLevel(before)
    within, told, not_found = kept.lines
    number = answer.headers["x-request-id"]
    assert (within["message"], within["level"]) == ("a line\nof two rows", "WARNING")
    assert within["request"] == told["request"] == number != nowhere.headers["x-request-id"]
    asked = told["asked"]
    assert isinstance(asked, dict)
    assert (asked["method"], asked["route"], asked["status"]) == (
        "GET",
        "/ingest/osmand/{key}",
        200,
    )
    assert not_found["asked"]["route"] == "none" and not_found["asked"]["status"] == 404
    everything = json.dumps(kept.lines)
    assert "secret" not in everything and "13912345678" not in everything


def test_what_nobody_expected_is_one_line_with_its_stack():
    kept = Kept()
    try:
        raise ZeroDivisionError("no")
    except ZeroDivisionError as error:
        kept.handle(
            logging.LogRecord(
                "onescreen",
                logging.ERROR,
                __file__,
                1,
                "broken",
                (),
                (type(error), error, error.__traceback__),
            )
        )
    assert "ZeroDivisionError: no" in str(kept.lines[0]["fault"])


class Copying:
    """As the gate does: hands on a copy of the scope."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on."""
        await self._app({**scope, "more": True}, receive, send)


async def test_the_route_is_known_behind_middleware_and_where_the_answer_fails(caplog):
    app, kept, log = FastAPI(), Kept(), logging.getLogger("onescreen.requests")

    @app.get("/api/v1/units/{unit_id}")
    async def read(unit_id: str) -> None:
        raise ZeroDivisionError(unit_id)

    app.add_middleware(Failures)
    app.add_middleware(Copying)
    app.add_middleware(Requests, is_told=True)
    before = log.level
    log.setLevel(logging.INFO)
    log.addHandler(kept)
    try:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            answer = await client.get("/api/v1/units/13912345678")
    finally:
        log.removeHandler(kept)
        log.setLevel(before)
    asked = kept.lines[-1]["asked"]
    assert isinstance(asked, dict)
    assert (asked["route"], asked["status"]) == ("/api/v1/units/{unit_id}", 500)
    assert answer.headers["x-request-id"] == kept.lines[-1]["request"]
