"""The rule of who may see a record, as conditions of a query.

`Kind.may_be_seen` says it of one record; this says the very same of a table's rows, so that lists,
figures and exports count and page what their caller may see and no more. A test asks both about the
same rows.
"""

from typing import Any

from sqlalchemy import ColumnElement, Table, and_, exists, false, func, literal, or_, true

from domain.access.scope import Scope
from domain.kind import PUBLIC, Kind, NamedBy, Owned, Viewer
from store.kind_tables import TABLES, key_of

Condition = ColumnElement[bool]


def visible(kind: Kind[Any], viewer: Viewer) -> Condition:
    """The condition that a row of a kind's table may be seen.

    Args:
        kind: one that has a table of its own.
        viewer: who asks.

    Raises:
        KeyError: the kind has no table.
    """
    table, rule, scope = TABLES[kind.name], kind.audience, viewer.scope
    if viewer.role not in rule.roles or (viewer.role == PUBLIC and not kind.wall):
        return false()
    conditions: list[Condition] = []
    incident = _incident(kind, table)
    if rule.area_field:
        conditions.append(_in_area(_column(kind, rule.area_field), scope, rule.serves_below))
    elif incident is not None and scope.area is not None:
        conditions.append(_of_incident(incident, _in_area(TABLES["incident"].c.area_code, scope)))
    if scope.unit_id is not None and rule.serves_below:
        conditions.append(table.c.unit_id == scope.unit_id)
    if scope.department is not None and rule.owned is Owned.ITSELF:
        conditions.append(_owned(table, scope.department))
    elif scope.department is not None and rule.owned is Owned.INCIDENT:
        its = _owned(TABLES["incident"], scope.department)
        conditions.append(false() if incident is None else _of_incident(incident, its))
    if rule.named is not None:
        conditions.append(_admitted(kind, rule.named, viewer))
    return and_(true(), *conditions)


def _incident(kind: Kind[Any], table: Table) -> ColumnElement[str] | None:
    return _column(kind, kind.hangs_on) if kind.hangs_on else None


def _column(kind: Kind[Any], field: str) -> ColumnElement[Any]:
    [named] = [one for one in kind.fields if one.name == field]
    return TABLES[kind.name].c[named.column]


def _of_incident(number: ColumnElement[str], condition: Condition) -> Condition:
    return exists().where(key_of("incident") == number, condition)


def _in_area(column: ColumnElement[Any], scope: Scope, serves_below: bool = False) -> Condition:
    """What belongs to no place is everybody's."""
    if scope.area is None:
        return true()
    inside = column.is_(None) | (column == "") | column.between(scope.area, f"{scope.area}~")
    if not serves_below:
        return inside
    return inside | literal(scope.area).startswith(column)


def _owned(table: Table, department: str) -> Condition:
    return (table.c.owner == department) | _lists(table.c.shared_with, [department])


def _lists(column: ColumnElement[Any], words: list[str]) -> Condition:
    """Whether a column of words without blanks holds one of these."""
    padded = literal(" ").concat(func.coalesce(column, "")).concat(" ")
    return or_(false(), *(padded.contains(f" {word} ", autoescape=True) for word in words))


def _admitted(kind: Kind[Any], named: NamedBy, viewer: Viewer) -> Condition:
    """`Named.admits`, over the columns that name the audience."""

    def lists(field: str, words: list[str]) -> Condition:
        return _lists(_column(kind, field), words) if field else false()

    person, department = viewer.person, viewer.department
    people = lists(named.people, [person] if person else [])
    bodies: Condition = true()
    if named.bodies:
        column = _column(kind, named.bodies)
        bodies = func.coalesce(column, "") == ""
        bodies |= lists(named.bodies, [department] if department else [])
    if named.is_sealed:
        bodies &= ~_column(kind, named.is_sealed)
    never = lists(named.never, [name for name in (person, department) if name])
    return ~never & (people | bodies)
