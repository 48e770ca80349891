"""A record that names its own audience: strangers meet it at no door and in no figure.

None of the present kinds names one. So incidents are declared to: `links` are the people of a
sealed one and the bodies of any, `is_stated` seals it. The story of the other town is
then sealed to one dispatcher, and whoever saw it before asks every door again.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio

from domain.incidents.incidents import INCIDENT
from domain.reach import NamedBy
from tests.access.test_all_doors import DISTRICT, PERIOD
from tests.access.test_kinds_at_all_doors import told, told_of
from tests.access.two_towns import OTHER_DEPARTMENT, OTHER_TOWN, THEIRS, TwoTowns

pytestmark = pytest.mark.asyncio(loop_scope="module")
BY = NamedBy(bodies="links", people="links", is_sealed="is_stated")
# Who saw the story before, and is not named.
STRANGERS = ("chief", "theirs", "judge")


@contextmanager
def incidents_name_their_audience() -> Iterator[None]:
    held = INCIDENT.audience
    object.__setattr__(INCIDENT, "audience", replace(held, named=BY))
    INCIDENT.__dict__.pop("_looked_at", None)
    try:
        yield
    finally:
        object.__setattr__(INCIDENT, "audience", held)
        INCIDENT.__dict__.pop("_looked_at", None)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def towns(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TwoTowns]:
    made = TwoTowns(tmp_path_factory.mktemp("sealed"))
    await made.start()
    await made.people.add("judge", "mediation", area=OTHER_TOWN, department="court")
    made.tokens["judge"] = (await made.people.sign_in("judge")).token
    with incidents_name_their_audience():
        yield made
    await made.stop()


async def named(towns: TwoTowns, *audience: str, is_sealed: bool = False) -> None:
    """Say whom the other town's incident is for."""
    with towns.parts.store.transaction() as tx:
        held = tx.incident(towns.theirs.number)
        assert held is not None
        after = replace(held, links=audience, is_stated=is_sealed)
        tx.put_incident(after, action="edit", actor="test")
    await towns.settled()


async def figures(towns: TwoTowns, who: str) -> dict[str, Any]:
    """Every figure somebody is told, by its door."""
    found: dict[str, Any] = {}
    for code in (DISTRICT, OTHER_TOWN):
        path = f"/api/v1/areas/{code}/statistics"
        for door in (path, f"{path}/rows"):
            answer = await towns.ask("GET", door, who, query=PERIOD)
            if answer.status == 200:
                found[door] = steady(json.loads(answer.body))
    for by in ("class", "area", "department"):
        answer = await towns.ask("GET", "/api/v1/desk/figures", who, query=f"by={by}")
        if answer.status == 200:
            found[by] = json.loads(answer.body)["rows"]
    now = datetime.now(UTC)
    towns.parts.kpis._counted_for = None  # not so soon again, else
    await towns.parts.kpis._count(now)
    found["kpis"] = {one.id: (one.value, one.detail) for one in towns.parts.kpis.compute(now)}
    return found


def steady(body: Any) -> Any:
    """Without what the clock alone changes."""
    return {key: value for key, value in body.items() if key not in {"as_of", "may_export"}}


async def test_a_sealed_record_is_told_at_no_door(towns: TwoTowns):
    await named(towns)
    for who in STRANGERS:
        assert await told(towns, f"{THEIRS}标题", who), who
    await named(towns, "centre", is_sealed=True)
    assert await told(towns, f"{THEIRS}标题", "centre")
    for who in STRANGERS:
        marks = [f"{THEIRS}标题", f"{THEIRS}备注", f"{THEIRS}.png", towns.theirs.notice_id]
        assert await told_of(towns, marks, who) == {mark: [] for mark in marks}, who


async def test_the_record_of_acts_tells_an_auditor_nothing_of_what_is_sealed(towns: TwoTowns):
    query = f"entity={towns.theirs.number}"
    await named(towns)
    path = "/api/v1/admin/journal"
    told_before = towns.json(await towns.ask("GET", path, "audit-1", query=query))["items"]
    assert {one["kind"] for one in told_before} >= {"incident", "note", "assignment", "notice"}
    await named(towns, "centre", is_sealed=True)
    # What was written while it was open tells as much as what was written since.
    assert towns.json(await towns.ask("GET", path, "audit-1", query=query))["items"] == []
    newest = towns.json(await towns.ask("GET", path, "audit-1", query="limit=5"))
    assert len(newest["items"]) == 5
    file = await towns.ask("GET", "/api/v1/admin/journal.csv", "audit-1")
    assert file.status == 200
    assert f"incident,{towns.theirs.number}" not in file.body.decode()


