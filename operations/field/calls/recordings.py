"""Recordings of calls as they are asked for, agreed to and ended; their films are kept elsewhere.

Sound and picture do not pass this server while people speak: the browser of the desk that asked
records, and sends what it has a piece at a time (operations/field/calls/films.py).

Source: docs/decisions/0152-a-call-is-recorded-when-all-agree.md
"""

import logging
from collections.abc import Sequence
from uuid import uuid4

from domain.access.access import require
from domain.errors import ConflictError, NotFoundError, OneScreenError
from domain.field.calls.recordings import (
    CALL_RECORDING,
    CallRecording,
    EndedBy,
    RecordingState,
    agree,
    due,
    ended,
    refuse,
)
from operations.field.calls.films import Films
from operations.field.calls.ledger import Ledger
from operations.field.calls.rooms import Line, Member, Room, RoomRecording
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction

log = logging.getLogger(__name__)
# A recording after a step, and the word of the journal for it.
Act = tuple[CallRecording, str]


class Recordings:
    """Asks, hears who agrees, and ends.

    Args:
        store: where the facts are written.
        work: the lanes of threads.
        ledger: the rooms of now.
        films: keeps what is recorded.
        is_allowed: what the setting says.
    """

    def __init__(
        self, store: Store, work: Work, ledger: Ledger, films: Films, *, is_allowed: bool
    ) -> None:
        self._store, self._work = store, work
        self._ledger, self._films = ledger, films
        self.is_allowed = is_allowed
        ledger.on_change = self._changed

    async def ask(self, line: Line, room_id: str) -> None:
        """Ask everybody in a room whether it may be recorded; whoever asks agrees.

        Raises:
            NotAllowedError: not the caller's to record.
            NotFoundError: the caller is in no such room.
            ConflictError: the setting does not allow it, the call is about no incident, nobody
                else is there yet, or it is asked for already.
        """
        require(line.caller, "field.record")
        room, member = self._ledger.at_desk(line, room_id)
        async with room.lock:
            if not self.is_allowed:
                raise ConflictError(says="recording_off", field="recording")
            if room.number is None:
                raise ConflictError(says="recording_no_incident", field="recording")
            if len(room.members) < 2:
                raise ConflictError(says="recording_alone", field="recording")
            if room.recording is not None:
                raise ConflictError(says="recording_already", field="recording")
            made = self._asked(room, member)
            await self._write([(made, "asked")], member.caller.actor)
            room.recording = RoomRecording(made, member.member_id, {member.member_id})
            room.tell_all()

    async def agree(self, line: Line, room_id: str, recording_id: str) -> None:
        """One of the call agrees; with the last of them it begins.

        Raises:
            NotFoundError: not in this room, or nothing of this id is asked for in it.
            RecordingOverError: it is not asked for any more.
        """
        room, member = self._ledger.member(line, room_id)
        async with room.lock:
            held = _held(room, recording_id)
            if member.member_id in held.agreed:
                return
            others = room.members.keys() - held.agreed - {member.member_id}
            after = agree(held.recording, _name(member), self._ledger.now(), others)
            acts = [(after, "agreed")]
            if after.state is RecordingState.ON:
                acts.append((after, "begun"))
                self._films.begin(after)
            try:
                await self._write(acts, member.caller.actor)
            except OneScreenError:
                self._films.forget(after)
                raise
            held.recording = after
            held.agreed.add(member.member_id)
            room.tell_all()

    async def refuse(self, line: Line, room_id: str, recording_id: str) -> None:
        """One does not agree, or does so no more; of the desk that asked it is the end.

        Raises:
            NotFoundError: not in this room, or nothing of this id is recorded in it.
        """
        room, member = self._ledger.member(line, room_id)
        async with room.lock:
            held, now = _held(room, recording_id), self._ledger.now()
            if member.member_id == held.by:
                await self._end(room, ended(held.recording, now, EndedBy.STOPPED))
            else:
                word = "withdrawn" if held.recording.state is RecordingState.ON else "refused"
                await self._end(room, refuse(held.recording, _name(member), now), word, member)
            room.tell_all()

    async def settle(self) -> None:
        """End what time ends: nobody answers, or it has become too long."""
        for room in self._ledger.rooms:
            async with room.lock:
                held, now = room.recording, self._ledger.now()
                if held is not None and (why := due(held.recording, now)) is not None:
                    await self._end(room, ended(held.recording, now, why))
                    room.tell_all()

    async def _changed(self, room: Room, is_coming: bool) -> None:
        """Who goes was recorded and is so no more; who comes was not asked. The room is locked."""
        if room.recording is not None:
            why = EndedBy.CAME if is_coming else EndedBy.LEFT
            await self._end(room, ended(room.recording.recording, self._ledger.now(), why))

    async def _end(
        self, room: Room, after: CallRecording, word: str = "", by: Member | None = None
    ) -> None:
        """What is over is over, also where it cannot be written now: its film is written later."""
        room.recording = None
        first: Sequence[Act] = [(after, word)] if word else []
        word_of_end = "ended" if after.state is RecordingState.ENDED else "dropped"
        last: Sequence[Act] = [] if word == "refused" else [(after, word_of_end)]
        self._films.end(after)
        try:
            await self._write([*first, *last], by.caller.actor if by else after.by)
        except OneScreenError as error:
            log.warning("the end of a recording could not be written: %s", error)

    def _asked(self, room: Room, member: Member) -> CallRecording:
        call = next(iter(room.calls.values()))
        return CallRecording(
            recording_id=f"F-{uuid4().hex}",
            room_id=room.room_id,
            number=room.number or "",
            area_code=call.area_code,
            by=member.caller.actor,
            state=RecordingState.ASKED,
            at=self._ledger.now(),
            who=_name(member),
            agreed=(_name(member),),
            is_demo=call.is_demo,
        )

    async def _write(self, acts: Sequence[Act], actor: str) -> None:
        def steps(tx: Transaction) -> None:
            for recording, action in acts:
                tx.put(CALL_RECORDING, recording, action=action, actor=actor)

        await in_transaction(self._store, self._work, steps)


def _held(room: Room, recording_id: str) -> RoomRecording:
    if room.recording is None or room.recording.recording.recording_id != recording_id:
        raise NotFoundError(says="recording_none", field="recording")
    return room.recording


def _name(member: Member) -> str:
    return member.label or member.caller.actor
