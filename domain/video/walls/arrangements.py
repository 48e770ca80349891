"""An arrangement of the video wall that somebody keeps: which cameras, how many at once.

Source: docs/video.md, "The video wall"
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import InvalidError
from domain.fields import as_text
from domain.kind import Audience, Kept, Kind, Live
from domain.kind_fields import fields_of

SIZES = (1, 4, 9, 16)
MOST_CAMERAS = 160  # ten pages of the largest
MOST_KEPT = 30
LONGEST_NAME = 40
QUICKEST_S, SLOWEST_S = 5, 600
EMPTY = ""  # a place without a camera


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Cameras in the order of their places; more than `size` of them are turned over.

    Attributes:
        account: whose it is; nobody else sees it.
        every_s: how long each page of a carousel stays; 0 for none.
    """

    arrangement_id: str
    account: str
    name: str
    size: int
    cameras: tuple[str, ...]
    every_s: int = 0
    is_removed: bool = False


ARRANGEMENT = Kind(
    name="video_arrangement",
    entity=Arrangement,
    fields=fields_of(Arrangement),
    id_field="arrangement_id",
    audience=Audience(("journal.read",)),  # its keeper asks the operation
    live=Live.ALWAYS,
    is_streamed=False,  # its page asks for it
    kept=Kept.NEWEST,
    removed_field="is_removed",
    title="视频墙布局",
    says={"kept": "保存了视频墙布局", "removed": "删除了视频墙布局"},
)


def arrangement_of(
    arrangement_id: str,
    account: str,
    name: str,
    size: int,
    cameras: Sequence[str],
    every_s: int,
) -> Arrangement:
    """An arrangement as somebody tells it.

    Raises:
        InvalidError: a size that is none, too many cameras, or a carousel too quick or too slow.
    """
    if size not in SIZES:
        raise InvalidError(says="video_size_none", field="size")
    if not any(cameras) or len(cameras) > MOST_CAMERAS:
        raise InvalidError(says="video_cameras_count", field="cameras", most=MOST_CAMERAS)
    if every_s and not QUICKEST_S <= every_s <= SLOWEST_S:
        raise InvalidError(
            says="video_carousel_pace", field="every_s", least=QUICKEST_S, most=SLOWEST_S
        )
    return Arrangement(
        arrangement_id,
        account,
        as_text(name, "name", longest=LONGEST_NAME),
        size,
        tuple(one.strip()[:64] for one in cameras),
        every_s,
    )
