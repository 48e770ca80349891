"""The rule of who may see a record, as conditions of a query.

`Kind.may_be_seen` says it of one record; this says the very same of a table's rows, so that lists,
figures and exports count and page what their caller may see and no more. A test asks both about the
same rows.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, literal, or_, true

from domain.access.scope import Scope
from domain.kind import PUBLIC, Kind, NamedBy, Owned, Viewer
from domain.kinds import KINDS
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
    if rule.area_field:
        conditions.append(_in_area(_column(kind, rule.area_field), scope, rule.serves_below))
    elif kind.hangs_on is not None and scope.area is not None:
        conditions.append(_subject_is(kind, lambda one: _in_its_area(one, scope)))
    if scope.unit_id is not None and rule.serves_below:
        conditions.append(table.c.unit_id == scope.unit_id)
    if scope.department is not None and rule.owned is not Owned.NOBODY:
        conditions.append(_owned(kind, scope.department))
    if rule.named is not None:
        conditions.append(_admitted(kind, rule.named, viewer))
    elif kind.hangs_on is not None:
        conditions += _subject_admits(kind, viewer)
    return and_(true(), *conditions)


def _column(kind: Kind[Any], field: str) -> ColumnElement[Any]:
    [named] = [one for one in kind.fields if one.name == field]
    return TABLES[kind.name].c[named.column]


def _subject_is(kind: Kind[Any], so: Callable[[Kind[Any]], Condition | None]) -> Condition:
    """Whether the entity a row hangs on is so, whatever its kind; false for kinds without rows."""
    hangs = kind.hangs_on
    if hangs is None:
        return false()
    key = _column(kind, hangs.id_field)
    found: list[Condition] = []
    for name in TABLES if hangs.kind_field else [hangs.kind]:
        if (condition := so(KINDS[name])) is None:
            continue
        is_of = _column(kind, hangs.kind_field) == name if hangs.kind_field else true()
        found.append(and_(is_of, exists().where(key_of(name) == key, condition)))
    return or_(false(), *found)


def _in_its_area(kind: Kind[Any], scope: Scope) -> Condition | None:
    field = kind.audience.area_field
    return _in_area(_column(kind, field), scope) if field else None


def _subject_admits(kind: Kind[Any], viewer: Viewer) -> list[Condition]:
    """That the entity a row hangs on lets the viewer in, where its kind names its audience.

    One that is not there lets nobody in.
    """
    hangs = kind.hangs_on
    if hangs is None:
        return []
    key = _column(kind, hangs.id_field)
    found: list[Condition] = []
    for name in TABLES if hangs.kind_field else [hangs.kind]:
        if (named := KINDS[name].audience.named) is None:
            continue
        admits = exists().where(key_of(name) == key, _admitted(KINDS[name], named, viewer))
        is_other = _column(kind, hangs.kind_field) != name if hangs.kind_field else false()
        found.append(or_(is_other, admits))
    return found


def _owned(kind: Kind[Any], department: str) -> Condition:
    if kind.audience.owned is Owned.ITSELF:
        table = TABLES[kind.name]
        return (table.c.owner == department) | _lists(table.c.shared_with, [department])
    return _subject_is(
        kind, lambda one: _owned(one, department) if one.audience.owned is Owned.ITSELF else None
    )


def _in_area(column: ColumnElement[Any], scope: Scope, serves_below: bool = False) -> Condition:
    """What belongs to no place is everybody's."""
    if scope.area is None:
        return true()
    # no BETWEEN: PostgreSQL cannot read one whose bounds carry a collation
    below = (column >= scope.area) & (column <= f"{scope.area}~")
    inside = column.is_(None) | (column == "") | below
    if not serves_below:
        return inside
    return inside | literal(scope.area).startswith(column)


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
