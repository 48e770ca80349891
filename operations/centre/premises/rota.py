"""The rota of windows: planned, imported, swapped, with absences and substitutes; its history.

Whoever works at the centre reads it; the duty clerk writes it. A swap is asked for by one of the
two and agreed to by the other, or made by the duty clerk.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from domain.access.access import NotAllowedError, may, require
from domain.access.callers import Caller
from domain.centre.premises import rota as rules
from domain.centre.premises.rota import WINDOW_DUTY, WindowDuty, Written
from domain.centre.premises.tickets import day_of
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.live.records import Record
from domain.tables import RowError, Sheet, TableError
from operations.centre.cases.centre_desk import CentreDesk
from operations.files.decoding import Decoding
from operations.transactions import in_transaction
from store import Records, Transaction

MOST_DAYS = 62


@dataclass(frozen=True, slots=True)
class Past:
    """A row as it once stood: by whom it was made so, and when."""

    at: Any
    actor: str
    action: str
    duty: WindowDuty


class Rota:
    """Who stands at which window on a day."""

    def __init__(self, desk: CentreDesk, decoding: Decoding) -> None:
        self._desk, self._decoding = desk, decoding

    # reading ----------------------------------------------------------------------------------

    async def days(self, first: date, last: date, caller: Caller) -> list[WindowDuty]:
        """The rota of some days, by day, half and window.

        Raises:
            NotAllowedError: the caller does not work at the centre.
            InvalidError: more days than two months.
        """
        require(caller, "rota.see")
        if not 0 <= (last - first).days <= MOST_DAYS:
            raise InvalidError(says="rota_span", days=MOST_DAYS, field="day")

        def read() -> list[WindowDuty]:
            return _rows(self._desk.store, first, last)

        return await self._desk.work.read(read)

    async def today(self, caller: Caller) -> list[WindowDuty]:
        """The rota of today, by the district's clock.

        Raises:
            NotAllowedError: the caller does not work at the centre.
        """
        day = self.day_now()
        return await self.days(day, day, caller)

    async def window_now(self, caller: Caller) -> str:
        """At which window the caller stands by the rota of this half day; empty for none.

        Raises:
            NotAllowedError: the caller does not work at the centre.
        """
        half = rules.half_of(self._desk.now().astimezone(self._desk.zone).time())
        return next(
            (
                one.window
                for one in await self.today(caller)
                if one.account == caller.actor and one.half is half and not one.is_absent
            ),
            "",
        )

    def day_now(self) -> date:
        """Today, by the district's clock."""
        return day_of(self._desk.now(), self._desk.zone)

    async def history(self, duty_id: str, caller: Caller) -> list[Past]:
        """A row as it has stood, newest first.

        Raises:
            NotAllowedError: the caller does not work at the centre.
        """
        require(caller, "rota.see")

        def read() -> list[Past]:
            found = self._desk.store.history(WINDOW_DUTY.name, duty_id)
            return [Past(one.at, one.actor, one.action, _duty(one)) for one in reversed(found)]

        return await self._desk.work.read(read)

    # writing ----------------------------------------------------------------------------------

    async def write(self, row: Written, caller: Caller) -> WindowDuty:
        """Plan somebody for a window and half a day, in place of whoever was.

        Raises:
            NotAllowedError: the caller does not write the rota.
            InvalidError: the row does not do.
            ConflictError: the same person stands elsewhere at that time.
        """
        require(caller, "rota.write")
        today = self.day_now()

        def steps(tx: Transaction) -> WindowDuty:
            accounts = {one.name for one in tx.accounts.accounts()}
            duty = rules.planned(row, self._desk.its(), accounts, today)
            rules.check_not_elsewhere(duty, _rows(tx, row.day, row.day))
            return _put(tx, duty, "write", caller)

        return await in_transaction(self._desk.store, self._desk.work, steps)

    async def plan(self, rows: Sequence[Written], caller: Caller, *, since: date) -> int:
        """Plan rows that somebody has made, all or none; how many. No day before `since`.

        Raises:
            NotAllowedError: the caller does not write the rota.
            InvalidError: a row does not do.
            ConflictError: the same person stands elsewhere at that time.
        """
        require(caller, "rota.write")
        centre = self._desk.its()

        def steps(tx: Transaction) -> int:
            accounts = {one.name for one in tx.accounts.accounts()}
            made: list[WindowDuty] = []
            for row in rows:
                duty = rules.planned(row, centre, accounts, since)
                same_day = [one for one in made if one.day == duty.day]
                rules.check_not_elsewhere(duty, same_day)
                made.append(duty)
            for duty in made:
                _put(tx, duty, "write", caller)
            return len(made)

        return await in_transaction(self._desk.store, self._desk.work, steps)

    async def load(self, raw: bytes, caller: Caller, *, is_check: bool = False) -> int:
        """Take a file of CSV or xlsx whole, or nothing of it; how many rows.

        Raises:
            NotAllowedError: the caller does not write the rota.
            TableError: names every row that is wrong; nothing was taken.
            InvalidError: no table can be read from it.
        """
        require(caller, "rota.write")
        read = await self._decoding.run("rota", raw, actor=caller.actor)
        centre, today = self._desk.its(), self.day_now()
        rows, errors = rules.read_rows(Sheet(**read.facts), centre)

        def steps(tx: Transaction) -> int:
            accounts = {one.name for one in tx.accounts.accounts()}
            wrong, made = list(errors), list[WindowDuty]()
            for number, row in rows:
                try:
                    duty = rules.planned(row, centre, accounts, today)
                    rules.check_not_elsewhere(duty, made)
                    made.append(duty)
                except (InvalidError, ConflictError) as error:
                    wrong.append(RowError.of(number, error))
            if wrong:
                raise TableError(sorted(wrong, key=lambda one: one.row))
            if not is_check:
                for duty in made:
                    _put(tx, duty, "write", caller)
            return len(made)

        return await in_transaction(self._desk.store, self._desk.work, steps)

    async def remove(self, duty_id: str, caller: Caller) -> None:
        """Plan nobody there any more.

        Raises:
            NotAllowedError: the caller does not write the rota.
            NotFoundError: there is no such row.
        """
        require(caller, "rota.write")

        def steps(tx: Transaction) -> None:
            _put(tx, replace(_held(tx, duty_id), is_removed=True), "remove", caller)

        await in_transaction(self._desk.store, self._desk.work, steps)

    async def absent(self, duty_id: str, reason: str, caller: Caller) -> WindowDuty:
        """Write down that somebody does not come: by themselves, or by the duty clerk.

        Raises:
            NotAllowedError: it is neither.
            NotFoundError: there is no such row.
            InvalidError: no reason.
        """
        require(caller, "rota.see")

        def steps(tx: Transaction) -> WindowDuty:
            duty = _held(tx, duty_id)
            if not (may(caller, "rota.write") or duty.account == caller.actor):
                raise NotAllowedError(says="not_allowed", field="role")
            return _put(tx, rules.absent(duty, reason), "absent", caller)

        return await in_transaction(self._desk.store, self._desk.work, steps)

    async def substitute(self, duty_id: str, account: str, name: str, caller: Caller) -> WindowDuty:
        """Let another one stand in.

        Raises:
            NotAllowedError: the caller does not write the rota.
            NotFoundError: there is no such row.
            InvalidError: nobody is named, or there is no such account.
            ConflictError: they stand elsewhere at that time.
        """
        require(caller, "rota.write")

        def steps(tx: Transaction) -> WindowDuty:
            accounts = {one.name for one in tx.accounts.accounts()}
            duty = rules.substituted(_held(tx, duty_id), account, name, accounts)
            day = date.fromisoformat(duty.day)
            rules.check_not_elsewhere(duty, _rows(tx, day, day))
            return _put(tx, duty, "substitute", caller)

        return await in_transaction(self._desk.store, self._desk.work, steps)

    async def swap(self, duty_id: str, other_id: str, caller: Caller) -> bool:
        """Swap two rows, or ask for it; whether it is done.

        The duty clerk swaps at once. One of the two asks; when the other asks for the same, or
        agrees by asking back, it is done.

        Raises:
            NotAllowedError: the caller works at no window.
            NotFoundError: there is no such row.
            ConflictError: the row is not the caller's, or a swap would put somebody at two windows.
        """
        require(caller, "rota.see")

        def steps(tx: Transaction) -> bool:
            duty, other = _held(tx, duty_id), _held(tx, other_id)
            if not may(caller, "rota.write") and other.asked_swap != duty_id:
                _put(tx, rules.swap_asked(duty, other, caller.actor), "ask_swap", caller)
                return False
            if not may(caller, "rota.write") and duty.account != caller.actor:
                raise ConflictError(says="rota_not_yours", field="duty_id")
            pair = rules.swapped(duty, other)
            for made in pair:
                day = date.fromisoformat(made.day)
                rows = _rows(tx, day, day)
                left = [one for one in rows if one.duty_id not in {duty_id, other_id}]
                rules.check_not_elsewhere(made, left)
            for made in pair:
                _put(tx, made, "swap", caller)
            return True

        return await in_transaction(self._desk.store, self._desk.work, steps)

    def month(self, day: date) -> tuple[date, date]:
        """The first and the last day of a day's month."""
        first = day.replace(day=1)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _duty(record: Record) -> WindowDuty:
    return WINDOW_DUTY.entity_of(record.state, record.private)


def _rows(records: Records, first: date, last: date) -> list[WindowDuty]:
    found = records.newest_of_days(WINDOW_DUTY.name, first, last)
    rows = [_duty(one) for one in found if not one.state.get("is_removed")]
    halves = list(rules.Half)
    return sorted(rows, key=lambda one: (one.day, halves.index(one.half), one.window))


def _held(tx: Transaction, duty_id: str) -> WindowDuty:
    record = tx.newest(WINDOW_DUTY.name, duty_id)
    if record is None or record.state.get("is_removed"):
        raise NotFoundError(says="no_rota_row", field="duty_id")
    return _duty(record)


def _put(tx: Transaction, duty: WindowDuty, action: str, caller: Caller) -> WindowDuty:
    tx.put(WINDOW_DUTY, duty, action=action, actor=caller.actor)
    return duty
