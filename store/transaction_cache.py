"""What one transaction has read and put: asked again, it wins over rows not written yet."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select

from domain.dispatch.units import Unit
from domain.incidents.assignments import Assignment
from domain.incidents.incidents import Incident
from store import rows
from store.columns import may_be_key
from store.errors import unit_is_busy
from store.tables import ASSIGNMENT, INCIDENT, UNIT

_INCIDENT = select(INCIDENT).where(INCIDENT.c.number == bindparam("number"))
_UNIT = select(UNIT).where(UNIT.c.unit_id == bindparam("unit_id"))
# The open one first, then the one that ended last.
_OF_SOURCE = (
    select(INCIDENT)
    .where(INCIDENT.c.source == bindparam("source"), INCIDENT.c.source_id == bindparam("source_id"))
    .order_by(INCIDENT.c.ended_at.is_(None).desc(), INCIDENT.c.ended_at.desc())
)


@dataclass(frozen=True, slots=True)
class HeldMark:
    """What was held at a moment."""

    incidents: dict[str, Incident | None]
    numbers: dict[tuple[str, str], str]
    units: dict[str, Unit | None]
    assignments: dict[str, Assignment]
    open_of_unit: dict[str, str | None]


class Held:
    """Incidents, units and open assignments as the transaction would leave them.

    Args:
        connection: of the transaction.
        send: writes the rows that are put and not sent yet.
    """

    def __init__(self, connection: Connection, send: Callable[[], None]) -> None:
        self._connection = connection
        self._send = send
        self._incidents: dict[str, Incident | None] = {}
        self._numbers: dict[tuple[str, str], str] = {}
        self._units: dict[str, Unit | None] = {}
        self._assignments: dict[str, Assignment] = {}
        self._open_of_unit: dict[str, str | None] = {}

    def mark(self) -> HeldMark:
        """What is held now."""
        return HeldMark(
            dict(self._incidents),
            dict(self._numbers),
            dict(self._units),
            dict(self._assignments),
            dict(self._open_of_unit),
        )

    def back_to(self, mark: HeldMark) -> None:
        """Hold what was held at a mark, and nothing else."""
        self._incidents = dict(mark.incidents)
        self._numbers = dict(mark.numbers)
        self._units = dict(mark.units)
        self._assignments = dict(mark.assignments)
        self._open_of_unit = dict(mark.open_of_unit)

    def note_new(self, number: str) -> None:
        """Nobody has this number yet: it is not looked for."""
        self._incidents[number] = None

    def check(self, entity: object) -> None:
        """Refuse what the rows would refuse, before anything is written.

        Raises:
            ConflictError: code `unit_busy`: of one unit only one assignment is open.
        """
        if isinstance(entity, Assignment):
            self._occupy(entity)

    def keep(self, entity: object) -> None:
        """An entity was put; only what is read again is kept."""
        if isinstance(entity, Incident):
            self._incidents[entity.number] = entity
            self._numbers[entity.source, entity.source_id] = entity.number
        elif isinstance(entity, Unit):
            self._units[entity.unit_id] = entity
        elif isinstance(entity, Assignment):
            self._assignments[entity.assignment_id] = entity

    def incident(self, number: str) -> Incident | None:
        """The incident of a number."""
        if number not in self._incidents:
            row = self._row(_INCIDENT, number=number) if may_be_key(number) else None
            self._incidents[number] = rows.incident_from(row) if row else None
        return self._incidents[number]

    def incident_by_source(self, source: str, source_id: str) -> Incident | None:
        """The newest incident a source has reported under its own id: the open one, if any is."""
        if (number := self._numbers.get((source, source_id))) is not None:
            put = self._incidents[number]
            if put is not None and put.ended_at is None:
                return put
            self._send()  # another of this source may be open: the rows tell
        row = self._row(_OF_SOURCE, source=source, source_id=source_id)
        if row is None:
            return None
        # what this transaction has put wins over the row, which may not be flushed yet
        return self._incidents.setdefault(row["number"], rows.incident_from(row))

    def unit(self, unit_id: str) -> Unit | None:
        """The unit of an id."""
        if unit_id not in self._units:
            row = self._row(_UNIT, unit_id=unit_id) if may_be_key(unit_id) else None
            self._units[unit_id] = rows.unit_from(row) if row else None
        return self._units[unit_id]

    def open_assignments(
        self, number: str | None = None, unit_id: str | None = None
    ) -> list[Assignment]:
        """Open assignments of an incident, of a unit, or all, oldest first."""
        query = select(ASSIGNMENT).where(ASSIGNMENT.c.cleared_at.is_(None))
        if number is not None:
            query = query.where(ASSIGNMENT.c.number == number)
        if unit_id is not None:
            query = query.where(ASSIGNMENT.c.unit_id == unit_id)
        found = [rows.assignment_from(row) for row in self._connection.execute(query).mappings()]
        merged = {kept.assignment_id: kept for kept in found} | self._assignments
        return sorted(
            (
                kept
                for kept in merged.values()
                if kept.cleared_at is None
                and number in {None, kept.number}
                and unit_id in {None, kept.unit_id}
            ),
            key=lambda kept: (kept.assigned_at, kept.assignment_id),
        )

    def _occupy(self, assignment: Assignment) -> None:
        """Take note of an assignment: of one unit only one is open.

        Raises:
            ConflictError: code `unit_busy`.
        """
        unit_id, key = assignment.unit_id, assignment.assignment_id
        if unit_id not in self._open_of_unit:
            held = self.open_assignments(unit_id=unit_id)
            self._open_of_unit[unit_id] = held[0].assignment_id if held else None
        current = self._open_of_unit[unit_id]
        if assignment.cleared_at is None:
            if current not in {None, key}:
                raise unit_is_busy(unit_id)
            self._open_of_unit[unit_id] = key
        elif current == key:
            self._open_of_unit[unit_id] = None

    def _row(self, query: Any, **values: str) -> Any:
        return self._connection.execute(query, values).mappings().first()
