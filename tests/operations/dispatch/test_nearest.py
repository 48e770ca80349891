import asyncio
import threading
from contextlib import asynccontextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from domain.access.callers import Caller
from domain.dispatch.recommend import recommend_units
from domain.dispatch.unit_kinds import ROAD_MODES
from domain.dispatch.units import Fix, Unit, UnitKind, UnitStatus, to_private, to_state
from domain.errors import FullError
from domain.live.records import Record
from geodata.roads.roads import RoadGraph
from operations.calm import Calm
from operations.dispatch.nearest import READ_AT_ONCE, Nearest, offer_body
from operations.live.picture import Picture
from operations.live.positions import PositionBoard
from tests.support.small_map import write_small_map

NOON = datetime(2026, 7, 1, 4, tzinfo=UTC)
PLACE = (33.838, 116.742)


@pytest.fixture(scope="module")
def roads(tmp_path_factory: pytest.TempPathFactory) -> RoadGraph:
    return RoadGraph.from_gpkg(write_small_map(tmp_path_factory.mktemp("map") / "m.gpkg"))


class StraightRoads:
    """One metre a second, everywhere."""

    def seconds_to(self, lat, lon, lats, lons, mode, **within):
        metres = np.round(np.abs(np.asarray(lons) - lon) * 100_000, 0)
        return metres.copy(), metres, np.ones(len(metres), dtype=bool)

    def least_seconds(self, lat, lon, lats, lons, mode):
        return self.seconds_to(lat, lon, lats, lons, mode)[0] * 0.5


def at_once(roads):
    """Roads that are read already."""

    async def read():
        return roads

    return read


def nearest_of(pairs, roads, **more) -> Nearest:
    picture = Picture()
    for seq, (unit, _) in enumerate(pairs, 1):
        record = Record(
            seq,
            "e",
            NOON,
            NOON,
            "t",
            "unit",
            unit.unit_id,
            "add",
            1,
            to_state(unit),
            to_private(unit),
        )
        picture.apply([record])
    board = PositionBoard(None, None, picture.entities["unit"], clock=lambda: NOON)
    board.update([fix for _, fix in pairs if fix is not None], source="test")
    nearest = Nearest(picture, board, at_once(roads), now=lambda: NOON, **more)
    nearest.picture, nearest.board = picture, board
    return nearest


def a_pair(name: str, lon: float = 116.75, *, age: timedelta = timedelta(0), **fields):
    unit = Unit(name, fields.pop("call_sign", name), fields.pop("kind", UnitKind.POLICE), **fields)
    return unit, Fix(name, 33.84, lon, NOON - age)


def crowd(count: int, seed: int = 7) -> list[tuple[Unit, Fix]]:
    rng = np.random.default_rng(seed)
    pairs = []
    for n in range(count):
        kind = UnitKind.POLICE if n % 3 else UnitKind.GRID_WORKER
        subkind = "patrol_car" if n % 3 == 1 else None
        status = UnitStatus.OFF_DUTY if n % 11 == 0 else UnitStatus.AVAILABLE
        unit = Unit(f"U{n:05d}", f"C{n % 40:02d}", kind, subkind, status)
        lat, lon = 33.8 + rng.random() * 0.08, 116.7 + rng.random() * 0.08
        pairs.append((unit, Fix(unit.unit_id, lat, lon, NOON)))
    return pairs


async def test_people_of_an_area_are_offered_those_of_it_and_those_who_serve_it_alone():
    homes = {"own": "340604101006001", "town": "340604101", "other": "340604102001", "any": None}
    pairs = [a_pair(name, home_area=home) for name, home in homes.items()]
    nearest = nearest_of(pairs, StraightRoads())

    async def offered(caller):
        found = await nearest.find(*PLACE, limit=10, caller=caller)
        return {offer.unit.unit_id for offer in found}

    assert await offered(Caller("v", "village", area="340604101006")) == {"own", "town", "any"}
    assert await offered(Caller("d", "dispatcher")) == set(homes)
    assert await offered(None) == set(homes)
    nearest.close()


@pytest.mark.parametrize("kind", [None, UnitKind.POLICE, UnitKind.GRID_WORKER])
@pytest.mark.parametrize("limit", [1, 5, 100])
async def test_it_finds_what_asking_everybody_one_by_one_finds(roads, kind, limit):
    pairs = crowd(300)
    wanted = [pair for pair in pairs if kind in (None, pair[0].kind)]
    slow = recommend_units(
        wanted,
        travel_times=lambda asked: [roads.travel_times(*PLACE, [pair])[0] for pair in asked],
        now=NOON,
        limit=limit,
    )
    found = await nearest_of(pairs, roads).find(*PLACE, kind, limit)
    assert [offer.unit.unit_id for offer in found] == [offer.unit.unit_id for offer in slow]
    assert [offer.travel.seconds for offer in found] == pytest.approx(
        [offer.travel.seconds for offer in slow]
    )


