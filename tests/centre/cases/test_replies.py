"""How petitions and suggestions are answered, and what is asked of them then, rule by rule."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.access.callers import Caller
from domain.centre.cases.case import Case, Remedy, Result, Review, steps_open
from domain.centre.cases.needs import FITTING
from domain.centre.cases.petitions import Handled, Matter, Way, handled_as
from domain.centre.cases.stages import TABLE, Stage, Step
from domain.centre.loop.said import Said
from domain.centre.loop.steps import take
from domain.centre.person.shown import shown_of
from domain.errors import ConflictError, InvalidError
from geodata.district.centre import load_centre
from geodata.district.district import load_district
from geodata.district.holidays import load_calendar
from settings import ROOT
from tests.support.cases import a_case

NOON = datetime(2026, 2, 10, 4, tzinfo=UTC)  # the 30 days hold Spring Festival
LIESHAN = ROOT / "districts" / "lieshan"
CENTRE, CALENDAR = load_centre(LIESHAN), load_calendar(load_district(LIESHAN))
OFFICER = Caller("receives", "body_officer", department="visits")
DUTY = Caller("duty", "duty_clerk", department="governance")
CLERK = Caller("window", "window_clerk", department="governance")
MEDIATION = (Step.ASSIGN, Step.SESSION, Step.AGREE, Step.FAIL)
ASKS = Said(text="不服", review_by="演示上级机关")


def in_hand(matter: Matter, way: Way | None = None, **more: Any) -> Case:
    return a_case(
        stage=Stage.HANDLING, body="visits", matter=matter, way=way, clock="petition.handle",
        due_at=NOON + timedelta(days=9), clock_from=NOON, **more,
    )  # fmt: skip


PETITION = in_hand(Matter.REQUEST, Way.PETITION)


def done(case: Case, step: Step, by: Caller = DUTY, at: datetime = NOON, **said: Any) -> Case:
    assert CENTRE is not None
    told: dict[str, Any] = {"text": "写明", **said}
    return take(case, step, Said(**told), by=by, at=at, centre=CENTRE, calendar=CALENDAR)


def test_only_the_sixth_way_is_handled_as_a_petition():
    ways = [None, *Way]
    assert [one for one in ways if handled_as(Matter.REQUEST, one) is Handled.PETITION] == [
        Way.PETITION
    ]
    assert handled_as(Matter.DISPUTE, Way.PETITION) is Handled.MEDIATION


@pytest.mark.parametrize(
    ("case", "own", "mediates"),
    [
        (PETITION, {Step.REPLY}, {Step.ASSIGN}),
        (replace(PETITION, mediators=("talks",)), {Step.REPLY}, {*MEDIATION} - {Step.FAIL}),
        (in_hand(Matter.REQUEST, Way.JUDICIAL), set(), {*MEDIATION}),
        (in_hand(Matter.DISPUTE), set(), {*MEDIATION}),
        (in_hand(Matter.SUGGESTION), {Step.REPLY_SUGGESTION}, set()),
        (in_hand(Matter.REPORT), set(), set()),
    ],
)
def test_each_matter_is_offered_the_ends_it_may_have(
    case: Case, own: set[Step], mediates: set[Step]
):
    offered = {*steps_open(OFFICER, case)}
    assert offered & {Step.REPLY, Step.REPLY_SUGGESTION} == own
    assert offered & {*MEDIATION} == mediates
    assert Step.TRANSFER in offered


def test_a_step_that_does_not_fit_is_refused_with_a_sentence_of_its_own():
    for step, case, says in (
        (Step.FAIL, PETITION, "matter_is_answered"),
        (Step.SESSION, in_hand(Matter.SUGGESTION), "matter_not_mediated"),
        (Step.REPLY, in_hand(Matter.DISPUTE), "step_of_petitions"),
        (Step.REPLY, in_hand(Matter.REQUEST, Way.ARBITRATION), "step_of_petitions"),
        (Step.REPLY_SUGGESTION, PETITION, "step_of_suggestions"),
    ):
        with pytest.raises(InvalidError, match=rf"^{says}\b"):
            done(case, step, OFFICER, remedy=Remedy.COURT)
    for case in (PETITION, in_hand(Matter.SUGGESTION), in_hand(Matter.DISPUTE)):
        with pytest.raises(InvalidError, match=r"^review_without_opinion\b"):
            done(case, Step.TRANSFER, OFFICER, remedy=Remedy.PETITION_REVIEW)
    assert {*FITTING} == {one for row in TABLE.values() for one in row.needs if one in FITTING}


def test_an_opinion_tells_of_the_review_and_starts_its_thirty_days():
    after = done(PETITION, Step.REPLY, OFFICER)
    assert (after.stage, after.result, after.remedy, after.review) == (
        Stage.CALL_BACK, Result.ANSWERED, Remedy.PETITION_REVIEW, Review.OPEN,
    )  # fmt: skip
    assert after.ask_by == CALENDAR.after_days(NOON, 30).at
    assert after.due_at is None  # the body's own clock is over
    assert CENTRE is not None
    assert shown_of(after, CENTRE).ask_by == after.ask_by  # on the petitioner's phone
    with pytest.raises(ConflictError, match=r"^case_is_paused\b"):
        done(replace(PETITION, paused_at=NOON), Step.REPLY, OFFICER)


def test_a_review_is_asked_for_until_its_last_moment_and_not_at_it():
    answered = done(PETITION, Step.REPLY, OFFICER)
    assert answered.ask_by is not None
    last = answered.ask_by - timedelta(milliseconds=1)
    said = {"review_by": ASKS.review_by}
    assert done(answered, Step.ASK_REVIEW, CLERK, last, **said).review is Review.REVIEWING
    with pytest.raises(ConflictError, match=r"^review_too_late\b"):
        done(answered, Step.ASK_REVIEW, CLERK, answered.ask_by, **said)
    with pytest.raises(InvalidError, match=r"^body_above_missing\b"):
        done(answered, Step.ASK_REVIEW, CLERK)


def test_review_and_recheck_run_thirty_days_each_without_the_hearing_and_end_it():
    said = {"review_by": ASKS.review_by}
    case = replace(done(PETITION, Step.REPLY, OFFICER), stage=Stage.CLOSED, closed_at=NOON)
    assert Step.ASK_REVIEW in steps_open(CLERK, case)
    assert Step.ASK_RECHECK not in steps_open(CLERK, case)
    case = done(case, Step.ASK_REVIEW, CLERK, **said)
    assert case.answer_due == CALENDAR.after_days(NOON, 30).at
    with pytest.raises(ConflictError, match=r"^review_not_there\b"):
        done(case, Step.HEARING, longer=3)  # a hearing is of the recheck
    case = done(case, Step.REVIEW_OPINION)
    assert (case.review, case.answer_due) == (Review.REVIEWED, None)
    case = done(case, Step.ASK_RECHECK, CLERK, **said)
    with pytest.raises(InvalidError, match=r"^hearing_days_missing\b"):
        done(case, Step.HEARING)
    case = done(case, Step.HEARING, longer=3)
    due = CALENDAR.after_days(NOON, 30).at
    assert case.answer_due == CALENDAR.after_days(due - timedelta(seconds=1), 3).at
    case = done(case, Step.RECHECK_OPINION)
    assert (case.review, case.is_final, case.stage) == (Review.RECHECKED, True, Stage.CLOSED)
    for step in (Step.ASK_REVIEW, Step.ASK_RECHECK, Step.REOPEN, Step.FINISH):
        with pytest.raises(ConflictError, match=r"^case_is_final\b"):
            done(case, step, DUTY, **said)


def test_a_suggestion_is_answered_without_a_review():
    after = done(in_hand(Matter.SUGGESTION), Step.REPLY_SUGGESTION, OFFICER)
    assert (after.result, after.remedy, after.review) == (Result.ANSWERED, None, None)
