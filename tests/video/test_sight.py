"""Cameras that see a place: by cone and reach, not by distance alone."""

from dataclasses import dataclass

import pytest

from domain.video.sight import Seen, bearing_between, cameras_that_see, sighting, turn_between

LAT, LON = 33.9, 116.8
NORTH_M = 1 / 111_195  # degrees of latitude in a metre


@dataclass(frozen=True)
class Preset:
    number: int
    name: str
    bearing_deg: float | None


@dataclass(frozen=True)
class Camera:
    """One that stands so many metres south of the place."""

    metres: float = 50
    camera_id: str = "1"
    direction_deg: float | None = 0
    view_deg: float | None = 60
    reach_m: float | None = 100
    turns: bool = False
    presets: tuple[Preset, ...] = ()
    is_connected: bool = True

    @property
    def lat(self) -> float:
        return LAT - self.metres * NORTH_M

    lon = LON


def seen(camera: Camera) -> Seen | None:
    found = sighting(camera, LAT, LON)
    return found.seen if found else None


@pytest.mark.parametrize(
    ("camera", "how"),
    [
        (Camera(), Seen.LOOKS),
        (Camera(direction_deg=29), Seen.LOOKS),
        (Camera(direction_deg=46), Seen.LOOKS),  # the place is a disc: 30° + 17°
        (Camera(direction_deg=50), None),
        (Camera(direction_deg=180), None),  # the nearest looks the other way
        (Camera(direction_deg=330), Seen.LOOKS),
        (Camera(metres=200), None),  # beyond its reach
        (Camera(metres=200, reach_m=250), Seen.LOOKS),
        (Camera(metres=3, direction_deg=180), Seen.LOOKS),  # it stands in the place itself
        (Camera(direction_deg=None), Seen.UNKNOWN),
        (Camera(view_deg=None), Seen.UNKNOWN),
        (Camera(metres=90, direction_deg=None, reach_m=None), Seen.UNKNOWN),
        (Camera(metres=100, direction_deg=None, reach_m=None), None),
        (Camera(direction_deg=180, turns=True), Seen.TURNS),  # reaches all round
        (Camera(turns=True, presets=(Preset(1, "北门", 10), Preset(2, "南", 180))), Seen.PRESET),
        (Camera(turns=True, presets=(Preset(2, "南", 180), Preset(3, "?", None))), Seen.TURNS),
        (Camera(metres=400, turns=True), None),
    ],
)
def test_whether_a_camera_sees_a_place(camera: Camera, how: Seen | None):
    assert seen(camera) is how


def test_the_preset_that_looks_there_best_is_named():
    presets = (Preset(1, "偏", 20), Preset(2, "正", 3), Preset(3, "背", 180))
    found = sighting(Camera(turns=True, presets=presets), LAT, LON)
    assert found is not None
    assert found.preset == 2


def test_those_with_a_picture_come_first_then_the_surest_then_the_nearest():
    cameras = [
        Camera(10, "off", is_connected=False),
        Camera(20, "unknown", direction_deg=None),
        Camera(30, "turns", turns=True),
        Camera(60, "far"),
        Camera(40, "near"),
        Camera(5, "away", direction_deg=180, reach_m=1),
    ]
    order = [one.camera.camera_id for one in cameras_that_see(cameras, LAT, LON)]
    assert order == ["away", "near", "far", "turns", "unknown", "off"]
    assert len(cameras_that_see(cameras, LAT, LON, most=2)) == 2


def test_bearings_turn_clockwise_from_north():
    assert bearing_between(LAT, LON, LAT + 1e-4, LON) == pytest.approx(0)
    assert bearing_between(LAT, LON, LAT, LON + 1e-4) == pytest.approx(90, abs=0.01)
    assert bearing_between(LAT, LON, LAT, LON - 1e-4) == pytest.approx(270, abs=0.01)
    assert turn_between(350, 10) == pytest.approx(20)
    assert turn_between(0, 180) == pytest.approx(180)
