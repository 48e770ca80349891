"""One transaction: rows and their journal records, written together or not at all.

Records are numbered at once and written in batches, at the latest before the commit. That is
safe because the journal's head is locked first: nobody else can number a record meanwhile.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, delete, select

from domain.centre.cases.case import Case
from domain.dispatch import units
from domain.dispatch.units import Unit
from domain.errors import NotFoundError
from domain.incidents import assignments, incidents
from domain.incidents.assignments import Assignment
from domain.incidents.incidents import Incident
from domain.kind import Kind
from domain.kinds import kind_of
from domain.live.records import Change, Record
from domain.maps.areas import Area
from domain.statistics.briefs import Brief, brief_change
from domain.statistics.statistics import FigureRules
from domain.video.cameras import camera as cameras
from domain.video.cameras.camera import Camera
from store import rows
from store.access.told_rows import ProvedAccounts, Untold
from store.columns import whole_milliseconds
from store.engine import reads_refused
from store.kind_tables import TABLES
from store.live import newest
from store.live.journal import ERASED, Entry, Head, read_head, seal
from store.live.transaction_reads import TransactionReads
from store.measures.cases import keep_measure
from store.origin import with_origin
from store.personal.subjects import erase_shared
from store.statistics.briefs import brief_row, has_brief
from store.statistics.rollups import Replaced, Rollups
from store.tables import AREA, BRIEF, ENTITY_HEAD, INCIDENT_DAY, JOURNAL, PRIVATE
from store.transaction_cache import Held, HeldMark
from store.write_buffer import Pending, PendingMark, upsert

Entity = TypeVar("Entity")
Taken = TypeVar("Taken")
# A commit of more records is not handed on: whoever follows the journal reads it.
MOST_HANDED = 1000
_ORDINAL = select(INCIDENT_DAY.c.last).where(INCIDENT_DAY.c.day == bindparam("day"))
_STEP = "step"


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a transaction stood before a step that may be taken back."""

    head: Head
    entries: int
    pending: PendingMark
    held: HeldMark
    days: dict[date, int]
    replaced: tuple[Replaced, ...]
    untold: Untold


