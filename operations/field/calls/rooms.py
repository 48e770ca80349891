"""What goes on now: rooms, who is in them, and the lines they are told on. Nothing is written."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_urlsafe
from typing import Any

from domain.access.callers import Caller
from domain.field.calls.calls import FieldCall
from domain.field.calls.states import Media, Mode, has_room
from domain.moments import to_iso

Message = Mapping[str, Any]


class Line:
    """One open line: the socket of a desk, or a phone that is bound to a unit.

    Args:
        caller: whose it is.
        send: hands a message over, without waiting.
        unit_id: the unit the phone is bound to; None at a desk.
        may_ring: asked before it rings: whether the phone is on duty.
    """

    def __init__(
        self,
        caller: Caller,
        send: Callable[[Message], object],
        unit_id: str | None = None,
        may_ring: Callable[[], bool] = lambda: True,
    ) -> None:
        self.caller, self.unit_id = caller, unit_id
        self.may_ring = may_ring
        self._send = send

    def tell(self, message: Message) -> None:
        """Hand a message over, without waiting."""
        self._send(message)


@dataclass(eq=False)
class Member:
    """Somebody in a room.

    Attributes:
        member_id: unguessable: whoever comes back after a break says it.
        label: what the others read: a call sign, or the account of a desk.
        order: who came first; the later of two gives way when both offer at once.
        call_id: by which call a unit came in; None for the desk.
        line: None while it is away, since `away_since`.
    """

    member_id: str
    caller: Caller
    label: str
    order: int
    call_id: str | None = None
    line: Line | None = None
    away_since: datetime | None = None

    @property
    def is_desk(self) -> bool:
        """Whether it sits at a desk."""
        return self.call_id is None

    def tell(self, message: Message) -> None:
        """Tell it, where it is there."""
        if self.line is not None:
            self.line.tell(message)


@dataclass(eq=False)
class Room:
    """What several were called into; it lasts while somebody of the desk is in it."""

    room_id: str
    number: str | None
    title: str
    mode: Mode
    media: Media
    calls: dict[str, FieldCall] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    is_told_of_end: bool = False
    _came: int = 0

    def enter(self, caller: Caller, line: Line, label: str, call_id: str | None = None) -> Member:
        """One more member."""
        self._came += 1
        made = Member(token_urlsafe(12), caller, label, self._came, call_id, line)
        self.members[made.member_id] = made
        return made

    @property
    def has_room(self) -> bool:
        """Whether one more may come in; those who are rung and may answer count."""
        ringing = sum(one.is_ringing for one in self.calls.values())
        if self.mode is Mode.FIRST:
            ringing = min(ringing, 1)
        return has_room(len(self.members) + ringing)

    @property
    def desks(self) -> list[Member]:
        """Its members at desks."""
        return [one for one in self.members.values() if one.is_desk]

    def open_calls(self) -> list[FieldCall]:
        """The calls that are not over."""
        return [one for one in self.calls.values() if one.is_open]

    def of_call(self, call_id: str) -> Member | None:
        """Who came in by a call."""
        return next((one for one in self.members.values() if one.call_id == call_id), None)

    def told(self, member: Member) -> Message:
        """As one of its members is told of it."""
        return {
            "room": {
                "room_id": self.room_id,
                "number": self.number,
                # what is told of an incident in words is hidden on a phone that lies open
                "title": self.title if member.is_desk else "",
                "mode": self.mode.value,
                "media": self.media.value,
                "you": member.member_id,
                "members": [
                    {
                        "member_id": one.member_id,
                        "label": one.label,
                        "is_desk": one.is_desk,
                        "order": one.order,
                        "is_away": one.line is None,
                    }
                    for one in self.members.values()
                ],
                "calls": [told_call(one) for one in self.calls.values()],
            }
        }

    def tell_all(self) -> None:
        """Tell every member how it stands."""
        for member in self.members.values():
            member.tell(self.told(member))


def told_call(call: FieldCall) -> Message:
    """A call, as members of its room are told of it."""
    return {
        "call_id": call.call_id,
        "unit_id": call.unit_id,
        "call_sign": call.call_sign,
        "state": call.state.value,
        "why": call.why.value if call.why else None,
        "phones": call.phones,
        "at": to_iso(call.at),
        "answered_at": to_iso(call.answered_at) if call.answered_at else None,
        "wants_callback": call.wants_callback,
    }


class Exchange:
    """All rooms and lines there are now. On the event loop only."""

    def __init__(self) -> None:
        self.rooms: dict[str, Room] = {}
        self._phones: dict[str, set[Line]] = {}

    def connect(self, line: Line) -> None:
        """A socket was opened."""
        if line.unit_id is not None:
            self._phones.setdefault(line.unit_id, set()).add(line)

    def disconnect(self, line: Line) -> None:
        """It is closed."""
        if line.unit_id is not None and (lines := self._phones.get(line.unit_id)):
            lines.discard(line)
            if not lines:
                del self._phones[line.unit_id]

    def phones_of(self, unit_id: str) -> frozenset[Line]:
        """The phones of a unit that listen here."""
        return frozenset(self._phones.get(unit_id, ()))

    def is_reached(self, unit_id: str) -> bool:
        """Whether a phone of a unit can ring now."""
        return any(line.may_ring() for line in self.phones_of(unit_id))

    def members_on(self, line: Line) -> Iterator[tuple[Room, Member]]:
        """Where a socket is a member."""
        for room in list(self.rooms.values()):
            for member in list(room.members.values()):
                if member.line is line:
                    yield room, member

    def call(self, call_id: str) -> tuple[Room, FieldCall] | None:
        """A call that is not forgotten yet, and its room."""
        for room in self.rooms.values():
            if call_id in room.calls:
                return room, room.calls[call_id]
        return None

    def open_call_of(self, unit_id: str) -> tuple[Room, FieldCall] | None:
        """What a unit is called or spoken to by now."""
        for room in self.rooms.values():
            for call in room.calls.values():
                if call.unit_id == unit_id and call.is_open:
                    return room, call
        return None
