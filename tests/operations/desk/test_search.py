"""One search: what the caller's screen may see, by number, title and call sign, then places."""

from dataclasses import replace
from typing import Any

import pytest

from domain.access.callers import Caller
from domain.incidents.incidents import INCIDENT
from domain.live.records import Record
from operations.desk.search import Search
from operations.live.picture import Picture
from operations.threads import Work
from tests.support.pictures import NOON, an_incident

WALL = Caller(actor="w", role="wall")


class Places:
    """The names of a map that has one place for every text."""

    async def find(self, query: str, limit: int, caller: Caller = WALL) -> list[dict[str, Any]]:
        return [{"source": "area", "name": query, "code": "340604001"}][:limit]


def a_unit(unit_id: str, sign: str, home: str, seq: int) -> Record:
    state = {"unit_id": unit_id, "call_sign": sign, "status": "available", "home_area": home,
             "kind": "police"}  # fmt: skip
    return Record(
        seq=seq, epoch="e", at=NOON, occurred_at=NOON, actor="t", kind="unit", id=unit_id,
        action="put", v=1, state=state, private={"name": "张三"},
    )  # fmt: skip


@pytest.fixture
def search() -> Search:
    picture = Picture()
    there = "340604002001001"
    picture.apply(
        [
            replace(an_incident("LS202611290017", 1), private={"title": "加油站爆炸"}),
            replace(an_incident("LS202611290018", 2, area_code=there), private={"title": "停电"}),
            replace(
                an_incident("LS202611290019", 3, owner="city"),
                private={"title": "张三 13812345678 求助"},
                v=INCIDENT.version,
            ),
            a_unit("U46", "警046", "340604001", 4),
            a_unit("U47", "警047", there, 5),
        ]
    )
    return Search(Places(), picture, Work())  # type: ignore[arg-type]


async def found(search: Search, text: str, caller: Caller = WALL) -> list[str]:
    rows = await search.find(text, 20, caller=caller)
    return [row.get("number") or row.get("call_sign") or row["kind"] for row in rows]


async def test_a_number_a_title_and_a_call_sign_lead_to_what_they_name(search: Search):
    assert (await found(search, "LS202611290017"))[0] == "LS202611290017"
    assert (await found(search, "ＬＳ２０２６１１２９００１８"))[0] == "LS202611290018"
    assert (await found(search, "290018"))[0] == "LS202611290018"
    assert await found(search, "加油站") == ["place", "LS202611290017"]
    assert (await found(search, "警046"))[0] == "警046"
    assert await found(search, "警") == ["place"]  # one letter is too little
    assert await found(search, "  ") == []


async def test_nothing_is_found_that_the_callers_screen_does_not_show(search: Search):
    town = replace(WALL, role="village", area="340604001")
    assert "LS202611290018" not in await found(search, "290018", town)
    assert "警047" not in await found(search, "警047", town)
    city = replace(WALL, role="department", department="city")
    assert await found(search, "2026112900", city) == ["LS202611290019", "place"]
    assert await found(search, "加油站", replace(WALL, role="audit_admin")) == []


async def test_a_title_is_looked_through_as_it_is_shown(search: Search):
    assert await found(search, "13812345678") == ["place"]
    [shown] = [row for row in await search.find("290019", 9, caller=WALL) if row["kind"] != "place"]
    assert "13812345678" not in str(shown)
