"""An incident becomes a case: both keep the link, and strangers to the case are told of neither."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio

from domain.centre.cases.case import CASE
from store.centre.cases import case_of
from tests.access.two_towns import OTHER_PLACE
from tests.centre.the_centre import CASES, CLAIM, NAME, PHONE, TheCentre

pytestmark = pytest.mark.asyncio(loop_scope="module")
DESK = "/api/v1/desk/incidents"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheCentre]:
    made = TheCentre(tmp_path_factory.mktemp("incident"))
    await made.start()
    yield made
    await made.stop()


async def reported(centre: TheCentre, key: str, incident_class: str = "dispute") -> str:
    body = {
        "key": f"incident-{key}", "class": incident_class, "severity": 3, "lat": OTHER_PLACE[0],
        "lon": OTHER_PLACE[1], "title": "邻里争执", "caller_name": "演示报警人",
    }  # fmt: skip
    made = centre.json(await centre.call("POST", DESK, "centre", body), 201)
    await centre.settled()
    return str(made["number"])


async def told(centre: TheCentre, number: str, who: str) -> list[dict[str, Any]]:
    answer = centre.json(await centre.call("GET", f"{DESK}/{number}/timeline", who))
    return [one for one in answer["items"] if one["kind"] == "case"]


async def test_a_dispute_becomes_a_case_and_both_keep_the_link(centre: TheCentre):
    number = await reported(centre, "becomes")
    code = await centre.take_in("becomes", incident=number)
    assert (await centre.shown(code, "window"))["incident"] == number
    assert number in await centre.pressed("window", act="open", code=code)
    assert await told(centre, number, "in-charge") == []
    with centre.parts.store.transaction() as tx:
        case = case_of(tx.connection, code)
        assert case is not None
        seen = replace(case, people=(*case.people, "in-charge"))
        tx.put(CASE, seen, action="assign", actor="test")
    [line] = await told(centre, number, "in-charge")
    assert line["text"] == f"矛盾纠纷化解中心已立案：{code}"
    for content in (CLAIM, NAME, PHONE, "migrant_wages"):
        assert content not in str(line)


@pytest.mark.parametrize("who", ["centre", "chief", "theirs"])
async def test_strangers_to_the_case_read_the_incident_as_before(centre: TheCentre, who: str):
    number = await reported(centre, f"strangers-{who}")
    before = centre.json(await centre.call("GET", f"{DESK}/{number}/timeline", who))
    await centre.take_in(f"strangers-{who}", incident=number)
    after = centre.json(await centre.call("GET", f"{DESK}/{number}/timeline", who))
    assert after == before


async def test_a_window_names_disputes_only_and_learns_nothing_of_others(centre: TheCentre):
    fire = await reported(centre, "no-dispute", "fire")
    said = []
    for number in (fire, "LS-2026-000000"):
        body = {
            "key": f"of-{number}", "window": "01", "category": "contract", "claim": "x",
            "parties": [{"name": "赫连演示"}], "incident": number,
        }  # fmt: skip
        answer = await centre.call("POST", CASES, "window", body)
        assert answer.status == 404
        said.append(answer.error["message"].replace(number, "…"))
    assert said[0] == said[1]
    assert (await centre.listed(q="赫连演示"))["items"] == []


async def test_a_second_case_of_one_incident_is_offered_the_first(centre: TheCentre):
    number = await reported(centre, "twice")
    first = await centre.take_in("twice-1", incident=number, parties=[{"name": "端木演示甲"}])
    said = await centre.pressed(
        "window", act="take_in", applicants="端木演示乙", claim="同一件事", category="contract",
        matter="dispute", channel="incident", window="01", incident=number,
    )  # fmt: skip
    assert first in said
