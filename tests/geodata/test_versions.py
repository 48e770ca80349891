import json
from datetime import UTC, datetime

import geopandas as gpd
import pytest
import shapely

from domain.errors import ConflictError, NotFoundError
from geodata.files.content import content_sha256
from geodata.files.layers import map_version
from geodata.files.versions import MapsError, MapVersions
from geodata.importing.stack import LEVELS
from tests.geodata.importing.import_kit import frame, write_complete

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def maps(tmp_path):
    return MapVersions(tmp_path / "maps")


@pytest.fixture
def first(tmp_path):
    return write_complete(tmp_path / "first.gpkg")


@pytest.fixture
def second(tmp_path):
    return write_complete(tmp_path / "second.gpkg", is_demo=True)


def test_an_empty_folder_holds_nothing_and_is_not_made_by_looking(maps):
    assert (maps.current(), maps.draft(), maps.list()) == (None, None, ())
    assert not maps.folder.exists()


def test_a_version_is_named_after_its_content(maps, first):
    held = maps.add(first, "test")
    assert held.version == held.sha256[:12] == map_version(first) == map_version(held.path)
    assert held.sha256 == content_sha256(held.path)
    assert held.path.name == f"{held.version}.gpkg"


def test_the_same_content_in_another_file_is_the_same_version(maps, first, tmp_path):
    again = write_complete(tmp_path / "again.gpkg")
    gpd.GeoDataFrame(geometry=[shapely.Point(0, 0)], crs=4326)
    assert maps.add(first, "one").version == maps.add(again, "two").version
    assert [held.source for held in maps.list()] == ["one"]


def test_any_changed_value_makes_another_version(maps, first, second):
    assert maps.add(first, "one").version != maps.add(second, "two").version


def test_adding_does_not_make_current(maps, first):
    maps.add(first, "test")
    assert maps.current() is None


def test_the_current_map_is_known_and_not_adopted_until_the_server_says_so(maps, first):
    held = maps.add(first, "test")
    maps.make_current(held.version)
    assert maps.current().version == held.version
    assert maps.current().adopted_at is None
    maps.mark_adopted(held.version, NOON)
    assert maps.current().adopted_at == NOON
    assert maps.list()[0].adopted_at == NOON


def test_the_pointer_is_the_file_the_server_reads(maps, first):
    held = maps.add(first, "test")
    maps.make_current(held.version)
    pointer = json.loads((maps.folder / "current.json").read_text())
    assert pointer == {"version": held.version, "sha256": held.sha256, "adopted_at": None}


def test_making_the_current_map_current_again_keeps_its_adoption(maps, first):
    held = maps.add(first, "test")
    maps.make_current(held.version)
    maps.mark_adopted(held.version, NOON)
    maps.make_current(held.version)
    assert maps.current().adopted_at == NOON


def test_only_the_current_map_can_be_adopted(maps, first, second):
    old, new = maps.add(first, "one"), maps.add(second, "two")
    maps.make_current(new.version)
    with pytest.raises(ConflictError):
        maps.mark_adopted(old.version, NOON)


def test_an_earlier_version_can_be_restored_and_both_stay(maps, first, second):
    old, new = maps.add(first, "one"), maps.add(second, "two")
    maps.make_current(old.version)
    maps.make_current(new.version)
    maps.restore(old.version)
    assert maps.current().version == old.version
    assert [held.version for held in maps.list()] == [old.version, new.version]


@pytest.mark.parametrize("name", ["000000000000", "current", "../../etc/x", ""])
def test_an_unknown_version_is_refused(maps, first, name):
    maps.add(first, "one")
    with pytest.raises(NotFoundError):
        maps.restore(name)


def test_a_map_that_lacks_a_level_cannot_become_current(maps, tmp_path):
    path = tmp_path / "half.gpkg"
    for level in LEVELS[:2]:
        frame(level).to_file(path, layer=level)
    half = maps.add(path, "half")
    assert not half.is_complete
    with pytest.raises(ConflictError, match="village, grid"):
        maps.make_current(half.version)
    assert maps.set_draft(half.version) == maps.draft()
    assert maps.drop_draft().version == half.version
    assert maps.draft() is None


def test_a_map_changed_behind_our_back_is_refused(maps, first, second):
    held = maps.add(first, "one")
    held.path.write_bytes(second.read_bytes())
    with pytest.raises(MapsError, match="changed or damaged"):
        maps.make_current(held.version)
    assert maps.current() is None


def test_a_map_that_is_gone_is_named(maps, first):
    held = maps.add(first, "one")
    maps.make_current(held.version)
    held.path.unlink()
    with pytest.raises(MapsError, match=held.version):
        maps.current()


@pytest.mark.parametrize("text", ["{", "[]", '{"version": 7}', '{"version": "../x"}'])
def test_a_damaged_pointer_is_named(maps, first, text):
    maps.add(first, "one")
    (maps.folder / "current.json").write_text(text)
    with pytest.raises(MapsError):
        maps.current()


def test_damage_does_not_stand_in_the_way_of_restoring(maps, first, second):
    old, new = maps.add(first, "one"), maps.add(second, "two")
    maps.make_current(new.version)
    new.path.with_suffix(".json").write_text("{")
    (maps.folder / "draft.json").write_text("{")
    assert [held.version for held in maps.list()] == [old.version]
    maps.restore(old.version)
    maps.drop_draft()
    assert maps.current().version == old.version
    (maps.folder / "current.json").write_text("{")
    maps.restore(old.version)
    assert maps.current().version == old.version


def test_a_failed_copy_leaves_no_version_and_no_rest(maps, first, monkeypatch):
    def full(source, target):
        target.write_bytes(source.read_bytes()[:100])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("geodata.files.versions.shutil.copyfile", full)
    with pytest.raises(OSError, match="No space"):
        maps.add(first, "one")
    monkeypatch.undo()
    assert maps.list() == ()
    assert not list(maps.folder.glob(".*.part"))
    assert maps.add(first, "one") in maps.list()