async def test_a_sealed_record_changes_no_figure(towns: TwoTowns):
    await named(towns)
    before = await figures(towns, "chief")
    await named(towns, "centre", is_sealed=True)
    sealed = {who: await figures(towns, who) for who in ("chief", "centre")}
    assert sealed["chief"] != before
    # Kept figures are the same for whom it names and for whom it does not.
    for door in (*(door for door in before if "areas" in door), "kpis"):
        assert sealed["chief"][door] == sealed["centre"][door], door
    for of in (listed, kept, still_open):
        assert of(before) == [2, 1], of
        assert of(sealed["chief"]) == [1, 0], of
    open_on_the_wall = [one["kpis"]["incidents_open"][0] for one in (before, sealed["chief"])]
    assert open_on_the_wall == [2, 1]
    per_hour = [
        one["kpis"]["reported_per_hour"][1]["last_24h"] for one in (before, sealed["chief"])
    ]
    assert [sum(hours) for hours in per_hour] == [2, 1]
    assert before["class"] != sealed["chief"]["class"]
    assert sealed["centre"]["class"] == before["class"]
    await named(towns)
    assert await figures(towns, "chief") == before
    assert towns.parts.store.compare_sums() == []


def listed(found: dict[str, Any]) -> list[int]:
    """How many incidents stand behind the figures of the district and of the town."""
    paths = [f"/api/v1/areas/{code}/statistics/rows" for code in (DISTRICT, OTHER_TOWN)]
    return [len(found[path]["items"]) for path in paths]


def kept(found: dict[str, Any]) -> list[int]:
    paths = [f"/api/v1/areas/{code}/statistics" for code in (DISTRICT, OTHER_TOWN)]
    return [found[path]["totals"]["reported"] for path in paths]


def still_open(found: dict[str, Any]) -> list[int]:
    paths = [f"/api/v1/areas/{code}/statistics" for code in (DISTRICT, OTHER_TOWN)]
    return [found[path]["open_now"] for path in paths]


async def test_a_card_names_no_sealed_incident_that_was_merged_into_it(towns: TwoTowns):
    theirs, path = towns.theirs.number, f"/api/v1/desk/incidents/{towns.ours.number}"

    async def card(who: str) -> tuple[list[str], str]:
        whole = await towns.ask("GET", path, who)
        story = await towns.ask("GET", f"{path}/timeline", who)
        said = whole.body.decode() + story.body.decode()
        return towns.json(whole)["merged"], said

    await merged(towns, towns.ours.number)
    await named(towns)
    assert (await card("chief"))[0] == [theirs]
    await named(towns, "centre", is_sealed=True)
    assert (await card("centre"))[0] == [theirs]
    numbers, said = await card("chief")
    assert numbers == []
    for mark in (theirs, f"{THEIRS}备注"):
        assert mark not in said, mark
    await merged(towns, None)


async def merged(towns: TwoTowns, into: str | None) -> None:
    """Say what the other town's incident is part of."""
    with towns.parts.store.transaction() as tx:
        held = tx.incident(towns.theirs.number)
        assert held is not None
        tx.put_incident(replace(held, merged_into=into), action="edit", actor="test")
    await towns.settled()


async def test_pages_are_full_where_the_newest_is_not_ones_own(towns: TwoTowns):
    await named(towns, "centre", is_sealed=True)
    query = "limit=1"
    page = towns.json(await towns.ask("GET", "/api/v1/incidents", "chief", query=query))
    assert [one["number"] for one in page["items"]] == [towns.ours.number]
    assert page["next"] is None
    notices = towns.json(await towns.ask("GET", "/api/v1/desk/notices", "chief"))
    assert notices["items"]
    assert all(one["number"] != towns.theirs.number for one in notices["items"])


async def test_the_live_socket_knows_the_department_of_whoever_looks(towns: TwoTowns):
    await named(towns, "court")
    for who, is_told in (("judge", True), ("talks", False), ("theirs", False), ("clerk", False)):
        assert (towns.theirs.number in await snapshot(towns, who)) is is_told, who
    async with towns.socket("/ws/live", "judge") as judge:
        await hello(judge)
        await named(towns, OTHER_DEPARTMENT)
        said = await heard(judge)
        # What hangs on it leaves with it.
        assert "snapshot" in said
        assert towns.theirs.number not in said


async def hello(socket: Any) -> str:
    return str(await socket.say(json.dumps({"hello": 1, "epoch": None, "seq": None, "view": {}})))


async def heard(socket: Any) -> str:
    said = ""
    await asyncio.sleep(0.3)
    while not socket.got.empty():
        said += str(socket.got.get_nowait())
    return said


async def snapshot(towns: TwoTowns, who: str) -> str:
    async with towns.socket("/ws/live", who) as socket:
        return await hello(socket) + await heard(socket)
