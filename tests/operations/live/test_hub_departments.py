"""A department's screens: what it owns or shares, and nothing of the others."""

from typing import Any

import pytest

from domain.access.grants import GRANTS
from domain.reach import Reach
from domain.subject_key import of_incident
from operations.live.timing import Timing
from operations.live.views import AUDIENCES, ViewClass, reach_of, sees, view_of
from tests.operations.hub_fakes import (
    GRID,
    OTHER_GRID,
    Bench,
    FakeConnection,
    FakeJournal,
    a_bench,
    a_record,
    incident_state,
)

CALM = Timing(beat_s=60)


def an_incident(journal: FakeJournal, number: str, *, area: str = GRID, **owned: Any) -> None:
    journal.append("incident", number, incident_state(number, area, **owned), v=2)


def an_assignment(journal: FakeJournal, number: str, unit_id: str) -> None:
    state = {
        "assignment_id": f"{number}-{unit_id}", "number": number, "unit_id": unit_id,
        "area_code": GRID, "cleared_at": None,
    }  # fmt: skip
    journal.append("assignment", f"{number}-{unit_id}", state)


def three(journal: FakeJournal) -> None:
    an_incident(journal, "OURS", owner="housing")
    an_incident(journal, "SHARED", owner="police", shared_with=["housing"])
    an_incident(journal, "CENTRE", owner=None)
    for number in ("OURS", "SHARED", "CENTRE"):
        an_assignment(journal, number, f"U-{number}")
    journal.unit("U1")


async def join(bench: Bench, role: str, **bounds: str) -> FakeConnection:
    connection = FakeConnection().hello()
    bench.serve(connection, role=role, **bounds)
    return connection


async def test_a_department_sees_what_it_owns_or_shares():
    async with a_bench(three, timing=CALM) as bench:
        screen = await join(bench, "department", department="housing")
        held = (await screen.next("snapshot"))["entities"]
        assert held["incident"].keys() == {"OURS", "SHARED"}
        assert held["assignment"].keys() == {"OURS-U-OURS", "SHARED-U-SHARED"}
        assert held["unit"].keys() == {"U1"}
        an_incident(bench.journal, "THEIRS", owner="police")
        an_assignment(bench.journal, "THEIRS", "U9")
        an_incident(bench.journal, "NEW", owner="housing")
        frame = await screen.news()
        assert [record["id"] for record in frame["records"]] == ["NEW"]
        assert "THEIRS" not in "".join(screen.texts)


async def test_an_incident_that_is_handed_over_takes_along_what_hangs_on_it():
    async with a_bench(three, timing=CALM) as bench:
        housing = await join(bench, "department", department="housing")
        police = await join(bench, "department", department="police")
        await housing.next("snapshot")
        assert (await police.next("snapshot"))["entities"]["incident"].keys() == {"SHARED"}
        an_incident(bench.journal, "OURS", owner="police")
        left, came = await housing.next("snapshot"), await police.next("snapshot")
        assert left["entities"]["incident"].keys() == {"SHARED"}
        assert left["entities"]["assignment"].keys() == {"SHARED-U-SHARED"}
        assert came["entities"]["assignment"].keys() == {"OURS-U-OURS", "SHARED-U-SHARED"}
        assert left["seq"] == came["seq"] == bench.journal.head()[1]


async def test_a_department_of_a_town_sees_its_own_there():
    async with a_bench(three, timing=CALM) as bench:
        an_incident(bench.journal, "FAR", area=OTHER_GRID, owner="housing")
        screen = await join(bench, "department", department="housing", area=GRID[:9])
        held = (await screen.next("snapshot"))["entities"]["incident"]
        assert held.keys() == {"OURS", "SHARED"}


@pytest.mark.parametrize("role", ["village", "grid_worker"])
async def test_somebody_of_an_area_is_told_of_it_alone_whatever_they_ask(role: str):
    async with a_bench(three, timing=CALM) as bench:
        screen = await join(bench, role, area=GRID[:12])
        await screen.next("snapshot")
        an_incident(bench.journal, "ELSEWHERE", area=OTHER_GRID, owner="housing")
        an_incident(bench.journal, "HERE", area=GRID)
        seen = [record["id"] for record in (await screen.news())["records"]]
        assert seen == ["HERE"]
        assert "ELSEWHERE" not in "".join(screen.texts)
        for wanted in (GRID[:9], OTHER_GRID, "340604"):
            nosy = FakeConnection().hello(view={"area": wanted})
            bench.serve(nosy, role=role, area=GRID[:12])
            await nosy.until_closed()
            assert nosy.closed == (4403, "view.area lies outside your own")


async def test_all_who_see_the_same_share_one_encoding():
    async with a_bench(three, timing=CALM) as bench:
        screens = [await join(bench, role) for role in sorted(AUDIENCES) if role != "department"]
        screens += [await join(bench, "department", department="housing") for _ in range(5)]
        for screen in screens:
            await screen.next("snapshot")
        assert bench.hub.health()["encodings"] == 4  # cameras are not everybody's
        an_incident(bench.journal, "NEW", owner="housing")
        for screen in screens:
            await screen.news()
        assert bench.hub.health()["encodings"] == 8


def test_every_role_that_may_look_has_an_audience_and_no_other():
    assert AUDIENCES.keys() == GRANTS["live.see"]


def test_only_a_departments_officer_is_bound_to_a_department():
    assert view_of("dispatcher", None, "housing") == view_of("leader", None)
    assert view_of("wall", None, "housing") == ViewClass()
    bound = view_of("department", None, "housing")
    assert not sees(bound, "incident", Reach(GRID, frozenset()))
    housing = Reach(GRID, frozenset({"housing"}))
    assert sees(bound, "incident", housing)
    assert not sees(view_of("department", None, None), "incident", housing)


def test_what_hangs_on_an_incident_nobody_knows_belongs_to_nobody():
    notice = reach_of(a_record(1, "notice", "N1", of_incident("LS9").stated()), {})
    assert notice is not None and notice.owners == frozenset()
    figure = reach_of(a_record(1, "kpi", "K1", {}), {})
    assert figure is not None and figure.owners is None
