"""Firms and what hangs on them: as far as somebody may see them, and all for the figures."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, func, or_, select

from domain.access.callers import Caller
from domain.centre.firms.firms import (
    FIRM,
    FIRM_ENFORCEMENT,
    FIRM_REQUEST,
    FIRM_VISIT,
    FIRM_WAIVER,
    Firm,
    FirmEnforcement,
    FirmRequest,
)
from domain.centre.firms.station import FIRM_POLICY, RECEPTION_DAY, TECHNOLOGY_ENVOY
from domain.kind import Kind
from store.kind_tables import TABLES
from store.live.visible import visible
from store.rows import reader

MOST = 2000
E_ = TypeVar("E_")
FIRMS, VISITS = TABLES[FIRM.name], TABLES[FIRM_VISIT.name]
# Where words are looked for; of what hangs on a firm, in the firm's name and code too.
SEARCHED: Mapping[str, Sequence[str]] = {
    FIRM.name: ("name", "credit_code", "industry"),
    FIRM_REQUEST.name: ("text", "answer", "case_code"),
    FIRM_VISIT.name: ("text", "by"),
    FIRM_ENFORCEMENT.name: ("number",),
    FIRM_WAIVER.name: ("item", "basis"),
    FIRM_POLICY.name: ("title", "basis", "qualifies"),
    RECEPTION_DAY.name: ("day", "host", "place", "text"),
    TECHNOLOGY_ENVOY.name: ("name", "field"),
}


def firm_of(connection: Connection, credit_code: str, who: Caller) -> Firm | None:
    """A firm its caller may see."""
    query = select(FIRMS).where(FIRMS.c.credit_code == credit_code, visible(FIRM, who))
    row = connection.execute(query).mappings().first()
    return reader(FIRM)(row) if row else None


def any_firm(connection: Connection, credit_code: str) -> Firm | None:
    """A firm, whoever may see it."""
    query = select(FIRMS).where(FIRMS.c.credit_code == credit_code)
    row = connection.execute(query).mappings().first()
    return reader(FIRM)(row) if row else None


def seen(connection: Connection, kind: Kind[E_], who: Caller, *order: str, q: str = "") -> list[E_]:
    """All of a kind its caller may see, by these columns; bounded.

    `q`: words that stand somewhere in it, or in the name or code of its firm.
    """
    table = TABLES[kind.name]
    conditions: list[ColumnElement[bool]] = [visible(kind, who)]
    if q:
        conditions.append(_says(kind.name, q))
    query = select(table).where(*conditions).order_by(*(_by(table, one) for one in order))
    read = reader(kind)
    return [read(row) for row in connection.execute(query.limit(MOST)).mappings()]


def _says(kind: str, q: str) -> ColumnElement[bool]:
    table = TABLES[kind]
    places = [table.c[name].icontains(q, autoescape=True) for name in SEARCHED[kind]]
    if "credit_code" in table.c and table is not FIRMS:
        named = FIRMS.c.name.icontains(q, autoescape=True) | (FIRMS.c.credit_code == q)
        places.append(table.c.credit_code.in_(select(FIRMS.c.credit_code).where(named)))
    return or_(*places)


def _by(table: Any, column: str) -> Any:
    name = column.removeprefix("-")
    return table.c[name].desc() if column.startswith("-") else table.c[name]


def all_requests(connection: Connection) -> list[FirmRequest]:
    """Every request, for the figures."""
    query = select(TABLES[FIRM_REQUEST.name])
    return [reader(FIRM_REQUEST)(row) for row in connection.execute(query).mappings()]


def all_enforcements(connection: Connection) -> list[FirmEnforcement]:
    """Everything enforced, for the figures."""
    query = select(TABLES[FIRM_ENFORCEMENT.name])
    return [reader(FIRM_ENFORCEMENT)(row) for row in connection.execute(query).mappings()]


def counted(connection: Connection, visits_since: datetime) -> tuple[int, int]:
    """How many firms there are, and how many visits since a moment."""
    firms = connection.scalar(select(func.count()).select_from(FIRMS)) or 0
    visits = select(func.count()).select_from(VISITS).where(VISITS.c.at >= visits_since)
    return firms, connection.scalar(visits) or 0


def one_of(connection: Connection, kind: Kind[E_], entity_id: str, who: Caller) -> E_ | None:
    """One of a kind, for a caller who may see it."""
    table = TABLES[kind.name]
    query = select(table).where(table.c[kind.id_field] == entity_id, visible(kind, who))
    row = connection.execute(query).mappings().first()
    return reader(kind)(row) if row else None