async def test_ties_go_by_call_sign_wherever_the_list_is_cut():
    pairs = [a_pair(f"U{n}", call_sign=f"C{9 - n}") for n in range(10)]
    nearest = nearest_of(pairs, StraightRoads())
    for limit in (1, 3, 10):
        found = await nearest.find(*PLACE, None, limit)
        assert [offer.unit.call_sign for offer in found] == [f"C{n}" for n in range(limit)]


async def test_who_is_off_duty_or_without_a_fix_is_left_out_and_stale_is_flagged():
    pairs = [
        a_pair("off", status=UnitStatus.OFF_DUTY),
        a_pair("broken", status=UnitStatus.OUT_OF_SERVICE),
        (Unit("blind", "blind", UnitKind.POLICE), None),
        a_pair("old", age=timedelta(minutes=6)),
        a_pair("busy", 116.76, status=UnitStatus.ON_SCENE),
    ]
    found = await nearest_of(pairs, StraightRoads()).find(*PLACE)
    told = [offer_body(offer) for offer in found]
    assert [(row["unit_id"], row["is_stale"], row["status"]) for row in told] == [
        ("old", True, "available"),
        ("busy", False, "on_scene"),
    ]


async def test_a_changed_unit_is_seen_at_once():
    unit, fix = a_pair("U1")
    nearest = nearest_of([(unit, fix)], StraightRoads())
    assert await nearest.find(*PLACE)
    gone = replace(unit, status=UnitStatus.OFF_DUTY)
    record = nearest.picture.newest("unit", "U1")
    nearest.picture.apply([replace(record, seq=99, state=to_state(gone))])
    assert await nearest.find(*PLACE) == []


async def test_far_from_any_road_the_line_is_straight_and_said_so(roads, tmp_path: Path):
    [offer] = await nearest_of([a_pair("U1")], roads).find(34.5, 117.5)
    assert offer_body(offer)["travel_source"] == "straight_line"


async def test_nobody_is_an_empty_list(roads):
    assert await nearest_of([], roads).find(*PLACE) == []


