"""Rooms of the video conference: their addresses, and the test calls people made."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.access.access import require
from domain.access.callers import Caller
from domain.errors import InvalidError, NotFoundError
from domain.fields import as_text
from domain.video.rooms import (
    CONFERENCE_ROOM,
    ROOM_TEST,
    ConferenceRoom,
    RoomTest,
    RoomWay,
    TestResult,
    read_address,
)
from operations.net.fusion.fusion_desk import id_of
from operations.video.inspections.inspection_desk import InspectionDesk
from store import Transaction
from store.video import rooms as kept

LONGEST_NAME, LONGEST_NOTE, LONGEST_TEST_S = 64, 500, 3600


@dataclass(frozen=True, slots=True)
class RoomTold:
    """A room as a form tells it."""

    name: str
    way: RoomWay
    address: str
    platform: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """The rooms, and the moment their ages are counted from."""

    rooms: Sequence[ConferenceRoom]
    now: datetime


class Rooms:
    """The rooms.

    Args:
        desk: store, work and clock.
    """

    def __init__(self, desk: InspectionDesk) -> None:
        self._desk = desk

    async def listed(self, caller: Caller) -> Listed:
        """The rooms by name.

        Raises:
            NotAllowedError: none are theirs to see.
        """
        require(caller, "conference.see")
        found = await self._desk.read(lambda one: kept.rooms(one, caller))
        return Listed(found, self._desk.now())

    async def tests(self, room_id: str, caller: Caller) -> tuple[ConferenceRoom, list[RoomTest]]:
        """A room and its last test calls, the newest first.

        Raises:
            NotAllowedError, NotFoundError: none are theirs to see; there is none.
        """
        require(caller, "conference.see")
        room = await self._desk.read(lambda one: kept.one_of(one, room_id))
        if room is None:
            raise NotFoundError(says="conference_room_unknown", field="room_id")
        return room, await self._desk.read(lambda one: kept.tests_of(one, caller, room_id))

    async def add(self, key: str, told: RoomTold, caller: Caller) -> ConferenceRoom:
        """Register a room; the same key again is the same room.

        Raises:
            NotAllowedError: not the caller's to keep.
            InvalidError: a field does not do.
        """
        require(caller, "conference.manage")
        room_id = id_of("VR", as_text(key, "key", longest=64), caller)
        new = _with(ConferenceRoom(room_id, "", told.way, "", made_by=caller.actor), told)

        def steps(tx: Transaction) -> ConferenceRoom:
            held = kept.one_of(tx.connection, room_id)
            if held is None:
                tx.put(CONFERENCE_ROOM, new, action="add", actor=caller.actor)
            return held or new

        return await self._desk.write(steps)

    async def change(self, room_id: str, told: RoomTold, caller: Caller) -> ConferenceRoom:
        """Correct a room; of another address no test is known any more.

        Raises:
            NotAllowedError, NotFoundError, InvalidError: as `add`; there is none.
        """
        require(caller, "conference.manage")

        def steps(tx: Transaction) -> ConferenceRoom:
            held = _held(tx, room_id)
            made = _with(held, told)
            if (made.way, made.address) != (held.way, held.address):
                made = replace(made, tested_at=None, tested_by=None, result=None, took_s=0)
            if made != held:
                tx.put(CONFERENCE_ROOM, made, action="change", actor=caller.actor)
            return made

        return await self._desk.write(steps)

    async def test(
        self, key: str, room_id: str, result: TestResult, took_s: int, note: str, caller: Caller
    ) -> ConferenceRoom:
        """Write down a test call that was just made; the same key again is the same call.

        Raises:
            NotAllowedError, NotFoundError: the caller tries none; there is no such room.
            InvalidError: it took longer than an hour, or failed and nothing says how.
        """
        require(caller, "conference.test")
        test_id = id_of("VT", as_text(key, "key", longest=64), caller)
        if not 0 <= took_s <= LONGEST_TEST_S:
            raise InvalidError(says="field_not_valid", field="took_s")
        said = as_text(note, "note", longest=LONGEST_NOTE, lines=True) if note else None
        if result is TestResult.FAILED and said is None:
            raise InvalidError(says="room_test_why", field="note")

        def steps(tx: Transaction) -> ConferenceRoom:
            held = _held(tx, room_id)
            if kept.test_of(tx.connection, test_id) is not None:
                return held
            call = RoomTest(test_id, room_id, tx.at, caller.actor, result, took_s, note=said)
            tx.put(ROOM_TEST, call, action="test", actor=caller.actor)
            made = replace(
                held, tested_at=tx.at, tested_by=caller.actor, result=result, took_s=took_s
            )  # fmt: skip
            tx.put(CONFERENCE_ROOM, made, action="test", actor=caller.actor)
            return made

        return await self._desk.write(steps)

    async def remove(self, room_id: str, caller: Caller) -> None:
        """Take a room off the list; its test calls stay.

        Raises:
            NotAllowedError, NotFoundError: not the caller's to keep; there is none.
        """
        require(caller, "conference.manage")

        def steps(tx: Transaction) -> None:
            gone = replace(_held(tx, room_id), is_removed=True)
            tx.put(CONFERENCE_ROOM, gone, action="remove", actor=caller.actor)

        await self._desk.write(steps)


def _held(tx: Transaction, room_id: str) -> ConferenceRoom:
    held = kept.one_of(tx.connection, room_id)
    if held is None:
        raise NotFoundError(says="conference_room_unknown", field="room_id")
    return held


def _with(room: ConferenceRoom, told: RoomTold) -> ConferenceRoom:
    return replace(
        room,
        name=as_text(told.name, "name", longest=LONGEST_NAME),
        way=told.way,
        address=read_address(told.way, told.address),
        platform=as_text(told.platform, "platform", longest=LONGEST_NAME) if told.platform else "",
        note=as_text(told.note, "note", longest=LONGEST_NOTE, lines=True) if told.note else None,
    )
