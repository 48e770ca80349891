"""Who is offered for an incident, and why; nobody is hidden."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from domain.dispatch.recommend import Travel, TravelSource
from domain.dispatch.recommendation import Candidate, Why, explain, rest_ends, slots_of
from domain.dispatch.run_cards import Need
from domain.dispatch.units import Fix, TravelMode, Unit, UnitKind, UnitStatus
from domain.incidents.incidents import Severity
from tests.support.spoken import in_chinese

NOON = datetime(2026, 1, 1, 4, tzinfo=UTC)
ZONE = timezone(timedelta(hours=8))
POLICE = Need(UnitKind.POLICE, 1)
MEDIATOR = Need(UnitKind.GRID_WORKER, 1, skills=("mediation",))


def a_candidate(
    name: str,
    kind: UnitKind = UnitKind.POLICE,
    *,
    age_s: float | None = 8,
    number: str | None = None,
    rests_until: datetime | None = None,
    **unit: object,
) -> Candidate:
    fix = None if age_s is None else Fix(name, 33.9, 116.8, NOON - timedelta(seconds=age_s))
    made = Unit(name, name, kind, **unit)  # type: ignore[arg-type]
    return Candidate(made, fix, number, rests_until)


def offered(needs, minutes: dict[str, float], *candidates: Candidate, limit: int = 8):
    travels = [
        Travel(minutes[one.unit.unit_id] * 60, 1000, TravelSource.ROAD) if one.fix else None
        for one in candidates
    ]
    return explain(needs, candidates, travels, now=NOON, zone=ZONE, limit=limit)


def test_the_reasons_stand_in_words():
    walker = a_candidate("A", mode=TravelMode.WALK)
    [role] = offered([(POLICE, 0)], {"A": 3.2}, walker)
    [offer] = role.candidates
    assert [in_chinese(reason.says) for reason in offer.reasons] == [
        "最近",
        "3.2 分钟",
        "定位 8 秒前",
        "步行",
    ]
    assert (role.chosen, role.short) == (["A"], 0)


@pytest.mark.parametrize(
    ("barred", "why", "text"),
    [
        (a_candidate("X", status=UnitStatus.OFF_DUTY), Why.OFF_DUTY, "不在岗"),
        (a_candidate("X", status=UnitStatus.OUT_OF_SERVICE), Why.OUT_OF_SERVICE, "停用"),
        (
            a_candidate("X", status=UnitStatus.EN_ROUTE, number="LS7"),
            Why.ASSIGNED,
            "已派往 LS7",
        ),
        (a_candidate("X", status=UnitStatus.ON_SCENE), Why.ASSIGNED, "正在处置其他任务"),
        (a_candidate("X", age_s=480), Why.STALE_FIX, "定位过旧（8 分钟前）"),
        (a_candidate("X", age_s=None), Why.NO_FIX, "没有定位"),
        (
            a_candidate("X", rests_until=NOON + timedelta(minutes=4)),
            Why.RESTING,
            "休整至 12:04",
        ),
    ],
)
def test_who_may_not_be_sent_is_listed_with_the_reason(barred, why, text):
    [role] = offered([(POLICE, 0)], {"X": 1, "A": 9}, barred, a_candidate("A"))
    assert role.chosen == ["A"]
    [left_out] = role.excluded
    assert (left_out.reasons[0].code, in_chinese(left_out.reasons[0].says)) == (why, text)
    assert not left_out.is_chosen


def test_a_lacking_skill_is_named():
    plain = a_candidate("G", UnitKind.GRID_WORKER)
    [role] = offered([(MEDIATOR, 0)], {"G": 1}, plain)
    assert in_chinese(role.excluded[0].reasons[0].says) == "不具备调解技能"
    assert (role.chosen, role.short) == ([], 1)


def test_one_unit_fills_one_need():
    """The only mediator mediates, though another need would like them nearest."""
    needs = [(Need(UnitKind.GRID_WORKER, 1), 0), (MEDIATOR, 0)]
    able = a_candidate("M", UnitKind.GRID_WORKER, skills=("mediation",))
    plain = a_candidate("G", UnitKind.GRID_WORKER)
    any_worker, mediator = offered(needs, {"M": 1, "G": 5}, able, plain)
    assert (any_worker.chosen, mediator.chosen) == (["G"], ["M"])
    assert [one.reasons[0].code for one in any_worker.excluded] == [Why.TAKEN]


def test_units_already_sent_are_not_asked_for_again():
    [role] = offered([(Need(UnitKind.POLICE, 2), 1)], {"A": 1, "B": 2}, *map(a_candidate, "AB"))
    assert (role.chosen, role.short) == (["A"], 0)
    assert [one.rank for one in role.candidates] == [1, 2]


def test_a_long_list_is_cut_but_never_loses_who_was_chosen():
    many = [a_candidate(f"P{i:02}") for i in range(12)]
    minutes = {f"P{i:02}": i + 1 for i in range(12)}
    [role] = offered([(Need(UnitKind.POLICE, 5), 0)], minutes, *many, limit=3)
    assert (len(role.candidates), len(role.chosen)) == (5, 5)


def test_other_kinds_are_not_in_the_list():
    [role] = offered([(POLICE, 0)], {"G": 1}, a_candidate("G", UnitKind.GRID_WORKER))
    assert (role.candidates, role.excluded, role.short) == ((), (), 1)


def test_rest_is_owed_only_after_work():
    ten, two = timedelta(minutes=10), timedelta(minutes=2)
    assert rest_ends(NOON, ten, ten) == NOON + ten
    assert rest_ends(NOON, two, ten) is None
    assert rest_ends(NOON, ten, timedelta(0)) is None


def test_the_first_unit_of_a_need_goes_before_further_ones():
    slots = slots_of([(Need(UnitKind.POLICE, 2), 0), (POLICE, 1)], 3, Severity.II)
    assert [(slot.need, slot.is_first) for slot in slots] == [(0, True), (0, False)]
    again = slots_of([(Need(UnitKind.POLICE, 2), 1)], 3, Severity.II)
    assert [slot.is_first for slot in again] == [False]
