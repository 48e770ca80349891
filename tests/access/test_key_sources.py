"""A key that is bound to a source reports, changes and asks for that source, and for no other."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from domain.access.callers import Caller
from domain.access.sources import check_source, signed
from tests.access.two_towns import TwoTowns
from tests.support.people import SYSTEM

pytestmark = pytest.mark.asyncio(loop_scope="module")
REPORTS = "/api/v1/reports"
INCIDENTS = "/api/v1/incidents"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def towns(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TwoTowns]:
    made = TwoTowns(tmp_path_factory.mktemp("towns"))
    await made.start()
    rights = ["facts.read", "facts.write"]
    _, key = await made.people.devices.add_key(SYSTEM, "hotline", rights, source="12345")
    made.tokens["key"] = key
    yield made
    await made.stop()


def a_report(**more: Any) -> dict[str, Any]:
    return {
        **{"source_id": "7", "class": "fire", "severity": 3, "title": "冒烟"},
        **{"lat": 33.81, "lon": 116.71, **more},
    }


async def test_a_bound_key_reports_under_its_own_name_only(towns: TwoTowns):
    for other in ("119", "", "12345x", 110):
        answer = await towns.call("POST", INCIDENTS, "key", a_report(source=other))
        assert answer.status == 403, (other, answer.body)
    made = towns.json(await towns.call("POST", INCIDENTS, "key", a_report()), 201)
    assert made["source"] == "12345"
    again = await towns.call("POST", INCIDENTS, "key", a_report(source="12345"))
    assert towns.json(again)["number"] == made["number"]
    assert towns.json(await towns.call("POST", INCIDENTS, "key", a_report(source=12345)))


async def test_a_bound_key_changes_and_follows_its_own_reports_only(towns: TwoTowns):
    own = towns.json(await towns.call("POST", INCIDENTS, "key", a_report(source_id="8")), 201)
    change = {"severity": 2}
    assert (await towns.call("PATCH", f"{INCIDENTS}/{own['number']}", "key", change)).status == 200
    other = towns.ours.number
    assert (await towns.call("PATCH", f"{INCIDENTS}/{other}", "key", change)).status == 403
    assert (await towns.call("GET", REPORTS, "key", query="source=12345")).status == 200
    assert (await towns.call("GET", REPORTS, "key", query="source=119")).status == 403


async def test_units_are_of_no_source(towns: TwoTowns):
    unit = {"kind": "police", "call_sign": "x"}
    assert (await towns.call("PUT", "/api/v1/units/X9", "key", unit)).status == 403
    assert (await towns.call("DELETE", "/api/v1/units/X9", "key")).status == 403
    assert (await towns.call("PUT", "/api/v1/units/X9", "machine", unit)).status == 201
    assert (await towns.call("DELETE", "/api/v1/units/X9", "machine")).status == 200
    assert (await towns.call("GET", "/api/v1/units/X9", "machine")).status == 404


async def test_who_is_bound_to_no_source_says_whose_a_report_is():
    check_source(Caller("api", "machine"), "119")
    assert signed(Caller("api", "machine"), [1]) == [1]
