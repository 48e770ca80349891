"""`/openapi.json` is a valid OpenAPI 3.1 document, as far as its own rules go."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from api.docs import schema_of
from tests.access.gatehouse import Gatehouse

METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
TYPES = {"null", "boolean", "object", "array", "number", "string", "integer"}
CODE = re.compile(r"[1-5](\d\d|XX)|default")
COMPONENT = re.compile(r"[a-zA-Z0-9._-]+")


@pytest.fixture
def document(gate: Gatehouse) -> dict[str, Any]:
    return schema_of(gate.server)


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, held in document["paths"].items():
        for method, operation in held.items():
            yield path, method, operation


def schemas(node: Any) -> Iterator[dict[str, Any]]:
    """Every object of the document."""
    if isinstance(node, dict):
        yield node
        for one in node.values():
            yield from schemas(one)
    elif isinstance(node, list):
        for one in node:
            yield from schemas(one)


async def test_it_says_what_it_is(document: dict[str, Any]):
    assert document["openapi"].startswith("3.1.")
    assert document["info"]["title"] == "OneScreen"
    assert document["info"]["version"]
    assert document.keys() <= {"openapi", "info", "paths", "components", "servers", "tags"}


async def test_every_path_names_its_parameters_and_every_operation_is_one(
    document: dict[str, Any],
):
    for path, method, operation in operations(document):
        where = f"{method} {path}"
        assert path.startswith("/"), where
        assert method in METHODS, where
        parameters = operation.get("parameters", [])
        named = {(one["in"], one["name"]) for one in parameters}
        assert len(named) == len(parameters), where
        assert all(one.keys() & {"schema", "content"} for one in parameters), where
        in_path = {one["name"] for one in parameters if one["in"] == "path"}
        assert in_path == set(re.findall(r"\{(\w+)(?::\w+)?\}", path)), where
        assert all(one["required"] is True for one in parameters if one["in"] == "path"), where
    ids = Counter(one["operationId"] for _, _, one in operations(document))
    assert [name for name, count in ids.items() if count > 1] == []


async def test_every_answer_has_a_code_and_a_description_and_every_body_a_type(
    document: dict[str, Any],
):
    for path, method, operation in operations(document):
        where = f"{method} {path}"
        assert operation["responses"], where
        for code, answer in operation["responses"].items():
            assert CODE.fullmatch(code), (where, code)
            assert answer["description"], (where, code)
            for media, content in answer.get("content", {}).items():
                assert re.fullmatch(r"[\w.+*-]+/[\w.+*-]+(;.*)?", media), (where, media)
                assert content.keys() <= {"schema", "example", "examples"}, where
        assert "requestBody" not in operation or operation["requestBody"]["content"], where


async def test_every_schema_is_one_and_refers_to_what_is_there(document: dict[str, Any]):
    known = document["components"]["schemas"]
    assert [name for name in known if not COMPONENT.fullmatch(name)] == []
    for node in schemas({"paths": document["paths"], "components": document["components"]}):
        kind = node.get("type")
        if isinstance(kind, str) and "in" not in node:
            assert kind in TYPES or "properties" not in node, node
        if isinstance(node.get("$ref"), str):
            assert node["$ref"].startswith("#/components/schemas/"), node
            assert node["$ref"].rpartition("/")[2] in known, node
        assert "$defs" not in node, node
        if isinstance(node.get("required"), list) and isinstance(node.get("properties"), dict):
            assert set(node["required"]) <= node["properties"].keys(), node


async def test_models_of_one_name_are_one(document: dict[str, Any]):
    """Where two bear one name, both are called by their modules: no client should read that."""
    assert [name for name in document["components"]["schemas"] if "__" in name] == []
