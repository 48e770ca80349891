from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from domain.access.callers import DEMO_DISPATCHER
from domain.errors import InvalidError
from domain.maps.map_versions import NoMapError
from geodata.district.district import load_district
from geodata.files.versions import MapVersions
from operations.access.presence import CURRENT
from operations.desk.pages import Pages
from operations.maps.areas import MAP_ID, Areas, map_change
from operations.maps.loaded import load_map, without_demo_facts
from operations.threads import Work
from store import StoreError
from tests.operations.door_parts import a_door
from tests.support.small_map import write_small_map
from tests.support.stores import a_store


async def test_a_map_is_adopted_once_with_its_areas_and_cameras(tmp_path: Path):
    async with a_door(tmp_path) as door:
        [record] = door.store.history("map", MAP_ID)
        assert record.state["version"] == door.areas.version
        assert len(door.store.areas()) == 23
        assert [camera.area_code for camera in door.store.cameras()] == ["340604001001001"]
        assert door.maps.current().adopted_at is not None
        seq = door.store.head()[1]
    async with a_door(tmp_path) as door:
        assert door.store.head()[1] == seq, "the same map at the next start is no news"


async def test_another_map_is_adopted_while_the_server_runs_and_the_old_one_stays(tmp_path: Path):
    async with a_door(tmp_path) as door:
        first = door.areas.version
        assert await door.areas.poll() is False
        other = write_small_map(tmp_path / "other.gpkg", name="大区")
        door.maps.make_current(door.maps.add(other, "test").version)
        assert await door.areas.poll() is True
        assert door.areas.version != first
        assert door.areas.district.name == "大区"
        assert door.store.area("340604").name == "大区"
        assert [record.state["version"] for record in door.store.history("map", MAP_ID)] == [
            first,
            door.areas.version,
        ]
        old = await door.areas.layer(first, "district.geojson")
        assert "小区".encode() in old.plain
        door.maps.restore(first)
        assert await door.areas.poll() is True
        assert door.areas.version == first


async def test_a_map_that_cannot_be_read_leaves_the_one_in_use(tmp_path: Path, caplog):
    async with a_door(tmp_path) as door:
        first = door.areas.version
        other = door.maps.add(write_small_map(tmp_path / "other.gpkg", name="大区"), "test")
        door.maps.make_current(other.version)
        other.path.write_bytes(b"rubbish")
        assert await door.areas.poll() is False
        assert await door.areas.poll() is False
        assert (door.areas.version, door.store.area("340604").name) == (first, "小区")
        named = [record for record in caplog.records if "stays" in record.message]
        assert len(named) == 1


async def test_without_a_map_the_start_says_what_to_do(tmp_path: Path):
    store, work = a_store(tmp_path / "var"), Work()
    try:
        with pytest.raises(NoMapError, match="python -m onescreen maps build"):
            await Areas(store, work, MapVersions(tmp_path / "maps")).start()
    finally:
        work.close()
        store.close()


async def test_places(tmp_path: Path):
    async with a_door(tmp_path) as door:
        areas = door.areas
        assert areas.place(33.81, 116.71).area_code == "340604001001001"
        with pytest.raises(InvalidError) as refusal:
            areas.place_of_area("340604999")
        assert (refusal.value.field, refusal.value.code) == ("area_code", "unknown_area")
        far = areas.place_anywhere(39.9, 116.4, source="point")
        assert (far.area_code, far.is_outside, far.lat) == ("340604", True, 39.9)
        assert [step["name"] for step in areas.path("340604001")] == ["小区", "第1镇"]


def test_the_map_fact_names_version_hash_and_file(tmp_path: Path):
    maps = MapVersions(tmp_path / "maps")
    added = maps.add(write_small_map(tmp_path / "m.gpkg"), "test")
    change = map_change(added, at=datetime.now(UTC))
    assert change.state == {
        "id": "map",
        "version": added.version,
        "sha256": added.sha256,
        "file": f"{added.version}.gpkg",
    }


async def test_roads_are_read_when_first_asked_for_and_of_a_new_map_before_it_is_used(tmp_path):
    async with a_door(tmp_path) as door:
        first = door.areas.loaded.roads
        assert first.held is None
        assert await door.areas.roads() is first.held is not None
        door.maps.make_current(
            door.maps.add(write_small_map(tmp_path / "b.gpkg", name="大区"), "test").version
        )
        assert await door.areas.poll() is True
        assert door.areas.loaded.roads is not first
        assert door.areas.loaded.roads.held is not None


