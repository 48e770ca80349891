from collections import Counter
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from random import Random

import pytest

from domain.dispatch.units import UnitKind
from domain.incidents.incidents import IncidentClass, Severity
from domain.maps.areas import Area, Level
from domain.upkeep.rhythm import (
    GRID_ROTA,
    OFFICER_ROTA,
    PATROL_CAR_ROTA,
    PER_DAY,
    change_offset,
    course_of,
    crew_for,
    expected_per_hour,
    is_on_duty,
    place_weight,
    severity_of,
    watch_of,
)

DAYS = [date(2026, 3, 1) + timedelta(days=n) for n in range(30)]


def on_duty(rota, members: int, day: date, hour: int) -> int:
    local = datetime.combine(day, time(hour))
    return sum(is_on_duty(rota, ordinal, local) for ordinal in range(members))


def test_the_hours_of_a_day_sum_to_the_day() -> None:
    for incident_class, per_day in PER_DAY.items():
        hours = sum(expected_per_hour(incident_class, hour) for hour in range(24))
        assert hours == pytest.approx(per_day)
    assert sum(PER_DAY.values()) == pytest.approx(128)
    assert set(PER_DAY) == set(IncidentClass)


def test_people_complain_by_day_and_quarrel_in_the_evening() -> None:
    def busiest(incident_class: IncidentClass) -> int:
        return max(range(24), key=lambda hour: expected_per_hour(incident_class, hour))

    assert busiest(IncidentClass.CITY_MANAGEMENT) in range(8, 12)
    assert busiest(IncidentClass.TRAFFIC) in range(16, 19)
    assert busiest(IncidentClass.PUBLIC_ORDER) in range(19, 23)


@pytest.mark.parametrize(
    ("rota", "members", "by_day", "by_night"),
    [
        (GRID_ROTA, 356, range(240, 245), range(64, 69)),
        (OFFICER_ROTA, 84, range(42, 43), range(28, 29)),
        (PATROL_CAR_ROTA, 36, range(18, 19), range(18, 19)),
    ],
)
def test_as_many_are_on_watch_each_day(rota, members, by_day, by_night) -> None:
    assert all(on_duty(rota, members, day, 12) in by_day for day in DAYS)
    assert all(on_duty(rota, members, day, 2) in by_night for day in DAYS)


def test_a_watch_changes_over_forty_minutes_not_at_once() -> None:
    changes = Counter(round(change_offset(n) / timedelta(minutes=1)) for n in range(356))
    assert min(changes) >= -20
    assert max(changes) <= 20
    assert max(changes.values()) <= 12


def test_nobody_works_round_the_clock_on_foot() -> None:
    for rota, members in ((GRID_ROTA, 22), (OFFICER_ROTA, 6)):
        for ordinal in range(members):
            watches = [watch for day in DAYS if (watch := watch_of(rota, ordinal, day))]
            assert all(end <= begin for (_, end), (begin, _) in pairwise(watches))
            assert all(end - begin < timedelta(hours=14) for begin, end in watches)
            rests = [begin - end for (_, end), (begin, _) in pairwise(watches)]
            assert min(rests) >= timedelta(hours=10)


def test_the_gravest_are_rare() -> None:
    rng = Random(1)
    drawn = Counter(severity_of(IncidentClass.TRAFFIC, rng) for _ in range(20_000))
    assert 0 < drawn[Severity.I] < 0.01 * 20_000
    assert drawn[Severity.II] < drawn[Severity.III] < drawn[Severity.IV]


@pytest.mark.parametrize("incident_class", list(IncidentClass))
def test_somebody_always_goes_and_both_kinds_to_the_grave(incident_class: IncidentClass) -> None:
    assert sum(crew_for(incident_class, Severity.IV).values()) >= 1
    assert set(crew_for(incident_class, Severity.I)) == set(UnitKind)


def test_disputes_are_for_grid_workers_and_traffic_is_for_police() -> None:
    assert crew_for(IncidentClass.DISPUTE, Severity.IV) == {UnitKind.GRID_WORKER: 1}
    assert crew_for(IncidentClass.TRAFFIC, Severity.IV) == {UnitKind.POLICE: 1}


def test_a_report_is_accepted_within_ten_to_sixty_seconds() -> None:
    rng = Random(2)
    courses = [course_of(IncidentClass.OTHER, Severity.IV, rng) for _ in range(2000)]
    waits = [course.accept.total_seconds() for course in courses]
    assert min(waits) >= 10
    assert max(waits) <= 60
    assert 0.01 < sum(course.is_dropped for course in courses) / 2000 < 0.06


def test_the_grave_are_never_dropped() -> None:
    rng = Random(3)
    assert not any(course_of(IncidentClass.FIRE, Severity.I, rng).is_dropped for _ in range(500))


def test_more_happens_where_people_live_closely() -> None:
    def a_grid(is_urban: bool) -> Area:
        box = (33.0, 116.0, 33.1, 116.1)
        return Area("3" * 15, Level.GRID, "网格", None, 33, 116, box, is_urban=is_urban)

    for incident_class in (IncidentClass.CITY_MANAGEMENT, IncidentClass.TRAFFIC):
        assert place_weight(a_grid(True), incident_class) > place_weight(
            a_grid(False), incident_class
        )


def test_the_same_draw_gives_the_same_course() -> None:
    one, two = (course_of(IncidentClass.FIRE, Severity.II, Random("a")) for _ in range(2))
    assert one == two
