"""The field on a door of its own: accounts, bound phones, and a socket that writes down."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson

from domain.access.accounts import Account, AccountRules
from domain.access.callers import DEMO_DISPATCHER, Caller
from domain.audit.audit import audit
from domain.dispatch.units import UnitKind, UnitStatus
from domain.field.passkeys import site_of
from domain.field.phones import Phone
from operations.access.passwords import Passwords
from operations.access.presence import Presence
from operations.clock import utc_now
from operations.field.acts import Act, FieldActs
from operations.field.feed import FieldFeed
from operations.field.field import Field
from operations.field.orders import FieldOrders
from operations.field.passkeys import FieldPasskeys
from operations.field.phones import FieldPhones
from operations.field.sos import FieldSos
from operations.field.standbys import FieldStandbys
from operations.field.upkeep import FieldUpkeep
from operations.live.client import ConnectionGoneError
from store.field.acts import Press
from tests.operations.door_parts import a_door, put_units, report
from tests.support.door import Door
from tests.support.serving import until
from tools.people import CHEAP

PIN = "380417"
ADDRESS = "https://onescreen.example.gov.cn"


class Socket:
    """A phone's end: what it was told, and what it says next."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.says: asyncio.Queue[str | None] = asyncio.Queue()
        self.closed: int | None = None

    async def receive(self) -> str:
        said = await self.says.get()
        if said is None:
            raise ConnectionGoneError("left")
        return said

    async def send(self, text: str) -> None:
        self.told.append(orjson.loads(text))

    async def send_packed(self, packed: bytes) -> None:
        raise AssertionError(packed)

    async def close(self, code: int, reason: str) -> None:
        self.closed = code
        self.says.put_nowait(None)

    def drop(self, code: int, reason: str) -> None:
        self.closed = code
        self.says.put_nowait(None)

    def say(self, message: dict[str, Any]) -> None:
        self.says.put_nowait(orjson.dumps(message).decode())

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [one for one in self.told if one["kind"] == kind]


@dataclass
class TheField:
    """What a test may look at."""

    door: Door
    presence: Presence
    field: Field
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def phones(self) -> FieldPhones:
        return self.field.phones

    async def phone(self, device_id: str) -> Phone:
        """The phone as it asks now."""
        visit = await self.presence.phone(self.keys[device_id])
        assert visit
        assert visit.phone
        return visit.phone

    async def bound(
        self, account: str, unit_id: str | None = "P1", *, on: bool = True, **more: Any
    ) -> Phone:
        """A phone of a new or known account."""
        caller = self.account(account)
        made = await self.phones.bind(caller, unit_id=unit_id, pin=PIN, **more)
        self.keys[made.device.device_id] = made.key
        phone = await self.phone(made.device.device_id)
        if on:
            await self.phones.set_duty(phone, self.press(phone), on=True)
            await self.door.settled()
        return await self.phone(phone.device_id)

    def account(self, name: str, role: str = "police", area: str | None = None) -> Caller:
        made = Account(name, name, name, role, utc_now(), area=area)
        with self.door.store.transaction() as tx:
            if tx.accounts.account_named(name) is None:
                tx.accounts.put_account(made)
                tx.append(audit("account_added", actor="test", subject=name, at=tx.at))
        return made.caller

    def press(self, phone: Phone, key: str = "", *, ago: float = 0) -> Press:
        at = utc_now() - timedelta(seconds=ago)
        return Press(phone.device_id, key or uuid4().hex, at)

    async def sent(self, *units: str, source_id: str = "1") -> str:
        number = await report(self.door, source_id)
        await self.door.parts.crews.assign(number, units or ["P1"], caller=DEMO_DISPATCHER)
        await self.door.settled()
        return number

    async def order(self, phone: Phone) -> dict[str, Any]:
        [one] = await self.field.orders.of(phone)
        return one

    async def act(self, phone: Phone, act: Act, **more: Any) -> dict[str, Any]:
        order = await self.order(phone)
        press = more.pop("press", None) or self.press(phone)
        return await self.field.acts.act(phone, order["assignment_id"], act, press, **more)

    def status(self, unit_id: str = "P1") -> UnitStatus:
        unit = self.door.store.unit(unit_id)
        assert unit
        return unit.status

    async def until(self, condition: Callable[[], object]) -> None:
        await until(condition)

    @asynccontextmanager
    async def connected(self, phone: Phone) -> AsyncIterator[Socket]:
        socket = Socket()
        task = asyncio.create_task(self.phones.sockets.serve(socket, phone))
        try:
            yield socket
        finally:
            socket.says.put_nowait(None)
            await task


@asynccontextmanager
async def the_field(folder: Path) -> AsyncIterator[TheField]:
    """Two police units off duty, nobody bound."""
    async with a_door(folder) as door:
        put_units(door, "P1", "P2", status=UnitStatus.OFF_DUTY)
        put_units(door, "G1", kind=UnitKind.GRID_WORKER)
        await door.settled()
        presence = Presence(door.store, door.work, AccountRules())
        passwords = Passwords(CHEAP)
        phones = FieldPhones(door.store, door.work, presence, door.picture, passwords=passwords)
        orders = FieldOrders(door.store, door.work, door.areas, door.board, door.nearest)
        standbys = FieldStandbys(door.store, door.work, door.board, door.nearest)
        made = Field(
            store=door.store,
            work=door.work,
            phones=phones,
            passkeys=FieldPasskeys(door.store, door.work, phones, site_of(ADDRESS)),
            orders=orders,
            standbys=standbys,
            acts=FieldActs(door.store, door.work),
            sos=FieldSos(door.store, door.work, door.sos),
            feed=FieldFeed(door.store, phones, orders, standbys),
            upkeep=FieldUpkeep(door.store, door.work, phones),
        )
        running = asyncio.create_task(made.feed.run())
        await asyncio.sleep(0)
        try:
            yield TheField(door, presence, made)
        finally:
            running.cancel()
            phones.close()
