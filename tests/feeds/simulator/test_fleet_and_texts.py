import re
from collections import Counter
from dataclasses import replace
from datetime import date
from random import Random

from domain.dispatch.units import UnitKind, UnitStatus
from domain.fields import UNIT_ID
from domain.incidents.incidents import IncidentClass, Severity
from domain.incidents.reports import LONGEST_TITLE
from domain.maps.areas import Area, Level
from feeds.simulator import fleet
from feeds.simulator.texts import tell, titles_of

BOX = (33.0, 116.0, 33.1, 116.1)


def area(code: str, level: Level) -> Area:
    return Area(code, level, "地方", code[:-3], 33.05, 116.05, BOX)


def full_district() -> list[Area]:
    """8 towns, 64 villages, 450 grids of which 94 stand vacant."""
    towns = [area(f"340604{n:03d}", Level.TOWN) for n in range(1, 9)]
    villages = [area(f"{towns[n % 8].code}{n:03d}", Level.VILLAGE) for n in range(1, 65)]
    grids = [area(f"{villages[n % 64].code}{n:03d}", Level.GRID) for n in range(1, 451)]
    vacant = [replace(grid, vacant_since=date(2026, 2, 1)) for grid in grids[:94]]
    return [*towns, *villages, *vacant, *grids[94:]]


FLEET = [member.unit for member in fleet(full_district())]
WORKERS = [unit for unit in FLEET if unit.kind is UnitKind.GRID_WORKER]
POLICE = [unit for unit in FLEET if unit.kind is UnitKind.POLICE]


def test_356_workers_and_120_police() -> None:
    assert len(WORKERS) == 356
    assert Counter(unit.subkind for unit in POLICE) == {"officer": 84, "patrol_car": 36}


def test_each_filled_grid_has_its_worker_and_a_vacant_one_has_none() -> None:
    filled = {
        one.code for one in full_district() if one.level is Level.GRID and not one.vacant_since
    }
    assert {unit.home_area for unit in WORKERS} == filled


def test_every_village_has_an_officer_and_every_town_its_cars() -> None:
    officers = Counter(unit.home_area for unit in POLICE if unit.subkind == "officer")
    cars = Counter(unit.home_area for unit in POLICE if unit.subkind == "patrol_car")
    assert len(officers) == 64
    assert len(cars) == 8
    assert max(cars.values()) - min(cars.values()) <= 1


def test_a_worker_keeps_the_number_of_the_grid_when_another_post_is_filled() -> None:
    areas = full_district()
    vacant = next(index for index, one in enumerate(areas) if one.vacant_since)
    areas[vacant] = replace(areas[vacant], vacant_since=None)
    after = {member.unit.unit_id: member.unit.home_area for member in fleet(areas)}
    assert all(after[unit.unit_id] == unit.home_area for unit in WORKERS)


def test_the_order_of_areas_does_not_matter() -> None:
    assert fleet(full_district()[::-1]) == fleet(full_district())


def test_everybody_is_visibly_invented_and_off_duty_until_told() -> None:
    for unit in FLEET:
        assert unit.is_demo
        assert unit.status is UnitStatus.OFF_DUTY
        assert UNIT_ID.fullmatch(unit.unit_id)
        assert re.fullmatch(r"演示-\d{4}", unit.name or "")
        assert re.fullmatch(r"138-0000-\d{4}", unit.phone or "")
    assert {unit.unit_id for unit in POLICE} == {f"JW-{n:03d}" for n in range(1, 121)}
    assert all(re.fullmatch(r"网格\d{4}", unit.call_sign) for unit in WORKERS)
    assert all(re.fullmatch(r"警巡?\d{3}", unit.call_sign) for unit in POLICE)


def test_no_two_people_share_a_name_a_phone_or_a_call_sign() -> None:
    for field in ("unit_id", "call_sign", "name", "phone"):
        assert len({getattr(unit, field) for unit in FLEET}) == len(FLEET)


def test_titles_fit_every_class_and_gravity() -> None:
    for incident_class in IncidentClass:
        for severity in Severity:
            titles = titles_of(incident_class, severity)
            assert len(titles) >= 2
            assert all(0 < len(title) <= 24 < LONGEST_TITLE for title in titles)


def test_texts_name_nobody_real() -> None:
    rng = Random(4)
    for incident_class in IncidentClass:
        for severity in Severity:
            for _ in range(30):
                title, description, reporter = tell(incident_class, severity, "试验村", rng)
                assert re.fullmatch(r"演示-\d{4} 138-0000-\d{4}", reporter)
                assert not re.search(r"\d{3,}|先生|女士|某", title + description)
                assert "演示" in description
                assert description.startswith("试验村：" + title)


def test_who_reports_is_never_one_of_the_units() -> None:
    rng = Random(5)
    names = {unit.name for unit in FLEET}
    for _ in range(500):
        _, _, reporter = tell(IncidentClass.OTHER, Severity.IV, "村", rng)
        assert reporter.split()[0] not in names
