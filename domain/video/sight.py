"""Which cameras see a place: by where they look and how far, not by distance alone.

The nearest camera may look the other way. Of a camera nobody has told how it looks, that is said;
it is never counted as one that sees.

Source: docs/video.md, "Cameras that see a place"
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from domain.incidents.duplicates import metres_between

# A place somebody tells is a disc, not a point: a cone that touches it sees it.
PLACE_RADIUS_M = 15.0
# Where the register says nothing: what a person can still be made out at.
REACH_M, PTZ_REACH_M = 80.0, 150.0
PRESET_VIEW_DEG = 60.0


class PresetLike(Protocol):
    """A position a camera can be sent to."""

    @property
    def number(self) -> int:
        """Its number at the camera."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def bearing_deg(self) -> float | None:
        """Where it looks."""


class CameraLike(Protocol):
    """As much of a camera as the rule looks at; degrees clockwise from north."""

    @property
    def camera_id(self) -> str:
        """Its 20 digits."""

    @property
    def lat(self) -> float:
        """WGS 84."""

    @property
    def lon(self) -> float:
        """WGS 84."""

    @property
    def direction_deg(self) -> float | None:
        """Where it looks; of one that turns, at rest."""

    @property
    def view_deg(self) -> float | None:
        """How wide."""

    @property
    def reach_m(self) -> float | None:
        """How far."""

    @property
    def turns(self) -> bool:
        """Whether it can be turned from here."""

    @property
    def presets(self) -> Sequence[PresetLike]:
        """Where it can be sent."""

    @property
    def is_connected(self) -> bool:
        """Whether its pictures can be had at all."""


class Seen(StrEnum):
    """How a camera comes to see a place."""

    LOOKS = "looks"  # it looks there
    PRESET = "preset"  # it turns, and has a preset that looks there
    TURNS = "turns"  # it turns, and has to be turned by hand
    UNKNOWN = "unknown"  # near enough; nobody has registered where it looks


SEEN_WORDS = {
    Seen.LOOKS: "正对现场",
    Seen.PRESET: "预置位可见",
    Seen.TURNS: "可转向现场",
    Seen.UNKNOWN: "朝向未登记",
}
_RANK = {one: rank for rank, one in enumerate(Seen)}
C = TypeVar("C", bound=CameraLike)


@dataclass(frozen=True, slots=True)
class Sighting(Generic[C]):
    """A camera that sees a place.

    `bearing_deg` is from the camera to the place; `preset` the number of the preset that is aimed
    at it, None where there is none.
    """

    camera: C
    distance_m: float
    bearing_deg: float
    seen: Seen
    preset: int | None = None


def bearing_between(lat: float, lon: float, to_lat: float, to_lon: float) -> float:
    """Degrees clockwise from north, 0 ≤ b < 360; flat, which does for a kilometre."""
    east = (to_lon - lon) * math.cos(math.radians((lat + to_lat) / 2))
    return math.degrees(math.atan2(east, to_lat - lat)) % 360


def turn_between(one: float, other: float) -> float:
    """The smaller angle between two bearings, 0 to 180 degrees."""
    return abs((one - other + 180) % 360 - 180)


def sighting(camera: C, lat: float, lon: float) -> Sighting[C] | None:
    """How a camera sees a place; None where it does not."""
    metres = metres_between(camera.lat, camera.lon, lat, lon)
    reach = camera.reach_m or (PTZ_REACH_M if camera.turns else REACH_M)
    if metres > reach + PLACE_RADIUS_M:
        return None
    bearing = bearing_between(camera.lat, camera.lon, lat, lon)
    is_in_place = metres <= PLACE_RADIUS_M
    slack = 180.0 if is_in_place else math.degrees(math.asin(PLACE_RADIUS_M / metres))

    def covers(direction: float, view: float) -> bool:
        return turn_between(direction, bearing) <= view / 2 + slack

    if camera.turns:
        aimed = [
            (turn_between(one.bearing_deg, bearing), one.number)
            for one in camera.presets
            if one.bearing_deg is not None
            and covers(one.bearing_deg, camera.view_deg or PRESET_VIEW_DEG)
        ]
        preset = min(aimed)[1] if aimed else None
        return Sighting(
            camera, metres, bearing, Seen.TURNS if preset is None else Seen.PRESET, preset
        )
    if camera.direction_deg is None or camera.view_deg is None:
        return Sighting(camera, metres, bearing, Seen.UNKNOWN)
    if not covers(camera.direction_deg, camera.view_deg):
        return None
    return Sighting(camera, metres, bearing, Seen.LOOKS)


def cameras_that_see(
    cameras: Iterable[C], lat: float, lon: float, most: int = 6
) -> list[Sighting[C]]:
    """The cameras that see a place: those with a picture first, then by how surely they see it.

    Args:
        cameras: candidates, any order.
        lat: of the place, WGS 84.
        lon: likewise.
        most: how many at most.

    Returns:
        Ties go by distance, then by id, so all desks see one order.
    """
    found = [one for camera in cameras if (one := sighting(camera, lat, lon)) is not None]
    found.sort(
        key=lambda one: (
            not one.camera.is_connected,
            _RANK[one.seen],
            one.distance_m,
            one.camera.camera_id,
        )
    )
    return found[:most]