async def test_a_flood_of_searches_is_refused_before_it_fills_the_memory():
    class SlowRoads(StraightRoads):
        gate = threading.Event()

        def seconds_to(self, lat, lon, lats, lons, mode, **within):
            self.gate.wait(10)
            return super().seconds_to(lat, lon, lats, lons, mode)

    nearest = nearest_of([a_pair("U1")], SlowRoads(), backlog=2)
    waiting = [asyncio.ensure_future(nearest.find(*PLACE)) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(FullError) as refusal:
        await nearest.find(*PLACE)
    assert refusal.value.code == "busy"
    SlowRoads.gate.set()
    assert all(await asyncio.gather(*waiting))
    nearest.close()


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("limit", [1, 10])
@pytest.mark.parametrize("count", [300, 1_500])
async def test_of_many_the_same_are_found_as_of_asking_all(roads, seed, count, limit):
    """Whoever is not asked about could not have come in time, on roads and far off them."""
    pairs = crowd(count, seed)
    rng = np.random.default_rng(seed)
    lost = rng.choice(len(pairs), 40, replace=False).tolist()
    for at in lost:  # far from any road, where only the straight line is known
        unit, fix = pairs[at]
        pairs[at] = unit, replace(fix, lat=fix.lat + rng.uniform(-0.3, 0.3))
    nearest = nearest_of(pairs, roads)
    for _ in range(5):
        place = (33.8 + rng.random() * 0.08, 116.7 + rng.random() * 0.08)
        travels = partial(roads.travel_times, *place)
        slow = recommend_units(pairs, travel_times=travels, now=NOON, limit=limit)
        found = await nearest.find(*place, None, limit)
        assert [offer.unit.unit_id for offer in found] == [offer.unit.unit_id for offer in slow]
        assert [offer.travel for offer in found] == [offer.travel for offer in slow]
    nearest.close()


async def test_of_very_many_few_ways_are_found(roads, monkeypatch):
    nearest = nearest_of(crowd(10_000), roads)
    asked: list[int] = []
    told = roads.seconds_to

    def count(lat, lon, lats, lons, mode, **within):
        asked.append(len(lats))
        return told(lat, lon, lats, lons, mode, **within)

    monkeypatch.setattr(roads, "seconds_to", count)
    assert len(await nearest.find(*PLACE, None, 10)) == 10
    assert sum(asked) < 1_500
    nearest.close()


async def test_no_way_takes_less_than_the_least_that_is_told(roads):
    rng = np.random.default_rng(1)
    lats, lons = 33.7 + rng.random(500) * 0.3, 116.6 + rng.random(500) * 0.3
    for place in [PLACE, (33.9, 116.7), (34.5, 117.5)]:
        for mode in ROAD_MODES:
            seconds, _, _ = roads.seconds_to(*place, lats, lons, mode)
            least = roads.least_seconds(*place, lats, lons, mode)
            assert (least <= seconds + 1e-9).all()


async def test_moves_changes_and_departures_reach_the_next_question(roads):
    """The table is changed where units change: it answers as one that is made anew."""
    pairs = crowd(1_200)
    nearest = nearest_of(pairs, roads)
    rng = np.random.default_rng(5)
    for turn in range(6):
        await nearest.find(*PLACE, None, 10)
        now = NOON + timedelta(seconds=turn)
        moved = [
            replace(fix, lat=33.8 + rng.random() * 0.08, at=now)
            for _, fix in (pairs[at] for at in rng.choice(len(pairs), 200, replace=False))
        ]
        nearest.board.update(moved, source="test")
        for at in rng.choice(len(pairs), 20, replace=False).tolist():
            unit = pairs[at][0]
            record = nearest.picture.newest("unit", unit.unit_id)
            status = UnitStatus.OFF_DUTY if turn % 2 else UnitStatus.EN_ROUTE
            state = to_state(replace(unit, status=status))
            nearest.picture.apply([replace(record, seq=10_000 + turn * 100 + at, state=state)])
        nearest.board.forget(pairs[turn][0].unit_id)
        found = await nearest.find(*PLACE, None, 10)
        fresh = Nearest(nearest.picture, nearest.board, at_once(roads), now=lambda: NOON)
        assert await fresh.find(*PLACE, None, 10) == found
        fresh.close()
    nearest.picture.load("other", 1, [])
    assert await nearest.find(*PLACE, None, 10) == []
    nearest.close()


async def test_a_refused_search_loses_no_change():
    nearest = nearest_of([a_pair("U1")], StraightRoads(), backlog=0)
    with pytest.raises(FullError):
        await nearest.find(*PLACE)
    nearest._lane._backlog = 5
    assert [offer.unit.unit_id for offer in await nearest.find(*PLACE)] == ["U1"]
    nearest.close()


async def test_a_unit_that_cannot_be_read_costs_nobody_else_their_place(caplog):
    nearest = nearest_of([a_pair("U1"), a_pair("U2"), a_pair("U3")], StraightRoads())
    bad = nearest.picture.entities["unit"]["U2"]
    nearest.picture.apply(
        [replace(bad, seq=9, action="change", state={**bad.state, "status": "strange"})]
    )
    for _ in range(2):
        found = await nearest.find(*PLACE)
        assert [offer.unit.unit_id for offer in found] == ["U1", "U3"]
    assert "U2" in caplog.text
    nearest.close()


@pytest.mark.parametrize("is_asked", [True, False])
async def test_units_are_read_before_somebody_asks_a_few_at_a_time(is_asked: bool):
    pairs = [a_pair(f"U{n}", 116.7 + n / 1e5) for n in range(2 * READ_AT_ONCE + 3)]
    nearest, turns = nearest_of(pairs, StraightRoads()), []

    class Counted(Calm):
        @asynccontextmanager
        async def turn(self):
            async with super().turn():
                yield
            turns.append(sum(one is not None for one in nearest._table._units))

    calm = Counted(rest=0, patience_s=0.01)
    with calm.asked() if is_asked else nullcontext():
        warm = asyncio.create_task(nearest.keep_warm(calm))
        async with asyncio.timeout(30):
            while nearest._changed or not turns or turns[-1] < len(pairs):  # noqa: ASYNC110
                await asyncio.sleep(0.005)
    warm.cancel()
    # while nobody waits all in one turn: others want theirs
    assert turns == ([READ_AT_ONCE, 2 * READ_AT_ONCE] if is_asked else []) + [len(pairs)]
    found = await nearest.find(33.838, 116.7)
    assert found[0].unit.unit_id == "U0"
    nearest.close()
