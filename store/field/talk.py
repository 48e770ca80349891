"""Messages about incidents and cases, each as far as somebody may see it."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, exists, select

from domain.access.callers import Caller
from domain.centre.cases.case import CASE
from domain.centre.cases.stages import Stage
from domain.codes.unit_status import UnitStatus
from domain.field.talk.messages import CASE_MESSAGE, FieldMessage
from domain.incidents.assignments import ASSIGNMENT, Assignment
from domain.incidents.incidents import Incident
from domain.kind import Kind
from store.kind_tables import TABLES
from store.live.visible import visible
from store.rows import incident_from, reader, unit_from
from store.tables import CASE as CASES
from store.tables import INCIDENT, UNIT

SENT = TABLES[ASSIGNMENT.name]
# A talk is read from its end; older messages are asked for by the number before.
MOST_LISTED = 200
MOST_TALKS = 50


def one_of(
    connection: Connection, kind: Kind[FieldMessage], message_id: str
) -> FieldMessage | None:
    """A message, whoever asks: the operation knows who takes part."""
    table = TABLES[kind.name]
    query = select(table).where(table.c.message_id == message_id)
    row = connection.execute(query).mappings().first()
    return reader(kind)(row) if row else None


def listed(
    connection: Connection,
    kind: Kind[FieldMessage],
    number: str,
    *,
    who: Caller | None = None,
    before: int | None = None,
    most: int = MOST_LISTED,
) -> list[FieldMessage]:
    """The last messages of a talk, oldest first; for whoever may see them, where told."""
    table = TABLES[kind.name]
    query = select(table).where(table.c.number == number)
    if who is not None:
        query = query.where(visible(kind, who))
    if before is not None:
        query = query.where(table.c.n < before)
    query = query.order_by(table.c.n.desc()).limit(most)
    read = reader(kind)
    return [read(row) for row in connection.execute(query).mappings()][::-1]


def talked_about(connection: Connection, who: Caller) -> list[str]:
    """The codes of the cases that were talked about last, of those somebody may see.

    Of those that are open: of the others nothing waits, and there are more of them every year.
    """
    table = TABLES[CASE_MESSAGE.name]
    newest = (
        select(table.c.at)
        .where(table.c.number == CASES.c.code)
        .order_by(table.c.n.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(CASES.c.code)
        .where(
            CASES.c.stage != Stage.CLOSED.value,
            CASES.c.is_sealed.is_(False),
            visible(CASE, who),
            exists().where(table.c.number == CASES.c.code),
        )
        .order_by(newest.desc(), CASES.c.code)
        .limit(MOST_TALKS)
    )
    return [str(one) for one in connection.scalars(query)]


def incident_of(connection: Connection, number: str) -> Incident | None:
    """The incident a talk is about."""
    row = connection.execute(select(INCIDENT).where(INCIDENT.c.number == number)).mappings().first()
    return incident_from(row) if row else None


def assignments_of(connection: Connection, number: str) -> list[Assignment]:
    """Every crew that was ever sent to an incident."""
    query = select(SENT).where(SENT.c.number == number)
    read = reader(ASSIGNMENT)
    return [read(row) for row in connection.execute(query).mappings()]


def assignments_by(connection: Connection, units: Collection[str]) -> list[Assignment]:
    """The newest assignments of some units, newest first."""
    query = (
        select(SENT)
        .where(SENT.c.unit_id.in_(sorted(units)))
        .order_by(SENT.c.assigned_at.desc())
        .limit(50)
    )
    read = reader(ASSIGNMENT)
    return [read(row) for row in connection.execute(query).mappings()]


def units_named(connection: Connection, units: Collection[str]) -> Mapping[str, UnitStatus]:
    """The status of some units, without those that were taken away."""
    query = select(UNIT).where(UNIT.c.unit_id.in_(sorted(units)), UNIT.c.is_removed.is_(False))
    found = [unit_from(row) for row in connection.execute(query).mappings()]
    return {one.unit_id: one.status for one in found}


def call_signs(connection: Connection, units: Sequence[str]) -> dict[str, str]:
    """What some units are called."""
    query = select(UNIT.c.unit_id, UNIT.c.call_sign).where(UNIT.c.unit_id.in_(sorted(units)))
    return {str(unit): str(sign) for unit, sign in connection.execute(query)}
