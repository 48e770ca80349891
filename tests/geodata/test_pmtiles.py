import gzip
import json

import pytest

from domain.maps.basemap import BasemapError, Wanted
from geodata.files.basemap import basemap_of
from tests.support.pmtiles import write_pmtiles


def a_file(tmp_path, *args, **more):
    (tmp_path / "basemap").mkdir(exist_ok=True)
    return write_pmtiles(tmp_path / "basemap" / "city.pmtiles", *args, **more)


def test_a_file_of_the_data_folder_says_what_it_holds(tmp_path):
    file = a_file(tmp_path, {(3, 6, 3): b"picture", (5, 26, 12): b"picture"})
    made, kept = basemap_of(Wanted("city.pmtiles"), tmp_path)
    assert kept == file
    [url] = made.urls
    assert url.startswith("/basemap/city.pmtiles?v=")
    assert (made.tiles, made.min_zoom, made.max_zoom, made.host) == ("raster", 3, 5, "")
    a_file(tmp_path, {(0, 0, 0): b"shapes"}, "mvt")
    other, _ = basemap_of(Wanted("city.pmtiles"), tmp_path)
    assert other.tiles == "vector"
    assert other.urls != made.urls, "pieces of two files are never mixed by a browser"


def test_no_other_file_of_the_machine_can_be_named(tmp_path):
    with pytest.raises(BasemapError, match="without a path"):
        basemap_of(Wanted("../../etc/city.pmtiles"), tmp_path)


def test_a_file_that_is_missing_or_something_else_is_named(tmp_path):
    with pytest.raises(BasemapError, match="cannot be read"):
        basemap_of(Wanted("city.pmtiles"), tmp_path)
    a_file(tmp_path, {}, version=2)
    with pytest.raises(BasemapError, match="version 2"):
        basemap_of(Wanted("city.pmtiles"), tmp_path)
    (tmp_path / "basemap" / "city.pmtiles").write_bytes(b"PNG")
    with pytest.raises(BasemapError, match="no PMTiles"):
        basemap_of(Wanted("city.pmtiles"), tmp_path)


def layers(*names):
    return json.dumps({"vector_layers": [{"id": name} for name in names]}).encode()


def test_vector_tiles_of_a_schema_that_is_not_drawn_are_refused_not_blank(tmp_path):
    tiles = {(0, 0, 0): b"shapes"}
    other = gzip.compress(layers("transportation", "water", "place", "building"))
    a_file(tmp_path, tiles, "mvt", meta=other, packing=2)
    with pytest.raises(BasemapError, match="OpenMapTiles schema"):
        basemap_of(Wanted("city.pmtiles"), tmp_path)
    a_file(tmp_path, tiles, "mvt", meta=layers("shortbread", "streets"))
    with pytest.raises(BasemapError, match="another schema"):
        basemap_of(Wanted("city.pmtiles"), tmp_path)
    for known in (layers("earth", "roads", "water"), b"{}", b"no json", b"[1]"):
        a_file(tmp_path, tiles, "mvt", meta=known)
        assert basemap_of(Wanted("city.pmtiles"), tmp_path)[0].tiles == "vector"
    a_file(tmp_path, tiles, "mvt", meta=b"\x1f\x8bbroken", packing=2)
    assert basemap_of(Wanted("city.pmtiles"), tmp_path)[0].tiles == "vector"
