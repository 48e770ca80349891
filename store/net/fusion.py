"""Whistles, beats, items pushed, joint actions and law partners, each as far as it may be seen."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, func, select

from domain.access.callers import Caller
from domain.centre.cases.case import CASE, ProcedureResult
from domain.kind import Kind
from domain.live.records import Record
from domain.net.fusion.beats import BEAT, Beat
from domain.net.fusion.joint import JOINT_ACTION, LAW_PARTNER, JointAction, LawPartner
from domain.net.fusion.pushes import GRID_PUSH, GridPush
from domain.net.fusion.whistles import WHISTLE, WHISTLE_CALL, WhistleCall
from store.kind_tables import TABLES
from store.live.journal import read_records
from store.live.visible import visible
from store.rows import reader
from store.tables import JOURNAL

MOST = 2000
E_ = TypeVar("E_")
CALLS, BEATS, CASES = TABLES[WHISTLE_CALL.name], TABLES[BEAT.name], TABLES[CASE.name]
PARTNERS = TABLES[LAW_PARTNER.name]
# As the centre counts: a case that names its bodies is counted, one that is sealed is not.
_SETTLED = (
    CASES.c.procedure_result == ProcedureResult.AGREED.value,
    CASES.c.is_sealed.is_not(True),
)


def seen(
    connection: Connection,
    kind: Kind[E_],
    who: Caller,
    order: str,
    *,
    most: int = MOST,
    at: int = 0,
) -> list[E_]:
    """Of a kind what its caller may see, by a column (`-at`: newest first), a page of it."""
    table = TABLES[kind.name]
    column = table.c[order.removeprefix("-")]
    by = (column.desc(), table.c.seq.desc()) if order.startswith("-") else (column, table.c.seq)
    query = select(table).where(visible(kind, who)).order_by(*by).limit(most).offset(at)
    read = reader(kind)
    return [read(row) for row in connection.execute(query).mappings()]


def count_of(connection: Connection, kind: Kind[Any], who: Caller) -> int:
    """Of a kind how many its caller may see."""
    query = select(func.count()).select_from(TABLES[kind.name]).where(visible(kind, who))
    return connection.scalar(query) or 0


def one_of(connection: Connection, kind: Kind[E_], entity_id: str, who: Caller) -> E_ | None:
    """One of a kind, for a caller who may see it."""
    return _one(connection, kind, entity_id, visible(kind, who))


def any_one(connection: Connection, kind: Kind[E_], entity_id: str) -> E_ | None:
    """One of a kind, whoever may see it: for what time does by itself."""
    return _one(connection, kind, entity_id)


def _one(connection: Connection, kind: Kind[E_], entity_id: str, *more: Any) -> E_ | None:
    table = TABLES[kind.name]
    query = select(table).where(table.c[kind.id_field] == entity_id, *more)
    row = connection.execute(query).mappings().first()
    return reader(kind)(row) if row else None


def calls_of(connection: Connection, whistle_ids: Sequence[str], who: Caller) -> list[WhistleCall]:
    """The calls of whistles that a caller may see, in the order of the departments' codes."""
    query = (
        select(CALLS)
        .where(CALLS.c.whistle_id.in_(whistle_ids), visible(WHISTLE_CALL, who))
        .order_by(CALLS.c.whistle_id, CALLS.c.owner)
    )
    return [reader(WHISTLE_CALL)(row) for row in connection.execute(query).mappings()]


def calls_since(connection: Connection, since: datetime, who: Caller) -> list[WhistleCall]:
    """The calls of a span that a caller may see, for figures."""
    query = select(CALLS).where(CALLS.c.at >= since, visible(WHISTLE_CALL, who))
    return [reader(WHISTLE_CALL)(row) for row in connection.execute(query).mappings()]


def all_beats(connection: Connection) -> list[Beat]:
    """Every beat: a grid's officer is asked of all of them, whoever sees the rest of a beat."""
    query = select(BEATS).order_by(BEATS.c.code)
    return [reader(BEAT)(row) for row in connection.execute(query).mappings()]


def pushes_of(connection: Connection, who: Caller, numbers: Collection[str]) -> list[GridPush]:
    """What was pushed out of incidents, as far as a caller may see it, oldest first."""
    table = TABLES[GRID_PUSH.name]
    query = select(table).where(table.c.incident.in_(numbers), visible(GRID_PUSH, who))
    read = reader(GRID_PUSH)
    return [read(row) for row in connection.execute(query.order_by(table.c.at)).mappings()]


def push_story(
    connection: Connection, who: Caller, numbers: Collection[str]
) -> list[tuple[Record, GridPush]]:
    """Every record of what was pushed out of incidents, with what became of it."""
    found = {one.push_id: one for one in pushes_of(connection, who, numbers)}
    if not found:
        return []
    wanted = (JOURNAL.c.kind == GRID_PUSH.name) & JOURNAL.c.entity_id.in_(found)
    return [(one, found[one.id]) for one in read_records(connection, wanted)]


def all_partners(connection: Connection) -> list[LawPartner]:
    """Every law partner: how many a community has is told to whoever sees none of them."""
    query = select(PARTNERS).order_by(PARTNERS.c.partner_id)
    return [reader(LAW_PARTNER)(row) for row in connection.execute(query).mappings()]


def resolved_actions(connection: Connection, who: Caller) -> list[JointAction]:
    """The joint actions that settled something, as far as a caller may see them."""
    table = TABLES[JOINT_ACTION.name]
    query = select(table).where(table.c.is_resolved.is_(True), visible(JOINT_ACTION, who))
    return [reader(JOINT_ACTION)(row) for row in connection.execute(query).mappings()]


def settled_cases(connection: Connection, area: str | None) -> int:
    """How many cases of the centre were settled together: what its own figures count.

    `area`: only those that belong there; None for the whole district.
    """
    place = [] if area is None else [CASES.c.area_code.startswith(area, autoescape=True)]
    query = select(func.count()).select_from(CASES).where(*_SETTLED, *place)
    return connection.scalar(query) or 0


def cases_seen(connection: Connection, who: Caller, codes: Collection[str]) -> frozenset[str]:
    """Of some codes those of cases a caller may see; of the others nobody is told anything."""
    if not codes:
        return frozenset()
    query = select(CASES.c.code).where(CASES.c.code.in_(codes), visible(CASE, who))
    return frozenset(connection.scalars(query))


def settled_codes(connection: Connection) -> list[tuple[str, str]]:
    """Code and area of every case settled together, in the order of the codes."""
    query = select(CASES.c.code, CASES.c.area_code).where(*_SETTLED)
    return [(row.code, row.area_code) for row in connection.execute(query.order_by(CASES.c.code))]


def is_any(connection: Connection) -> bool:
    """Whether anything of it was ever written: the demo writes but once."""
    return connection.scalar(select(TABLES[WHISTLE.name].c.whistle_id).limit(1)) is not None
