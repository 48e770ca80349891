"""Recorded calls: who is asked, what ends one, what is kept, who plays it, when it is deleted."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.errors import ConflictError, FullError, InvalidError, NotFoundError
from domain.field.calls.recordings import (
    ASKS_FOR,
    CALL_RECORDING,
    RECORDS_FOR,
    EndedBy,
    RecordingState,
)
from domain.subject_key import SubjectKey
from operations.field.calls import films as films_module
from operations.field.calls.films import WAITS_FOR, Films
from operations.field.calls.recordings import Recordings
from store.errors import StoreError
from tests.operations.door_parts import report
from tests.operations.field.the_calls import DESK, Field, Phone, calls_door
from tests.support.door import Door

pytestmark = pytest.mark.asyncio(loop_scope="module")
LEADER = Caller("boss", "leader")
DAYS = 30
FIRST = b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm" + b"V_VP8" + b"\0" * 40
SECOND = b"more" * 10


class Room:
    """A room of a desk and two phones that may be recorded, and what records it."""

    def __init__(self, field: Field, folder: Path, *, is_allowed: bool = True) -> None:
        self.field, self.folder = field, folder
        door = field.door
        self.films = Films(
            door.store, door.work, door.picture, folder, days=DAYS, now=field.ledger.now
        )
        self.films.put_on(door.parts.shelf)
        self.recordings = Recordings(
            door.store, door.work, field.ledger, self.films, is_allowed=is_allowed
        )
        self.desk, self.one, self.other = Phone(DESK), field.phone("P1"), field.phone("P2")
        self.room_id, self.number = "", ""

    async def open(self, source_id: str) -> "Room":
        """Both phones have answered."""
        self.number = await report(self.field.door, source_id)
        await self.field.door.settled()
        room = await self.field.call(self.desk, "P1", number=self.number)
        self.room_id = room["room_id"]
        await self.field.board.desk.invite(self.desk, self.room_id, ["P2"])
        for phone in (self.one, self.other):
            call = phone.heard("ring")[0]
            await self.field.board.phones.answer(phone, call["call_id"])
        return self

    @property
    def told(self) -> Any:
        return self.one.room["recording"]

    async def asked(self) -> str:
        await self.recordings.ask(self.desk, self.room_id)
        return str(self.told["recording_id"])

    async def on(self) -> str:
        recording_id = await self.asked()
        for line in (self.one, self.other):
            await self.recordings.agree(line, self.room_id, recording_id)
        assert self.told["state"] == RecordingState.ON
        return recording_id

    async def kept(self) -> str:
        """A film of two pieces."""
        recording_id = await self.on()
        for index, piece in enumerate((FIRST, SECOND)):
            await self.films.take(recording_id, index, piece, DESK)
        await self.recordings.refuse(self.desk, self.room_id, recording_id)
        await self.films.finish(recording_id, DESK)
        await self.field.door.settled()
        return recording_id

    async def state(self, recording_id: str) -> Any:
        await self.field.door.settled()
        return self.field.door.picture.entities[CALL_RECORDING.name][recording_id].state

    async def said(self, recording_id: str) -> list[tuple[str, str]]:
        await self.field.door.settled()
        return [
            (one.action, one.actor)
            for one in self.field.door.store.records_after(0)
            if one.kind == CALL_RECORDING.name and one.id == recording_id
        ]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def door(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Door]:
    async with calls_door(tmp_path_factory.mktemp("recordings")) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def room(door: Door, tmp_path: Path, request: pytest.FixtureRequest) -> Room:
    return await Room(Field(door), tmp_path / "films").open(f"rec-{abs(hash(request.node.name))}")


async def test_nobody_is_recorded_before_each_has_agreed(room: Room):
    recording_id = await room.asked()
    assert room.told["state"] == RecordingState.ASKED
    await room.recordings.agree(room.one, room.room_id, recording_id)
    await room.recordings.agree(room.one, room.room_id, recording_id)  # pressed twice is once
    assert room.told["state"] == RecordingState.ASKED
    with pytest.raises(NotFoundError):
        await room.films.take(recording_id, 0, FIRST, DESK)
    await room.recordings.agree(room.other, room.room_id, recording_id)
    for line in (room.desk, room.one, room.other):
        assert line.room["recording"]["state"] == RecordingState.ON
    assert await room.said(recording_id) == [
        ("asked", "d1"), ("agreed", "p-P1"), ("agreed", "p-P2"), ("begun", "p-P2"),
    ]  # fmt: skip
    assert (await room.state(recording_id))["agreed"] == ["d1", "警P1", "警P2"]


async def test_one_who_refuses_is_enough(room: Room):
    recording_id = await room.asked()
    await room.recordings.agree(room.one, room.room_id, recording_id)
    await room.recordings.refuse(room.other, room.room_id, recording_id)
    assert room.told is None
    assert [word for word, _ in await room.said(recording_id)] == ["asked", "agreed", "refused"]
    with pytest.raises(NotFoundError):
        await room.recordings.agree(room.other, room.room_id, recording_id)
    with pytest.raises(NotFoundError):
        await room.films.take(recording_id, 0, FIRST, DESK)


async def test_a_film_is_kept_and_its_lines_stand_in_the_timeline(room: Room):
    recording_id = await room.kept()
    state = await room.state(recording_id)
    assert (state["state"], state["size"]) == (RecordingState.KEPT, len(FIRST + SECOND))
    kept, _ = await room.films.film(recording_id, LEADER)
    assert (kept.path.read_bytes(), kept.media_type) == (FIRST + SECOND, "video/webm")
    assert list(room.folder.iterdir()) == []
    lines = await room.field.door.parts.card.timeline(room.number, caller=DESK)
    told = [one["text"] for one in lines if one["kind"] == CALL_RECORDING.name]
    assert told == [
        "请求对通话录音录像",
        "警P1 同意录音录像",
        "警P2 同意录音录像",
        "全体同意，录音录像开始",
        "录音录像结束，0 秒",
        "录音录像已保存",
    ]
    [one] = await room.films.of_incident(room.number, LEADER)
    assert (one["recording_id"], one["agreed"]) == (recording_id, ["d1", "警P1", "警P2"])


@pytest.mark.parametrize("how", ["leaves", "withdraws", "desk leaves", "comes"])
async def test_it_ends_when_somebody_wants_it_no_more_goes_or_comes(room: Room, how: str):
    recording_id = await room.on()
    await room.films.take(recording_id, 0, FIRST, DESK)
    board, why = room.field.board, EndedBy.LEFT
    if how == "leaves":
        await board.leave(room.other, room.room_id)
    elif how == "withdraws":
        why = EndedBy.WITHDRAWN
        await room.recordings.refuse(room.other, room.room_id, recording_id)
    elif how == "desk leaves":
        await board.leave(room.desk, room.room_id)
    else:
        why = EndedBy.CAME
        await board.desk.join(Phone(Caller("d2", "leader")), room.room_id)
    state = await room.state(recording_id)
    assert (state["state"], state["why"]) == (RecordingState.ENDED, why)
    assert [one for one in room.one.heard("room") if one["recording"]][-1]["recording"]
    assert how == "desk leaves" or room.told is None
    # the last piece may still come; then the film is kept, also when the browser is gone
    await room.films.take(recording_id, 1, SECOND, DESK)
    await room.films.keep_due()
    assert (await room.state(recording_id))["state"] == RecordingState.ENDED
    room.field.ahead = WAITS_FOR
    await room.films.keep_due()
    assert (await room.state(recording_id))["state"] == RecordingState.KEPT


async def test_somebody_who_comes_in_while_it_is_asked_for_ends_the_question(room: Room):
    recording_id = await room.asked()
    await room.field.board.desk.join(Phone(Caller("d2", "leader")), room.room_id)
    assert room.told is None
    assert (await room.state(recording_id))["state"] == RecordingState.DROPPED


async def test_time_ends_a_question_and_a_long_recording(room: Room):
    asked = await room.asked()
    room.field.ahead = ASKS_FOR
    await room.recordings.settle()
    assert (await room.state(asked))["why"] == EndedBy.NO_ANSWER
    on = await room.on()
    room.field.ahead += RECORDS_FOR
    await room.recordings.settle()
    assert (await room.state(on))["why"] == EndedBy.TOO_LONG
    room.field.ahead += WAITS_FOR
    await room.films.keep_due()  # nothing of it arrived
    assert (await room.state(on))["state"] == RecordingState.DROPPED


async def test_pieces_come_in_order_once_and_not_without_end(
    room: Room, monkeypatch: pytest.MonkeyPatch
):
    recording_id = await room.on()
    assert await room.films.take(recording_id, 0, FIRST, DESK) == 1
    assert await room.films.take(recording_id, 0, FIRST, DESK) == 1
    with pytest.raises(ConflictError):
        await room.films.take(recording_id, 2, SECOND, DESK)
    for piece in (b"", b"x" * (films_module.LARGEST_PIECE + 1)):
        with pytest.raises(InvalidError):
            await room.films.take(recording_id, 1, piece, DESK)
    monkeypatch.setattr(films_module, "LARGEST_FILM", len(FIRST) + 1)
    with pytest.raises(FullError):
        await room.films.take(recording_id, 1, SECOND, DESK)
    [path] = room.folder.iterdir()
    assert path.read_bytes() == FIRST


async def test_what_had_arrived_when_the_server_stopped_is_kept(room: Room):
    recording_id = await room.on()
    await room.films.take(recording_id, 0, FIRST, DESK)
    await room.field.door.settled()
    again = Room(Field(room.field.door), room.folder)
    await again.films.recover()
    state = await room.state(recording_id)
    assert (state["state"], state["why"]) == (RecordingState.KEPT, EndedBy.RESTARTED)


async def test_strangers_record_see_and_play_nothing(room: Room):
    outside = Caller("boss2", "leader", area="340604999")
    stranger, village = Phone(Caller("d9", "dispatcher")), Caller("v", "village")
    with pytest.raises(NotFoundError):
        await room.recordings.ask(stranger, room.room_id)
    for line in (room.one, Phone(LEADER)):  # a phone, and who calls but does not record
        with pytest.raises(NotAllowedError):
            await room.recordings.ask(line, room.room_id)
    recording_id = await room.asked()
    for act in (room.recordings.agree, room.recordings.refuse):
        with pytest.raises(NotFoundError):
            await act(stranger, room.room_id, recording_id)
        with pytest.raises(NotFoundError):
            await act(room.field.phone("P3"), room.room_id, recording_id)
    for line in (room.one, room.other):
        await room.recordings.agree(line, room.room_id, recording_id)
    with pytest.raises(NotFoundError):
        await room.films.take(recording_id, 0, FIRST, Caller("d9", "dispatcher"))
    with pytest.raises(NotAllowedError):
        await room.films.take(recording_id, 0, FIRST, village)
    await room.films.take(recording_id, 0, FIRST, DESK)
    with pytest.raises(NotFoundError):
        await room.films.finish(recording_id, Caller("d9", "dispatcher"))
    await room.recordings.refuse(room.desk, room.room_id, recording_id)
    await room.films.finish(recording_id, DESK)
    await room.field.door.settled()
    for caller in (DESK, village, Caller("a", "audit_admin"), Caller("p-P1", "police")):
        with pytest.raises(NotAllowedError):
            await room.films.film(recording_id, caller)
        with pytest.raises(NotAllowedError):
            await room.films.of_incident(room.number, caller)
    with pytest.raises(NotFoundError):
        await room.films.film(recording_id, outside)
    with pytest.raises(NotFoundError):
        await room.films.of_incident(room.number, outside)
    with pytest.raises(NotFoundError):
        await room.films.remove(recording_id, "要求删除", outside)
    await _no_route_of_files_shows_it(room, recording_id)


async def _no_route_of_files_shows_it(room: Room, recording_id: str) -> None:
    shelf, about = room.field.door.parts.shelf, SubjectKey(CALL_RECORDING.name, recording_id)
    file_id = recording_id.removeprefix("F-")
    for caller in (LEADER, DESK):
        with pytest.raises(NotFoundError):
            await shelf.read(file_id, caller=caller)
        with pytest.raises(NotFoundError):
            await shelf.items(about, caller=caller)
        with pytest.raises(NotFoundError):
            await shelf.remove(file_id, "no", caller=caller)
        with pytest.raises(NotFoundError):
            await shelf.keep(about, "f" * 32, "x", FIRST, url="", caller=caller)


async def test_a_film_is_deleted_after_its_days_or_when_a_leader_says_why(room: Room):
    first = await room.kept()
    room.field.ahead = timedelta(days=DAYS) - timedelta(minutes=1)
    assert await room.films.delete_due() == 0
    kept, _ = await room.films.film(first, LEADER)
    room.field.ahead = timedelta(days=DAYS, minutes=1)
    assert await room.films.delete_due() >= 1
    assert (await room.state(first))["state"] == RecordingState.REMOVED
    assert not kept.path.exists()
    second = await room.kept()
    await room.films.remove(second, "当事人要求", LEADER)
    assert (await room.said(second))[-1] == ("removed", "boss")
    with pytest.raises(NotFoundError):
        await room.films.film(second, LEADER)


async def test_a_full_disk_holds_up_no_day_of_deletion(room: Room, monkeypatch: pytest.MonkeyPatch):
    old = await room.kept()
    room.field.ahead = timedelta(days=DAYS, minutes=1)
    on = await room.on()
    await room.films.take(on, 0, FIRST, DESK)
    await room.recordings.refuse(room.desk, room.room_id, on)
    await room.field.door.settled()
    room.field.ahead += WAITS_FOR
    real = room.field.door.parts.shelf.keep

    async def full(*_: Any, **__: Any) -> None:
        raise FullError(says="disk_full")

    monkeypatch.setattr(room.field.door.parts.shelf, "keep", full)
    assert not await room.films.look(room.recordings.settle)
    assert (await room.state(old))["state"] == RecordingState.REMOVED
    monkeypatch.setattr(room.field.door.parts.shelf, "keep", real)
    assert await room.films.look(room.recordings.settle)
    assert (await room.state(on))["state"] == RecordingState.KEPT


async def test_what_the_setting_does_not_allow_is_not_asked_for(room: Room, tmp_path: Path):
    off = Recordings(
        room.field.door.store, room.field.door.work, room.field.ledger, room.films, is_allowed=False
    )
    with pytest.raises(ConflictError) as refusal:
        await off.ask(room.desk, room.room_id)
    assert refusal.value.says == "recording_off"
    alone = Phone(DESK)
    about_none = await room.field.call(alone, "P4")
    with pytest.raises(ConflictError) as refusal:
        await room.recordings.ask(alone, about_none["room_id"])
    assert refusal.value.says == "recording_no_incident"
    await room.asked()
    with pytest.raises(ConflictError) as refusal:
        await room.recordings.ask(room.desk, room.room_id)
    assert refusal.value.says == "recording_already"


async def test_what_cannot_be_written_does_not_begin_and_an_end_ends_all_the_same(
    room: Room, monkeypatch: pytest.MonkeyPatch
):
    recording_id = await room.asked()
    await room.recordings.agree(room.one, room.room_id, recording_id)

    async def refuse(*_: Any) -> None:
        raise StoreError("no")

    monkeypatch.setattr(room.recordings, "_write", refuse)
    with pytest.raises(StoreError):
        await room.recordings.agree(room.other, room.room_id, recording_id)
    assert room.told["state"] == RecordingState.ASKED
    with pytest.raises(NotFoundError):
        await room.films.take(recording_id, 0, FIRST, DESK)
    await room.recordings.refuse(room.other, room.room_id, recording_id)
    assert room.told is None
