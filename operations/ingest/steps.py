"""The way of every position and alarm through the door: one list of steps, in their order.

A feed only reads (feeds/); what a message then means is decided here and nowhere else, so that
two protocols never judge the same clock or the same place differently. `POSITION_STEPS` is the
list to read, and the place to put another step.
"""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo
from typing import Protocol

from domain.dispatch.units import SIMULATOR, Fix
from domain.errors import FeedError
from domain.ingest.device_clocks import BEHIND_FROM, MOVES_NOBODY, Clock, Reading, read_clock
from geodata.coordinates.crs import to_wgs84
from operations.ingest.devices import Devices
from operations.ingest.health import Gatekeeper
from operations.ingest.notes import CLOCKS, MOCK, NO_FIX, UNKNOWN_ALARM, DeviceNotes
from operations.live.positions import PositionBoard

NOT_BELIEVED = {
    Clock.AHEAD: ("field_ahead", "{field} lies more than 5 minutes ahead"),
    Clock.BEFORE_2000: ("field_before_2000", "{field} lies before the year 2000"),
}


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a batch of fixes.

    `taken` moved a unit, `ignored` were older than what is known, `held` came from devices that
    belong to no unit yet.
    """

    taken: int = 0
    ignored: int = 0
    held: int = 0


@dataclass(frozen=True, slots=True)
class Pressed:
    """An alarm: who pressed it, when by their clock, and where; None: they could not tell."""

    device_id: str
    at: datetime
    fix: Fix | None = None
    last_known: Fix | None = None


@dataclass(slots=True)
class Passage:
    """What one message of a feed brought; every step reads it and leaves it for the next.

    Attributes:
        fixes: positions; `at` is the device's own clock until the clocks are set right.
        silent: devices that spoke without saying where they are.
        without_fix: of these, receivers that said they have no fix.
        pressed: alarms; their fix is among `fixes` too.
        odd_alarms: (device, word) that no step knows.
        crs: datum of the places.
        time_field: what the feed calls the moment of a position, for refusals.
        dropped: places of fixes in what the feed brought, and why nobody is moved by them.
        outcome: what became of the rest.
    """

    feed: str
    received_at: datetime
    fixes: list[Fix] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    without_fix: list[str] = field(default_factory=list)
    pressed: list[Pressed] = field(default_factory=list)
    odd_alarms: list[tuple[str, str]] = field(default_factory=list)
    crs: str = "wgs84"
    time_field: str = "at"
    dropped: list[tuple[int, FeedError]] = field(default_factory=list)
    outcome: Accepted = Accepted()


@dataclass(frozen=True, slots=True)
class Door:
    """What the steps work with."""

    units: Collection[str]
    board: PositionBoard
    devices: Devices
    notes: DeviceNotes
    gate: Gatekeeper
    zone: tzinfo


Step = Callable[[Passage, Door], None]


class Ring(Protocol):
    """Raises an incident for an alarm (operations/ingest/sos.py)."""

    def __call__(
        self, device_id: str, fix: Fix | None, at: datetime, *, feed: str
    ) -> Awaitable[object]:
        """Ring once per press."""


def set_clocks_right(passage: Passage, door: Door) -> None:
    """Put right clocks that are wrong in a known way; drop moments nobody can believe."""
    now, notes = passage.received_at, door.notes
    offset = door.zone.utcoffset(now.astimezone(door.zone)) or timedelta(0)
    earliest, latest = now - BEHIND_FROM, now
    pressed = {one.device_id for one in passage.pressed}
    kept: list[Fix] = []
    for place, fix in enumerate(passage.fixes):
        if earliest <= fix.at <= latest and fix.unit_id not in notes:
            kept.append(fix)  # nearly every fix of the district, each second
            continue
        reading = _read(fix.unit_id, fix.at, passage, door, offset)
        if reading.wrong in MOVES_NOBODY:
            says, words = NOT_BELIEVED[reading.wrong]
            named = passage.time_field
            fault = FeedError(words.format(field=named), field=named, says=says)
            passage.dropped.append((place, fault))
            if fix.unit_id in pressed:  # somebody calls for help there, now
                kept.append(replace(fix, at=now))
        else:
            kept.append(fix if reading.at == fix.at else replace(fix, at=reading.at))
    passage.fixes = kept
    passage.pressed = [_pressed_in_time(one, passage, door, offset) for one in passage.pressed]


def _read(device_id: str, at: datetime, passage: Passage, door: Door, offset: timedelta) -> Reading:
    now, notes = passage.received_at, door.notes
    local = notes.has(device_id, Clock.LOCAL_TIME)
    reading = read_clock(at, now, offset=offset, sends_local=local)
    if reading.wrong is not None:
        notes.note(device_id, reading.wrong, feed=passage.feed, at=now, off=at - now)
    else:
        notes.clear(device_id, CLOCKS)
    return reading


def _pressed_in_time(one: Pressed, passage: Passage, door: Door, offset: timedelta) -> Pressed:
    """An alarm is never lost to a clock: one that cannot be believed counts as now."""
    local = door.notes.has(one.device_id, Clock.LOCAL_TIME)
    reading = read_clock(one.at, passage.received_at, offset=offset, sends_local=local)
    at = passage.received_at if reading.wrong in MOVES_NOBODY else reading.at
    return replace(one, at=at, fix=replace(one.fix, at=at) if one.fix else None)


def convert_datum(passage: Passage, door: Door) -> None:
    """Coordinates of a Chinese map app become WGS 84, once."""
    if passage.crs == "wgs84":
        return
    passage.fixes = [in_wgs84(fix, passage.crs) for fix in passage.fixes]
    passage.pressed = [
        replace(
            one,
            fix=in_wgs84(one.fix, passage.crs) if one.fix else None,
            last_known=in_wgs84(one.last_known, passage.crs) if one.last_known else None,
        )
        for one in passage.pressed
    ]


def note_what_is_odd(passage: Passage, door: Door) -> None:
    """Name the devices that invent places, have no fix, or send alarms nobody knows."""
    notes, now = door.notes, passage.received_at
    for fix in passage.fixes:
        if fix.is_mock:
            notes.note(fix.unit_id, MOCK, feed=passage.feed, at=now)
        elif fix.unit_id in notes:
            notes.clear(fix.unit_id, (MOCK, NO_FIX))
    for device_id in passage.without_fix:
        notes.note(device_id, NO_FIX, feed=passage.feed, at=now)
    for device_id, word in passage.odd_alarms:
        notes.note(device_id, UNKNOWN_ALARM, feed=passage.feed, at=now, word=word)


def move_units(passage: Passage, door: Door) -> None:
    """The newest fix of each unit wins; fixes of strangers are held for adoption."""
    is_demo = passage.feed == SIMULATOR
    moved = door.board.update(passage.fixes, source=passage.feed, simulated=is_demo)
    for fix in moved.unknown:
        door.devices.hold(fix.unit_id, fix, passage.received_at)
    passage.outcome = Accepted(moved.taken, moved.ignored, len(moved.unknown))


def hear_heartbeats(passage: Passage, door: Door) -> None:
    """A device that does not say where it is lives, and is held if unknown."""
    for device_id in passage.silent:
        if device_id not in door.units:
            door.devices.hold(device_id, None, passage.received_at)


def count(passage: Passage, door: Door) -> None:
    """Tell the feed's health what was good in the message."""
    done = passage.outcome
    heard = done.taken + done.ignored + done.held + len(passage.silent)
    door.gate.accepted(passage.feed, heard)


# The order matters: a clock before the board that compares moments, a datum before it too.
POSITION_STEPS: tuple[Step, ...] = (
    set_clocks_right,
    convert_datum,
    note_what_is_odd,
    move_units,
    hear_heartbeats,
    count,
)


def walk(passage: Passage, door: Door) -> Passage:
    """Take a message through every step; cheap and without waiting."""
    for step in POSITION_STEPS:
        step(passage, door)
    return passage


async def ring_alarms(passage: Passage, ring: Ring, door: Door) -> None:
    """The last step, as it waits for the commit: by now each alarm's place and time are known."""
    for one in passage.pressed:
        fix = one.fix
        if fix is None and one.device_id not in door.board.newest:
            fix = one.last_known
        await ring(one.device_id, fix, one.at, feed=passage.feed)


def in_wgs84(fix: Fix, crs: str) -> Fix:
    """The fix converted from the coordinates of a Chinese map app."""
    if crs == "wgs84":
        return fix
    lat, lon = to_wgs84(fix.lat, fix.lon, crs)
    return replace(fix, lat=lat, lon=lon)