async def test_a_map_is_tried_again_when_only_the_database_failed(tmp_path: Path, monkeypatch):
    async with a_door(tmp_path) as door:
        other = write_small_map(tmp_path / "other.gpkg", name="大区")
        door.maps.make_current(door.maps.add(other, "test").version)

        def fail(*_):
            raise StoreError("the database is busy")

        monkeypatch.setattr("operations.maps.areas._journal", fail)
        assert await door.areas.poll() is False
        assert door.areas.district.name == "小区"
        monkeypatch.undo()
        assert await door.areas.poll() is True
        assert door.areas.district.name == "大区"


async def test_a_damaged_pointer_is_named_once(tmp_path: Path, caplog):
    async with a_door(tmp_path) as door:
        (door.maps.folder / "current.json").write_text("{")
        assert [await door.areas.poll() for _ in range(3)] == [False] * 3
        assert len([record for record in caplog.records if "stays" in record.message]) == 1


async def test_layers_are_ready_before_they_are_asked_for(tmp_path: Path, monkeypatch):
    async with a_door(tmp_path) as door:
        await door.areas.warm()

        def fail(*_):
            raise AssertionError("made again")

        monkeypatch.setattr("operations.maps.files.make_file", fail)
        for name in ("areas.json", "grid.geojson", "camera.geojson"):
            assert await door.areas.layer(door.areas.version, name)


def test_without_the_demo_no_invented_fact_is_left_on_the_map(tmp_path: Path):
    loaded = load_map("v", write_small_map(tmp_path / "m.gpkg"))
    invented = replace(
        loaded,
        grids=tuple(
            replace(grid, is_demo=True, vacant_since=date(2026, 1, 1)) for grid in loaded.grids
        ),
    )
    invented = replace(
        invented, by_code={**loaded.by_code, **{grid.code: grid for grid in invented.grids}}
    )
    real = without_demo_facts(invented)
    assert {grid.vacant_since for grid in real.grids} == {None}
    assert {real.by_code[grid.code].lead for grid in real.grids} == {None}


async def test_only_the_first_map_of_a_journal_may_lie_in_the_past(tmp_path: Path):
    store, work = a_store(tmp_path / "var"), Work()
    maps = MapVersions(tmp_path / "maps")
    before, past = datetime.now(UTC), datetime(2026, 1, 1, tzinfo=UTC)
    try:
        for name in ("小区", "大区"):
            small_map = write_small_map(tmp_path / f"{name}.gpkg", name=name)
            maps.make_current(maps.add(small_map, "test").version)
            await Areas(store, work, maps).start(at=past)
            kept = maps.current()
            assert kept is not None and kept.adopted_at is not None
            assert kept.added_at <= kept.adopted_at
        first, second = store.history("map", MAP_ID)
        assert first.at == first.occurred_at == past
        assert second.at == second.occurred_at >= before - timedelta(milliseconds=1)
    finally:
        work.close()
        store.close()


async def test_pages_tell_the_cameras_of_the_map_in_use(tmp_path: Path):
    async with a_door(tmp_path) as door:
        pages = Pages(
            store=door.store, work=door.work, areas=door.areas, picture=door.picture,
            nearest=door.nearest, zone=UTC,
        )  # fmt: skip
        other = write_small_map(tmp_path / "other.gpkg", camera_id="34060400001320000002")
        door.maps.make_current(door.maps.add(other, "test").version)
        assert await door.areas.poll() is True
        assert await pages.cameras_in("340604") == []  # nobody has signed in
        CURRENT.set(DEMO_DISPATCHER)
        for area in ("340604", "340604001001001"):
            told = [camera.camera_id for camera in await pages.cameras_in(area)]
            assert told == ["34060400001320000002"]
        assert await pages.cameras_in("340604002") == []


async def test_a_map_of_another_district_is_never_taken_over(tmp_path: Path, caplog):
    store, work = a_store(tmp_path / "var"), Work()
    maps = MapVersions(tmp_path / "maps")
    maps.make_current(maps.add(write_small_map(tmp_path / "m.gpkg"), "test").version)
    (tmp_path / "district.toml").write_text(
        'code = "999901"\nname = "试验区"\nprefix = "SY"\ntime_zone = "Asia/Shanghai"\n'
    )
    areas = Areas(store, work, maps, district=load_district(tmp_path))
    try:
        assert await areas.poll() is False
        assert areas.version is None and store.history("map", MAP_ID) == []
        assert "ONESCREEN_DISTRICT" in caplog.text
    finally:
        work.close()
        store.close()
