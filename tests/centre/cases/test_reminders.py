"""A late case and a late instalment remind by themselves: once each, of code and clock alone."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from domain.access.callers import Caller
from domain.desk.notices import Notice, NoticeState
from domain.desk.timers import Timer, TimerKind
from domain.subject_key import SubjectKey
from store.desk import outbox
from tests.centre.the_centre import CLAIM, NAME, PHONE, TheCentre

pytestmark = pytest.mark.asyncio(loop_scope="module")
MEDIATION = Caller("mediates", "body_officer", department="people_mediation")
VISITS = Caller("receives", "body_officer", department="visits")
LEAD = Caller("duty", "duty_clerk", department="governance")
LEADER = Caller("in-charge", "leader")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheCentre]:
    made = TheCentre(tmp_path_factory.mktemp("reminders"))
    await made.start()
    yield made
    await made.stop()


def about(code: str) -> SubjectKey:
    return SubjectKey("case", code)


def told(centre: TheCentre, code: str) -> list[Notice]:
    with centre.parts.store.transaction() as tx:
        return outbox.notices_about(tx, about(code))


async def seen_by(centre: TheCentre, who: Caller, code: str) -> list[str]:
    return [
        one.head for one in await centre.parts.cases.reminders.all(who) if one.subject_id == code
    ]


async def ticked(centre: TheCentre, code: str) -> None:
    now = datetime.now(UTC)
    await centre.parts.cases.times.clock(Timer(TimerKind.CASE_CLOCK, code, about(code), now))


async def test_amber_and_red_remind_the_body_once_each_with_code_and_clock_alone(
    centre: TheCentre,
):
    code = await centre.handled("late")
    now = datetime.now(UTC)
    centre.set_back(code, amber_at=now - timedelta(minutes=1))
    await ticked(centre, code)
    await ticked(centre, code)
    [amber] = told(centre, code)
    assert (amber.recipient, amber.text) == ("人民调解中心", f"案件时限将至：{code}，人民调解")
    await centre.runs_late(code)
    await ticked(centre, code)
    first, red = told(centre, code)
    assert first.state is NoticeState.WITHDRAWN
    assert (red.head, red.state) == ("案件已超期", NoticeState.WAITING)
    assert [one.item_id for one in centre.parts.store.timers(TimerKind.DELIVER)].count(
        red.notice_id
    ) == 1
    for content in (CLAIM, NAME, PHONE):
        assert content not in f"{first} {red}"


async def test_a_leader_in_charge_is_reminded_beside_the_body(centre: TheCentre):
    code = await centre.routed("led")
    await centre.done(code, "duty", "to_study", text="涉多部门")
    await centre.done(
        code, "duty", "study", body="people_mediation", leader="in-charge", text="纪要"
    )
    await centre.runs_late(code)
    assert {one.recipient for one in told(centre, code)} == {"人民调解中心", "包案领导"}
    assert await seen_by(centre, LEADER, code) == ["案件已超期", "案件已超期"]
    for notice in told(centre, code):
        said = await centre.pressed("in-charge", act="answer", notice=notice.notice_id)
        assert ("is-bad" in said) == (notice.recipient != "包案领导")


async def test_reminders_are_read_by_whoever_sees_the_case_and_answered_by_its_body(
    centre: TheCentre,
):
    code = await centre.handled("answered")
    await centre.runs_late(code)
    [notice] = told(centre, code)
    assert await seen_by(centre, MEDIATION, code) == await seen_by(centre, LEAD, code)
    assert await seen_by(centre, VISITS, code) == []
    assert await seen_by(centre, LEADER, code) == []
    assert "案件已超期" in await centre.queue("mediates")
    assert notice.notice_id not in await centre.queue("receives")
    for who in ("receives", "in-charge", "duty"):
        assert "is-bad" in await centre.pressed(who, act="answer", notice=notice.notice_id)
    assert "已确认" in await centre.pressed("mediates", act="answer", notice=notice.notice_id)
    assert await seen_by(centre, MEDIATION, code) == []
    assert "is-bad" in await centre.pressed("mediates", act="answer", notice="none")


async def test_what_no_longer_holds_is_withdrawn(centre: TheCentre):
    code = await centre.handled("ended")
    await centre.runs_late(code)
    await centre.done(code, "mediates", "fail", text="对方拒绝", remedy="court")
    assert [one.state for one in told(centre, code)] == [NoticeState.WITHDRAWN]


async def test_a_review_that_is_not_answered_in_time_is_told_and_withdrawn_with_the_answer(
    centre: TheCentre,
):
    code = await centre.take_in("reviewed", matter="request", category="demolition")
    await centre.done(code, "duty", "route", body="visits", way="petition")
    await centre.done(code, "receives", "accept")
    await centre.done(code, "receives", "reply", text="已出具处理意见书")
    await centre.done(code, "window", "ask_review", text="不服", review_by="演示上级机关")
    [timer] = [
        one for one in centre.parts.store.timers(TimerKind.CASE_REVIEW) if one.item_id == code
    ]
    await centre.parts.cases.times.review(timer)  # too early
    assert told(centre, code) == []
    centre.set_back(code, answer_due=datetime.now(UTC) - timedelta(minutes=1))
    await centre.parts.cases.times.review(timer)
    await centre.parts.cases.times.review(timer)
    [late] = told(centre, code)
    assert (late.head, late.state) == ("复查复核答复已超期", NoticeState.WAITING)
    assert await seen_by(centre, VISITS, code) == ["复查复核答复已超期"]
    await centre.done(code, "duty", "review_opinion", text="维持")
    assert [one.state for one in told(centre, code)] == [NoticeState.WITHDRAWN]
    assert code not in [one.item_id for one in centre.parts.store.timers(TimerKind.CASE_REVIEW)]


def armed(centre: TheCentre) -> dict[str, datetime]:
    kept = centre.parts.store.timers(TimerKind.CASE_INSTALMENT)
    return {one.item_id: one.due_at for one in kept}


async def performing(centre: TheCentre, key: str) -> str:
    """A case that is performed in two instalments, both of them to come."""
    code = await centre.handled(key)
    today = datetime.now(UTC).date()
    due = [(today + timedelta(days=days)).isoformat() for days in (2, 30)]
    await centre.done(
        code, "mediates", "agree", form="written", agreement="分两期", has_consent=True,
        amount_fen=300, instalments=[{"due": due[0], "fen": 100}, {"due": due[1], "fen": 200}],
    )  # fmt: skip
    return code


async def test_an_instalment_that_is_late_reminds_the_handler_once(centre: TheCentre):
    code = await performing(centre, "late-pay")
    assert armed(centre)[code] > datetime.now(UTC) + timedelta(days=1)
    await centre.parts.cases.times.instalment(
        Timer(TimerKind.CASE_INSTALMENT, code, about(code), datetime.now(UTC))
    )
    assert told(centre, code) == []  # its day is not over
    held = centre.set_back(code)
    past = datetime.now(UTC).date() - timedelta(days=3)
    late = tuple(
        type(one)(past, one.fen) if number == 0 else one
        for number, one in enumerate(held.instalments or ())
    )
    centre.set_back(code, instalments=late)
    for _ in range(2):
        await centre.parts.cases.times.instalment(
            Timer(TimerKind.CASE_INSTALMENT, code, about(code), datetime.now(UTC))
        )
    [notice] = told(centre, code)
    assert (notice.recipient, notice.text) == ("承办人", f"分期款逾期未付：{code}，第 1 期")
    assert code in armed(centre)  # the second one is to come
    await centre.done(code, "mediates", "pay", instalment=1, proof="回单")
    assert [one.state for one in told(centre, code)] == [NoticeState.WITHDRAWN]
    await centre.done(code, "mediates", "pay", instalment=2, proof="回单")
    assert code not in armed(centre)
