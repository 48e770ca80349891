"""Which cameras see a place, for whoever may look through them; a picture kept with an incident."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Protocol

from domain.access.access import require
from domain.access.callers import Caller
from domain.moments import to_iso
from domain.video.cameras.camera import Camera
from domain.video.looks.reasons import Reason, Why
from domain.video.sight import Sighting, cameras_that_see
from operations.video.streams.snapshots import Snapshot

# No camera sees farther than this; beyond it none is asked about.
FARTHEST_M = 1000.0
MOST = 9


class Cameras(Protocol):
    """The part of the register that is asked."""

    async def near(
        self, lat: float, lon: float, metres: float, caller: Caller
    ) -> list[tuple[float, Camera]]:
        """The cameras near a place that a caller may see."""
        ...


class Snapshots(Protocol):
    """What takes a picture, which stands in the register before it leaves."""

    async def take(
        self, camera_id: str, caller: Caller, reason: Reason, address: str | None = None
    ) -> Snapshot:
        """A picture with its hash."""
        ...


class Files(Protocol):
    """The files of incidents (operations/desk/files.py)."""

    async def add(
        self, number: str, name: str, raw: bytes, *, caller: Caller, key: str | None = None
    ) -> dict[str, Any]:
        """Keep one."""
        ...

    async def check_may_add(self, number: str, caller: Caller) -> None:
        """Refuse whoever may add nothing, before anything is looked at."""
        ...


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture that lies among the files of an incident.

    `sha256` is of the picture as the camera sent it, `at` when it was taken.
    """

    file_id: str
    name: str
    sha256: str
    at: datetime
    look_id: str


class Sights:
    """Finds cameras, and keeps what they show.

    Args:
        cameras: the register.
        snapshots: takes pictures.
        files: of incidents; handed in late, the desk is made after the cameras.
        zone: in which a picture's name tells its time.
    """

    def __init__(
        self, cameras: Cameras, snapshots: Snapshots, files: Callable[[], Files], zone: tzinfo
    ) -> None:
        self._cameras = cameras
        self._snapshots = snapshots
        self._files = files
        self._zone = zone

    async def at(self, lat: float, lon: float, caller: Caller) -> list[Sighting[Camera]]:
        """The cameras that see a place, the best first.

        Raises:
            NotAllowedError: the caller may look through none.
        """
        require(caller, "video.see")
        near = await self._cameras.near(lat, lon, FARTHEST_M, caller)
        return cameras_that_see((one for _, one in near), lat, lon, MOST)

    async def keep(self, number: str, camera_id: str, caller: Caller, address: str | None) -> Kept:
        """Take a picture and put it among the files of an incident.

        Raises:
            NotAllowedError, NotFoundError: not the caller's camera or incident.
            TroubleError: the camera gives no picture.
        """
        require(caller, "video.snapshot")
        await self._files().check_may_add(number, caller)
        reason = Reason(Why.INCIDENT, number)
        taken = await self._snapshots.take(camera_id, caller, reason, address)
        at = taken.at.astimezone(self._zone)
        name = f"{camera_id}-{at:%Y%m%d-%H%M%S}.jpg"
        file = await self._files().add(number, name, taken.jpeg, caller=caller, key=taken.look_id)
        return Kept(file["file_id"], name, taken.sha256, taken.at, taken.look_id)


def sight_body(one: Sighting[Camera]) -> dict[str, Any]:
    """As a card reads it."""
    camera = one.camera
    return {
        "camera_id": camera.camera_id,
        "name": camera.name,
        "distance_m": round(one.distance_m),
        "bearing_deg": round(one.bearing_deg),
        "seen": one.seen.value,
        "preset": one.preset,
        "turns": camera.turns,
        "is_connected": camera.is_connected,
        "status": camera.status.value,
    }


def kept_body(one: Kept) -> dict[str, Any]:
    """As a card reads it."""
    return {
        "file_id": one.file_id,
        "name": one.name,
        "sha256": one.sha256,
        "at": to_iso(one.at),
        "look_id": one.look_id,
    }
