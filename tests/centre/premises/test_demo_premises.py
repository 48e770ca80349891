"""The demo's rota, rooms and hall: the same every time, by the rules of the centre, at any hour."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import func, select

from domain.centre.cases.case import Flag
from domain.centre.premises.board import Board
from domain.centre.premises.bookings import BOOKING
from domain.centre.premises.edits import General, from_items, put_general, to_items
from domain.centre.premises.places import Centre
from domain.centre.premises.rota import WINDOW_DUTY
from domain.centre.premises.tickets import TICKET
from domain.errors import ConflictError
from feeds.simulator.centre import STAFF, room_hours, rota_of
from geodata.district.centre import load_centre
from geodata.district.district import load_district
from operations.access.accounts import NewAccount
from operations.centre.demo.accounts import ensure_demo_accounts
from operations.centre.demo.premises import FEWEST_WAITING, DemoPremises, Told
from operations.centre.premises.queue import Queue
from store.tables import JOURNAL
from tests.centre.the_centre import TheCentre

pytestmark = pytest.mark.asyncio(loop_scope="module")
LIESHAN = load_district(Path("districts/lieshan"))
SEED = 340604


class Days:
    """A centre with the demo's people, and its clock."""

    def __init__(self, centre: TheCentre) -> None:
        self.centre = centre
        parts = centre.parts
        tomorrow = parts.rota.day_now() + timedelta(days=1)
        self.day = parts.calendar.next_working_day(tomorrow)
        # 03:00 by the district's clock, on a working day to come.
        self.now = datetime.combine(self.day, time(3), LIESHAN.zone)
        parts.store._now = lambda: self.now
        its = load_centre(LIESHAN.folder, is_demo=True)
        self.desk = replace(parts.centre_desk, now=lambda: self.now, centre=lambda: its)
        parts.rota._desk = parts.bookings._desk = self.desk
        self.queue = Queue(self.desk, is_demo=True)
        self.bookings = parts.bookings

    def demo(self) -> DemoPremises:
        def rota(centre: Centre, day: date, is_off: bool) -> Any:
            return rota_of(centre, day, is_day_off=is_off)

        told = Told(rota, room_hours, lambda: True)
        return DemoPremises(
            self.desk, self.centre.parts.rota, self.bookings, self.queue, told, SEED
        )

    async def board(self) -> Board:
        return await self.queue.board(self.demo()._clerk)

    def written(self, kind: str) -> int:
        count = select(func.count()).where(JOURNAL.c.kind == kind)
        return self.centre.parts.store.ask(lambda one: one.scalar(count)) or 0


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def days(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Days]:
    centre = TheCentre(tmp_path_factory.mktemp("days"))
    await centre.start()
    members = [
        NewAccount(one.name, one.role, one.display_name, department=one.department) for one in STAFF
    ]
    await ensure_demo_accounts(centre.people.register, members, "a-demo-password-1")
    yield Days(centre)
    await centre.stop()


async def test_at_night_too_numbers_are_called_and_the_first_window_is_left_free(days: Days):
    demo = days.demo()
    called = set[str]()
    for _ in range(30):
        await demo.turn()
        days.now += timedelta(seconds=60)
        board = await days.board()
        called |= {f"{one.window}" for one in board.called}
    first, *others = board.centre.windows
    assert (board.is_open, board.keeps_hours, board.is_demo) == (True, False, True)
    assert len(board.queue) >= FEWEST_WAITING - 1
    assert first not in called
    assert len(called & set(others)) >= 4


async def test_a_window_where_somebody_else_has_called_is_left_to_them(days: Days):
    demo = days.demo()
    clerk = replace(demo._clerk, actor="window-2")
    for _ in range(3):
        await days.queue.take("visits", clerk)
    mine = await days.queue.next("04", clerk)
    assert mine is not None
    for _ in range(12):
        days.now += timedelta(seconds=60)
        await demo._move()
    assert mine.label in {one.label for one in (await days.board()).called}
    await days.queue.done("04", clerk)


async def test_the_month_is_planned_once(days: Days):
    await days.demo().turn()
    known = days.written(WINDOW_DUTY.name)
    assert known > 0
    await days.demo().turn()
    assert days.written(WINDOW_DUTY.name) == known


async def test_rooms_are_booked_for_cases_and_where_violence_is_flagged_nobody_is_named(days: Days):
    centre = days.centre
    codes = [
        await centre.handled(f"room-{n}", flags=[Flag.VIOLENCE.value] if n == 0 else [])
        for n in range(6)
    ]
    demo = days.demo()
    await demo.turn()
    booked = [
        one
        for ahead in range(10)
        for one in await days.bookings.day(days.day + timedelta(days=ahead), demo._duty)
    ]
    assert booked
    assert len({one.case_code for one in booked}) > 1
    for one in booked:
        record = centre.parts.store.newest(BOOKING.name, one.booking_id)
        assert record is not None
        assert bool(record.state["expected"]) == (one.case_code != codes[0])
    again = days.demo()
    await again.turn()
    assert len(booked) == sum(
        [len(await days.bookings.day(days.day + timedelta(days=n), demo._duty)) for n in range(10)]
    )


async def test_what_a_day_leaves_lapses_and_hours_somebody_sets_are_kept(days: Days):
    for _ in range(8):
        await days.demo().turn()
    left = await days.board()
    assert left.queue
    days.now += timedelta(days=1)
    demo = days.demo()
    await demo.turn()
    old = {one.ticket_id for one in (*left.queue, *left.called)}
    newest = [days.centre.parts.store.newest(TICKET.name, one) for one in old]
    assert {one.state["state"] for one in newest if one} == {"lapsed"}
    board = await days.board()
    assert not old & {one.ticket_id for one in board.queue}
    said = General("0561-1", "08:30", "17:30", False, 180)  # as the folder says them: kept too
    edited = put_general(days.desk.its(), said)
    assert from_items(to_items(edited), edited.clocks).hours == edited.hours
    queue = Queue(replace(days.desk, centre=lambda: edited), is_demo=True)
    assert not (await queue.board(demo._clerk)).is_open
    with pytest.raises(ConflictError, match="closed_now"):
        await queue.take("visits", demo._clerk)
