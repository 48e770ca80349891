"""Rooms of the video conference and their test calls."""

from sqlalchemy import Connection, select

from domain.access.callers import Caller
from domain.video.rooms import CONFERENCE_ROOM, ROOM_TEST, ConferenceRoom, RoomTest
from store.kind_tables import TABLES
from store.live.visible import visible
from store.rows import reader

ROOM, TEST = TABLES[CONFERENCE_ROOM.name], TABLES[ROOM_TEST.name]
MOST_ROOMS, MOST_TESTS = 200, 20


def rooms(connection: Connection, who: Caller) -> list[ConferenceRoom]:
    """The rooms by their names."""
    query = (
        select(ROOM)
        .where(visible(CONFERENCE_ROOM, who), ROOM.c.is_removed.is_(False))
        .order_by(ROOM.c.name, ROOM.c.room_id)
        .limit(MOST_ROOMS)
    )
    read = reader(CONFERENCE_ROOM)
    return [read(row) for row in connection.execute(query).mappings()]


def one_of(connection: Connection, room_id: str) -> ConferenceRoom | None:
    """A room that was not taken away."""
    query = select(ROOM).where(ROOM.c.room_id == room_id, ROOM.c.is_removed.is_(False))
    row = connection.execute(query).mappings().first()
    return reader(CONFERENCE_ROOM)(row) if row else None


def tests_of(connection: Connection, who: Caller, room_id: str) -> list[RoomTest]:
    """The last test calls of a room, the newest first."""
    query = (
        select(TEST)
        .where(visible(ROOM_TEST, who), TEST.c.room_id == room_id)
        .order_by(TEST.c.at.desc(), TEST.c.test_id)
        .limit(MOST_TESTS)
    )
    read = reader(ROOM_TEST)
    return [read(row) for row in connection.execute(query).mappings()]


def test_of(connection: Connection, test_id: str) -> RoomTest | None:
    """A test call by its id."""
    row = connection.execute(select(TEST).where(TEST.c.test_id == test_id)).mappings().first()
    return reader(ROOM_TEST)(row) if row else None
