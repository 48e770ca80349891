"""Phones of the field: bound at sign-in, on duty and off, opened by a PIN, ended when lost."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from domain.access.access import NotAllowedError, require
from domain.access.callers import Caller
from domain.dispatch.units import Unit, UnitStatus
from domain.errors import ConflictError, NotFoundError
from domain.field.phones import (
    FIELD_DEVICE,
    LONGEST_LABEL,
    MOST_OF_A_UNIT,
    MOST_TRIES,
    OPEN_FOR,
    FieldDevice,
    Gone,
    Phone,
    check_pin,
    is_on_duty,
)
from domain.field.pushes import read_endpoint
from domain.moments import to_iso
from operations.access.passwords import PROOFS, Passwords, new_token, token_hash
from operations.access.presence import Presence
from operations.clock import utc_now
from operations.field.duties import duty, rest
from operations.field.sockets import FieldSockets
from operations.live.picture import Picture
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction
from store.field import phones as kept
from store.field.acts import Press, once
from store.net import people

# Which units people of a role speak for, where the register of people names none.
_KINDS: Mapping[str, frozenset[str]] = {
    "police": frozenset({"police"}),
    "grid_worker": frozenset({"grid_worker"}),
}


@dataclass(frozen=True, slots=True)
class Bound:
    """A phone that was bound, and its key, which is handed out this once."""

    device: FieldDevice
    key: str


class FieldPhones:
    """Keeps the bindings. Every call asks the caller's rights again.

    Args:
        store, work: where they are kept.
        presence: forgets who is behind a key when that changes.
        picture: the units as they are now.
        now: the present moment.
    """

    def __init__(
        self,
        store: Store,
        work: Work,
        presence: Presence,
        picture: Picture,
        *,
        passwords: Passwords | None = None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store, self._work, self._presence, self._now = store, work, presence, now
        self._passwords = passwords or Passwords(PROOFS)
        self._units = picture.entities["unit"]
        self.sockets = FieldSockets(self.is_rung, now)
        # Told when a phone went on duty or off.
        self.on_duty: list[Callable[[FieldDevice], None]] = []
        self.on_ended: list[Callable[[FieldDevice, str], Awaitable[object]]] = []

    def is_rung(self, device: FieldDevice) -> bool:
        """Whether a phone is shown and rung now."""
        return is_on_duty(device, self.status_of(device.unit_id), self._now())

    def status_of(self, unit_id: str | None) -> UnitStatus | None:
        """What a unit is doing, as the picture tells it; None for no unit."""
        record = self._units.get(unit_id) if unit_id else None
        return UnitStatus(record.state["status"]) if record else None

    # binding -------------------------------------------------------------------------------

    async def choices(self, caller: Caller) -> list[Unit]:
        """The units somebody may speak for, by call sign."""
        require(caller, "phones.bind")

        def read() -> list[Unit]:
            person = self._store.ask(lambda rows: people.of_account(rows, caller.actor))
            own = person.unit_id if person else None
            found = [one for one in self._store.units() if may_speak_for(caller, one, own)]
            return sorted(found, key=lambda one: one.call_sign)

        return await self._work.read(read)

    async def bind(
        self,
        caller: Caller,
        *,
        unit_id: str | None,
        pin: str,
        label: str = "",
        replaces: str | None = None,
    ) -> Bound:
        """Bind a phone to the caller's account and a unit; it is off duty at first.

        Args:
            caller: who has signed in.
            unit_id: the unit; None for nobody who is one.
            pin: opens personal data again.
            label: what kind of phone it says it is.
            replaces: the key this browser had before.

        Raises:
            InvalidError: the PIN is none, or too easy.
            NotAllowedError: it is no unit of theirs.
            NotFoundError: there is no such unit.
            ConflictError: too many phones are bound to it.
        """
        require(caller, "phones.bind")
        hashed = await self._passwords.hash(check_pin(pin))
        key, device_id = new_token(), f"phone-{uuid4().hex[:16]}"

        def write(tx: Transaction) -> tuple[FieldDevice, FieldDevice | None]:
            # first: of the phones a unit may have, the one this browser was is none any more
            before, ended = _of_key(tx, replaces), None
            if before is not None and before.revoked_at is None:
                ended = _end(tx, before, Gone.REPLACED, caller.actor)
            unit = None
            if unit_id is not None:
                person = people.of_account(tx.connection, caller.actor)
                unit = _own_unit(tx, caller, unit_id, person.unit_id if person else None)
            device = FieldDevice(
                device_id=device_id,
                account=caller.actor,
                bound_at=tx.at,
                unit_id=unit_id,
                area_code=(unit.home_area if unit else None) or caller.area,
                label=label[:LONGEST_LABEL],
                is_demo=unit.is_demo if unit else False,
            )
            tx.put(FIELD_DEVICE, device, action="bind", actor=caller.actor)
            made = kept.FieldKey(device_id, token_hash(key), hashed, open_until=tx.at + OPEN_FOR)
            kept.put_key(tx.connection, made)
            return device, ended

        device, ended = await in_transaction(self._store, self._work, write)
        self._presence.forget_phones()
        if ended is not None:
            await self._tell_ended(ended, caller.actor)
        return Bound(device, key)

    async def phone_of_key(self, key: str) -> Phone | None:
        """The phone a key opens."""
        visit = await self._presence.phone(key)
        return visit.phone if visit else None

    async def sign_out(self, phone: Phone) -> None:
        """End one's own binding: its store is wiped by the page, its key opens nothing more."""
        await self._revoke(phone.device_id, Gone.SIGNED_OUT, phone.caller, lambda _: None)

    async def revoke(self, device_id: str, caller: Caller) -> list[kept.Delivery]:
        """End the binding of a phone that was lost; what reached it and nobody has answered.

        Raises:
            NotFoundError: there is none, or not for this caller.
        """
        require(caller, "field.devices")

        def check(device: FieldDevice) -> None:
            if not FIELD_DEVICE.admits(caller, device):
                raise NotFoundError(says="no_field_phone", field="device_id")

        await self._revoke(device_id, Gone.LOST, caller, check)
        return await self._work.read(
            lambda: self._store.ask(lambda rows: kept.unanswered(rows, [device_id]))
        )

    async def _revoke(
        self, device_id: str, why: Gone, caller: Caller, check: Callable[[FieldDevice], None]
    ) -> None:
        def write(tx: Transaction) -> FieldDevice:
            device = kept.device_of(tx.connection, device_id)
            if device is None:
                raise NotFoundError(says="no_field_phone", field="device_id")
            check(device)
            return device if device.revoked_at else _end(tx, device, why, caller.actor)

        device = await in_transaction(self._store, self._work, write)
        self._presence.forget()
        await self._tell_ended(device, caller.actor)

    async def _tell_ended(self, device: FieldDevice, actor: str) -> None:
        self.sockets.changed(device)
        for hear in self.on_ended:
            await hear(device, actor)

    async def listed(self, caller: Caller) -> list[dict[str, Any]]:
        """The phones a caller may see, with what reached each and was not answered."""
        require(caller, "field.devices")

        def read() -> list[dict[str, Any]]:
            found = self._store.ask(lambda rows: kept.listed(rows, caller))
            ids = [one.device_id for one in found]
            seen = self._store.ask(lambda rows: kept.seen(rows, ids))
            silent: dict[str, list[str]] = {}
            for left in self._store.ask(lambda rows: kept.unanswered(rows, ids)):
                silent.setdefault(left.device_id, []).append(left.notice_id)
            return [
                {
                    **FIELD_DEVICE.state_of(one),
                    "call_sign": self.call_sign(one.unit_id),
                    "is_on_duty": self.is_rung(one),
                    "seen_at": to_iso(at) if (at := seen.get(one.device_id)) else None,
                    "unanswered": silent.get(one.device_id, []),
                }
                for one in found
            ]

        return await self._work.read(read)

    def call_sign(self, unit_id: str | None) -> str | None:
        """What people call a unit."""
        record = self._units.get(unit_id) if unit_id else None
        return str(record.state["call_sign"]) if record else unit_id

    # opening -------------------------------------------------------------------------------

    async def open(self, phone: Phone, pin: str) -> datetime:
        """Show personal data again; until when.

        Raises:
            NotAllowedError: the PIN is wrong, or was wrong too often: sign in again.
        """
        # Counted before it is compared, where nobody counts beside it: many at once gain nothing.
        key = await self.change_key(phone, tried)
        if not await self._passwords.fits(key.pin_hash, pin):
            left = MOST_TRIES - key.tries
            raise NotAllowedError(says="pin_wrong", left=left, field="pin", code="pin_wrong")
        return (await self.change_key(phone, opened)).open_until or self._now()

    async def lock(self, phone: Phone) -> None:
        """Hide personal data."""
        await self.change_key(phone, lambda held, _: replace(held, open_until=None))

    async def awake(self, phone: Phone) -> datetime | None:
        """Somebody touches the phone: what is shown stays, what is hidden stays hidden."""

        def step(held: kept.FieldKey, at: datetime) -> kept.FieldKey:
            is_open = held.open_until is not None and at < held.open_until
            return replace(held, open_until=at + OPEN_FOR) if is_open else held

        return (await self.change_key(phone, step)).open_until

    async def push_to(self, phone: Phone, endpoint: str | None, services: Sequence[str]) -> None:
        """Where this phone's browser takes pushes, or nowhere any more.

        Raises:
            InvalidError: it is an address of none of the services.
        """
        read = read_endpoint(endpoint, services) if endpoint else None
        await self.change_key(phone, lambda held, _: replace(held, push=read))

    async def change_key(
        self, phone: Phone, step: Callable[[kept.FieldKey, datetime], kept.FieldKey]
    ) -> kept.FieldKey:
        """Change what a phone is known by; its sockets hear until when it is open.

        Raises:
            NotFoundError: it is bound no longer.
        """

        def write(tx: Transaction) -> kept.FieldKey:
            held = kept.key_of(tx.connection, phone.device_id)
            if held is None:
                raise NotFoundError(says="no_field_phone", field="device_id")
            after = step(held, tx.at)
            if after != held:
                kept.put_key(tx.connection, after)
            return after

        made = await in_transaction(self._store, self._work, write)
        self._presence.forget_phones()
        self.sockets.opened(phone.device_id, made.open_until)
        return made

    # duty ----------------------------------------------------------------------------------

    async def set_duty(self, phone: Phone, press: Press, *, on: bool) -> dict[str, Any]:
        """Go on duty or off; the unit follows its first phone and its last.

        Raises:
            ConflictError: off duty with an order and no other phone of the unit on duty; or the
                desk has taken the unit out of service.
        """

        def write(tx: Transaction) -> dict[str, Any]:
            device = kept.device_of(tx.connection, phone.device_id) or phone.device
            return once(tx, press, lambda: duty(tx, device, press, phone.caller.actor, on=on))

        answer = await in_transaction(self._store, self._work, write)
        device = await self._work.read(
            lambda: self._store.ask(lambda rows: kept.device_of(rows, phone.device_id))
        )
        self._presence.forget_phones()
        if device is not None:
            self.told(device)
        return answer

    def told(self, device: FieldDevice) -> None:
        """A phone went on duty or off: its sockets know, and whoever listens."""
        self._presence.forget_phones()
        self.sockets.changed(device)
        for tell in self.on_duty:
            tell(device)

    def close(self) -> None:
        """End the threads that hash."""
        self._passwords.close()


