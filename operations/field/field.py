"""The field side as one part: its bindings, sockets, orders, acts and alarms."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.access.callers import Caller
from domain.field.phones import OPEN_FOR, Phone
from domain.moments import to_iso
from operations.clock import utc_now
from operations.field.acts import FieldActs
from operations.field.feed import FieldFeed
from operations.field.orders import FieldOrders
from operations.field.passkeys import FieldPasskeys
from operations.field.phones import FieldPhones
from operations.field.sockets import FieldSockets
from operations.field.sos import FieldSos
from operations.field.standbys import FieldStandbys
from operations.field.upkeep import FieldUpkeep
from operations.threads import Work
from store import Store
from store.field import phones as kept


@dataclass(frozen=True)
class Field:
    """What the routes of the field, and the rooms that talk to phones, are given."""

    store: Store
    work: Work
    phones: FieldPhones
    passkeys: FieldPasskeys
    orders: FieldOrders
    standbys: FieldStandbys
    acts: FieldActs
    sos: FieldSos
    feed: FieldFeed
    upkeep: FieldUpkeep
    push_key: str | None = None
    push_services: Sequence[str] = ()
    now: Callable[[], datetime] = utc_now

    @property
    def sockets(self) -> FieldSockets:
        """Tells phones."""
        return self.phones.sockets

    async def me(self, caller: Caller, phone: Phone | None) -> dict[str, Any]:
        """Who asks, and how their phone stands; without a binding only who has signed in."""
        device = phone.device if phone else None
        unit_id = device.unit_id if device else None
        unit = await self.work.read(lambda: self.store.unit(unit_id)) if unit_id else None
        beside = await self._beside(phone) if phone else []
        passkey = await self.passkeys.of(phone) if phone else None
        site = self.passkeys.site
        return {
            "account": caller.actor,
            "role": caller.role,
            "device_id": device.device_id if device else None,
            "unit": unit
            and {
                "unit_id": unit.unit_id,
                "call_sign": unit.call_sign,
                "kind": str(unit.kind),
                "status": unit.status.value,
            },
            "others": beside,
            "on_duty": device is not None and self.phones.is_rung(device),
            "is_open": phone is not None and phone.is_open(self.now()),
            "is_pinned": phone is not None and phone.is_pinned,
            "has_passkey": passkey is not None,
            "passkey_origin": site.origin if site else None,
            "open_for_s": OPEN_FOR.total_seconds(),
            "now": to_iso(self.now()),
            "push_key": self.push_key,
        }

    async def _beside(self, phone: Phone) -> list[str]:
        """Whose other phones the same unit has on duty."""
        unit_id = phone.unit_id
        if unit_id is None:
            return []
        found = await self.work.read(
            lambda: self.store.ask(lambda rows: kept.bound_to(rows, unit_id))
        )
        others = [one for one in found if one.device_id != phone.device_id]
        return [one.account for one in others if self.phones.is_rung(one)]
