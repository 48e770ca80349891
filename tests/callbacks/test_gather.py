"""What the community page is gathered from."""

from datetime import UTC, date, datetime, timedelta

import pytest

from callbacks.dispatch.nearest import read_limit, read_point
from callbacks.gather import community_facts, nearest_facts
from domain.dispatch.units import UnitKind
from tests.callbacks.fakes import FakeProviders

CODE = "340604101001"


async def test_a_community_is_gathered_with_grids_workers_and_vacancies():
    facts = await community_facts(CODE, FakeProviders())
    assert facts is not None
    assert [row.area.code[-3:] for row in facts.grids] == ["001", "002", "003"]
    assert [sign for sign, _ in facts.grids[0].workers] == ["网格0001", "网格0002"]
    assert [row.vacant_days for row in facts.grids] == [None, 12, None]
    assert facts.grids[2].workers == []  # police are not a grid's workers


async def test_vacant_days_count_in_the_districts_days():
    providers = FakeProviders()
    providers.moment = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)  # already the 23rd in Huaibei
    facts = await community_facts(CODE, providers)
    assert facts is not None
    assert facts.grids[1].vacant_days == 13


async def test_the_month_has_thirty_days_and_the_towns_mean_per_community():
    providers = FakeProviders()
    providers.moment += timedelta(days=1)
    facts = await community_facts(CODE, providers)
    assert facts is not None
    assert len(facts.days) == 30
    assert facts.days[-1].day == date(2026, 11, 22)  # yesterday: as on the statistics page
    assert facts.days[-1].count == 3
    assert facts.days[-1].town_mean == pytest.approx(10 / 4)
    assert facts.days[0].count == 0


@pytest.mark.parametrize(
    "code", ["340604", "340604101", "340604101999", "x", "", "../etc", "٣" * 12]
)
async def test_codes_that_name_no_community_find_nothing(code: str):
    assert await community_facts(code, FakeProviders()) is None


async def test_police_and_grid_workers_are_asked_for_apart():
    providers = FakeProviders()
    facts = await nearest_facts(33.9, 116.8, 3, providers)
    assert [ask[2] for ask in providers.asked] == [UnitKind.POLICE, UnitKind.GRID_WORKER]
    assert [len(offers) for offers in facts.of_kind.values()] == [3, 3]


@pytest.mark.parametrize(
    "target",
    [
        None,
        {},
        [],
        "x",
        {"lat": 1},
        {"lat": "1", "lon": "2"},
        {"lat": True, "lon": 1},
        {"lat": float("nan"), "lon": 1},
        {"lat": 91, "lon": 1},
        {"lat": 1, "lon": 181},
    ],
)
def test_what_is_not_a_place_on_earth_is_no_target(target):
    assert read_point(target) is None


def test_a_place_is_read_as_lat_lon_and_rows_are_bounded():
    assert read_point({"lat": 33.9, "lon": 116.8}) == (33.9, 116.8)
    assert [read_limit({"limit": n}) for n in (0, 4, 10**9, "x", True)] == [1, 4, 8, 3, 3]