def may_speak_for(caller: Caller, unit: Unit, own: str | None) -> bool:
    """Whether somebody may bind a phone to a unit.

    Whom the register of people knows as a unit speaks for that one alone. Others speak for a unit
    of their own kind that is at home in their area.
    """
    if unit.is_removed:
        return False
    if own is not None:
        return unit.unit_id == own
    kinds = _KINDS.get(caller.role)
    if kinds is None or str(unit.kind) not in kinds:
        return False
    return caller.scope.holds_unit(unit.home_area)


def _own_unit(tx: Transaction, caller: Caller, unit_id: str, own: str | None) -> Unit:
    unit = tx.unit(unit_id)
    if unit is None:
        raise NotFoundError(says="no_unit", unit=unit_id, field="unit_id")
    if not may_speak_for(caller, unit, own):
        raise NotAllowedError(says="key_of_another_unit", field="unit_id")
    held = kept.bound_to(tx.connection, unit_id)
    if len(held) >= MOST_OF_A_UNIT:
        raise ConflictError(says="unit_with_phones", most=MOST_OF_A_UNIT, field="unit_id")
    return unit


def opened(held: kept.FieldKey, at: datetime) -> kept.FieldKey:
    """A phone that somebody has opened: personal data are shown, tries are forgotten."""
    return replace(held, tries=0, open_until=at + OPEN_FOR)


def tried(held: kept.FieldKey, _: datetime) -> kept.FieldKey:
    """One more try to open a phone, by PIN or passkey.

    Raises:
        NotAllowedError: there were too many.
    """
    if held.tries >= MOST_TRIES or held.pin_hash is None:
        raise NotAllowedError(says="pin_blocked", field="pin", code="pin_blocked")
    return replace(held, tries=held.tries + 1)


def _of_key(tx: Transaction, key: str | None) -> FieldDevice | None:
    held = kept.key_with_hash(tx.connection, token_hash(key)) if key else None
    return kept.device_of(tx.connection, held.device_id) if held else None


def _end(tx: Transaction, device: FieldDevice, why: Gone, actor: str) -> FieldDevice:
    """A binding is over: the key goes, and the unit rests where nobody of it is on duty more."""
    ended = replace(device, revoked_at=tx.at, revoked_by=actor, gone=why, on_duty_at=None)
    tx.put(FIELD_DEVICE, ended, action="revoke", actor=actor)
    kept.drop_key(tx.connection, device.device_id)
    if device.on_duty_at is not None and device.unit_id is not None:
        rest(tx, device, actor, tx.at)
    return ended
