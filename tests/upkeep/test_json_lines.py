"""The log as JSON: a line a machine reads, the number of the request, nothing about people."""

import json
import logging

import httpx
import orjson
from fastapi import FastAPI

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
