"""What can be asked of the facts. Every method is safe from any thread, while others write."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, and_, or_, select

from domain.dispatch.units import Unit
from domain.incidents.assignments import Assignment
from domain.incidents.incidents import Incident
from domain.kind import KEPT_LIVE_FOR
from domain.live.records import Record
from domain.maps.areas import Area, Level
from domain.picture.fold import is_live
from domain.reach import Viewer
from domain.video.cameras.camera import Camera
from store import rows
from store.access.accounts import AccountRows
from store.access.told_rows import is_told
from store.columns import may_be_key
from store.desk.desk_reads import DeskReads
from store.engine import reading
from store.incidents import incident_list
from store.live.base import read_base
from store.live.journal import first_broken, read_head, read_records, record_from, records_where
from store.live.journal_search import Search, first_at, search
from store.personal.subjects import SubjectReads
from store.statistics import statistics
from store.statistics.figures import FigureReads
from store.tables import AREA, ASSIGNMENT, CAMERA, ENTITY_HEAD, INCIDENT, JOURNAL, UNIT

ASKED_AT_ONCE = 500

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Live:
    """The newest record of each live entity, all as of one moment of the journal."""

    seq: int
    records: list[Record]
    epoch: str


class FactReads(FigureReads, DeskReads, SubjectReads):
    """Reads from the journal and the rows; each sees one consistent state."""

    def ask(self, question: Callable[[Connection], Answer]) -> Answer:
        """Put a question of a subject's own module, in one consistent state."""
        with reading(self._engine) as connection:
            return question(connection)

    # the journal ---------------------------------------------------------------------------

    def head(self) -> tuple[str, int]:
        """The journal's name and its last number (0 before the first record)."""
        with reading(self._engine) as connection:
            head = read_head(connection)
        return head.epoch, head.seq

    def first_seq(self) -> int:
        """The number of the oldest record that is still there."""
        with reading(self._engine) as connection:
            return read_base(connection).seq + 1

    def first_seq_at(self, moment: datetime) -> int:
        """The number of the first record at or after a moment; one past the last without one."""
        with reading(self._engine) as connection:
            return first_at(connection, moment)

    def is_empty(self) -> bool:
        """Whether no fact was ever written."""
        return self.head()[1] == 0

    def records_after(self, seq: int, limit: int = 1000) -> list[Record]:
        """The next records after a number, in order, without gaps, in today's shape."""
        with reading(self._engine) as connection:
            query = records_where(JOURNAL.c.seq > seq).limit(limit)
            return [record_from(row) for row in connection.execute(query)]

    def live(self, at: datetime) -> Live:
        """The newest record of every entity that is live at a moment, in the order of seq.

        Args:
            at: now; the newest records are looked at, not those of the past.
        """
        recent = or_(ENTITY_HEAD.c.ended_at.is_(None), ENTITY_HEAD.c.ended_at > at - KEPT_LIVE_FOR)
        newest = select(ENTITY_HEAD.c.seq).where(recent)
        with reading(self._engine) as connection:
            head = read_head(connection)
            records = read_records(connection, JOURNAL.c.seq.in_(newest))
        kept = [record for record in records if is_live(record.kind, record.state, at)]
        return Live(head.seq, kept, head.epoch)

    def history(self, kind: str, entity_id: str) -> list[Record]:
        """All records of one entity, oldest first."""
        if not may_be_key(entity_id):
            return []
        of_entity = (JOURNAL.c.kind == kind) & (JOURNAL.c.entity_id == entity_id)
        with reading(self._engine) as connection:
            return read_records(connection, of_entity)

    def search_journal(self, asked: Search, limit: int) -> tuple[list[Record], int | None]:
        """Records that fit, newest first, and the number to go on before; None at the end."""
        with reading(self._engine) as connection:
            return search(connection, asked, limit)

    def tells_sign_ins(self) -> bool:
        """Whether any record tells what an account or a device is."""
        with reading(self._engine) as connection:
            return is_told(connection)

    def verify_chain(self) -> int | None:
        """The first number whose record is missing or was changed; None when all are sound.

        Reads the whole journal: for an administrator, not for a request.
        """
        with reading(self._engine) as connection:
            return first_broken(connection)

    # those who sign in ---------------------------------------------------------------------

    @contextmanager
    def accounts(self) -> Iterator[AccountRows]:
        """Accounts, sessions and devices, read in one consistent state."""
        with reading(self._engine) as connection:
            yield AccountRows(connection)

    # rows ----------------------------------------------------------------------------------

    def incident(self, number: str) -> Incident | None:
        """The incident of a number."""
        row = self._first(INCIDENT, INCIDENT.c.number == number) if may_be_key(number) else None
        return rows.incident_from(row) if row else None

    def incidents(
        self,
        status: str | Sequence[str] | None = None,
        area: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        cursor: str | None = None,
        limit: int = 50,
        incident_class: Collection[str] = (),
        severity: Collection[int] = (),
        viewer: Viewer | None = None,
    ) -> tuple[list[Incident], str | None]:
        """One page of incidents, latest reported first.

        Args:
            status: "open" (neither closed nor cancelled), one status, or several.
            area: code of a district, town, village or grid; what lies in it.
            since: reported at or after.
            until: reported before.
            cursor: what the page before gave as next.
            limit: 1 to 500; others are brought into that range.
            incident_class: only these classes; empty for all.
            severity: only these severities; empty for all.
            viewer: only what they may see, so that a page is full; None for all.

        Returns:
            The page, and the cursor of the next one or None at the end.

        Raises:
            InvalidError: the cursor, the status or the area is not one.
        """
        with reading(self._engine) as connection:
            return incident_list.list_incidents(
                connection,
                status=status,
                area=area,
                since=since,
                until=until,
                cursor=cursor,
                incident_class=incident_class,
                severity=severity,
                limit=limit,
                viewer=viewer,
            )

    def incidents_of_source(self, source: str, source_id: str) -> list[Incident]:
        """The incidents of a source's id, newest first."""
        found = self._all(
            INCIDENT,
            INCIDENT.c.seq.desc(),
            INCIDENT.c.source == source,
            INCIDENT.c.source_id == source_id,
        )
        return [rows.incident_from(row) for row in found]

    def changed_reports(self, source: str, *, after: int, limit: int) -> tuple[list[Incident], int]:
        """A source's incidents whose newest record came after `after`, in its order.

        Returns:
            At most `limit` of them, and the number of the last one's record; `after` when none.
        """
        query = (
            select(INCIDENT)
            .where(INCIDENT.c.source == source, INCIDENT.c.seq > after)
            .order_by(INCIDENT.c.seq)
            .limit(limit)
        )
        with reading(self._engine) as connection:
            found = connection.execute(query).mappings().all()
        newest = int(found[-1]["seq"]) if found else after
        return [rows.incident_from(row) for row in found], newest

    def unit(self, unit_id: str) -> Unit | None:
        """The unit of an id; None where it was taken away."""
        there = (UNIT.c.unit_id == unit_id, UNIT.c.is_removed.is_(False))
        row = self._first(UNIT, and_(*there)) if may_be_key(unit_id) else None
        return rows.unit_from(row) if row else None

    def units(self) -> list[Unit]:
        """All units that are not taken away, by id."""
        there = UNIT.c.is_removed.is_(False)
        return [rows.unit_from(row) for row in self._all(UNIT, UNIT.c.unit_id, there)]

    def units_among(self, ids: Collection[str]) -> set[str]:
        """Which of these are ids of units that are not taken away."""
        asked = [unit_id for unit_id in ids if may_be_key(unit_id)]
        found: set[str] = set()
        with reading(self._engine) as connection:
            for start in range(0, len(asked), ASKED_AT_ONCE):
                some = asked[start : start + ASKED_AT_ONCE]
                there = (UNIT.c.unit_id.in_(some), UNIT.c.is_removed.is_(False))
                found.update(connection.execute(select(UNIT.c.unit_id).where(*there)).scalars())
        return found

    def unit_kinds(self) -> list[str]:
        """The kinds of all units that are not taken away."""
        query = select(UNIT.c.kind).where(UNIT.c.is_removed.is_(False)).distinct()
        with reading(self._engine) as connection:
            return sorted(connection.execute(query).scalars())

    def assignments(self, number: str) -> list[Assignment]:
        """All assignments of an incident, open or not, oldest first."""
        found = self._all(ASSIGNMENT, ASSIGNMENT.c.assigned_at, ASSIGNMENT.c.number == number)
        return [rows.assignment_from(row) for row in found]

    def cameras(self, area: str | None = None) -> list[Camera]:
        """The cameras in an area (a code or the beginning of one), by id."""
        inside = []
        if area is not None:
            inside = [CAMERA.c.area_code >= area, CAMERA.c.area_code < area + "~"]
        return [rows.camera_from(row) for row in self._all(CAMERA, CAMERA.c.camera_id, *inside)]

    def area(self, code: str) -> Area | None:
        """The area of a code."""
        row = self._first(AREA, AREA.c.code == code)
        return rows.area_from(row) if row else None

    def areas(self, level: Level | None = None, parent: str | None = None) -> list[Area]:
        """The areas of a level, of a parent, or all, by code."""
        wanted = []
        if level is not None:
            wanted.append(AREA.c.level == level.value)
        if parent is not None:
            wanted.append(AREA.c.parent_code == parent)
        return [rows.area_from(row) for row in self._all(AREA, AREA.c.code, *wanted)]

    def _first(self, table: Table, condition: Any) -> Any:
        with reading(self._engine) as connection:
            return connection.execute(select(table).where(condition)).mappings().first()

    def _all(self, table: Table, order: Any, *conditions: Any) -> Any:
        with reading(self._engine) as connection:
            query = select(table).where(*conditions).order_by(order, *table.primary_key.columns)
            return connection.execute(query).mappings().all()

    # statistics ----------------------------------------------------------------------------

    def reported_per_hour(
        self, area: str | None, since: datetime, until: datetime
    ) -> dict[datetime, int]:
        """Incidents reported in [since, until) by the UTC hour; an hour without any is 0."""
        with reading(self._engine) as connection:
            return statistics.reported_per_hour(connection, area, since, until)

    def reported_per_day(
        self,
        area: str | None,
        since_day: date,
        until_day: date,
        zone: tzinfo,
        department: str | None = None,
    ) -> dict[date, int]:
        """Incidents reported on each day of a time zone, both days included; none is 0.

        With a department, those it owns or shares.
        """
        with reading(self._engine) as connection:
            return statistics.reported_per_day(
                connection, area, since_day, until_day, zone, department
            )

    def response_seconds(self, area: str | None, since: datetime, until: datetime) -> list[float]:
        """Seconds from report to first arrival, of incidents reported in [since, until)."""
        with reading(self._engine) as connection:
            return statistics.response_seconds(connection, area, since, until)
