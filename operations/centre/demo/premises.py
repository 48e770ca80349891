"""The demo centre's days: its rota, its booked rooms, and a hall in which numbers are called.

Everything is done through the operations people use. It goes on while the server runs: a few people
always wait, one window in so many seconds calls the next. A window at which somebody else has
called is left to them, and the first window is left to whoever tries the demo.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import partial
from random import Random

from domain.access.callers import Caller
from domain.centre.cases.case import Case, Flag
from domain.centre.premises.board import Board
from domain.centre.premises.bookings import Wanted
from domain.centre.premises.places import Centre
from domain.centre.premises.rota import Written
from domain.centre.premises.tickets import TICKET, waiting_at
from domain.errors import ConflictError, InvalidError, NotFoundError
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.premises.bookings import Bookings
from operations.centre.premises.queue import Queue
from operations.centre.premises.rota import Rota
from store.centre.cases import handled, parties_of

ACTOR = "simulator"
# How many wait at least and at most, and for how long somebody is served.
FEWEST_WAITING, MOST_WAITING = 4, 14
SERVED_FOR = timedelta(minutes=4)
# Between two turns, while the centre is open and while it is not: somebody may look at any hour.
PAUSE_S, QUIET_PAUSE_S = 25.0, 60.0
MOST_CASES = 60
# Moves made at a start, so that the hall is not empty when it is first looked at.
AT_ONCE = 6
BOOKED_DAYS = 5
# The rota reaches at least so far, also at the end of a month.
ROTA_AHEAD = timedelta(days=10)


@dataclass(frozen=True, slots=True)
class Told:
    """What the demo's days hold.

    Attributes:
        rota: of a day; the flag says that it is a day off.
        room_hours: of a day: room, from, until.
        has_cases: whether the demo's cases are all written.
    """

    rota: Callable[[Centre, date, bool], Sequence[Written]]
    room_hours: Callable[[Centre, date, int, tzinfo], Iterable[tuple[str, datetime, datetime]]]
    has_cases: Callable[[], bool]


class DemoPremises:
    """Fills rota and rooms of the days, and lets the hall live.

    Args:
        desk: of the centre.
        rota, bookings, queue: the operations people use.
        told: what the days hold.
        seed: of the demo.
    """

    def __init__(
        self, desk: CentreDesk, rota: Rota, bookings: Bookings, queue: Queue, told: Told, seed: int
    ) -> None:
        self._desk, self._rota, self._bookings, self._queue = desk, rota, bookings, queue
        self._told, self._seed = told, seed
        self._random = Random(f"hall {seed}")  # noqa: S311 - not a secret
        lead = desk.its().lead
        self._clerk = Caller(ACTOR, "window_clerk", department=lead)
        self._duty = Caller(ACTOR, "duty_clerk", department=lead)
        self._planned: set[date] = set()
        self._booked: set[date] = set()

    async def run(self) -> None:
        """Go on for ever."""
        await self.turn()
        for _ in range(AT_ONCE):
            await self._move()
        while True:
            await self.turn()
            await asyncio.sleep(PAUSE_S if self._is_day() else QUIET_PAUSE_S)

    async def turn(self) -> None:
        """What is missing of the days, and one move in the hall."""
        today = self._rota.day_now()
        await self._plan(today)
        if self._told.has_cases():
            await self._book(today)
        await self._move()

    # the rota ---------------------------------------------------------------------------------

    async def _plan(self, today: date) -> None:
        """Plan the days of this month, and those that come soon, where nobody has planned any."""
        first, last = self._rota.month(today)
        last = max(last, today + ROTA_AHEAD)
        if last in self._planned:
            return
        known = {
            date.fromisoformat(one.day) for one in await self._rota.days(first, last, self._duty)
        }
        for ahead in range((last - first).days + 1):
            day = first + timedelta(days=ahead)
            if day not in known | self._planned:
                rows = self._told.rota(self._desk.its(), day, self._is_off(day))
                await self._rota.plan(rows, self._duty, since=first)
                await asyncio.sleep(0.05)
            self._planned.add(day)

    # rooms ------------------------------------------------------------------------------------

    async def _book(self, today: date) -> None:
        """Book rooms for cases in handling, today and on the next working days."""
        days = [today]
        while len(days) < BOOKED_DAYS:
            following = days[-1] + timedelta(days=1)
            days.append(self._desk.calendar.next_working_day(following))
        for day in days:
            if day in self._booked:
                continue
            if not await self._bookings.day(day, self._duty):
                await self._book_day(day)
            self._booked.add(day)

    async def _book_day(self, day: date) -> None:
        found = await self._desk.work.read(self._cases)
        Random(f"cases {self._seed} {day}").shuffle(found)  # noqa: S311 - not a secret
        hours = self._told.room_hours(self._desk.its(), day, self._seed, self._desk.zone)
        for (room, begins_at, ends_at), (case, sides) in zip(hours, found, strict=False):
            expected = () if Flag.VIOLENCE in case.flags else tuple(sides)
            wanted = Wanted(
                begins_at, ends_at, room, case.mediators[:1], knows_day_off=True, expected=expected
            )
            try:
                await self._bookings.book(case.code, wanted, self._duty)
            except (ConflictError, InvalidError, NotFoundError):
                continue  # it is over by now, or its mediator is booked then
            await asyncio.sleep(0.05)

    def _cases(self) -> list[tuple[Case, list[str]]]:
        """Cases in handling, with the ids of their parties."""
        found = self._desk.store.ask(lambda one: handled(one, MOST_CASES))
        sides = self._desk.store.ask(lambda one: parties_of(one, [case.code for case in found]))
        return [(case, [one.party_id for one in sides[case.code]]) for case in found]

    # the hall ---------------------------------------------------------------------------------

    async def _move(self) -> None:
        board = await self._queue.board(self._clerk)
        windows = list(board.centre.windows)[1:]
        if not windows or not board.waiting:
            return
        few, many = len(board.queue) < FEWEST_WAITING, len(board.queue) >= MOST_WAITING
        if few or (not many and self._random.random() < 0.5):
            await self._take(board)
        over = await self._end_served(board, windows)
        if board.is_open and len(board.queue) <= FEWEST_WAITING:
            return
        taken = {one.window for one in board.called} - set(over)
        free = [one for one in windows if one not in taken]
        ready = [one for one in free if waiting_at(one, board.centre, board.queue)]
        if ready:
            await self._call(self._random.choice(ready))

    async def _end_served(self, board: Board, windows: Sequence[str]) -> list[str]:
        """End what the simulator has called long enough ago; the windows that are free by it."""
        ended: list[str] = []
        for one in board.called:
            window = one.window or ""
            is_over = board.at - (one.called_at or board.at) >= SERVED_FOR
            if window not in windows or not is_over:
                continue
            try:
                if await self._desk.work.read(partial(self._is_own, one.ticket_id)):
                    await self._queue.done(window, self._clerk)
                    ended.append(window)
            except ConflictError:
                continue  # somebody else has ended it
        return ended

    async def _take(self, board: Board) -> None:
        """As many as are needed so that a few wait, each where the fewest do, else by chance."""
        waiting = dict(board.waiting)
        for _ in range(max(1, FEWEST_WAITING + 2 - len(board.queue))):
            zone = min(waiting, key=lambda one: (waiting[one], self._random.random()))
            waiting[zone] += 1
            try:
                await self._queue.take(zone, self._clerk)
            except (ConflictError, InvalidError):
                return  # closed, or no more are given today

    async def _call(self, window: str) -> None:
        try:
            await self._queue.next(window, self._clerk)
        except (ConflictError, InvalidError):
            return  # somebody else was quicker, or the window was closed

    def _is_own(self, ticket_id: str) -> bool:
        newest = self._desk.store.newest(TICKET.name, ticket_id)
        return newest is not None and newest.actor == ACTOR

    def _is_off(self, day: date) -> bool:
        return not self._desk.calendar.is_working_day(day)

    def _is_day(self) -> bool:
        hours, now = self._desk.its().hours, self._desk.now().astimezone(self._desk.zone)
        return hours.opens <= now.time() < hours.closes
