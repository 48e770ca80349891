"""Items pushed between police and grids (双向推送): what may be sent, and what came of it.

Data minimum: each direction has a declared list of fields. A whole register of a grid never goes to
the police, a criminal record never to a grid: what is not on the list is refused.

Source: docs/net.md, "Items pushed both ways"
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.errors import ConflictError, InvalidError
from domain.fields import as_text
from domain.kind import Audience, Kept, Kind, Owned
from domain.kind_fields import AREA, Masking, fields_of

LONGEST = 1000


class Direction(StrEnum):
    """Who hands to whom."""

    TO_POLICE = "to_police"
    TO_GRID = "to_grid"


class PushState(StrEnum):
    """How far a pushed item has come, told by its moments."""

    SENT = "push_sent"
    RECEIVED = "push_received"
    ACCEPTED = "push_accepted"
    RETURNED = "push_returned"
    DONE = "push_done"


# What may be sent, by its name; nothing else.
FIELDS: Mapping[Direction, tuple[str, ...]] = {
    Direction.TO_POLICE: ("what", "found_at", "place", "source", "contact"),
    Direction.TO_GRID: ("what", "found_at", "place", "advice", "contact"),
}
NEEDED = ("what", "place")
FIELD_WORDS: Mapping[str, str] = {
    "what": "事项",
    "found_at": "发现时间",
    "place": "地点",
    "source": "来源",
    "contact": "联系方式",
    "advice": "建议",
}
STATE_WORDS: Mapping[PushState, str] = {
    PushState.SENT: "待签收",
    PushState.RECEIVED: "已签收",
    PushState.ACCEPTED: "已受理",
    PushState.RETURNED: "已退回",
    PushState.DONE: "已办结",
}
# What a desk calls the order that pushes.
ORDER_WORDS: Mapping[Direction, str] = {
    Direction.TO_POLICE: "推送警务",
    Direction.TO_GRID: "推送网格",
}
LONGEST_BASIS = 200


@dataclass(frozen=True, slots=True)
class GridPush:
    """One item handed over.

    Attributes:
        owner: the department of the police, which sends or receives it.
        basis: the legal basis on which it is handed over.
        fields: the names of what was sent; `content` holds it.
        incident: the incident it comes from, where it does.
    """

    push_id: str
    direction: Direction
    area_code: str
    owner: str | None
    basis: str
    fields: tuple[str, ...]
    at: datetime
    by: str
    shared_with: tuple[str, ...] = ()
    incident: str | None = None
    received_at: datetime | None = None
    received_by: str | None = None
    decided_at: datetime | None = None
    is_accepted: bool | None = None
    done_at: datetime | None = None
    is_demo: bool = False
    content: str | None = None
    reason: str | None = None
    outcome: str | None = None

    @property
    def state(self) -> PushState:
        """How far it has come."""
        if self.done_at is not None:
            return PushState.DONE
        if self.decided_at is not None:
            return PushState.ACCEPTED if self.is_accepted else PushState.RETURNED
        return PushState.RECEIVED if self.received_at is not None else PushState.SENT

    @property
    def told(self) -> Mapping[str, str]:
        """What was sent, by the names of its fields; nothing once it was erased."""
        found: dict[str, str] = json.loads(self.content) if self.content else {}
        return found


GRID_PUSH = Kind(
    name="grid_push",
    entity=GridPush,
    fields=fields_of(
        GridPush,
        area_code={"shape": AREA},
        content={"personal": Masking.WORDS},
        reason={"personal": Masking.WORDS},
        outcome={"personal": Masking.WORDS},
    ),
    id_field="push_id",
    audience=Audience(("net.fusion.see",), area_field="area_code", owned=Owned.ITSELF),
    kept=Kept.NEWEST,
    title="警网推送事项",
    says={
        "send": "推送了事项",
        "receive": "签收了推送事项",
        "accept": "受理了推送事项",
        "return": "退回了推送事项",
        "finish": "办结了推送事项",
        "erased": "个人信息已删除",
    },
)


def packed(direction: Direction, told: Mapping[str, str]) -> tuple[tuple[str, ...], str]:
    """The names of what is sent, and it itself as it is kept.

    Raises:
        InvalidError: a field that is not on the list of this direction, one that is needed and
            missing, or a text that does not do.
    """
    for name in told:
        if name not in FIELDS[direction]:
            raise InvalidError(says="push_field_refused", told=name[:32], field="fields")
    for name in NEEDED:
        if not told.get(name, "").strip():
            raise InvalidError(says="push_field_missing", field=name)
    kept = {
        name: as_text(told[name], name, longest=LONGEST, lines=True)
        for name in FIELDS[direction]
        if told.get(name, "").strip()
    }
    return tuple(kept), json.dumps(kept, ensure_ascii=False)


def receive(push: GridPush, by: str, at: datetime) -> GridPush:
    """The receipt; a second one changes nothing."""
    return push if push.received_at else replace(push, received_at=at, received_by=by)


def decide(
    push: GridPush, *, is_accepted: bool, reason: str | None, by: str, at: datetime
) -> GridPush:
    """Take it on, or give it back with the reason; the same again changes nothing.

    Raises:
        InvalidError: given back without a reason.
        ConflictError: decided otherwise before.
    """
    if not is_accepted and not reason:
        raise InvalidError(says="push_return_reason", field="reason")
    if push.decided_at is not None:
        if push.is_accepted is not is_accepted:
            raise ConflictError(says="push_decided", field="push")
        return push
    return replace(receive(push, by, at), decided_at=at, is_accepted=is_accepted, reason=reason)


def finish(push: GridPush, outcome: str, at: datetime) -> GridPush:
    """What came of it; the same again changes nothing.

    Raises:
        ConflictError: it was not taken on, or ended otherwise.
    """
    if push.done_at is not None and push.outcome == outcome:
        return push
    if push.done_at is not None or not push.is_accepted:
        raise ConflictError(says="push_not_open", field="push")
    return replace(push, done_at=at, outcome=outcome)
