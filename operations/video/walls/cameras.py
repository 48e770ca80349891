"""A camera as a picture that may be sent to a wall."""

from typing import Protocol

from domain.access.access import require
from domain.access.callers import Caller
from domain.video.looks.reasons import ACTIONS, Look
from domain.video.media.ways import Opened
from domain.video.walls.tiles import WallTile
from operations.video.streams.streams import Asked, Streams
from operations.video.walls.tiles import Described


class ShownCamera(Protocol):
    """What is asked of a camera here."""

    @property
    def name(self) -> str:
        """As people call it."""
        ...

    @property
    def area_code(self) -> str:
        """The grid it stands in."""
        ...

    @property
    def is_demo(self) -> bool:
        """Whether it is invented."""
        ...


class CameraBook(Protocol):
    """The part of the register of cameras that is asked."""

    async def one(self, camera_id: str, caller: Caller) -> ShownCamera:
        """A camera the caller may see."""
        ...


class CameraTiles:
    """Cameras on walls.

    Args:
        cameras: the register.
        streams: opens them.
    """

    def __init__(self, cameras: CameraBook, streams: Streams) -> None:
        self._cameras, self._streams = cameras, streams

    async def describe(self, subject_id: str, caller: Caller) -> Described:
        """What it is called and where it stands.

        Raises:
            NotAllowedError, NotFoundError: not the caller's to look through.
        """
        require(caller, ACTIONS[Look.LIVE])
        camera = await self._cameras.one(subject_id, caller)
        return Described(camera.name, camera.area_code, camera.is_demo)

    async def open(self, tile: WallTile, sender: Caller, asked: Asked) -> Opened:
        """The register of looks first, in the sender's name, then the stream."""
        return await self._streams.open(tile.subject_id, sender, tile.reason, asked)

    async def close(self, look_id: str, sender: Caller, holder: str) -> None:
        """Nobody looks any more."""
        await self._streams.close(look_id, sender, holder)

    def check_free(self, subject_id: str, wall_id: str) -> None:
        """A camera may be on many walls."""

    async def sent(self, tile: WallTile) -> None:
        """Nobody else is told."""

    async def gone(self, wall_id: str, actor: str) -> None:
        """Nobody else is told."""
