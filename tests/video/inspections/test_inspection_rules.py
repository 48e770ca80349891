"""Inspections as rules: the list, the round, the order, the reply, the recheck, repeats."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.errors import ConflictError, InvalidError
from domain.video.cameras.vocabulary import CameraClass
from domain.video.inspections import runs, steps
from domain.video.inspections.findings import FindingState, Gravity, InspectionFinding
from domain.video.inspections.plans import InspectionPlan, Way, after_run, read_questions
from domain.video.inspections.runs import Answer

NOON = datetime(2026, 11, 30, 4, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
DUE = steps.due_at(NOON, 15, ZONE)
PLAN = InspectionPlan(
    "IP-1", "emergency", "矿山巡检", CameraClass.MINE, Way.REMOTE, "戴安全帽\n护栏完好\n出入登记",
    7, "2026-11-30", NOON, "lead", cameras=("34060400001320000001",),
)  # fmt: skip


def found(finding_id: str = "IF-1", **more: Any) -> InspectionFinding:
    made = InspectionFinding(
        finding_id, "IR-1", "IP-1", "emergency", CameraClass.MINE, Way.REMOTE, "戴安全帽",
        Gravity.MAJOR, "演示矿", "340604100001001", 33.9, 116.9, NOON, "lead",
    )  # fmt: skip
    return replace(made, **more)


def ordered(**more: Any) -> InspectionFinding:
    return steps.order(
        found(**more), "market", is_area=False, due=DUE, by="lead", at=NOON
    )  # fmt: skip


def test_a_checklist_has_questions_each_once():
    assert read_questions(" 戴安全帽 \n\n护栏完好\n戴安全帽") == "戴安全帽\n护栏完好"
    for wrong in ("", "  \n ", "\n".join(f"第{n}问" for n in range(41))):
        with pytest.raises(InvalidError):
            read_questions(wrong)


def test_a_round_ends_when_every_question_is_answered_and_the_plan_is_due_a_cycle_later():
    run = runs.started(PLAN, "IR-1", "lead", NOON)
    run = runs.answered(run, "1", Answer.PASSED)
    run = runs.answered(run, "1", Answer.FAILED)  # the last answer counts
    run = runs.answered(run, "2", Answer.UNSEEN)
    assert (run.passed, run.failed, run.unseen) == ((), ("1",), ("2",))
    with pytest.raises(ConflictError) as refused:
        runs.ended(run, None, NOON)
    assert refused.value.values["numbers"] == "3"
    with pytest.raises(InvalidError):
        runs.answered(run, "4", Answer.PASSED)
    run = runs.ended(runs.answered(run, "3", Answer.PASSED), "总体尚可", NOON)
    with pytest.raises(ConflictError):
        runs.answered(run, "1", Answer.PASSED)
    assert after_run(PLAN, NOON, date(2026, 11, 30)).next_on == "2026-12-07"
    assert after_run(replace(PLAN, cycle_days=0), NOON, date(2026, 11, 30)).next_on == ""
    assert PLAN.is_late(date(2026, 12, 1)) and not PLAN.is_late(date(2026, 11, 30))


def test_the_last_day_of_an_order_is_whole():
    assert steps.due_at(NOON, 1, ZONE).astimezone(ZONE).isoformat() == "2026-12-01T23:59:59+08:00"
    for days in (0, 181):
        with pytest.raises(InvalidError):
            steps.due_at(NOON, days, ZONE)


def test_an_order_is_answered_and_looked_at_again_by_somebody_else():
    one = ordered()
    assert one.shared_with == ("market",) and one.state is FindingState.ORDERED
    with pytest.raises(ConflictError):
        steps.order(one, "market", is_area=False, due=DUE, by="lead", at=NOON)
    answered = steps.answer(one, "已整改", "clerk", NOON + timedelta(days=2))
    with pytest.raises(ConflictError):
        steps.recheck(answered, "clerk", NOON, is_done=True)
    with pytest.raises(InvalidError):
        steps.recheck(answered, "lead", NOON, is_done=False)
    again = steps.recheck(
        answered, "lead", NOON, is_done=False, reason="仍未佩戴", due=DUE + timedelta(days=9)
    )
    assert (again.state, again.reworks) == (FindingState.ORDERED, 1)
    done = steps.recheck(steps.answer(again, "再整改", "clerk", NOON), "lead", NOON, is_done=True)
    assert done.state is FindingState.CLOSED and not done.was_late
    with pytest.raises(ConflictError):
        steps.withdraw(done, "误记", NOON)


def test_what_was_late_stays_late():
    over = DUE + timedelta(seconds=1)
    one = ordered()
    assert not one.is_late(DUE) and one.is_late(over)
    assert steps.overdue(one, DUE) is None
    assert steps.answer(one, "迟了", "clerk", over).was_late
    marked = steps.overdue(one, over)
    assert marked is not None and marked.was_late
    assert steps.overdue(steps.answer(one, "好了", "clerk", NOON), over) is None


def test_the_same_rule_at_the_same_unit_is_a_repeat():
    new = found("IF-9")
    held = [
        found("IF-1", found_at=NOON - timedelta(days=30)),
        found("IF-2", found_at=NOON - timedelta(days=3)),
        found("IF-3", found_at=NOON - timedelta(days=1), state=FindingState.WITHDRAWN),
        found("IF-4", found_at=NOON - timedelta(days=1), rule="护栏完好"),
        found("IF-5", found_at=NOON - timedelta(days=1), unit="别矿"),
        found("IF-6", found_at=NOON - timedelta(days=1), owner="market"),
        found("IF-7", found_at=NOON - timedelta(days=366)),
    ]
    told = steps.with_repeats(new, held)
    assert (told.repeat_of, told.repeats) == ("IF-2", 2)
    assert steps.with_repeats(new, held[2:]).repeat_of is None
