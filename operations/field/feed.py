"""Hands phones their orders whenever a commit has changed one: within a moment, and whole.

What is sent is always all of a unit's orders: a phone that missed one message has the next.
"""

import asyncio
import contextlib
import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from domain.errors import OneScreenError
from domain.field.phones import Phone
from domain.live.records import Record
from operations.field.orders import FieldOrders
from operations.field.phones import FieldPhones
from operations.field.standbys import FieldStandbys
from store import Store

log = logging.getLogger(__name__)
# Kinds that change what a phone shows of its orders.
_OF_UNITS = frozenset({"assignment", "notice", "unit", "standby"})


class FieldFeed:
    """Follows the commits for the phones that are connected.

    Args:
        store: says what was committed.
        phones: the bindings, and their sockets.
        orders: what a phone shows.
        standbys: where its unit is told to wait.
    """

    def __init__(
        self, store: Store, phones: FieldPhones, orders: FieldOrders, standbys: FieldStandbys
    ) -> None:
        self._phones, self._orders, self._standbys = phones, orders, standbys
        self._loop: asyncio.AbstractEventLoop | None = None
        self._units: set[str] = set()
        self._told: dict[str, set[str]] = {}
        self._is_all = False
        self._woken = asyncio.Event()
        store.on_commit(self._heard)
        phones.sockets.on_hello.append(self.tell)
        phones.sockets.on_gone.append(self._gone)
        phones.sockets.hear("have", self._have)
        phones.on_duty.append(lambda device: self._note({device.unit_id or ""}))

    def _gone(self, phone: Phone) -> None:
        self._told.pop(phone.device_id, None)

    def _heard(self, _seq: int, records: Sequence[Record]) -> None:
        """A commit happened, on any thread."""
        loop = self._loop
        if loop is None:
            return
        changed = None if not records else units_in(records)
        if changed is None or changed:
            with contextlib.suppress(RuntimeError):  # the loop closed in this very moment
                loop.call_soon_threadsafe(self._note, changed)

    def _note(self, changed: set[str] | None) -> None:
        if not self._phones.sockets.connected():
            return
        if changed is None:
            self._is_all = True
        else:
            self._units |= changed
        self._woken.set()

    async def run(self) -> None:
        """Tell until cancelled."""
        self._loop = asyncio.get_running_loop()
        while True:
            await self._woken.wait()
            self._woken.clear()
            units, self._units = self._units, set()
            is_all, self._is_all = self._is_all, False
            for phone in self._phones.sockets.connected():
                shown = self._told.get(phone.device_id, set())
                if is_all or phone.unit_id in units or shown & units:
                    await self._tell_safely(phone)

    async def _tell_safely(self, phone: Phone) -> None:
        try:
            await self.tell(phone)
        except OneScreenError:
            log.warning("orders of a phone could not be read; it asks again", exc_info=True)

    async def tell(self, phone: Phone) -> None:
        """Tell one phone all its orders; off duty there are none."""
        is_rung = self._phones.is_rung(phone.device)
        held = await self._orders.of(phone) if is_rung else []
        waits = await self._standbys.of(phone) if is_rung else None
        self._told[phone.device_id] = {incident_mark(one["number"]) for one in held}
        self._phones.sockets.tell_phone(
            phone.device_id,
            {"kind": "orders", "on_duty": is_rung, "orders": held, "standby": waits},
        )

    async def _have(self, phone: Phone, said: Mapping[str, Any]) -> None:
        """A phone says which notices it has and shows."""
        ids = said.get("notices")
        named = [one for one in ids if isinstance(one, str)][:50] if isinstance(ids, list) else []
        await self._orders.delivered(phone, named)


def units_in(records: Iterable[Record]) -> set[str]:
    """The units whose orders records change; an incident's own change concerns whoever is on it."""
    found: set[str] = set()
    for record in records:
        if record.kind in _OF_UNITS and record.state.get("unit_id"):
            found.add(str(record.state["unit_id"]))
        elif record.kind == "incident":
            found.add(incident_mark(record.id))
    return found


def incident_mark(number: str) -> str:
    """How a changed incident stands among changed units; no unit's id has a blank."""
    return f"incident {number}"
