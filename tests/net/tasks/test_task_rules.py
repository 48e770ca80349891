"""Rules of work in the grids: the list, what is due when, patrols, findings, care."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.errors import ConflictError, InvalidError
from domain.incidents.incidents import IncidentClass
from domain.net.tasks.care import CareGroup, CarePerson, care_due, check_companion
from domain.net.tasks.facts import NetTask, Standing, TaskStatus, of_doing, standing
from domain.net.tasks.findings import FindingRules, NetFinding, Route, Verdict, judge
from domain.net.tasks.patrol import PatrolPlace, PatrolRules, cell_of, on_duty_only, prove
from domain.net.tasks.schedules import (
    Target,
    TaskSchedule,
    check_schedule,
    count_due,
    occurrence_named,
    occurrences,
    period_of,
)
from domain.net.tasks.task_types import (
    Every,
    Listing,
    TaskForm,
    TaskType,
    check_listed,
    check_may_decide,
    check_not_more_often,
)

NOON = datetime(2026, 11, 30, 4, tzinfo=UTC)
TODAY = date(2026, 11, 30)  # a Monday
GRID = "340604001001001"
HOLIDAY = date(2026, 10, 1)


def is_worked(day: date) -> bool:
    return day.weekday() < 5 and day != HOLIDAY


# the list -------------------------------------------------------------------------------------

LISTED = TaskType(
    "T-1", "河塘巡查", "water", "区发〔2026〕1号", TaskForm.PATROL, Every.WEEKLY, "2026-12-31",
    status=Listing.APPROVED, proposed_by="clerk",
)  # fmt: skip


@pytest.mark.parametrize(
    ("found", "department", "day", "says"),
    [
        (None, "water", TODAY, "task_type_unlisted"),
        (replace(LISTED, status=Listing.REFUSED), "water", TODAY, "task_type_unlisted"),
        (replace(LISTED, status=Listing.WITHDRAWN), "water", TODAY, "task_type_unlisted"),
        (replace(LISTED, status=Listing.PROPOSED), "water", TODAY, "task_type_waiting"),
        (LISTED, "water", date(2027, 1, 1), "task_type_over"),
        (LISTED, "housing", TODAY, "task_type_of_other"),
    ],
)
def test_what_is_not_on_the_list_is_refused(found, department, day, says):
    with pytest.raises(InvalidError) as refused:
        check_listed(found, department, day)
    assert refused.value.says == says


def test_what_is_on_the_list_is_taken_to_its_last_day():
    assert check_listed(LISTED, "water", date(2026, 12, 31)) is LISTED


def test_nobody_decides_of_their_own_proposal_and_nobody_twice():
    with pytest.raises(ConflictError) as own:
        check_may_decide(replace(LISTED, status=Listing.PROPOSED), "clerk")
    assert own.value.says == "task_type_own"
    with pytest.raises(ConflictError) as twice:
        check_may_decide(LISTED, "chief")
    assert twice.value.says == "task_type_decided"
    check_may_decide(replace(LISTED, status=Listing.PROPOSED), "chief")


def test_nothing_is_asked_more_often_than_was_approved():
    check_not_more_often(LISTED, Every.MONTHLY)
    with pytest.raises(InvalidError) as refused:
        check_not_more_often(LISTED, Every.DAILY)
    assert refused.value.says == "task_too_often"


# the calendar ---------------------------------------------------------------------------------


def plan(every: Every, **more) -> TaskSchedule:
    told = TaskSchedule(
        "S-1", "T-1", "计划", "water", TaskForm.VISIT, every, "340604", "2026-01-01", "2026-12-31"
    )
    return replace(told, **more)


def dues(made: TaskSchedule, first: date, last: date, grids=(GRID,)) -> list[date]:
    targets = [Target(grid) for grid in grids]
    return [one.due for one in occurrences(made, targets, first, last, is_worked)]


def test_periods_begin_on_monday_and_end_with_month_and_quarter():
    assert period_of(Every.WEEKLY, date(2026, 12, 6)) == (TODAY, date(2026, 12, 6))
    assert period_of(Every.MONTHLY, date(2026, 2, 3)) == (date(2026, 2, 1), date(2026, 2, 28))
    assert period_of(Every.QUARTERLY, TODAY) == (date(2026, 10, 1), date(2026, 12, 31))
    first, last = period_of(Every.FORTNIGHTLY, TODAY)
    assert (first.weekday(), last - first) == (0, timedelta(days=13))


def test_daily_work_is_due_on_holidays_and_workday_work_is_not():
    first, last = date(2026, 9, 28), date(2026, 10, 4)
    assert len(dues(plan(Every.DAILY), first, last)) == 7
    assert dues(plan(Every.WORKDAY), first, last) == [
        date(2026, 9, 28), date(2026, 9, 29), date(2026, 9, 30), date(2026, 10, 2),
    ]  # fmt: skip


def test_a_weekday_on_a_holiday_moves_to_the_next_working_day():
    # Thursday, 1 October is a holiday
    assert dues(plan(Every.WEEKLY, weekday=3), date(2026, 9, 28), date(2026, 10, 4)) == [
        date(2026, 10, 2)
    ]
    assert dues(plan(Every.WEEKLY, weekday=3), TODAY, TODAY + timedelta(days=13)) == [
        date(2026, 12, 3), date(2026, 12, 10),
    ]  # fmt: skip


def test_many_of_a_period_are_spread_over_its_working_days_and_none_is_lost():
    made = plan(Every.QUARTERLY, times=400)
    first, last = date(2026, 10, 1), date(2026, 12, 31)
    found = list(occurrences(made, [Target(GRID)], first, last, is_worked))
    assert len({one.task_id for one in found}) == len(found) == 400
    by_day = Counter(one.due for one in found)
    assert max(by_day.values()) - min(by_day.values()) <= 1
    assert all(is_worked(day) for day in by_day)
    # a window sees the very same ones as the whole period
    week = list(occurrences(made, [Target(GRID)], TODAY, TODAY + timedelta(days=6), is_worked))
    assert {one.task_id for one in week} == {
        one.task_id for one in found if TODAY <= one.due <= TODAY + timedelta(days=6)
    }


def test_grids_do_not_all_begin_on_the_same_day():
    grids = [f"{GRID[:12]}{n:03}" for n in range(40)]
    found = dues(plan(Every.WEEKLY), TODAY, TODAY + timedelta(days=6), grids)
    assert len(found) == 40
    assert len(set(found)) == 5


def test_a_schedule_ends_with_its_last_day_and_begins_with_its_first():
    made = plan(Every.DAILY, from_day="2026-11-29", until_day="2026-12-01")
    assert dues(made, date(2026, 11, 1), date(2026, 12, 31)) == [
        date(2026, 11, 29), TODAY, date(2026, 12, 1),
    ]  # fmt: skip
    cut = plan(Every.MONTHLY, until_day="2026-12-02")
    [due] = dues(cut, date(2026, 12, 1), date(2026, 12, 31))
    assert due <= date(2026, 12, 2)


def test_counting_is_the_same_as_making_them_and_what_was_due_stays_when_a_schedule_ends():
    grids = [Target(f"34060400100{n // 10}{n % 10:03}") for n in range(23)]
    first, last = date(2026, 9, 25), date(2026, 12, 5)
    for every in Every:
        for times in (1, 4, 37):
            made = plan(every, times=times)
            ended = plan(every, times=times, ended_on="2026-11-11")
            found = list(occurrences(made, grids, first, last, is_worked))
            assert Counter(one.target.grid[:12] for one in found) == count_due(
                made, grids, first, last, is_worked
            )
            before = [one for one in found if one.due <= date(2026, 11, 11)]
            after = list(occurrences(ended, grids, first, last, is_worked))
            assert [one.task_id for one in after] == [one.task_id for one in before]
            assert count_due(ended, grids, first, last, is_worked).total() == len(before)


def test_an_occurrence_is_found_by_its_name_and_a_made_up_name_is_not():
    made, targets = plan(Every.WEEKLY, times=3), [Target(GRID)]
    for one in occurrences(made, targets, TODAY, TODAY + timedelta(days=6), is_worked):
        assert occurrence_named(one.task_id, made, targets, is_worked) == one
    for name in (f"S-1.{GRID}.20261130.4", f"S-1.{GRID}.20261201.1", f"S-2.{GRID}.20261130.1"):
        assert occurrence_named(name, made, targets, is_worked) is None
    with pytest.raises(InvalidError):
        occurrence_named("nonsense", made, targets, is_worked)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"from_day": "2027-01-01"}, "task_days_turned"),
        ({"times": 0}, "task_times_wrong"),
        ({"times": 501}, "task_times_wrong"),
        ({"weekday": 7}, "field_not_valid"),
    ],
)
def test_a_schedule_no_calendar_can_follow_is_refused(more, says):
    with pytest.raises(InvalidError) as refused:
        check_schedule(plan(Every.WEEKLY, **more))
    assert refused.value.says == says


def test_how_an_occurrence_stands_follows_from_its_days_and_its_fact():
    def at(days: int, fact: NetTask | None = None) -> Standing:
        day = TODAY + timedelta(days=days)
        return standing(TODAY - timedelta(days=1), TODAY, fact, day, late_days=7)

    assert [at(-2), at(-1), at(0), at(1), at(7), at(8)] == [
        Standing.AHEAD, Standing.DUE, Standing.DUE, Standing.LATE, Standing.LATE, Standing.MISSED,
    ]  # fmt: skip
    declined = NetTask(
        "x", "S-1", "T-1", TaskForm.VISIT, "water", GRID, "2026-11-30", TaskStatus.DECLINED,
        NOON, "2026-11-30", "walks",
    )  # fmt: skip
    assert at(30, declined) is Standing.DECLINED
    assert of_doing(TODAY, TODAY) is TaskStatus.DONE
    assert of_doing(TODAY, TODAY + timedelta(days=1)) is TaskStatus.LATE_CLOSED


# patrols --------------------------------------------------------------------------------------

RULES = PatrolRules()
NORTH_M = 1 / 111_195


@dataclass(frozen=True)
class Seen:
    lat: float
    lon: float
    at: datetime
    is_mock: bool = False


def walk(minutes: int, kmh: float, *, every_s: int = 10, turn_m: float = 800) -> list[Seen]:
    """To and fro along a meridian."""
    found = []
    for n in range(minutes * 60 // every_s + 1):
        gone = kmh / 3.6 * n * every_s
        along = gone % (2 * turn_m)
        metres = along if along <= turn_m else 2 * turn_m - along
        found.append(Seen(33.9 + metres * NORTH_M, 116.9, NOON + timedelta(seconds=n * every_s)))
    return found


def everywhere(lat: float, lon: float) -> bool:
    return True


SHOP = PatrolPlace("K-1", 33.9 + 400 * NORTH_M, 116.9)


def test_a_walked_patrol_is_proven_by_its_cells_and_keeps_no_path():
    proof = prove(walk(40, 3), [SHOP], everywhere, RULES)
    assert (proof.is_proven, proof.why, proof.places) == (True, (), ("K-1",))
    assert len(proof.cells) >= 8
    assert proof.slow_s == 40 * 60
    assert cell_of(33.9, 116.9, RULES) in proof.cells
    assert "116.9" not in repr(proof)


def test_a_phone_on_a_scooter_is_no_patrol_however_far_it_went():
    proof = prove(walk(60, 28), [], everywhere, RULES)
    assert not proof.is_proven
    assert "patrol_too_fast" in proof.why


def test_a_phone_on_a_table_is_no_patrol():
    still = [replace_seen(one, 33.9) for one in walk(60, 3)]
    assert prove(still, [], everywhere, RULES).why == ("patrol_one_point",)
    assert prove([], [], everywhere, RULES).why == ("patrol_no_track",)


def replace_seen(one: Seen, lat: float) -> Seen:
    return Seen(lat, one.lon, one.at, one.is_mock)


def test_a_place_set_by_hand_is_told_by_its_jumps():
    jumping = [
        Seen(one.lat + (0.02 if n // 30 % 2 else 0), one.lon, one.at)
        for n, one in enumerate(walk(40, 3))
    ]
    assert "patrol_jumps" in prove(jumping, [], everywhere, RULES).why
    mocked = [Seen(one.lat, one.lon, one.at, is_mock=True) for one in walk(40, 3)]
    assert "patrol_mock" in prove(mocked, [], everywhere, RULES).why


def test_what_is_walked_elsewhere_or_briefly_or_past_no_place_is_told_so():
    assert "patrol_elsewhere" in prove(walk(40, 3), [], lambda *_: False, RULES).why
    assert set(prove(walk(5, 3), [], everywhere, RULES).why) == {
        "patrol_too_short", "patrol_few_cells",
    }  # fmt: skip
    far = PatrolPlace("K-2", 33.95, 116.9)
    proof = prove(walk(40, 3), [SHOP, far], everywhere, RULES)
    assert (proof.why, proof.places) == (("patrol_places_missed",), ("K-1",))


def test_off_duty_nothing_counts_and_a_silence_is_not_filled_in():
    duty = [(NOON, NOON + timedelta(minutes=5))]
    kept = on_duty_only(walk(40, 3), duty)
    assert len(kept) == 31
    two = [walk(40, 3)[0], walk(40, 3)[-1]]
    assert prove(two, [], everywhere, RULES).slow_s == 0


# findings -------------------------------------------------------------------------------------


def found(number: int, by: str = "walks", metres: float = 0, **more) -> NetFinding:
    told = NetFinding(
        f"F-{number}", GRID, IncidentClass.CITY_MANAGEMENT, 33.9 + metres * NORTH_M, 116.9,
        NOON + timedelta(minutes=number), by,
    )  # fmt: skip
    return replace(told, **more)


def test_one_problem_reported_as_five_is_one_and_four_that_belong_to_it():
    first = found(0)
    kept = [first]
    for number in range(1, 5):
        told = judge(found(number, metres=8 * number), kept, FindingRules())
        assert (told.verdict, told.first) == (Verdict.SPLIT, first)
        kept.append(found(number, metres=8 * number, verdict=told.verdict, of=first.finding_id))


def test_what_another_reported_before_is_a_duplicate():
    told = judge(found(5, by="other"), [found(0)], FindingRules())
    assert (told.verdict, told.first) == (Verdict.DUPLICATE, found(0))


@pytest.mark.parametrize(
    "new",
    [
        found(1, metres=60),
        found(25 * 60),
        found(1, found=IncidentClass.TRAFFIC),
    ],
)
def test_another_place_another_day_another_class_is_a_new_one(new):
    assert judge(new, [found(0)], FindingRules()).verdict is Verdict.NEW


def test_many_classes_at_one_place_within_minutes_are_looked_at():
    kinds = (IncidentClass.TRAFFIC, IncidentClass.HAZARD)
    kept = [found(n, found=kind) for n, kind in enumerate(kinds)]
    assert judge(found(3), kept, FindingRules()).needs_look
    assert not judge(found(3), kept[:1], FindingRules()).needs_look
    assert not judge(found(50), kept, FindingRules()).needs_look


def test_disputes_go_to_the_centre_and_everything_else_to_the_desk():
    assert FindingRules().route(IncidentClass.DISPUTE) is Route.CASE
    assert FindingRules().route(IncidentClass.FIRE) is Route.INCIDENT


# care -----------------------------------------------------------------------------------------

CARED = CarePerson(
    "C-1", GRID, CareGroup.RELEASED, Every.MONTHLY, True, ("walks", "lives"), "lives", "2026-11-10"
)


def test_care_is_due_once_in_each_turn_by_its_last_working_day():
    due = list(care_due([CARED], date(2026, 11, 1), date(2026, 12, 31), is_worked))
    assert [(one.opens, one.due) for one in due] == [
        (date(2026, 11, 10), date(2026, 11, 30)), (date(2026, 12, 1), date(2026, 12, 31)),
    ]  # fmt: skip
    ended = replace(CARED, ended_on="2026-11-20")
    assert len(list(care_due([ended], TODAY, date(2026, 12, 31), is_worked))) == 1


def test_nobody_visits_alone_where_somebody_must_come_along():
    check_companion(CARED, ["justice"])
    check_companion(replace(CARED, needs_companion=False), [])
    with pytest.raises(InvalidError) as refused:
        check_companion(CARED, [])
    assert refused.value.says == "care_never_alone"
    with pytest.raises(InvalidError):
        check_companion(CARED, ["neighbour"])
