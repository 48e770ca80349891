import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import Geod

from domain.errors import InvalidError
from geodata.coordinates.crs import (
    file_crs,
    from_wgs84,
    shapes_to_wgs84,
    shift_is_unknown,
    to_wgs84,
)

EARTH = Geod(ellps="WGS84")
# Names kept from eviltransform's and coordtransform's own tests: (lat, lon) in, (lat, lon) out.
PUBLISHED_GCJ02 = [
    ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),
    ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),
    ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),
    ((39.915, 116.404), (39.91640428150164, 116.41024449916938)),
]
TIANANMEN_GCJ02, TIANANMEN_BD09 = (39.915, 116.404), (39.92133699351022, 116.41036949371029)
calmly = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
shifted = pytest.mark.parametrize("crs", ["gcj02", "bd09"])


def metres_apart(a, b):
    return EARTH.inv(a[1], a[0], b[1], b[0])[2]


@pytest.mark.parametrize(("wgs84", "gcj02"), PUBLISHED_GCJ02)
def test_gcj02_gives_the_published_values(wgs84, gcj02):
    assert from_wgs84(*wgs84, "gcj02") == pytest.approx(gcj02, abs=1e-9)


def test_bd09_gives_the_published_value_of_tiananmen():
    wgs84 = to_wgs84(*TIANANMEN_GCJ02, "gcj02")
    assert from_wgs84(*wgs84, "bd09") == pytest.approx(TIANANMEN_BD09, abs=1e-9)


@shifted
@calmly
@given(lat=st.floats(33.6, 34.2), lon=st.floats(116.5, 117.1))
def test_round_trip_stays_below_half_a_metre_in_the_district(crs, lat, lon):
    assert metres_apart((lat, lon), to_wgs84(*from_wgs84(lat, lon, crs), crs)) < 0.001


@shifted
@calmly
@given(lat=st.floats(3.4, 53.6), lon=st.floats(73.5, 135.1))
def test_round_trip_stays_below_half_a_metre_in_all_china(crs, lat, lon):
    assert metres_apart((lat, lon), to_wgs84(*from_wgs84(lat, lon, crs), crs)) < 0.5


@shifted
@calmly
@given(lat=st.floats(33.6, 34.2), lon=st.floats(116.5, 117.1))
def test_the_shift_is_real(crs, lat, lon):
    assert 100 < metres_apart((lat, lon), from_wgs84(lat, lon, crs)) < 2000


@shifted
@calmly
@given(lat=st.floats(-90, 90), lon=st.floats(-180, 71))
def test_points_outside_china_stay_as_they_are(crs, lat, lon):
    assert to_wgs84(lat, lon, crs) == (lat, lon)
    assert from_wgs84(lat, lon, crs) == (lat, lon)


@shifted
def test_arrays_convert_like_single_points_and_are_left_untouched(crs):
    lat, lon = np.array([[33.9, 51.5]]), np.array([[116.8, -0.1]])
    out_lat, out_lon = to_wgs84(lat, lon, crs)
    assert (out_lat[0, 0], out_lon[0, 0]) == to_wgs84(33.9, 116.8, crs)
    assert (out_lat[0, 1], out_lon[0, 1]) == (51.5, -0.1)
    assert lat[0, 0] == 33.9


def test_an_unknown_name_is_refused_with_the_field():
    with pytest.raises(InvalidError) as refusal:
        to_wgs84(33.9, 116.8, "mars")
    assert (refusal.value.field, refusal.value.code) == ("crs", "unknown_crs")


@pytest.mark.parametrize("code", ["EPSG:4547", "EPSG:4548", "EPSG:3857", "EPSG:32650", "EPSG:4490"])
def test_any_projection_arrives_in_wgs84(code):
    point = np.array([shapely.Point(116.8, 33.9)], dtype=object)
    there = pyproj.Transformer.from_crs(4326, code, always_xy=True)
    moved = shapely.transform(point, lambda xy: np.column_stack(there.transform(*xy.T)))
    back = shapes_to_wgs84(moved, file_crs(code, None))
    assert metres_apart((33.9, 116.8), (back[0].y, back[0].x)) < 0.01


def test_gcj02_in_web_mercator_is_unprojected_first():
    lat, lon = from_wgs84(33.9, 116.8, "gcj02")
    x, y = pyproj.Transformer.from_crs(4326, 3857, always_xy=True).transform(lon, lat)
    back = shapes_to_wgs84(np.array([shapely.Point(x, y)]), file_crs("EPSG:3857", "gcj02"))
    assert metres_apart((33.9, 116.8), (back[0].y, back[0].x)) < 0.01


def test_a_file_without_a_system_needs_one_named():
    assert file_crs(None, None) is None
    assert file_crs('LOCAL_CS["Undefined Cartesian SRS"]', None) is None
    assert file_crs(None, "EPSG:4547").projection.to_epsg() == 4547
    assert file_crs("EPSG:4326", "EPSG:4547").projection.to_epsg() == 4547


def test_a_datum_without_a_published_shift_is_known_as_such():
    assert shift_is_unknown(file_crs("EPSG:4610", None))
    assert not shift_is_unknown(file_crs("EPSG:4547", None))
