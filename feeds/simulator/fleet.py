"""Who the demo units are: one worker for each filled grid post, and the police."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from domain.dispatch.units import TravelMode, Unit, UnitKind, UnitStatus
from domain.maps.areas import Area, Level
from domain.upkeep.rhythm import GRID_ROTA, OFFICER_ROTA, PATROL_CAR_ROTA, Rota, is_on_duty

OFFICERS = 84
PATROL_CARS = 36
# Demo people are numbered apart: the map's grid leads from 0001, then these, then who reports.
_WORKERS_AFTER = 1000
_POLICE_AFTER = 2000
# Every n-th member of a sort has the skill; the first district has no list of who learnt what.
_SKILLS = {
    "grid_worker": {"mediation": 3, "first_aid": 4, "fire": 5},
    "officer": {"traffic": 2, "first_aid": 4, "mediation": 6},
    "patrol_car": {"traffic": 1, "first_aid": 2, "fire": 3, "water_rescue": 6},
}
# One urban worker in four has no e-bike.
_WALKS = 4


@dataclass(frozen=True, slots=True)
class Member:
    """A demo unit and its place in a duty rotation."""

    unit: Unit
    rota: Rota
    ordinal: int

    def is_on_duty(self, at: datetime, zone: tzinfo) -> bool:
        """Whether the rotation has this member on watch at an aware moment."""
        return is_on_duty(self.rota, self.ordinal, at.astimezone(zone).replace(tzinfo=None))


def fleet(
    areas: Iterable[Area], *, officers: int = OFFICERS, patrol_cars: int = PATROL_CARS
) -> list[Member]:
    """The demo units of a district, the same for the same areas, all off duty.

    Args:
        areas: towns, villages and grids; a grid with `vacant_since` has no worker.
        officers: police officers, at home in villages.
        patrol_cars: patrol cars, at home in towns.
    """
    known = sorted(areas, key=lambda area: area.code)
    grids = [area for area in known if area.level is Level.GRID]
    villages = [area for area in known if area.level is Level.VILLAGE]
    towns = [area for area in known if area.level is Level.TOWN]
    return [
        *_workers(grids),
        *_police(_shared_out(officers, villages, grids), "officer", "警", OFFICER_ROTA, 1),
        *_police(
            _shared_out(patrol_cars, towns, grids),
            "patrol_car",
            "警巡",
            PATROL_CAR_ROTA,
            officers + 1,
        ),
    ]


def demo_person(number: int) -> tuple[str, str]:
    """The name and phone of an invented person, visibly invented."""
    return f"演示-{number:04d}", f"138-0000-{number:04d}"


def _workers(grids: Sequence[Area]) -> Iterable[Member]:
    filled = [(i, grid) for i, grid in enumerate(grids, 1) if grid.vacant_since is None]
    for ordinal, (number, grid) in enumerate(filled):
        name, phone = demo_person(_WORKERS_AFTER + number)
        unit = Unit(
            unit_id=f"WG-{number:04d}",
            call_sign=f"网格{number:04d}",
            kind=UnitKind.GRID_WORKER,
            status=UnitStatus.OFF_DUTY,
            home_area=grid.code,
            is_demo=True,
            name=name,
            phone=phone,
            skills=_skills("grid_worker", ordinal),
            mode=TravelMode.WALK if grid.is_urban and ordinal % _WALKS == 0 else None,
        )
        yield Member(unit, GRID_ROTA, ordinal)


def _skills(sort: str, ordinal: int) -> tuple[str, ...]:
    return tuple(sorted(word for word, every in _SKILLS[sort].items() if ordinal % every == 0))


def _police(
    homes: Sequence[Area], subkind: str, call: str, rota: Rota, first: int
) -> Iterable[Member]:
    for ordinal, home in enumerate(homes):
        number = first + ordinal
        name, phone = demo_person(_POLICE_AFTER + number)
        unit = Unit(
            unit_id=f"JW-{number:03d}",
            call_sign=f"{call}{number:03d}",
            kind=UnitKind.POLICE,
            subkind=subkind,
            status=UnitStatus.OFF_DUTY,
            home_area=home.code,
            is_demo=True,
            name=name,
            phone=phone,
            skills=_skills(subkind, ordinal),
        )
        yield Member(unit, rota, ordinal)


def _shared_out(seats: int, homes: Sequence[Area], grids: Sequence[Area]) -> list[Area]:
    """One home for each seat: all homes in turn, those with most grids first."""
    if not homes:
        return []
    grids_of = Counter(grid.code[: len(homes[0].code)] for grid in grids)
    by_need = sorted(homes, key=lambda home: (-grids_of[home.code], home.code))
    chosen = [by_need[seat % len(by_need)] for seat in range(seats)]
    return sorted(chosen, key=lambda home: home.code)
