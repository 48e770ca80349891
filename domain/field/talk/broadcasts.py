"""A broadcast: one message to everybody of an area or a kind, and who has read it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.codes.area_codes import contains
from domain.dispatch.units import NOT_ON_DUTY, Unit
from domain.kind import Audience, Ends, Kept, Kind, Live
from domain.kind_fields import AREA, Masking, fields_of

LONGEST_TEXT = 500
LEAST_MINUTES, MOST_MINUTES = 1, 24 * 60
MOST_HOURS = 7 * 24
# The tally of a broadcast to hundreds is written at most so often.
TALLY_EVERY = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class FieldBroadcast:
    """A broadcast.

    Attributes:
        area_code: whom it is for: units at home there, or serving it.
        kinds: of unit; empty for every kind.
        by: the account that sent it.
        due_at: by when it should be read; then those who have not are told once more.
        people: how many units it was sent to: those on duty.
        delivered, read: how many it reached, and how many have read it.
        told_at: when whoever had not read it was told once more; None before.
        ends_at: until when it holds: whoever comes on duty before is shown it too. None: until due.
        later, later_read: how many units came on duty later and got it, and how many read it.
        withdrawn_at: when it was withdrawn; None while it holds.
        text: what was said.
    """

    broadcast_id: str
    area_code: str
    kinds: tuple[str, ...]
    by: str
    at: datetime
    due_at: datetime
    people: int
    delivered: int = 0
    read: int = 0
    tallied_at: datetime | None = None
    told_at: datetime | None = None
    withdrawn_at: datetime | None = None
    ends_at: datetime | None = None
    later: int = 0
    later_read: int = 0
    is_demo: bool = False
    text: str | None = None

    def holds(self, now: datetime) -> bool:
        """Whether it is still said to whoever comes on duty."""
        return self.withdrawn_at is None and now < (self.ends_at or self.due_at)


FIELD_BROADCAST = Kind(
    name="field_broadcast",
    entity=FieldBroadcast,
    fields=fields_of(
        FieldBroadcast,
        broadcast_id={"is_needed": True},
        area_code={"shape": AREA},
        ends_at={"may_be_absent": True},
        later={"may_be_absent": True, "default": 0},
        later_read={"may_be_absent": True, "default": 0},
        text={"personal": Masking.WORDS},
    ),
    id_field="broadcast_id",
    # whom it is for reads it by a door of their own (operations/field/talk)
    audience=Audience(("field.broadcasts.see", "journal.read"), area_field="area_code"),
    live=Live.UNTIL_ENDED,
    ends=Ends("at"),
    kept=Kept.NEWEST,
    title="广播",
    says={
        "send": "发出广播，共 {people} 个力量",
        "tally": "广播已读 {read}/{people}，后到岗已读 {later_read}/{later}",
        "remind": "广播到时未读，已再次通知（已读 {read}/{people}）",
        "withdraw": "广播已撤回",
        "erased": "个人信息已删除",
    },
)


@dataclass(frozen=True, slots=True)
class BroadcastReader:
    """A unit a broadcast was sent to: when it reached a phone of it, and when it was read.

    `joined_at`: when a unit first got it that came on duty after it was sent; None for the others.
    """

    unit_id: str
    call_sign: str
    delivered_at: datetime | None
    read_at: datetime | None
    joined_at: datetime | None = None


def is_for(unit: Unit, area_code: str, kinds: Collection[str]) -> bool:
    """Whether a unit is told: on duty, of a kind that is meant, at home in the area or serving it.

    Who is off duty is not rung.
    """
    if unit.is_removed or unit.status in NOT_ON_DUTY:
        return False
    if kinds and unit.kind not in kinds:
        return False
    home = unit.home_area or ""
    return contains(area_code, home) or contains(home, area_code)
