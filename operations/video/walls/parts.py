"""The video wall and what is sent to paired walls, put together."""

from dataclasses import dataclass

from domain.video.walls.tiles import Shows
from operations.live.picture import Picture
from operations.threads import Work
from operations.video.streams.streams import Streams
from operations.video.walls.arrangements import Arrangements
from operations.video.walls.cameras import CameraBook, CameraTiles
from operations.video.walls.picking import Picking
from operations.video.walls.tiles import WallTiles
from store import Store


@dataclass(frozen=True, slots=True)
class Walls:
    """What the routes ask."""

    tiles: WallTiles
    arrangements: Arrangements
    picking: Picking


def build_walls(
    store: Store,
    work: Work,
    picture: Picture,
    *,
    cameras: CameraBook,
    streams: Streams,
    is_demo: bool,
) -> Walls:
    """All of it, given what was made before."""
    showings = {Shows.CAMERA: CameraTiles(cameras, streams)}
    return Walls(
        WallTiles(store, work, picture, showings, is_demo=is_demo),
        Arrangements(store, work, picture),
        Picking(store, work),
    )
