"""The shift: the board of units, the handover, and the figures with their exports."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any

from domain.access.callers import Caller
from domain.access.scope import scope_of
from domain.desk.desk_rights import may_see, may_see_unit
from domain.desk.notices import OPEN, Level, NoticeState
from domain.desk.notices import to_state as notice_state
from domain.dispatch.shifts import THREE_SHIFTS, Shift, longest_of, shift_name, shift_of
from domain.dispatch.standby import STANDBY
from domain.dispatch.units import UnitStatus
from domain.errors import InvalidError
from domain.incidents.assignments import Assignment
from domain.incidents.classes import CLASS_NAMES
from domain.incidents.incidents import ENDED, Incident, from_state
from domain.maps.areas import short_name
from domain.maps.departments import Department
from domain.moments import to_iso
from domain.picture.sight import is_of_list, story_seen_by
from domain.private import mask
from domain.statistics.figures import NAMES, By, Figure, Measure, Row, figures, row, without_doubles
from domain.subject_key import of_incident
from operations.clock import utc_now
from operations.desk.bodies import DeskBodies
from operations.live.picture import Picture
from operations.maps.areas import Areas
from operations.prints import sheets
from operations.threads import Work
from store import Store

LONGEST = timedelta(days=366)
CENTRE = "指挥中心"


class DeskShift:
    """What people look at when they take over, and what they are measured by."""

    def __init__(
        self,
        store: Store,
        work: Work,
        areas: Areas,
        picture: Picture,
        bodies: DeskBodies,
        *,
        departments: Sequence[Department],
        targets: Mapping[Measure, timedelta],
        shares: Mapping[Measure, float],
        zone: tzinfo,
        shifts: Sequence[Shift] = THREE_SHIFTS,
    ) -> None:
        self._store = store
        self._work = work
        self._areas = areas
        self._picture = picture
        self._bodies = bodies
        self._departments = {one.code: one.name for one in departments}
        self._targets = targets
        self._shares = shares
        self._zone = zone
        self._shifts = shifts

    async def board(self, *, caller: Caller) -> list[dict[str, Any]]:
        """The units of the caller's area under their status, by call sign.

        The incident a unit is on is named to those who may see it.
        """
        on = {
            record.state["unit_id"]: record.state
            for record in self._picture.entities["assignment"].values()
            if record.state["cleared_at"] is None
        }
        waits = {
            record.state["unit_id"]: record.state
            for record in self._picture.entities["standby"].values()
            if record.state["ended_at"] is None and is_of_list(caller, STANDBY, record.state)
        }
        columns: dict[str, list[dict[str, Any]]] = {status.value: [] for status in UnitStatus}
        for record in self._picture.entities["unit"].values():
            state, assignment = record.state, on.get(record.id)
            if not may_see_unit(caller, state["home_area"]):
                continue
            number = assignment["number"] if assignment else None
            columns[state["status"]].append(
                {
                    "unit_id": record.id,
                    "call_sign": state["call_sign"],
                    "kind": state["kind"],
                    "subkind": state["subkind"],
                    "home_area": state["home_area"],
                    "number": number if self._may_see(caller, number) else None,
                    "since": to_iso(record.at),
                    "standby": _standby_body(waits.get(record.id)),
                }
            )
        return [
            {"status": status, "units": sorted(units, key=lambda unit: str(unit["call_sign"]))}
            for status, units in columns.items()
        ]

    def _may_see(self, caller: Caller, number: str | None) -> bool:
        record = self._picture.entities["incident"].get(number or "")
        return record is not None and may_see(caller, from_state(record.state))

    async def handover(
        self, since: datetime | None, until: datetime | None, *, caller: Caller
    ) -> dict[str, Any]:
        """What the next shift must know."""
        end = until or utc_now()
        begin = since or end - longest_of(self._shifts)
        check_span(begin, end)
        area = scope_of(caller).area
        found, sent = await self._period(begin, end, caller)
        still_open, _ = await self._work.read(
            lambda: self._store.incidents(status="open", limit=500, area=area, viewer=caller)
        )
        notices = await self._work.read(lambda: self._store.notices(limit=500, viewer=caller))
        notes = await self._notes(begin, end, [*found, *still_open], caller)
        board = await self.board(caller=caller)
        return {
            "since": to_iso(begin),
            "until": to_iso(end),
            "actor": caller.actor,
            "open": await self._bodies.queue(still_open, caller),
            "ended": [
                self._bodies.incident(one) for one in without_doubles(found) if one.status in ENDED
            ],
            "unacknowledged": [
                notice_state(one)
                for one in notices
                if one.state in {*OPEN, NoticeState.FAILED} and one.level <= Level.NEXT_NEAREST
            ],
            "notes": notes,
            "standbys": [
                {**unit["standby"], "unit_id": unit["unit_id"], "call_sign": unit["call_sign"]}
                for column in board
                for unit in column["units"]
                if unit["standby"]
            ],
            "units": {column["status"]: len(column["units"]) for column in board},
            "figures": self._row_body(row("total", found, sent, self._targets), "合计"),
        }

    async def _notes(
        self, begin: datetime, end: datetime, incidents: Sequence[Incident], caller: Caller
    ) -> list[dict[str, Any]]:
        taken = {one.number: one for one in incidents if one.is_taken}
        numbers = taken.keys()
        if not numbers:
            return []
        asked = [of_incident(number) for number in sorted(numbers)[-200:]]
        records = await self._work.read(lambda: self._store.story(asked, ["note"]))
        return [
            {
                "number": one.state["number"],
                "at": to_iso(one.at),
                "actor": one.actor,
                **mask("note", one.private or {}),
            }
            for one in records
            if begin <= one.at < end and story_seen_by(caller, taken[one.state["number"]], [one])
        ]

    async def _period(
        self, begin: datetime, end: datetime, caller: Caller
    ) -> tuple[list[Incident], dict[str, list[Assignment]]]:
        """The caller's incidents of a span, and who was sent to each."""
        return await self._work.read(lambda: self._store.period(begin, end, viewer=caller))

    # figures -------------------------------------------------------------------------------

    async def figures(
        self, by: By, since: datetime | None, until: datetime | None, *, caller: Caller
    ) -> dict[str, Any]:
        """p50 and p90 of every part, split by class, area, shift or department."""
        end = until or utc_now()
        begin = since or end - timedelta(days=7)
        check_span(begin, end)
        found, sent = await self._period(begin, end, caller)
        rows = figures(found, sent, self._key(by), self._targets)
        return {
            "since": to_iso(begin),
            "until": to_iso(end),
            "by": by.value,
            "measures": [
                {
                    "name": measure.value,
                    "label": NAMES[measure],
                    "target_s": self._targets[measure].total_seconds(),
                    "share": self._shares[measure],
                }
                for measure in Measure
            ],
            "rows": [self._row_body(one, self._name(by, one.key)) for one in rows],
            "total": self._row_body(row("total", found, sent, self._targets), "合计"),
        }

    def _key(self, by: By) -> Callable[[Incident], str]:
        if by is By.CLASS:
            return lambda incident: incident.incident_class.value
        if by is By.AREA:
            return lambda incident: incident.area_code[:9]
        if by is By.SHIFT:
            return lambda incident: shift_of(incident.reported_at, self._zone, self._shifts)
        return lambda incident: incident.owner or ""

    def _name(self, by: By, key: str) -> str:
        if by is By.CLASS:
            return CLASS_NAMES[key]
        if by is By.SHIFT:
            return shift_name(key, self._shifts)
        if by is By.DEPARTMENT:
            return self._departments.get(key, key) if key else CENTRE
        area = self._areas.area(key)
        return short_name(area.name) if area else key

    @staticmethod
    def _row_body(found: Row, name: str) -> dict[str, Any]:
        return {
            "key": found.key,
            "name": name,
            "count": found.count,
            **{measure.value: _figure_body(found.figures[measure]) for measure in Measure},
        }

    async def export(
        self,
        kind: str,
        by: By,
        since: datetime | None,
        until: datetime | None,
        *,
        caller: Caller,
    ) -> bytes:
        """The figures as a spreadsheet or CSV, with who took them and when."""
        told = await self.figures(by, since, until, caller=caller)
        watermark = sheets.Watermark(caller.actor, utc_now(), self._zone)
        header = ["名称", "起数"]
        for measure in told["measures"]:
            label = measure["label"]
            header += [
                f"{label} 样本",
                f"{label} 中位（秒）",
                f"{label} 九成位（秒）",
                f"{label} 达标率（目标 {measure['target_s']:g} 秒）",
            ]
        rows = [_cells(one) for one in [*told["rows"], told["total"]]]
        make = sheets.workbook if kind == "xlsx" else sheets.csv_text
        return await self._work.read(lambda: make(header, rows, watermark))


def _standby_body(state: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Where a unit waits, or is moving up to."""
    names = ("area_code", "name", "ordered_at", "arrived_at")
    return {name: state[name] for name in names} if state else None


def check_span(since: datetime, until: datetime) -> None:
    """Refuse a span that is none, or longer than a year.

    Raises:
        InvalidError: names the end of it.
    """
    if until <= since:
        raise InvalidError(says="until_before_since", field="until")
    if until - since > LONGEST:
        raise InvalidError(says="span_too_long", most=LONGEST.days, field="since")


def _figure_body(figure: Figure) -> dict[str, Any]:
    return {"n": figure.n, "p50": figure.p50_s, "p90": figure.p90_s, "within": figure.within}


def _cells(body: Mapping[str, Any]) -> list[Any]:
    cells: list[Any] = [body["name"], body["count"]]
    for measure in Measure:
        figure = body[measure.value]
        cells += [figure["n"], figure["p50"], figure["p90"], figure["within"]]
    return cells
