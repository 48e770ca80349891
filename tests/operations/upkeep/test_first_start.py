from datetime import UTC, datetime

import pytest

from domain.maps.map_versions import NoMapError
from geodata.belonging import OtherDistrictError
from geodata.district.district import load_district
from geodata.files.versions import MapVersions
from operations.upkeep.first_start import WrongModeError, check_map, ensure_mode
from tests.support.small_map import write_small_map
from tests.support.stores import a_store

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def test_a_database_of_invented_facts_is_never_opened_for_real_ones(tmp_path) -> None:
    store = a_store(tmp_path)
    ensure_mode(store, is_demo=True, at=BEGIN)
    ensure_mode(store, is_demo=True, at=BEGIN)
    assert store.head()[1] == 1
    with pytest.raises(WrongModeError, match="holds demo facts"):
        ensure_mode(store, is_demo=False, at=BEGIN)
    store.close()


def test_a_district_without_a_map_is_told_how_to_bring_one(tmp_path) -> None:
    (tmp_path / "district.toml").write_text(
        'code = "999901"\nname = "试验区"\nprefix = "SY"\ntime_zone = "Asia/Shanghai"\n'
    )
    with pytest.raises(NoMapError, match="python -m onescreen import"):
        check_map(load_district(tmp_path), MapVersions(tmp_path / "maps"))


def test_a_map_of_another_district_stops_the_start(tmp_path) -> None:
    (tmp_path / "district.toml").write_text(
        'code = "999901"\nname = "试验区"\nprefix = "SY"\ntime_zone = "Asia/Shanghai"\n'
    )
    maps = MapVersions(tmp_path / "maps")
    maps.make_current(maps.add(write_small_map(tmp_path / "m.gpkg"), "test").version)
    with pytest.raises(OtherDistrictError, match=r"340604 小区.*999901 试验区"):
        check_map(load_district(tmp_path), maps)
