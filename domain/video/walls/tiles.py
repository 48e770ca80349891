"""A tile on a paired wall: what it shows beside the map, who sent it, and until when.

One mechanism for whatever shows a moving picture: a camera, or somebody in the field in a call.

Source: docs/decisions/0135-a-tile-sent-to-a-wall.md, 0158-a-scene-on-a-wall.md
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.kind import Audience, Ends, Kind, Live
from domain.kind_fields import AREA, Masking, fields_of
from domain.video.looks.reasons import Reason, Why

# Nobody looks at a wall for longer on one reason; whoever needs it sends it again.
LONGEST = timedelta(hours=4)
USUAL = timedelta(minutes=30)


class Shows(StrEnum):
    """What a tile shows."""

    CAMERA = "camera"
    CALL = "call"  # the picture of one unit in a call


@dataclass(frozen=True, slots=True)
class WallTile:
    """The tile of a wall; a new one takes its place.

    Attributes:
        wall_id: of the paired screen.
        subject_id: what is shown, of the kind `shows`.
        title: what it was called when it was sent; `area_code` is where it stands, None where
            that is not known.
        sent_by: the account in whose name the wall looks.
        until: when it goes by itself; taken back, the moment of that.
        why: with `about`, the id of what it is for.
        number: of the incident it is for; None where it is for none.
    """

    wall_id: str
    wall_name: str
    shows: Shows
    subject_id: str
    title: str
    area_code: str | None
    sent_by: str
    sent_at: datetime
    until: datetime
    why: Why
    about: str | None = None
    basis: str | None = None
    is_demo: bool = False
    text: str | None = None
    document: str | None = None
    number: str | None = None

    @property
    def reason(self) -> Reason:
        """Why it is looked at, as the register of looks is told."""
        return Reason(
            self.why, self.about or "", self.text or "", self.basis or "", self.document or ""
        )

    def is_shown(self, now: datetime) -> bool:
        """Whether the wall shows it now."""
        return now < self.until


WALL_TILE = Kind(
    name="wall_tile",
    entity=WallTile,
    fields=fields_of(
        WallTile,
        area_code={"shape": AREA},
        text={"personal": Masking.WORDS},
        document={"personal": Masking.WORDS},
        number={"may_be_absent": True},
    ),
    id_field="wall_id",
    audience=Audience(("wall.arrange", "video.shown"), area_field="area_code"),
    # a wall is told that something is on a wall and asks whether on it; never what another shows
    wall=frozenset({"wall_id", "until"}),
    live=Live.UNTIL_ENDED,
    ends=Ends("until"),
    title="大屏画面",
    says={
        "sent": "把 {title} 投到大屏 {wall_name}",
        "taken_back": "把 {title} 从大屏 {wall_name} 撤下",
        "call_sent": "把 {title} 的现场画面投到大屏 {wall_name}",
        "call_taken_back": "从大屏 {wall_name} 收回 {title} 的现场画面",
        "call_over": "{title} 的现场画面结束，已从大屏 {wall_name} 撤下",
        "erased": "个人信息已删除",
    },
)


def how_long(minutes: int | None, shows: Shows = Shows.CAMERA) -> timedelta:
    """How long a tile stays, bounded; that of a call goes with the call."""
    usual = LONGEST if shows is Shows.CALL else USUAL
    return usual if minutes is None else min(timedelta(minutes=minutes), LONGEST)