class Transaction(TransactionReads):
    """What an operation may read and write under the one writer's lock.

    `seq` is the last number given, `at` the moment its records carry. What it reads includes
    what it has written.
    """

    def __init__(
        self,
        connection: Connection,
        clock: Callable[[], datetime],
        rules: FigureRules | None = None,
    ) -> None:
        self._connection = connection
        self._clock = clock
        self._accounts = ProvedAccounts(connection)
        self._rollups = Rollups(connection, rules) if rules is not None else None
        self._head = read_head(connection, lock=True)
        self._start = self._head.seq
        self._pending = Pending()
        self._entries: list[Entry] = []
        self._has_erased = False
        self._held = Held(connection, self.flush)
        self._days: dict[date, int] = {}
        self._mark: Mark | None = None
        self._is_protected = False
        self.move_to(clock())

    @property
    def seq(self) -> int:
        """The last number given."""
        return self._head.seq

    @property
    def head(self) -> Head:
        """Where the journal will stand when this commits."""
        return self._head

    @property
    def connection(self) -> Connection:
        """For the store's own modules that write rows of their own beside the records."""
        self._open_rows()
        return self._connection

    @property
    def accounts(self) -> ProvedAccounts:
        """Accounts, sessions and devices, written at once."""
        self._open_rows()
        return self._accounts

    @property
    def records(self) -> list[Record]:
        """What was written, as the journal tells it; empty when it is much, or some was erased."""
        if self._has_erased or len(self._entries) > MOST_HANDED:
            return []
        return [entry.as_read() for entry in self._entries]

    # steps of several callers ----------------------------------------------------------------

    def take(self, step: Callable[["Transaction"], Taken]) -> Taken:
        """What a step returns; it reads facts here, where it sees what its group has written.

        Raises:
            RuntimeError: it reads them from the store, which only knows what is committed.
        """
        with reads_refused(self._connection.engine):
            return step(self)

    def begin_step(self) -> None:
        """Begin what one of several callers wants; it can be taken back without the others'."""
        self._mark = Mark(
            replace(self._head),
            len(self._entries),
            self._pending.mark(),
            self._held.mark(),
            dict(self._days),
            self._rollups.replaced if self._rollups is not None else (),
            self._accounts.untold(),
        )
        self.move_to(self._clock())

    def end_step(self) -> None:
        """Keep what the step has written."""
        if self._is_protected:
            self._connection.exec_driver_sql(f"RELEASE SAVEPOINT {_STEP}")
        self._mark, self._is_protected = None, False

    def undo_step(self) -> None:
        """Leave the rows, the journal's head and all that is held as they were before the step."""
        mark, were_sent = self._mark, self._is_protected
        if mark is None:
            raise RuntimeError("no step was begun")
        if were_sent:
            self._connection.exec_driver_sql(f"ROLLBACK TO SAVEPOINT {_STEP}")
        self._head.seq, self._head.at, self._head.hash = (
            mark.head.seq,
            mark.head.at,
            mark.head.hash,
        )
        del self._entries[mark.entries :]
        self._pending.back_to(mark.pending)
        self._held.back_to(mark.held)
        self._days = dict(mark.days)
        self._accounts.back_to(mark.untold)
        if self._rollups is not None:
            self._rollups.back_to(mark.replaced, were_sent=were_sent)
        self.end_step()

    def _protect(self) -> None:
        """Before the first row a step sends: what it sends can be rolled back by itself."""
        if self._mark is not None and not self._is_protected:
            self._connection.exec_driver_sql(f"SAVEPOINT {_STEP}")
            self._is_protected = True

    def _open_rows(self) -> None:
        """Before rows are read or written beside the records: they hold what other steps wrote."""
        if self._mark is not None and not self._is_protected:
            self._protect()
            self.flush()

    @property
    def has_written(self) -> bool:
        """Whether any record was numbered."""
        return self._head.seq > self._start

    def move_to(self, now: datetime) -> None:
        """Write what follows as of `now`, or as of the last record if that is later.

        For demo history and tests, which write many moments in one transaction.
        """
        self.at = max(whole_milliseconds(now), self._head.at)

    # writing -------------------------------------------------------------------------------

    def append(self, change: Change) -> Record:
        """Journal a change of a kind that has no table of its own.

        Raises:
            ValueError: a personal field stands in the state, or a moment has no time zone.
        """
        change = self._accounts.told(change)
        about = rows.subject_of(change)
        head = {
            "kind": change.kind,
            "entity_id": change.id,
            "seq": self._head.seq + 1,
            "ended_at": rows.ended_at(change.kind, change.state),
            "subject_kind": about.kind if about else None,
            "subject_id": about.id if about else None,
            "day": rows.day_of(change),
        }
        entry = seal(with_origin(change), self._head, self.at)
        self._pending.add(entry)
        if len(self._entries) <= MOST_HANDED:
            self._entries.append(entry)
        self._pending.put(ENTITY_HEAD, (change.kind, change.id), head)
        if self._pending.is_much:
            self.flush()
        return entry.record

    def put(
        self,
        kind: Kind[Entity],
        entity: Entity,
        *,
        action: str,
        actor: str,
        occurred_at: datetime | None = None,
    ) -> Record:
        """Add or change an entity: its record, and its row where the kind has a table.

        Raises:
            ConflictError: code `unit_busy`: the unit of an assignment has another open one.
                Nothing was written; the transaction may go on.
            InvalidError: a word of it is empty or has a blank in it; nothing was written either.
        """
        row = rows.row_of(kind, entity, 0) if kind.name in TABLES else None
        self._held.check(entity)
        if self._rollups is not None and isinstance(entity, Incident):
            self._rollups.replace(self.incident(entity.number), entity)
        record = self.append(
            Change(
                kind=kind.name,
                id=kind.id_of(entity),
                action=action,
                state=kind.state_of(entity),
                actor=actor,
                occurred_at=occurred_at or self.at,
                private=kind.private_of(entity),
                v=kind.version,
            )
        )
        self._held.keep(entity)
        if row is not None:
            self._put_row(kind, record.id, {**row, "seq": record.seq})
        if isinstance(entity, Case):
            keep_measure(self.connection, entity, record.occurred_at)
        return record

    def _put_row(self, kind: Kind[Entity], key: str, row: dict[str, Any]) -> None:
        """Gather a row of a kind whose reads go through the cache; write any other at once."""
        table = TABLES[kind.name]
        if kind.is_buffered:
            self._pending.put(table, key, row)
            return
        self._open_rows()
        if self._pending.holds_parents_of(table):
            self.flush()
        self._connection.execute(upsert(table, self._connection.dialect.name), [row])

    def put_incident(
        self,
        incident: Incident,
        *,
        action: str,
        actor: str,
        occurred_at: datetime | None = None,
        is_new: bool = False,
    ) -> Record:
        """Add or change an incident. A known (source, source_id) is refused at the flush.

        `is_new`: its number was given in this transaction, so that no row of it is looked for.
        """
        if is_new:
            self._held.note_new(incident.number)
        return self.put(
            incidents.INCIDENT, incident, action=action, actor=actor, occurred_at=occurred_at
        )

    def put_unit(
        self, unit: Unit, *, action: str, actor: str, occurred_at: datetime | None = None
    ) -> Record:
        """Add or change a unit."""
        return self.put(units.UNIT, unit, action=action, actor=actor, occurred_at=occurred_at)

    def put_assignment(
        self,
        assignment: Assignment,
        *,
        action: str,
        actor: str,
        occurred_at: datetime | None = None,
    ) -> Record:
        """Add or change an assignment; raises as `put` does."""
        kind = assignments.ASSIGNMENT
        return self.put(kind, assignment, action=action, actor=actor, occurred_at=occurred_at)

    def put_camera(
        self, camera: Camera, *, action: str, actor: str, occurred_at: datetime | None = None
    ) -> Record:
        """Add or change a camera."""
        return self.put(cameras.CAMERA, camera, action=action, actor=actor, occurred_at=occurred_at)

    def put_brief(self, brief: Brief, *, actor: str) -> bool:
        """Keep the morning brief of a day; False, and nothing written, when it has one."""
        if has_brief(self.connection, brief.day):
            return False
        record = self.append(brief_change(brief, actor))
        self._connection.execute(BRIEF.insert(), [brief_row(brief, record.seq)])
        return True

    def replace_areas(self, areas: Sequence[Area], version: str) -> None:
        """Put a map's areas in the place of all others. The map fact is the caller's to append."""
        self.connection.execute(delete(AREA))
        if areas:
            self._connection.execute(
                AREA.insert(), [rows.area_row(area, version) for area in areas]
            )

    def next_ordinal(self, day: date) -> int:
        """The next number of the district's day, from 1; taken only if this commits."""
        if day not in self._days:
            self._days[day] = self._connection.scalar(_ORDINAL, {"day": day}) or 0
        self._days[day] += 1
        self._pending.put(INCIDENT_DAY, day, {"day": day, "last": self._days[day]})
        return self._days[day]

    def erase(self, kind: str, entity_id: str, *, actor: str) -> Record:
        """Delete the personal fields of all records of an entity, and journal that it was done.

        Raises:
            NotFoundError: no such entity.
        """
        self._open_rows()
        self.flush()
        self._has_erased = True
        last = newest.newest(self._connection, kind, entity_id)
        if last is None:
            raise NotFoundError(says="no_record", record=f"{kind} {entity_id}")
        of_entity = select(JOURNAL.c.seq).where(
            JOURNAL.c.kind == kind, JOURNAL.c.entity_id == entity_id
        )
        self._connection.execute(delete(PRIVATE).where(PRIVATE.c.seq.in_(of_entity)))
        return self._put_nameless(last, actor)

    def erase_records(self, numbers: Sequence[int], before: datetime) -> list[int]:
        """Delete the personal fields of single records older than a moment; which they were."""
        self._protect()
        self._has_erased = True
        return erase_shared(self._connection, numbers, before)

    def _put_nameless(self, last: Record, actor: str) -> Record:
        kind = kind_of(last.kind)
        if kind.name in TABLES:
            return self.put(kind, kind.entity_of(last.state), action=ERASED, actor=actor)
        return self.append(
            Change(
                kind=last.kind,
                id=last.id,
                action=ERASED,
                state=last.state,
                actor=actor,
                occurred_at=self.at,
                v=last.v,
            )
        )

    # the end -------------------------------------------------------------------------------

    def check_told(self) -> None:
        """Check, at the end of a step, that it told what it changed beside the records.

        Raises:
            RuntimeError: an account or a device was changed and no record tells it.
        """
        self._accounts.check_told()

    def finish(self) -> None:
        """Write what is pending, before the commit.

        Raises:
            RuntimeError: as `check_told`.
        """
        self.check_told()
        self.flush()

    def flush(self) -> None:
        """Write what is pending; called when much has gathered, or before it is read."""
        if self._pending.is_empty and (self._rollups is None or not self._rollups.replaced):
            return
        self._protect()
        self._pending.send(self._connection, self._head)
        if self._rollups is not None:
            self._rollups.flush()
