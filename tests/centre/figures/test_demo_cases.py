"""The demo's cases: told by the rules, whatever the day; written once, gone on with after a cut."""

from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from domain.access.roles import CENTRE
from domain.centre.cases.case import Result
from domain.centre.cases.petitions import Matter, Way
from domain.centre.cases.stages import Stage
from domain.centre.firms.seed import CONTACT
from domain.centre.loop.told_cases import Told
from domain.upkeep.history import HistoryPlan
from feeds.simulator.centre import STAFF, TELLER, tell_cases
from geodata.district.centre import load_centre
from geodata.district.district import load_district
from geodata.district.holidays import load_calendar
from operations.access.accounts import NewAccount
from operations.centre.demo.accounts import ensure_demo_accounts
from operations.centre.demo.writing import DemoCases
from store.centre.cases import case_of
from store.measures import cases as measures
from tests.centre.the_centre import TheCentre
from tests.support.people import HERE

LIESHAN = load_district(Path("districts/lieshan"))
PLACES = [("340604001001", 900), ("340604002001", 300)]


def plan_until(day: str, days: int = 365) -> HistoryPlan:
    until = datetime.fromisoformat(day).replace(tzinfo=LIESHAN.zone)
    return HistoryPlan(until, days, 340604, TELLER)


def told_of(plan: HistoryPlan, **more: int) -> list[Told]:
    centre = load_centre(LIESHAN.folder)
    assert centre is not None
    return list(tell_cases(centre, load_calendar(LIESHAN), plan, PLACES, LIESHAN.prefix, **more))


@pytest.mark.parametrize("day", ["2026-11-29", "2026-02-20", "2026-07-05"])
def test_a_year_holds_what_the_district_reports_and_what_life_brings(day: str):
    told = told_of(plan_until(day))
    last = [one.steps[-1].case for one in told]
    stages = Counter(one.stage for one in last)
    results = Counter(one.result for one in last)
    agreed = results[Result.SETTLED] + results[Result.ENFORCED]
    assert 2240 <= agreed <= 2400
    assert set(stages) >= set(Stage) - {Stage.STUDY}
    assert set(results) >= set(Result) - {Result.ENDED}  # nobody dies in the demo
    assert {one.way for one in last if one.matter is Matter.REQUEST} >= set(Way)
    assert sum("法律咨询" in (one.claim or "") for one in last) == 30
    assert sum(one.supervision == 2 for one in last) > 30
    assert sum(one.objections > 0 or one.has_objection for one in last) > 50
    assert sum(one.reopened for one in last) > 5
    assert any(one.is_sealed for one in last)
    assert any(one.people_count > 5 for one in last)
    assert all((one.claim or "").startswith("（演示）") for one in last)
    assert all((one.name or "").startswith("演示") for case in told for one in case.parties)
    assert len({one.code for one in last}) == len(last)
    assert all(step.at < plan_until(day).until for one in told for step in one.steps)


def test_the_same_plan_tells_the_same_cases():
    plan = plan_until("2026-11-29", days=40)
    assert told_of(plan) == told_of(plan)


async def test_cases_are_written_once_and_gone_on_with_after_a_cut(tmp_path: Path):
    centre = TheCentre(tmp_path)
    await centre.start()
    try:
        desk, plan = centre.parts.centre_desk, plan_until("2026-11-01", days=20)
        told = told_of(plan, count=900)
        cut = DemoCases(desk, lambda _: iter(told[:24]), plan)
        cut._write = stopped_after(cut, 24)  # type: ignore[method-assign]
        with pytest.raises(RuntimeError, match="cut off"):
            await cut.run()
        rest = DemoCases(desk, lambda _: iter(told), plan)
        await rest.run()
        assert rest.written == len(told)
        again = DemoCases(desk, lambda _: iter(told), replace(plan, seed=1))
        await again.run()
        assert again.written == 0
        with centre.parts.store.transaction() as tx:
            for one in told:
                last = one.steps[-1].case
                assert case_of(tx.connection, last.code) == last
            assert measures.differences(tx.connection) == []
    finally:
        await centre.stop()


def stopped_after(writing: DemoCases, count: int):
    write = writing._write

    async def until_cut(*told, **said):
        if writing.written >= count:
            raise RuntimeError("cut off")
        await write(*told, **said)

    return until_cut


async def test_the_accounts_of_the_demo_sign_in_with_its_password(tmp_path: Path):
    centre = TheCentre(tmp_path)
    await centre.start()
    try:
        members = [
            NewAccount(one.name, one.role, one.display_name, department=one.department)
            for one in STAFF
        ]
        register = centre.people.register
        roles = {*CENTRE, "mediation", "leader", "firm_contact", "partner", "discipline_officer"}
        assert {one.role for one in STAFF} == roles
        assert await ensure_demo_accounts(register, members, "a-demo-password-1") == len(STAFF)
        assert await ensure_demo_accounts(register, members, "another") == 0
        for name in ("window-1", "duty-1", "officer-visits", "mediator-01", "leader-1", CONTACT):
            signed = await centre.people.entrance.sign_in(name, "a-demo-password-1", HERE)
            visit = await centre.people.visit(signed.token)
            assert visit is not None and visit.due is None
    finally:
        await centre.stop()
