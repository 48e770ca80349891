"""No body at the door of callbacks is an error nobody expected, whatever it holds."""

import copy
import json
import logging
from typing import Any

import pytest

from domain.access.roles import PEOPLE
from tests.access.gatehouse import CALLBACK, Gatehouse

pytestmark = pytest.mark.asyncio(loop_scope="session")
WEIRD: tuple[Any, ...] = (
    None, 5, -1, 1e300, True, "", "x" * 3000, "\x00", "/area/%ff?x=[", [], [[]], [None], {},
    {"rows": 1, "kind": "grid", "code": []}, {"language": 3}, {"id": None, "value": {}},
)  # fmt: skip


def entry(name: str, prop: str, value: Any = None) -> dict[str, Any]:
    return {"id": name, "property": prop, "value": value}


def good_bodies(gate: Gatehouse) -> list[dict[str, Any]]:
    """One body for every callback, as its page would send it."""
    made = []
    for output, told in gate.dash.callback_map.items():
        sides = {}
        for side in ("inputs", "state"):
            sides[side] = []
            for one in told.get(side, []):
                if not one["id"].startswith("{"):
                    sides[side].append(entry(one["id"], one["property"]))
                    continue
                match = dict.fromkeys(json.loads(one["id"]), "a")
                sides[side].append([{**entry("", one["property"]), "id": match}])
        names = output[2:-2].split("...") if output.startswith("..") else [output]
        places = [place_of(name.partition("@")[0]) for name in names]
        made.append(
            {
                "output": output,
                "outputs": places if output.startswith("..") else places[0],
                "changedPropIds": [f"{one['id']}.{one['property']}" for one in told["inputs"]],
                **sides,
            }
        )
    return made


def place_of(name: str) -> Any:
    id_, prop = name.rsplit(".", 1)
    if not id_.startswith("{"):
        return {"id": id_, "property": prop}
    return [{"id": dict.fromkeys(json.loads(id_), "a"), "property": prop}]


async def ask(gate: Gatehouse, body: Any, role: str = "dispatcher") -> int:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return (await gate.ask("POST", CALLBACK, role, body=raw)).status


async def whose(gate: Gatehouse, body: dict[str, Any]) -> str:
    """Somebody whose page the callback is on."""
    for role in PEOPLE:
        if await ask(gate, body, role) in {200, 204}:
            return role
    raise AssertionError(f"nobody may ask for {body['output']}")


def spoilt(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The same body with one part that no page sends."""
    made: list[dict[str, Any]] = []
    for name in ("output", "outputs", "inputs", "state", "changedPropIds"):
        wrong = (5, "x", {}, [5], [[5]], [{"id": 1}], [{"id": "a"}], [{"property": "x"}])
        made.extend({**copy.deepcopy(body), name: value} for value in wrong)
    for side in ("inputs", "state"):
        for place in range(len(body[side])):
            for change in ({"property": "style"}, {"id": "elsewhere"}, {"id": 5}):
                worse = copy.deepcopy(body)
                if isinstance(worse[side][place], dict):
                    worse[side][place] |= change
                    made.append(worse)
    return made


@pytest.mark.parametrize("raw", [b"{", b"[]", b"null", b"1", b'"x"', b"\xff", b"{}", b'{"a":NaN}'])
async def test_what_is_no_callback_is_refused(gate: Gatehouse, raw: bytes):
    assert await ask(gate, raw) == 422


async def test_what_no_page_sends_is_refused(gate: Gatehouse, caplog):
    caplog.set_level(logging.ERROR)
    for body in good_bodies(gate):
        role = await whose(gate, body)
        for worse in spoilt(body):
            status = await ask(gate, worse, role)
            assert status in {200, 204, 403, 422}, (worse, status)
    assert not caplog.records


async def test_no_value_of_an_input_is_an_error_nobody_expected(gate: Gatehouse, caplog):
    caplog.set_level(logging.ERROR)
    for body in good_bodies(gate):
        role = await whose(gate, body)
        for side in ("inputs", "state"):
            for place, said in enumerate(body[side]):
                for value in WEIRD:
                    worse = copy.deepcopy(body)
                    target = worse[side][place]
                    (target[0] if isinstance(said, list) else target)["value"] = value
                    status = await ask(gate, worse, role)
                    assert status < 500, (body["output"], said, value)
    assert not caplog.records
