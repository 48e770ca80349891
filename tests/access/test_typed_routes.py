"""Every route tells in `/openapi.json` what it reads and answers (api/typed.py).

Hot paths (positions, live frames, ingest) and layers of the map stay hand-made. That routes answer
what they tell is held by tests/support/told.py wherever a test opens the door.
"""

from typing import Any

import pytest

from api.docs import schema_of
from tests.access.gatehouse import Gatehouse

NO_JSON = ("/ingest", "/map", "/docs", "/openapi.json")


@pytest.fixture
def schema(gate: Gatehouse) -> dict[str, Any]:
    return schema_of(gate.server)


def every_route(schema: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method.upper()} {path}", held)
        for path, operations in sorted(schema["paths"].items())
        for method, held in sorted(operations.items())
        if not path.startswith(NO_JSON) and "{rest}" not in path
    ]


def done(held: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for code, one in held["responses"].items() if code.startswith("2")]


def is_told(content: dict[str, Any]) -> bool:
    """Whether it is JSON of a model, or a file of a media type that is named."""
    return "$ref" in str(content) or bool(content.keys() - {"application/json"})


async def test_every_route_tells_what_it_answers(schema: dict[str, Any]):
    untyped = [
        name
        for name, held in every_route(schema)
        if not any(is_told(one.get("content") or {}) for one in done(held))
    ]
    assert untyped == []


async def test_every_name_the_schema_refers_to_is_in_it(schema: dict[str, Any]):
    known = schema["components"]["schemas"]
    asked: set[str] = set()

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            if isinstance(node.get("$ref"), str):
                asked.add(node["$ref"].rpartition("/")[2])
            for one in node.values():
                walk(one)
        if isinstance(node, list):
            for one in node:
                walk(one)

    walk(schema)
    assert {"Refusal", "DeviceAnswer"} <= asked
    assert asked - known.keys() == set()


async def test_a_typed_route_tells_its_body_its_status_and_its_refusals(schema: dict[str, Any]):
    held = schema["paths"]["/api/v1/admin/devices"]["post"]
    body = held["requestBody"]["content"]["application/json"]["schema"]
    assert body["additionalProperties"] is False
    assert body["properties"]["name"]["maxLength"] == 64
    assert list(held["responses"]) == ["201", "default"]
    assert "Refusal" in str(held["responses"]["default"])
    assert "system_admin" in held["x-roles"]
