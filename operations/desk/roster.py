"""The duty roster: read from a file of CSV or xlsx, kept whole or not at all."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from domain.access.callers import Caller
from domain.access.scope import scope_of
from domain.desk.desk_rights import check_may_act, may_see_unit
from domain.dispatch.roster import COLUMNS, DUTY, Duty, not_held, read_rows
from domain.dispatch.shifts import THREE_SHIFTS, Shift, shift_name
from domain.live.records import Change, Record
from domain.private import mask
from domain.tables import Sheet, TableError
from operations.clock import utc_now
from operations.files.decoding import Decoding
from operations.threads import Work
from operations.transactions import in_transaction
from store import Records, Store, Transaction

MOST_TOLD = 200


class DeskRoster:
    """Who is on duty when."""

    def __init__(
        self,
        store: Store,
        work: Work,
        decoding: Decoding,
        shifts: Sequence[Shift] = THREE_SHIFTS,
        *,
        zone: tzinfo = UTC,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        """`zone`: in which a day is a day."""
        self._zone, self._now = zone, now
        self._store = store
        self._work = work
        self._decoding = decoding
        self._shifts = shifts

    async def load(self, raw: bytes, *, caller: Caller, is_check: bool = False) -> dict[str, Any]:
        """Take a whole file: each day and shift it names is replaced by what it says.

        Of the caller's units only: the rows of other areas stay as they are. Rows that are hidden
        in the file are not taken; the answer names them, and whoever stands in those shifts now
        and is not named again.

        Args:
            raw: the file.
            caller: who brings it.
            is_check: only say what would happen; nothing is written.

        Raises:
            TableError: names every row that is wrong; nothing was applied.
            InvalidError: no table can be read from it.
        """
        check_may_act(caller)
        scope = scope_of(caller)
        read = await self._decoding.run("table", raw, actor=caller.actor)
        table = Sheet(**read.facts)

        def read_table() -> tuple[list[Duty], set[str], dict[str, str]]:
            every = self._store.units()
            units = {unit.unit_id: unit.home_area for unit in every}
            duties, errors = read_rows(table, units, self._shifts)
            held = {unit_id for unit_id, home in units.items() if scope.holds_unit(home)}
            errors += not_held(duties, held) if not errors else []
            if errors:
                raise TableError(errors)
            return duties, held, {unit.unit_id: unit.call_sign for unit in every}

        duties, held, signs = await self._work.read(read_table)

        def write(tx: Transaction) -> list[Record]:
            gone = _replaced(tx, duties, held)
            for record in gone:
                state = {**record.state, "is_removed": True}
                tx.append(Change("duty", record.id, "remove", state, caller.actor, tx.at))
            for duty in duties:
                tx.append(_written(duty, caller.actor, tx.at))
            return gone

        if is_check:
            gone = await self._work.read(lambda: _replaced(self._store, duties, held))
        else:
            gone = await in_transaction(self._store, self._work, write)
        days = sorted({duty.day.isoformat() for duty in duties})
        counts = {"rows": len(duties), "days": len(days), "removed": len(gone)}
        left = [self._left_out(record, signs) for record in gone[:MOST_TOLD]]
        return counts | {"hidden": sorted(table.hidden), "dates": days, "left_out": left}

    def _left_out(self, record: Record, signs: Mapping[str, str]) -> dict[str, str]:
        unit_id = record.state["unit_id"]
        return {
            "day": record.state["day"],
            "shift_name": shift_name(record.state["shift"], self._shifts),
            "call_sign": signs.get(unit_id, unit_id),
        }

    async def day(self, day: date, *, caller: Caller) -> list[dict[str, Any]]:
        """Who of the caller's area is on duty on a day, by shift and unit.

        Notes are the centre's: their numbers are masked, and departments read none.
        """
        tells_notes = scope_of(caller).department is None

        def read() -> list[dict[str, Any]]:
            names = {
                unit.unit_id: unit.call_sign
                for unit in self._store.units()
                if may_see_unit(caller, unit.home_area)
            }
            return [
                {
                    **one.state,
                    "call_sign": names.get(one.state["unit_id"], one.state["unit_id"]),
                    "shift_name": shift_name(one.state["shift"], self._shifts),
                    "note": mask("duty", one.private or {}).get("note") if tells_notes else None,
                }
                for one in _of(self._store, day)
                if (caller.area is None or one.state["unit_id"] in names)
                and DUTY.is_seen_by(caller, one.state)
            ]

        rows = await self._work.read(read)
        order = {one.code: at for at, one in enumerate(self._shifts)}
        return sorted(rows, key=lambda row: (order.get(row["shift"], len(order)), row["unit_id"]))

    async def template(self, *, caller: Caller) -> bytes:
        """The CSV to fill in, with a mark that tells spreadsheets it is UTF-8.

        Its rows are of tomorrow and of the caller's own units: they can be taken as they stand.
        """
        scope = scope_of(caller)
        units = await self._work.read(self._store.units)
        own = [one.unit_id for one in units if scope.holds_unit(one.home_area)]
        today = self._now().astimezone(self._zone).date()
        return template(today + timedelta(days=1), own, self._shifts)


def template(day: date, unit_ids: Sequence[str], shifts: Sequence[Shift] = THREE_SHIFTS) -> bytes:
    """The CSV to fill in, a row for each shift of the district, each with a unit of its own."""
    known = [*unit_ids[: len(shifts)]] or ["JW-001"]
    rows = [f"{day},{one.name},{known[at % len(known)]},巡逻," for at, one in enumerate(shifts)]
    lines = [",".join(COLUMNS), *rows]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


def _replaced(records: Records, duties: Sequence[Duty], held: Collection[str]) -> list[Record]:
    """What the file's days and shifts held of the caller's units, and does not name again."""
    kept = {duty.duty_id for duty in duties}
    spans = {(duty.day.isoformat(), duty.shift) for duty in duties}
    return [
        record
        for day in sorted({duty.day for duty in duties})
        for record in _of(records, day)
        if record.id not in kept
        and (record.state["day"], record.state["shift"]) in spans
        and record.state["unit_id"] in held
    ]


def _of(records: Records, day: date) -> list[Record]:
    found = records.newest_of_days("duty", day, day)
    return [one for one in found if not one.state.get("is_removed")]


def _written(duty: Duty, actor: str, at: datetime) -> Change:
    private = {"note": duty.note}
    return Change("duty", duty.duty_id, "write", _state(duty), actor, at, private=private)


def _state(duty: Duty) -> dict[str, Any]:
    return {
        "day": duty.day.isoformat(),
        "shift": duty.shift,
        "unit_id": duty.unit_id,
        "post": duty.post,
    }
