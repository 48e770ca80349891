"""What an operation reads while it writes: of its cache, and of the journal."""

from abc import ABC, abstractmethod
from datetime import date

from sqlalchemy import Connection

from domain.dispatch.units import Unit
from domain.incidents.assignments import Assignment
from domain.incidents.incidents import Incident
from domain.live.records import Record
from domain.subject_key import SubjectKey
from store.columns import may_be_key
from store.live import newest
from store.live.journal import read_records
from store.tables import JOURNAL
from store.transaction_cache import Held


class TransactionReads(ABC):
    """The reading half of `store.transaction.Transaction`, which has the writing one."""

    _connection: Connection
    _held: Held

    @abstractmethod
    def flush(self) -> None:
        """Write what is pending, so that it is read."""

    def incident(self, number: str) -> Incident | None:
        """The incident of a number."""
        return self._held.incident(number)

    def incident_by_source(self, source: str, source_id: str) -> Incident | None:
        """The incident a source has reported under its own id."""
        return self._held.incident_by_source(source, source_id)

    def history(self, kind: str, entity_id: str) -> list[Record]:
        """Every record of an entity that is still kept, oldest first."""
        self.flush()
        of_entity = (JOURNAL.c.kind == kind) & (JOURNAL.c.entity_id == entity_id)
        return read_records(self._connection, of_entity)

    def newest(self, kind: str, entity_id: str) -> Record | None:
        """The newest record of an entity of any kind."""
        self.flush()
        return newest.newest(self._connection, kind, entity_id)

    def newest_about(self, kind: str, about: SubjectKey) -> list[Record]:
        """The newest record of each entity of a kind that hangs on an entity."""
        self.flush()
        return newest.newest_about(self._connection, kind, about)

    def newest_of_days(self, kind: str, first: date, last: date) -> list[Record]:
        """The newest record of each entity of a kind that is of a day in [first, last]."""
        self.flush()
        return newest.newest_of_days(self._connection, kind, first, last)

    def unit(self, unit_id: str) -> Unit | None:
        """The unit of an id; None where it was taken away."""
        found = self._held.unit(unit_id)
        return None if found is None or found.is_removed else found

    def open_assignments(
        self, number: str | None = None, unit_id: str | None = None
    ) -> list[Assignment]:
        """Open assignments of an incident, of a unit, or all, oldest first."""
        if not may_be_key(unit_id or ""):
            return []
        return self._held.open_assignments(number, unit_id)
