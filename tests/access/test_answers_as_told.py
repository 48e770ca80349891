"""Routes answer what `/openapi.json` tells, and a wrong body is refused with a sentence."""

import json
import random
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from api.docs import schema_of
from domain.words import is_han
from tests.access.test_typed_routes import every_route
from tests.access.two_towns import DUTY_DAY, OUR_TOWN, TwoTowns
from tests.support.told import Told

pytestmark = pytest.mark.asyncio(loop_scope="module")

# Who asks what the others may not.
ASKERS = ("centre", "chief", "sysadm", "secadm", "audit-1", "machine", "window", "walks")
NEEDED = {
    "/api/v1/desk/roster": f"day={DUTY_DAY}",
    "/api/v1/nearest": "lat=33.81&lon=116.71",
    "/api/v1/reports": "source=desk",
    "/api/v1/search": "q=本镇",
    "/api/v1/desk/places": "q=33.81,116.71",
    "/api/v1/files": "subject_kind=incident&subject_id=",
}
BODIES_EACH = 6
# Asked by a paired screen of what it shows itself; its answer is told in tests/video/test_walls.py.
OF_SCREENS = {"GET /api/v1/video/wall"}
# Ends what everybody here asks with, or is asked of another kind of sender.
NOT_ASKED = {"POST /api/v1/desk/plan/accept"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def towns(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TwoTowns]:
    made = TwoTowns(tmp_path_factory.mktemp("told"))
    await made.start()
    await made.people.add("window", "window_clerk", department="governance")
    made.tokens["window"] = (await made.people.sign_in("window")).token
    yield made
    await made.stop()


def path_in(towns: TwoTowns, pattern: str) -> str:
    """A path of the story of our town."""
    values = {
        "number": towns.ours.number,
        "subject_kind": "incident",
        "subject_id": towns.ours.number,
        "other": towns.theirs.number,
        "unit_id": towns.ours.unit_id,
        "notice_id": towns.ours.notice_id,
        "file_id": towns.ours.file_id,
        "code": OUR_TOWN,
        "word": "fire",
        "kind": "csv",
        "name": "centre",
    }
    return re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], "x-1"), pattern)


async def test_what_is_read_is_answered_as_it_is_told(towns: TwoTowns):
    told = Told(towns.server)
    unanswered: dict[str, set[int]] = {}
    for name, held in every_route(schema_of(towns.server)):
        method, pattern = name.split(" ")
        path, query = path_in(towns, pattern), NEEDED.get(pattern, "")
        if method != "GET":
            continue
        if query.endswith("="):
            query += towns.ours.number
        for asker in ASKERS:
            answer = await towns.call(method, path, asker, query=query)
            unanswered.setdefault(name, set()).add(answer.status)
            if answer.status != 200:
                assert answer.status < 500, (name, answer.body)
                continue
            del unanswered[name]
            if "json" in answer.headers["content-type"]:
                scope = {"type": "http", "method": method, "path": path, "headers": []}
                told.check(scope | {"root_path": "", "query_string": b""}, answer.body)
            break
        assert held["responses"]["default"]
    assert told.wrong == []
    # The others ask for what is not in the story, for more than NEEDED says, or for a bound phone.
    assert {name for name, held in unanswered.items() if not held & {404, 409, 422}} == OF_SCREENS


def odd(rng: random.Random, depth: int = 0) -> Any:
    """Anything JSON may hold."""
    plain = (
        None, True, 0, -1, 1e308, 2**70, "", " ", "\x00", "火情", "x" * 5000, "0", "2026-01-01",
        "\ud800".encode("utf-8", "replace").decode(), "../..", "<b>", "340604",
    )  # fmt: skip
    if depth < 2 and rng.random() < 0.3:
        if rng.random() < 0.5:
            return [odd(rng, depth + 1) for _ in range(rng.randrange(4))]
        return {str(odd(rng, 2))[:20]: odd(rng, depth + 1) for _ in range(rng.randrange(4))}
    return rng.choice(plain)


def bodies(rng: random.Random, held: dict[str, Any]) -> list[Any]:
    """A handful of bodies: fields of the model with odd values, and what is no body at all."""
    shape = held.get("requestBody", {}).get("content", {}).get("application/json", {})
    named = list(shape.get("schema", {}).get("properties", {})) or ["nothing"]
    odd_ones = [
        {name: odd(rng) for name in named if rng.random() < 0.8} for _ in range(BODIES_EACH)
    ]
    return [[], "text", {"nobody_reads_this": 1}, *odd_ones]


async def test_odd_bodies_are_refused_with_a_sentence_and_break_nothing(towns: TwoTowns):
    rng = random.Random(20261129)
    for name, held in every_route(schema_of(towns.server)):
        method, pattern = name.split(" ")
        if method in {"GET", "HEAD"} or name in NOT_ASKED:
            continue
        path = path_in(towns, pattern)
        for body in bodies(rng, held):
            for asker in ("centre", "sysadm", "secadm", "machine"):
                answer = await towns.call(method, path, asker, body)
                if answer.status not in {401, 403}:
                    break
            assert answer.status < 500, (name, body, answer.body)
            if answer.status >= 400:
                error = json.loads(answer.body)["error"]
                assert error["code"], (name, body)
                assert is_han(error["message"]), (name, body, error)
