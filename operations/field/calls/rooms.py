"""What goes on now: rooms, who is in them, and the lines they are told on. Nothing is written."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_urlsafe
from typing import Any

from domain.access.callers import Caller
from domain.field.calls.calls import FieldCall
from domain.field.calls.recordings import CallRecording
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
        has_picture: whether its camera is on, as its browser said last.
    """

    member_id: str
    caller: Caller
    label: str
    order: int
    call_id: str | None = None
    line: Line | None = None
    away_since: datetime | None = None
    has_picture: bool = False

    @property
    def is_desk(self) -> bool:
        """Whether it sits at a desk."""
        return self.call_id is None

    def tell(self, message: Message) -> None:
        """Tell it, where it is there."""
        if self.line is not None:
            self.line.tell(message)


@dataclass(eq=False)
class RoomRecording:
    """What is recorded of a room, or asked to be.

    Attributes:
        by: the member whose browser records.
        agreed: the members who have agreed.
    """

    recording: CallRecording
    by: str
    agreed: set[str]


@dataclass(eq=False)
class OnWall:
    """A wall that shows one of a room.

    Attributes:
        call_id: by which that one came in.
        viewer: the wall's browser, while it looks; it is no member of the room, and connects to
            that one alone.
    """

    wall_id: str
    name: str
    call_id: str
    viewer: Member | None = None


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
    walls: dict[str, OnWall] = field(default_factory=dict)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    is_told_of_end: bool = False
    recording: RoomRecording | None = None
    _came: int = 0

    def enter(self, caller: Caller, line: Line, label: str, call_id: str | None = None) -> Member:
        """One more member."""
        self._came += 1
        made = Member(token_urlsafe(12), caller, label, self._came, call_id, line)
        self.members[made.member_id] = made
        return made

    def look_on(self, at: OnWall, caller: Caller) -> Member:
        """The browser of a wall looks; one that looked before, in another window, does no more."""
        self._came += 1
        if at.viewer is not None:
            at.viewer.tell({"over": {"room_id": self.room_id, "why": "elsewhere"}})
        at.viewer = Member(token_urlsafe(12), caller, at.name, self._came, at.call_id)
        return at.viewer

    def close_walls(self) -> None:
        """Let the walls look no more at whoever has left."""
        for wall_id, at in list(self.walls.items()):
            if self.of_call(at.call_id) is None:
                self.close_wall(wall_id, "hangup")

    def close_wall(self, wall_id: str, why: str) -> None:
        """Let a wall look no more."""
        at = self.walls.pop(wall_id, None)
        if at is not None and at.viewer is not None:
            at.viewer.tell({"over": {"room_id": self.room_id, "why": why}})

    def speaks_to(self, member: Member, member_id: str) -> Member | None:
        """Whom a member's browser may speak to: all others, and a wall whom it shows alone."""
        for at in self.walls.values():
            viewer, shown = at.viewer, self.of_call(at.call_id)
            if viewer is member:
                return shown if shown is not None and shown.member_id == member_id else None
            if viewer is not None and viewer.member_id == member_id:
                return viewer if shown is member else None
        other = self.members.get(member_id)
        return None if other is member else other

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
        """As one of its members, or a wall that looks, is told of it."""
        if any(at.viewer is member for at in self.walls.values()):
            return self._told_wall(member)
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
                        "call_id": one.call_id,
                        "has_picture": one.has_picture,
                    }
                    for one in self.members.values()
                ],
                "calls": [told_call(one) for one in self.calls.values()],
                "recording": told_recording(self.recording),
                "walls": [_told_on_wall(at, member) for at in self.walls.values()],
            }
        }

    def _told_wall(self, viewer: Member) -> Message:
        """Nothing but whom it shows, and for which incident: who walks past reads it."""
        shown = self.of_call(viewer.call_id or "")
        call = self.calls.get(viewer.call_id or "")
        return {
            "scene": {
                "room_id": self.room_id,
                "number": self.number,
                "you": viewer.member_id,
                "order": viewer.order,
                "call_sign": call.call_sign if call else "",
                "answered_at": to_iso(call.answered_at) if call and call.answered_at else None,
                "member": {"member_id": shown.member_id, "is_away": shown.line is None}
                if shown
                else None,
            }
        }

    def tell_all(self) -> None:
        """Tell every member how it stands, and the walls that look."""
        for member in self.members.values():
            member.tell(self.told(member))
        for at in self.walls.values():
            if at.viewer is not None:
                at.viewer.tell(self.told(at.viewer))


def _told_on_wall(at: OnWall, member: Member) -> Message:
    """A wall, as a member is told of it: the browser behind it, whom it shows alone."""
    told: dict[str, Any] = {"name": at.name, "call_id": at.call_id, "viewer": None}
    if member.is_desk:
        told["wall_id"] = at.wall_id
    if member.call_id == at.call_id and at.viewer is not None and at.viewer.line is not None:
        told["viewer"] = {"member_id": at.viewer.member_id, "order": at.viewer.order}
    return told


def told_recording(held: RoomRecording | None) -> Message | None:
    """What is recorded, as everybody in the room is told of it; None where nothing is."""
    if held is None:
        return None
    one = held.recording
    return {
        "recording_id": one.recording_id,
        "state": one.state.value,
        "by": held.by,
        "agreed": sorted(held.agreed),
        "began_at": to_iso(one.began_at) if one.began_at else None,
    }


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
