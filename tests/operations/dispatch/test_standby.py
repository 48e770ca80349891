"""Move-ups as orders: one at most per unit, answered or told on, and a real incident wins."""

import pytest
from sqlalchemy.exc import IntegrityError

from api.sentences import SENTENCES
from domain.access.callers import DEMO_DISPATCHER as D1
from domain.access.callers import Caller
from domain.desk.notices import NoticeState
from domain.desk.timers import TimerKind
from domain.dispatch.standby import Ending
from domain.dispatch.units import Fix, UnitStatus
from domain.errors import ConflictError, InvalidError, NotFoundError, RefusedError
from domain.picture.fold import fold
from operations.upkeep.journal_words import sentence
from store.tables import STANDBY
from tests.operations.door_parts import report
from tests.operations.notices.test_escalation import Bench, bench  # noqa: F401 - the fixture

GRID = "340604002001004"


def told(door, standby_id: str) -> dict[int, tuple[str, NoticeState]]:
    chain = [one for one in door.store.notices() if one.chain == standby_id]
    return {one.level: (one.recipient, one.state) for one in chain}


async def ordered(bench: Bench, unit_id: str = "P1") -> dict:  # noqa: F811
    made = await bench.door.parts.standbys.order(unit_id, GRID, caller=D1)
    await bench.door.settled()
    return made


def standby_of(door, standby_id: str) -> dict:
    return door.picture.entities["standby"][standby_id].state


async def test_an_order_is_journalled_noticed_and_leaves_the_unit_available(bench):  # noqa: F811
    made = await ordered(bench)
    door = bench.door
    assert (made["area_code"], made["arrived_at"], made["ended_at"]) == (GRID, None, None)
    assert door.store.unit("P1").status is UnitStatus.AVAILABLE
    await bench.pass_time(seconds=1)
    [message] = bench.gateway.took
    assert "备勤" in message.notice.text and "不是出警" in message.notice.text
    assert told(door, made["standby_id"]) == {0: ("警P1", NoticeState.SENT)}
    words = [sentence(one) for one in door.store.records_after(0) if one.kind == "standby"]
    assert words == [
        f"demo-dispatcher · P1 前往 {made['name']} 备勤".replace("demo-dispatcher", "演示调度员")
    ]


async def test_silence_is_told_on_and_moves_nobody_else(bench):  # noqa: F811
    made = await ordered(bench)
    await bench.pass_time(seconds=1)
    await bench.pass_time(seconds=31)
    assert told(bench.door, made["standby_id"])[2] == ("值班长", NoticeState.SENT)
    await bench.pass_time(seconds=121)
    assert set(told(bench.door, made["standby_id"])) == {0, 2, 3}
    assert bench.door.store.open_assignments() == []
    await bench.door.parts.notices.acknowledge(made["standby_id"], caller=D1)
    assert bench.door.store.timers(TimerKind.ESCALATE) == []


async def test_its_own_position_says_that_it_is_there_and_a_release_ends_it(bench):  # noqa: F811
    made = await ordered(bench)
    door = bench.door
    await bench.pass_time(seconds=11)
    assert standby_of(door, made["standby_id"])["arrived_at"] is None
    now = door.ingest._now()
    door.board.update([Fix("P1", made["lat"], made["lon"] + 0.001, now)], source="t")
    await bench.pass_time(seconds=25)
    assert standby_of(door, made["standby_id"])["arrived_at"] is not None
    assert told(door, made["standby_id"])[0][1] is NoticeState.ACKNOWLEDGED
    over = await door.parts.standbys.end("P1", caller=D1)
    assert over["ending"] == Ending.RELEASED
    await door.settled()
    held = fold(door.store.records_after(0))["standby", made["standby_id"]].state
    assert held == door.picture.entities["standby"][made["standby_id"]].state == over


async def test_a_real_dispatch_or_the_end_of_duty_ends_it(bench):  # noqa: F811
    made = await ordered(bench)
    number = await report(bench.door, "1")
    await bench.door.parts.crews.assign(number, ["P1"], caller=D1)
    await bench.door.settled()
    assert standby_of(bench.door, made["standby_id"])["ending"] == Ending.DISPATCHED
    assert told(bench.door, made["standby_id"])[0][1] is NoticeState.WITHDRAWN
    with pytest.raises(ConflictError) as refusal:
        await bench.door.parts.standbys.order("P1", GRID, caller=D1)
    assert (refusal.value.code, number in refusal.value.message) == ("unit_busy", True)
    other = await ordered(bench, "P2")
    await bench.door.parts.crews.set_unit_status("P2", UnitStatus.OFF_DUTY, caller=D1)
    await bench.door.settled()
    assert standby_of(bench.door, other["standby_id"])["ending"] == Ending.UNAVAILABLE


async def test_what_cannot_be_ordered_is_refused_in_words(bench):  # noqa: F811
    await ordered(bench)
    standbys = bench.door.parts.standbys
    far = Caller("d2", "dispatcher")
    for unit_id, place, kind, code in (
        ("P1", GRID, ConflictError, "on_standby"),
        ("GHOST", GRID, NotFoundError, "not_found"),
        ("P2", "340604999", InvalidError, "unknown_area"),
        ("P2", (10.0, 10.0), InvalidError, "outside_district"),
    ):
        with pytest.raises(kind) as refusal:
            await standbys.order(unit_id, place, caller=far)
        assert refusal.value.code == code
    for act in (standbys.end, standbys.arrived):
        with pytest.raises(NotFoundError):
            await act("P2", caller=D1)
    with pytest.raises(RefusedError):
        await standbys.order("P2", GRID, caller=Caller("l", "leader"))


async def test_the_database_refuses_a_second_order(bench):  # noqa: F811
    made = await ordered(bench)
    with (
        pytest.raises(IntegrityError, match=r"standby\.unit_id|one_open_standby"),
        bench.door.store._engine.begin() as connection,
    ):
        row = dict(connection.execute(STANDBY.select()).mappings().one())
        connection.execute(STANDBY.insert(), {**row, "standby_id": "another"})
    assert len(bench.door.parts.standbys.items(caller=D1)) == 1
    assert bench.door.parts.standbys.items(caller=D1)[0]["standby_id"] == made["standby_id"]


async def test_the_recommendation_offers_it_and_says_where_it_waits(bench):  # noqa: F811
    made = await ordered(bench)
    number = await report(bench.door, "1")
    await bench.door.settled()
    offers = await bench.door.dispatching.recommendations.for_incident(number, caller=D1, limit=8)
    police = [
        one for role in offers["roles"] for one in role["candidates"] if one["unit_id"] == "P1"
    ]
    words = SENTENCES.in_language("zh")
    assert any(f"正前往{made['name']}备勤" in one["text"].said(words) for one in police)
    handover = await bench.door.parts.shift.handover(None, None, caller=D1)
    assert [(one["unit_id"], one["name"]) for one in handover["standbys"]] == [("P1", made["name"])]
    board = await bench.door.parts.shift.board(caller=D1)
    [free] = [column["units"] for column in board if column["status"] == "available"]
    assert {one["unit_id"]: one["standby"] and one["standby"]["name"] for one in free} == {
        "P1": made["name"],
        "P2": None,
        "P3": None,
    }
