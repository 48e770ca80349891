"""Notices: delivered with growing patience, told on when nobody answers, exact through restarts."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from domain.access.access import NotAllowedError
from domain.access.callers import DEMO_DISPATCHER as D1
from domain.access.callers import MACHINE, Caller
from domain.desk.notices import TRIES, NoticeState
from domain.desk.timers import TimerKind
from domain.dispatch.shifts import shift_of
from domain.dispatch.units import Fix, UnitStatus
from domain.errors import NotFoundError, RefusedError
from domain.incidents.incidents import IncidentStatus
from domain.subject_key import of_incident
from operations.desk.parts import DeskSettings
from operations.notices.channels import AppChannel, ChannelError, Message
from operations.upkeep.demo import DemoPhones
from store.desk import outbox
from tests.operations.door_parts import put_units, report
from tests.support.door import Door, open_door, until
from tests.support.small_map import write_small_map

LOCAL = ZoneInfo("Asia/Shanghai")


class Gateway:
    """A channel that can be down."""

    name = "gateway"

    def __init__(self) -> None:
        self.is_down = False
        self.took: list[Message] = []

    async def send(self, message: Message) -> None:
        if self.is_down:
            raise ChannelError("通道无应答")
        self.took.append(message)


class Bench:
    def __init__(self, door: Door, gateway: Gateway) -> None:
        self.door, self.gateway = door, gateway

    async def sent(self, source_id: str, *units: str) -> str:
        number = await report(self.door, source_id)
        await self.door.parts.crews.assign(number, units, caller=D1)
        await self.door.settled()
        return number

    async def pass_time(self, **span: float) -> None:
        """Let the timers believe that it is later; everything due runs."""
        timers = self.door.parts.timers
        now = self.door.ingest._now()
        timers._now = lambda: now + timedelta(**span)
        while await timers.tick():
            pass
        await timers.tick()
        await self.door.settled()

    def levels(self, number: str) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for one in self.door.store.notices(about=of_incident(number)):
            found.setdefault(one.level, []).append(one.state.value)
        return found


@pytest_asyncio.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    gateway = Gateway()
    small = write_small_map(tmp_path / "small.gpkg")
    settings = DeskSettings(channels=(AppChannel(), gateway))
    async with open_door(tmp_path / "var", small, settings) as door:
        put_units(door, "P1", "P2", "P3")
        await door.settled()
        now = door.ingest._now()
        door.board.update(
            [Fix(f"P{n}", 33.81, 116.71 + n / 1000, now) for n in (1, 2, 3)], source="t"
        )
        yield Bench(door, gateway)


async def test_a_notice_is_sent_but_not_acknowledged(bench):
    number = await bench.sent("1", "P1")
    await bench.pass_time(seconds=1)
    [notice] = bench.door.store.notices(about=of_incident(number))
    assert (notice.state, notice.channel) == (NoticeState.SENT, ("app", "gateway"))
    assert [one.notice.notice_id for one in bench.gateway.took] == [notice.notice_id]
    assert notice.acknowledged_at is None
    assert bench.door.picture.newest("notice", notice.notice_id).state["state"] == "sent"


async def test_silence_goes_to_the_next_nearest_the_supervisor_and_the_duty_desk(bench):
    number = await bench.sent("1", "P1")
    await bench.door.parts.ownership.transfer(number, "emergency", caller=D1)
    [asked] = [one for one in bench.door.store.notices(about=of_incident(number)) if one.department]
    await bench.door.parts.notices.acknowledge(asked.notice_id, caller=D1)
    await bench.pass_time(seconds=1)
    await bench.pass_time(seconds=31)
    assert [one.unit_id for one in bench.door.store.assignments(number)] == ["P1", "P2"]
    assert sorted(bench.levels(number)) == [0, 1]
    await bench.pass_time(seconds=61)
    await bench.pass_time(seconds=121)
    assert sorted(bench.levels(number)) == [0, 1, 2, 3]
    told = {one.level: one.recipient for one in bench.door.store.notices(about=of_incident(number))}
    assert (told[2], told[3]) == ("值班长", "应急管理局值班室")
    assert bench.door.store.timers(TimerKind.ESCALATE) == []


async def test_an_answer_ends_it(bench):
    number = await bench.sent("1", "P1")
    await bench.pass_time(seconds=1)
    [notice] = await bench.door.parts.notices.hand_out("P1", holder=MACHINE)
    await bench.door.parts.notices.answer(notice["notice_id"], "P1", holder=MACHINE)
    await bench.pass_time(seconds=200)
    assert bench.levels(number) == {0: ["acknowledged"]}


async def test_an_answer_of_the_second_unit_ends_it_too(bench):
    number = await bench.sent("1", "P1")
    await bench.pass_time(seconds=1)
    await bench.pass_time(seconds=31)
    await bench.door.desk.set_unit_status("P2", UnitStatus.EN_ROUTE, actor="P2")
    await bench.pass_time(seconds=200)
    assert sorted(bench.levels(number)) == [0, 1]


async def test_a_unit_called_back_is_not_told_on(bench):
    number = await bench.sent("1", "P1")
    await bench.pass_time(seconds=1)
    await bench.door.parts.crews.release(number, "P1", caller=D1)
    await bench.pass_time(seconds=200)
    [unserved] = [one for one in bench.door.store.notices(about=of_incident(number)) if one.level]
    assert unserved.text.startswith("无人处置：火情")
    assert bench.levels(number)[0] == ["withdrawn"]


async def test_silence_sends_nobody_whom_the_recommendation_bars(bench):
    number = await bench.sent("1", "P1")
    over = bench.door.ingest._now().astimezone(LOCAL) - timedelta(hours=8)
    shift = {"night": "夜班", "day": "早班", "evening": "中班"}[shift_of(over, LOCAL)]
    rows = [f"{over:%Y-%m-%d},{shift},{one},巡逻," for one in ("P2", "P3")]
    table = "\n".join(["日期,班次,单位编号,岗位,备注", *rows])
    put_units(bench.door, "P4")
    await bench.door.settled()
    await bench.door.parts.roster.load(table.encode(), caller=D1)
    now = bench.door.ingest._now()
    bench.door.board.update([Fix("P4", 33.81, 116.73, now)], source="t")
    await bench.pass_time(seconds=1)
    await bench.pass_time(seconds=31)
    assert [one.unit_id for one in bench.door.store.assignments(number)] == ["P1", "P4"]


async def test_with_nobody_free_the_supervisor_hears_at_once(bench):
    number = await bench.sent("1", "P1")
    for unit_id in ("P2", "P3"):
        await bench.door.desk.set_unit_status(unit_id, UnitStatus.OFF_DUTY, actor="d")
    await bench.door.settled()
    await bench.pass_time(seconds=1)
    await bench.pass_time(seconds=31)
    assert sorted(bench.levels(number)) == [0, 2]


async def test_a_channel_that_is_down_is_tried_again_and_then_given_up(bench):
    bench.gateway.is_down = True
    number = await bench.sent("1", "P1")
    await bench.pass_time(seconds=1)
    [notice] = bench.door.store.notices(about=of_incident(number))
    assert (notice.state, notice.pending, notice.error) == (
        NoticeState.SENT,
        ("gateway",),
        "通道无应答",
    )
    bench.gateway.is_down = False
    await bench.pass_time(seconds=20)
    [notice] = bench.door.store.notices(about=of_incident(number), state="sent")
    assert (notice.pending, notice.channel) == ((), ("app", "gateway"))
    bench.gateway.is_down = True
    other = await bench.sent("2", "P2")
    for n in range(TRIES + 1):
        await bench.pass_time(minutes=3 * n + 1)
    first = [one for one in bench.door.store.notices(about=of_incident(other)) if one.level == 0]
    assert first[0].attempts == TRIES
    assert bench.door.store.timers(TimerKind.DELIVER) == []


async def test_two_processes_never_act_on_one_timer(bench):
    number = await bench.sent("1", "P1")
    await bench.pass_time(seconds=1)
    timers = bench.door.parts.timers
    now = bench.door.ingest._now()
    timers._now = lambda: now + timedelta(seconds=31)
    await asyncio.gather(timers.tick(), timers.tick())
    await bench.door.settled()
    assert len(bench.door.store.assignments(number)) == 2


async def test_people_on_scene_are_to_be_heard_of(bench):
    number = await bench.sent("1", "P1")
    await bench.door.desk.set_unit_status("P1", UnitStatus.ON_SCENE, actor="P1")
    await bench.pass_time(seconds=1)
    [row] = await bench.door.parts.notices.check_ins(caller=D1)
    assert (row["unit_id"], row["number"], row["state"]) == ("P1", number, "ok")
    await bench.door.parts.notices.check_in("P1", caller=D1)
    await bench.pass_time(minutes=11)
    assert set(bench.levels(number)) == {0, 2}
    await bench.door.parts.notices.check_in("P1", caller=D1)
    told = [one for one in bench.door.store.notices(about=of_incident(number)) if one.level == 2]
    assert {one.state for one in told} == {NoticeState.WITHDRAWN}
    await bench.door.parts.steps.step(number, IncidentStatus.RESOLVED, caller=D1)
    await bench.pass_time(minutes=30)
    assert bench.door.store.timers(TimerKind.CHECK_IN) == []
    await until(lambda: bench.door.picture.seq >= bench.door.store.head()[1])


async def test_the_demos_crews_are_heard_of_by_their_own_phones(bench):
    number = await bench.sent("1", "P1")
    phones = DemoPhones(bench.door.parts.notices)
    with pytest.raises(NotFoundError):
        await phones.check_in("P1")  # nobody is there yet
    await bench.door.desk.set_unit_status("P1", UnitStatus.ON_SCENE, actor="P1")
    await bench.pass_time(minutes=9)
    await phones.check_in("P1")
    await bench.pass_time(seconds=1)
    [row] = await bench.door.parts.notices.check_ins(caller=D1)
    assert (row["number"], row["state"]) == (number, "ok")
    assert set(bench.levels(number)) == {0}


OFFICER = Caller("e1", "department", department="emergency")


async def handed_over(bench: Bench) -> tuple[str, str]:
    """The number of an incident a department was given, and the id of what its desk was told."""
    number = await report(bench.door, "handed")
    await bench.door.parts.ownership.transfer(number, "emergency", caller=D1)
    [told] = bench.door.store.notices(about=of_incident(number))
    assert (told.department, told.unit_id, told.level) == ("emergency", None, 0)
    return number, told.notice_id


async def test_a_department_that_does_not_answer_is_told_on_until_it_takes_over(bench):
    number, told = await handed_over(bench)
    await bench.pass_time(seconds=1)
    await bench.pass_time(seconds=31)
    await bench.pass_time(seconds=121)
    assert set(bench.levels(number)) == {0, 2, 3}
    with pytest.raises(NotAllowedError):
        other = Caller("u1", "department", department="housing")
        await bench.door.parts.notices.acknowledge(told, caller=other)
    await bench.door.parts.notices.acknowledge(told, caller=OFFICER)
    assert bench.levels(number)[0] == ["acknowledged"]
    assert bench.door.store.timers(TimerKind.ESCALATE) == []


async def test_working_on_it_is_taking_it_over_and_giving_it_back_tells_the_desk(bench):
    number, told = await handed_over(bench)
    await bench.door.parts.steps.step(number, IncidentStatus.ACCEPTED, caller=OFFICER)
    assert bench.door.store.notice(told).state is NoticeState.ACKNOWLEDGED
    after = await bench.door.parts.ownership.give_back(number, caller=OFFICER, reason="不归本局管")
    assert after.owner is None
    back = bench.door.store.notices(about=of_incident(number))[0]
    assert (back.department, "退回" in back.text, "不归" in back.text) == ("", True, False)
    notes = bench.door.store.story([of_incident(number)], ["note"])
    assert [one.private["text"] for one in notes] == ["不归本局管"]
    with pytest.raises(RefusedError):
        await bench.door.parts.ownership.give_back(number, caller=OFFICER, reason="再退")
    await bench.door.parts.steps.cancel(number, caller=D1, reason="重复")
    assert bench.levels(number)[0] == ["withdrawn", "acknowledged"]
    await bench.door.parts.ownership.transfer(number, "emergency", caller=D1)
    assert len(bench.levels(number)[0]) == 2  # nobody is asked about what is over
    await bench.door.parts.steps.reopen(number, caller=D1, reason="又冒烟")
    assert bench.levels(number)[0][0] in {"waiting", "sent"}


async def test_a_dead_gateway_sends_no_unit_however_long_it_is_dead(bench):
    bench.gateway.is_down = True
    number = await bench.sent("1", "P1")
    for n in range(TRIES + 1):
        await bench.pass_time(minutes=3 * n, seconds=31)
    assert [one.unit_id for one in bench.door.store.assignments(number)] == ["P1"]
    told = [
        one.text for one in bench.door.store.notices(about=of_incident(number)) if one.level == 2
    ]
    assert any("没有送达（通道无应答）" in text for text in told)


async def test_later_tries_of_one_delivery_tell_on_nobody_again(bench):
    number = await bench.sent("1", "P1")
    await bench.pass_time(seconds=1)
    await bench.pass_time(seconds=31)
    bench.gateway.is_down = True
    [first] = [
        one for one in bench.door.store.notices(about=of_incident(number)) if one.unit_id == "P1"
    ]
    for n in range(TRIES):
        await bench.pass_time(minutes=3 * n + 3)
    sent = [one.unit_id for one in bench.door.store.assignments(number)]
    await bench.door.parts.notices.resend(first.notice_id, caller=D1)
    await bench.pass_time(minutes=40)
    assert sent == ["P1", "P2"]
    assert [one.unit_id for one in bench.door.store.assignments(number)] == sent


async def test_what_is_sent_again_has_its_whole_time_to_be_answered(bench):
    number = await bench.sent("1", "P1")
    await bench.pass_time(seconds=1)
    [first] = bench.door.store.notices(about=of_incident(number))
    with bench.door.store.transaction() as tx:
        outbox.drop_timers(tx, TimerKind.ESCALATE, [first.notice_id])  # told on long ago
    await bench.door.parts.notices.resend(first.notice_id, caller=D1)
    await bench.pass_time(seconds=20)
    assert bench.levels(number) == {0: ["sent"]}
    [timer] = bench.door.store.timers(TimerKind.ESCALATE)
    assert timer.due_at - bench.door.ingest._now() > timedelta(seconds=20)


async def test_when_the_silent_first_is_called_back_the_silent_second_is_told_on(bench):
    number = await bench.sent("1", "P1")
    await bench.pass_time(seconds=1)
    await bench.pass_time(seconds=31)
    await bench.door.parts.crews.release(number, "P1", caller=D1)
    await bench.pass_time(seconds=61)
    told = [
        one.text for one in bench.door.store.notices(about=of_incident(number)) if one.level == 2
    ]
    assert told == [text for text in told if text.startswith("警P2 未签收")]
    assert len(told) == 1


async def test_silence_is_told_on_also_where_no_stand_in_can_be_looked_for(bench, monkeypatch):
    async def fails(*_given):
        raise RuntimeError("the search is gone")

    number = await bench.sent("1", "P1")
    monkeypatch.setattr(bench.door.dispatching.recommendations, "in_place_of", fails)
    await bench.pass_time(seconds=1)
    await bench.pass_time(seconds=31)
    assert 2 in bench.levels(number)
