"""Small people, places and offers for the layouts' tests."""

from datetime import UTC, date, datetime, timedelta

from domain.dispatch.recommend import Recommendation, Travel, TravelSource
from domain.dispatch.units import Fix, Unit, UnitKind, UnitStatus, position_is_stale
from domain.maps.areas import Area, level_of

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def an_area(code: str = "340604101001", name: str = "和村社区", **changed: object) -> Area:
    facts = {
        "code": code,
        "level": level_of(code),
        "name": name,
        "parent_code": code[:-3] or None,
        "lat": 33.9,
        "lon": 116.8,
        "bounds": (33.8, 116.7, 34.0, 116.9),
        "is_urban": True,
        "population": 3742,
        "households": 1286,
        "is_demo": True,
    }
    return Area(**(facts | changed))  # type: ignore[arg-type]


def a_grid(number: int, vacant_since: date | None = None, **changed: object) -> Area:
    return an_area(
        f"340604101001{number:03d}",
        f"网格 {number:03d}",
        vacant_since=vacant_since,
        lead="王小明",
        branch="和村社区第一党支部",
        **changed,
    )


def a_unit(unit_id: str, **changed: object) -> Unit:
    facts = {
        "unit_id": unit_id,
        "call_sign": unit_id,
        "kind": UnitKind.GRID_WORKER,
        "name": "张三丰",
        "phone": "138-0000-0417",
    }
    return Unit(**(facts | changed))  # type: ignore[arg-type]


def an_offer(
    unit_id: str,
    *,
    minutes: float = 3.2,
    age: timedelta = timedelta(seconds=4),
    source: TravelSource = TravelSource.ROAD,
    status: UnitStatus = UnitStatus.AVAILABLE,
    phone: str | None = "138-0000-0417",
) -> Recommendation:
    fix = Fix(unit_id, 33.9, 116.8, NOON - age)
    return Recommendation(
        a_unit(unit_id, status=status, phone=phone),
        fix,
        Travel(minutes * 60, minutes * 400, source),
        position_is_stale(fix.at, NOON),
    )
