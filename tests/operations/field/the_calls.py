"""A switchboard on a door of its own: desks, phones, and a clock that the test moves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from domain.access.callers import Caller
from domain.dispatch.units import Fix, UnitStatus
from domain.field.calls.calls import FIELD_CALL
from domain.field.calls.ice import IceRules
from domain.field.calls.states import Media, Mode
from operations.clock import utc_now
from operations.field.calls.ledger import Ledger
from operations.field.calls.rooms import Line
from operations.field.calls.switchboard import Switchboard
from operations.field.calls.whom import Asked, Whom
from tests.operations.door_parts import a_door, put_units
from tests.support.door import Door

DESK = Caller("d1", "dispatcher")
PLACE = (33.81, 116.71)
UNITS = ("P1", "P2", "P3", "P4", "P5")


class Phone(Line):
    """A line that keeps what it is told."""

    def __init__(self, caller: Caller, unit_id: str | None = None, *, on_duty: bool = True) -> None:
        self.got: list[Any] = []
        super().__init__(caller, self.got.append, unit_id, lambda: on_duty)

    def heard(self, name: str) -> list[Any]:
        return [one[name] for one in self.got if name in one]

    @property
    def room(self) -> Any:
        return self.heard("room")[-1]


class Field:
    """A switchboard over a real store, with phones and a clock that the test moves."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self.ahead, self.woken = timedelta(), list[str]()
        self.ledger = Ledger(
            door.store,
            door.work,
            ice=IceRules(("turn:t",), "s"),
            centre_phone="0561-1234567",
            wake=self.woken.append,
            now=lambda: utc_now() + self.ahead,
        )
        self.board = Switchboard(self.ledger, door.picture, Whom(door.picture, door.nearest))

    def phone(self, unit_id: str, account: str = "", **more: Any) -> Phone:
        made = Phone(Caller(account or f"p-{unit_id}", "police"), unit_id, **more)
        self.ledger.exchange.connect(made)
        return made

    async def call(
        self, desk: Phone, *units: str, number: str = "", mode: Mode = Mode.ONE
    ) -> dict[str, Any]:
        made = await self.board.desk.call(desk, Asked(number, units, mode, Media.VIDEO))
        return dict(made["room"])

    async def records(self) -> list[Any]:
        await self.door.settled()
        return [one for one in self.door.store.records_after(0) if one.kind == FIELD_CALL.name]

    async def newest(self, call_id: str) -> Any:
        await self.door.settled()
        return self.door.picture.entities[FIELD_CALL.name][call_id].state


@asynccontextmanager
async def calls_door(folder: Path) -> AsyncIterator[Door]:
    """A door with five units around one place, and one that is off duty."""
    async with a_door(folder) as made:
        put_units(made, *UNITS)
        put_units(made, "OFF", status=UnitStatus.OFF_DUTY)
        await made.settled()
        now = utc_now()
        fixes = [
            Fix(one, PLACE[0] + 0.002 * place, PLACE[1], now) for place, one in enumerate(UNITS)
        ]
        made.board.update(fixes, source="t")
        yield made
