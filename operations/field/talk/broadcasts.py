"""Broadcasts: sent to whoever is on duty in an area, counted as they are read, told on if not."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from domain.access.access import require
from domain.access.callers import Caller
from domain.desk.notices import Purpose
from domain.desk.timers import Timer, TimerKind
from domain.dispatch.unit_kinds import UnitKind
from domain.dispatch.units import NOT_ON_DUTY
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.field.talk.broadcasts import (
    FIELD_BROADCAST,
    LEAST_MINUTES,
    LONGEST_TEXT,
    MOST_HOURS,
    MOST_MINUTES,
    TALLY_EVERY,
    BroadcastReader,
    FieldBroadcast,
    is_for,
)
from domain.fields import as_text
from domain.private import mask
from domain.subject_key import SubjectKey
from operations.desk.escalation import SUPERVISOR
from operations.field.talk.ground import TalkGround, message_id_of, units_of
from operations.field.talk.silence import tell_unread
from operations.field.talk.talking import LONGEST_KEY
from operations.notices.notices import Told, tell_people, withdraw_chain
from store import Transaction
from store.desk import outbox
from store.field import broadcasts as kept
from store.field import talk as talks

Received = kept.Received
# How long somebody in the field still finds a broadcast in their list.
SHOWN_FOR = timedelta(days=3)
MOST_MARKED = 100
CLOCK = "time"


@dataclass(frozen=True, slots=True)
class NewBroadcast:
    """What is to be sent.

    Attributes:
        key: by which the same broadcast is known again.
        area_code: to whoever is at home there, or serves it.
        kinds: of unit; empty for all.
        minutes: by when it should be read; None as the district says.
        hours: how long it holds for whoever comes on duty later; None as the district says.
    """

    key: str
    text: str
    area_code: str
    kinds: Sequence[str] = ()
    minutes: int | None = None
    hours: int | None = None


@dataclass(frozen=True, slots=True)
class OneBroadcast:
    """A broadcast, its tally now, and whom it was sent to; its words masked as on every screen."""

    broadcast: FieldBroadcast
    readers: Sequence[BroadcastReader]


class Broadcasts:
    """The operations on broadcasts.

    Args:
        ground: what the operations of talk share.
    """

    def __init__(self, ground: TalkGround) -> None:
        self._ground = ground

    async def send(self, new: NewBroadcast, caller: Caller) -> tuple[FieldBroadcast, bool]:
        """Send a broadcast, once.

        Returns:
            The broadcast, and whether this call sent it.

        Raises:
            NotAllowedError: the caller sends none, or not there.
            InvalidError: text, kind or time does not do, or nobody is on duty there.
            ConflictError: the key is that of another broadcast.
        """
        require(caller, "field.broadcast", new.area_code)
        text = as_text(new.text, "text", longest=LONGEST_TEXT, lines=True)
        as_text(new.key, "key", longest=LONGEST_KEY)
        kinds = tuple(_kind(one) for one in dict.fromkeys(new.kinds))
        within = self._within(new.minutes)
        lasts = max(self._lasts(new.hours), within)

        def write(tx: Transaction) -> tuple[FieldBroadcast, bool, list[str]]:
            broadcast_id = f"B{message_id_of('', new.key, caller)[2:]}"
            held = kept.one_of(tx.connection, broadcast_id)
            if held is not None:
                if (held.area_code, held.kinds, held.text) != (new.area_code, kinds, text):
                    raise ConflictError(says="message_key_used", field="key")
                return held, False, []
            units = [
                one.unit_id
                for one in kept.every_unit(tx.connection)
                if is_for(one, new.area_code, kinds)
            ]
            if not units:
                raise InvalidError(says="nobody_on_duty_there", field="area_code")
            made = FieldBroadcast(
                broadcast_id, new.area_code, kinds, caller.actor, tx.at, tx.at + within,
                len(units), ends_at=tx.at + lasts, text=text,
            )  # fmt: skip
            tx.put(FIELD_BROADCAST, made, action="send", actor=caller.actor)
            kept.address(tx.connection, broadcast_id, units)
            outbox.put_timer(tx, _timer(TimerKind.BROADCAST, made))
            return made, True, units

        made, is_new, units = await self._ground.write(write)
        if is_new:
            told = {"kind": "broadcast", "id": made.broadcast_id, "rings": True}
            await self._ground.tell(units, told)
        return made, is_new

    async def withdraw(self, broadcast_id: str, caller: Caller) -> FieldBroadcast:
        """Take a broadcast back: phones show that it holds no more; nobody is told on.

        Raises:
            NotFoundError: there is none for this caller.
            NotAllowedError: the caller sends none there.
        """
        require(caller, "field.broadcast")

        def write(tx: Transaction) -> FieldBroadcast:
            held = kept.one_of(tx.connection, broadcast_id, caller)
            if held is None:
                raise _none()
            require(caller, "field.broadcast", held.area_code)
            if held.withdrawn_at is not None:
                return held
            after = replace(self._counted(tx, held), withdrawn_at=tx.at)
            tx.put(FIELD_BROADCAST, after, action="withdraw", actor=caller.actor)
            for kind in (TimerKind.BROADCAST, TimerKind.BROADCAST_TALLY):
                outbox.drop_timers(tx, kind, [broadcast_id])
            withdraw_chain(tx, f"{broadcast_id}-unread", actor=caller.actor)
            return after

        after = await self._ground.write(write)
        units = [one.unit_id for one in (await self.one(broadcast_id, caller)).readers]
        told = {"kind": "broadcast", "id": broadcast_id, "rings": False}
        await self._ground.tell(units, told)
        return after

    async def page(self, caller: Caller) -> list[FieldBroadcast]:
        """The last broadcasts a caller may see, newest first.

        Raises:
            NotAllowedError: the caller sees none.
        """
        require(caller, "field.broadcasts.see")
        found = await self._ground.read(lambda connection: kept.listed(connection, caller))
        return [_masked(one) for one in found]

    async def one(self, broadcast_id: str, caller: Caller) -> OneBroadcast:
        """A broadcast with whom it was sent to, who has not read it first.

        Raises:
            NotAllowedError, NotFoundError: there is none for this caller.
        """
        require(caller, "field.broadcasts.see")
        found = await self._ground.read(
            lambda connection: (
                kept.one_of(connection, broadcast_id, caller),
                kept.readers(connection, broadcast_id),
                kept.tally(connection, broadcast_id),
            )
        )
        held, readers, tally = found
        if held is None:
            raise _none()
        return OneBroadcast(_masked(_with(held, tally)), readers)

    # in the field ---------------------------------------------------------------------------------

    async def received(self, caller: Caller) -> list[kept.Received]:
        """What was sent to the units somebody speaks for, newest first.

        With what was sent before they came on duty and still holds: it is theirs once a phone of
        the unit says that it has it (`mark`).

        Raises:
            NotAllowedError: their role is none of the field.
        """
        require(caller, "field.use")
        now = self._ground.now()

        def read(connection: Connection) -> list[kept.Received]:
            sent = kept.received(connection, units_of(caller), now - SHOWN_FOR)
            later = [kept.Received(one, None) for one in _later(connection, caller, now)]
            return sorted([*later, *sent], key=lambda one: one.broadcast.at, reverse=True)

        return await self._ground.read(read)

    async def mark(self, ids: Collection[str], caller: Caller, *, is_read: bool) -> None:
        """Broadcasts have reached a phone, or were read on it; what is another's stays as it is.

        Raises:
            NotAllowedError: the caller's role is none of the field.
            InvalidError: too many at once.
        """
        require(caller, "field.use")
        if len(ids) > MOST_MARKED:
            raise InvalidError(says="field_not_valid", field="ids")

        def write(tx: Transaction) -> None:
            units = units_of(caller)
            for one in _later(tx.connection, caller, tx.at):
                if one.broadcast_id in ids and caller.unit_id is not None:
                    kept.join(tx.connection, one.broadcast_id, caller.unit_id, tx.at)
            found = kept.mark(tx.connection, ids, units, tx.at, is_read=is_read)
            for broadcast_id in sorted(found):
                self._follow(tx, broadcast_id, units, is_read=is_read)

        if ids:
            await self._ground.write(write)

    def _follow(
        self, tx: Transaction, broadcast_id: str, units: Collection[str], *, is_read: bool
    ) -> None:
        """The tally is written now, or soon with those that come meanwhile."""
        held = kept.one_of(tx.connection, broadcast_id)
        if held is None or held.withdrawn_at is not None:
            return
        if is_read:
            for unit in units:
                withdraw_chain(tx, f"{broadcast_id}-unread-{unit}", actor=CLOCK)
        last = held.tallied_at
        if last is None or tx.at - last >= TALLY_EVERY:
            self._tally(tx, held)
        elif outbox.timer(tx, TimerKind.BROADCAST_TALLY, broadcast_id) is None:
            due = last + TALLY_EVERY
            about = SubjectKey(FIELD_BROADCAST.name, broadcast_id)
            outbox.put_timer(tx, Timer(TimerKind.BROADCAST_TALLY, broadcast_id, about, due))

    def _counted(self, tx: Transaction, held: FieldBroadcast) -> FieldBroadcast:
        return replace(_with(held, kept.tally(tx.connection, held.broadcast_id)), tallied_at=tx.at)

    def _tally(self, tx: Transaction, held: FieldBroadcast) -> None:
        after = self._counted(tx, held)
        if _counts(after) != _counts(held):
            tx.put(FIELD_BROADCAST, after, action="tally", actor=CLOCK)
        if after.read >= after.people:
            outbox.drop_timers(tx, TimerKind.BROADCAST, [held.broadcast_id])
            withdraw_chain(tx, f"{held.broadcast_id}-unread", actor=CLOCK)

    # time -----------------------------------------------------------------------------------------

    async def count(self, timer: Timer) -> None:
        """Write the tally of what was read since it was written last."""

        def write(tx: Transaction) -> None:
            outbox.drop_timers(tx, TimerKind.BROADCAST_TALLY, [timer.item_id])
            held = kept.one_of(tx.connection, timer.item_id)
            if held is not None and held.withdrawn_at is None:
                self._tally(tx, held)

        await self._ground.write(write)

    async def fall_due(self, timer: Timer) -> None:
        """Its time is over: who has not read it is told by other channels, then the supervisor."""

        def write(tx: Transaction) -> None:
            outbox.drop_timers(tx, TimerKind.BROADCAST, [timer.item_id])
            held = kept.one_of(tx.connection, timer.item_id)
            if held is None or held.withdrawn_at is not None:
                return
            unread = kept.unread(tx.connection, held.broadcast_id)
            if not unread:
                return
            if timer.step == 0:
                self._remind(tx, held, unread)
                due = tx.at + self._ground.settings.supervisor_after
                outbox.put_timer(tx, replace(timer, step=1, due_at=due))
            else:
                _tell_supervisor(tx, self._counted(tx, held))

        await self._ground.write(write)

    def _remind(self, tx: Transaction, held: FieldBroadcast, unread: list[str]) -> None:
        """Who has gone off duty since is not rung."""
        status = talks.units_named(tx.connection, unread)
        signs = talks.call_signs(tx.connection, unread)
        for unit in unread:
            if unit in status and status[unit] not in NOT_ON_DUTY:
                about = _told(held, "请打开手机端查看指挥中心广播")
                tell_unread(tx, about, unit, signs.get(unit, unit), key="told", head="广播未读")
        after = replace(self._counted(tx, held), told_at=tx.at)
        tx.put(FIELD_BROADCAST, after, action="remind", actor=CLOCK)

    def _within(self, minutes: int | None) -> timedelta:
        if minutes is None:
            return self._ground.settings.read_within
        if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
            raise InvalidError(says="field_not_valid", field="minutes")
        return timedelta(minutes=minutes)

    def _lasts(self, hours: int | None) -> timedelta:
        if hours is None:
            return self._ground.settings.broadcast_lasts
        if not 1 <= hours <= MOST_HOURS:
            raise InvalidError(says="field_not_valid", field="hours")
        return timedelta(hours=hours)


def _later(connection: Connection, caller: Caller, now: datetime) -> list[FieldBroadcast]:
    """What still holds and was sent before the unit somebody speaks for came on duty."""
    unit = kept.unit_of(connection, caller.unit_id) if caller.unit_id else None
    if unit is None:
        return []
    found = [one for one in kept.holding(connection, now) if is_for(unit, one.area_code, one.kinds)]
    ids = [one.broadcast_id for one in found]
    had = kept.addressed(connection, ids, unit.unit_id) if ids else set()
    return [one for one in found if one.broadcast_id not in had]


def _with(held: FieldBroadcast, tally: kept.Tally) -> FieldBroadcast:
    return replace(
        held,
        delivered=tally.delivered,
        read=tally.read,
        later=tally.later,
        later_read=tally.later_read,
    )


def _counts(one: FieldBroadcast) -> tuple[int, ...]:
    return one.delivered, one.read, one.later, one.later_read


def _kind(code: str) -> str:
    try:
        return str(UnitKind(code))
    except ValueError:
        raise InvalidError(says="field_not_valid", field="kinds") from None


def _timer(kind: TimerKind, made: FieldBroadcast) -> Timer:
    about = SubjectKey(FIELD_BROADCAST.name, made.broadcast_id)
    return Timer(kind, made.broadcast_id, about, made.due_at)


def _none() -> NotFoundError:
    return NotFoundError(says="no_broadcast", field="broadcast_id")


def _masked(one: FieldBroadcast) -> FieldBroadcast:
    shown = mask(FIELD_BROADCAST.name, {"text": one.text})
    return replace(one, text=shown["text"])


def _told(held: FieldBroadcast, words: str) -> Told:
    about = SubjectKey(FIELD_BROADCAST.name, held.broadcast_id)
    return Told(about, words, held.area_code, held.is_demo)


def _tell_supervisor(tx: Transaction, held: FieldBroadcast) -> None:
    words = f"共 {held.people} 个力量，已读 {held.read}，未读 {held.people - held.read}"
    tell_people(
        tx,
        _told(held, words),
        key="unread",
        recipient=SUPERVISOR,
        purpose=Purpose.MESSAGE,
        head="广播未读",
        chain=f"{held.broadcast_id}-unread",
    )
