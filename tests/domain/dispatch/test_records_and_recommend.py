from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dispatch.recommend import Travel, TravelSource, recommend_units
from domain.dispatch.units import Fix, Unit, UnitKind, UnitStatus, simulator_may_move
from domain.kind import Kind
from domain.live.records import Record
from domain.moments import from_iso, to_iso
from domain.picture.fold import fold, upcast

NOON = datetime(2026, 1, 1, 4, tzinfo=UTC)


def a_record(seq: int, id: str = "a", **state: object) -> Record:
    return Record(seq, "e", NOON, NOON, "test", "thing", id, "changed", 1, state)


@given(st.permutations([a_record(seq, id) for seq in range(1, 5) for id in ("a", "b")]))
def test_the_fold_does_not_mind_the_order_of_arrival(records: list[Record]) -> None:
    folded = fold(records)
    assert {key: record.seq for key, record in folded.items()} == {
        ("thing", "a"): 4,
        ("thing", "b"): 4,
    }


def test_an_old_shape_passes_every_upcaster() -> None:
    steps = {
        1: lambda state: {**state, "two": True},
        2: lambda state: {**state, "three": True},
    }
    risen = upcast(a_record(1, one=True), {"thing": Kind("thing", (), upcasters=steps)})
    assert (risen.v, risen.state) == (3, {"one": True, "two": True, "three": True})


def test_a_moment_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        from_iso("2026-01-01T12:00:00")
    assert to_iso(from_iso("2026-01-01T12:00:00+08:00")) == "2026-01-01T04:00:00.000Z"


def a_unit(
    name: str, *, age: timedelta = timedelta(seconds=5), status: UnitStatus = UnitStatus.AVAILABLE
) -> tuple[Unit, Fix]:
    unit = Unit(name, name, UnitKind.POLICE, "officer", status)
    return unit, Fix(name, 33.9, 116.8, NOON - age)


def minutes(**by_name: float):
    return lambda pairs: [
        Travel(by_name[unit.unit_id] * 60, 0.0, TravelSource.ROAD) for unit, _ in pairs
    ]


def names(units, **travel: float) -> list[str]:
    offers = recommend_units(units, travel_times=minutes(**travel), now=NOON)
    return [offer.unit.unit_id for offer in offers]


def test_the_soonest_arrival_comes_first() -> None:
    assert names([a_unit("E1"), a_unit("E2")], E1=3, E2=2) == ["E2", "E1"]


def test_a_stale_position_is_flagged_not_hidden() -> None:
    old = a_unit("E1", age=timedelta(minutes=6))
    [offer] = recommend_units([old], travel_times=minutes(E1=1), now=NOON)
    assert offer.position_is_stale


@pytest.mark.parametrize("status", [UnitStatus.OFF_DUTY, UnitStatus.OUT_OF_SERVICE])
def test_who_is_not_on_duty_is_left_out(status: UnitStatus) -> None:
    assert names([a_unit("E1", status=status), a_unit("E2")], E1=1, E2=9) == ["E2"]


def test_ties_go_by_call_sign_whatever_the_order() -> None:
    pair = [a_unit("E2"), a_unit("E1")]
    assert names(pair, E1=1, E2=1) == names(pair[::-1], E1=1, E2=1) == ["E1", "E2"]


def test_a_limit_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="limit"):
        recommend_units([], travel_times=minutes(), now=NOON, limit=0)


def test_a_real_fix_holds_the_simulator_for_ten_minutes() -> None:
    assert simulator_may_move(None, NOON)
    assert not simulator_may_move(NOON, NOON + timedelta(minutes=9, seconds=59))
    assert simulator_may_move(NOON, NOON + timedelta(minutes=10))


def test_replacing_a_unit_keeps_the_key() -> None:
    unit, _ = a_unit("E1")
    assert replace(unit, call_sign="new").unit_id == "E1"
