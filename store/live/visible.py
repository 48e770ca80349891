"""The rule of who may see a record, as conditions of a query.

`Kind.may_be_seen` says it of one record; this says the very same of a table's rows, so that lists,
figures and exports count and page what their caller may see and no more. A test asks both about the
same random rows and callers (tests/store/live/).
What hangs on an entity is asked of the row of that entity; one without a row is as one nobody
knows.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, FromClause, and_, exists, false, func, literal, or_, true

from domain.access.scope import Scope
from domain.kind import PUBLIC, Audience, Kind, Owned
from domain.kinds import DEEPEST, KINDS, may_name
from domain.reach import NamedBy, Viewer
from store.kind_tables import TABLES, key_of

Condition = ColumnElement[bool]


class Sight(NamedTuple):
    """All that a condition made here depends on: who asks, and what every kind declares.

    Whoever keeps a query made of such conditions keeps it by this.
    """

    role: str
    department: str | None
    scope: Scope
    person: str | None
    audiences: tuple[Audience, ...]


def sight_of(viewer: Viewer) -> Sight:
    """What the conditions look at of somebody who asks; it may ask in their place."""
    declared = tuple(kind.audience for kind in KINDS.values())
    return Sight(viewer.role, viewer.department, viewer.scope, viewer.person, declared)


def visible(kind: Kind[Any], viewer: Viewer) -> Condition:
    """The condition that a row of a kind's table may be seen.

    Args:
        kind: one that has a table of its own.
        viewer: who asks.

    Raises:
        KeyError: the kind has no table.
    """
    rule, scope = kind.audience, viewer.scope
    if not _is_for(kind, viewer):
        return false()
    row = _Row(kind, TABLES[kind.name])
    conditions = [_in_place(row, scope, rule.serves_below), _admits(row, viewer)]
    if scope.unit_id is not None and rule.serves_below:
        # a device sees its own unit; what is no unit's is none of its business
        is_units = "unit_id" in row.table.c
        conditions.append(row.table.c.unit_id == scope.unit_id if is_units else false())
    if scope.department is not None and rule.owned is not Owned.NOBODY:
        conditions.append(_owned(row, scope.department))
    return and_(true(), *conditions)


def admitted(kind: Kind[Any], viewer: Viewer) -> Condition:
    """As much of `visible` as says of role and named audience: for lists narrowed otherwise."""
    if not _is_for(kind, viewer):
        return false()
    return _admits(_Row(kind, TABLES[kind.name]), viewer)


def counted(kind: Kind[Any]) -> Condition:
    """`Kind.counts`: the condition that a figure which is kept or published counts a row."""
    return _is_open(_Row(kind, TABLES[kind.name]))


def holds_word(column: ColumnElement[Any], word: str) -> Condition:
    """Whether a column of words without blanks holds one, letter by letter.

    By `replace`: LIKE takes large and small letters for the same on SQLite.
    """
    padded = literal(" ").concat(func.coalesce(column, "")).concat(" ")
    return func.replace(padded, f" {word} ", "") != padded


class _Row:
    """A row of a kind: of its table, or of what a row hangs on."""

    def __init__(self, kind: Kind[Any], table: FromClause, depth: int = 0) -> None:
        self.kind = kind
        self.table = table
        self.depth = depth

    def column(self, field: str) -> ColumnElement[Any]:
        """The column of a field."""
        [named] = [one for one in self.kind.fields if one.name == field]
        return self.table.c[named.column]

    @property
    def hangs_on_nothing(self) -> Condition:
        """Whether it names no entity it belongs to."""
        hangs = self.kind.hangs_on
        if hangs is None:
            return true()
        fields = [one for one in (hangs.id_field, hangs.kind_field) if one]
        return or_(*(func.coalesce(self.column(one), "") == "" for one in fields))

    @property
    def subject_is_open(self) -> Condition:
        """Whether it belongs to an entity of a kind that never names an audience."""
        hangs = self.kind.hangs_on
        if hangs is None or not hangs.kind_field:
            return false() if hangs is None or may_name(hangs.kind) else true()
        return self.column(hangs.kind_field).in_([name for name in KINDS if not may_name(name)])

    def hangs_on(
        self, so: Callable[["_Row"], Condition], only: Callable[[str], bool] = lambda _: True
    ) -> Condition:
        """Whether the entity it belongs to has a row that is so, of the kinds that are meant."""
        hangs = self.kind.hangs_on
        if hangs is None:
            return false()
        if not hangs.kind_field:
            return self._has(hangs.kind, so)
        of = self.column(hangs.kind_field)
        names = [name for name in TABLES if only(name) and name != self.kind.name]
        return or_(false(), *((of == name) & self._has(name, so) for name in names))

    def _has(self, name: str, so: Callable[["_Row"], Condition]) -> Condition:
        hangs = self.kind.hangs_on
        if hangs is None or name not in TABLES or self.depth >= DEEPEST:
            return false()
        table = TABLES[name].alias()
        same = table.c[key_of(name).name] == self.column(hangs.id_field)
        return exists().where(same, so(_Row(KINDS[name], table, self.depth + 1)))


def _is_for(kind: Kind[Any], viewer: Viewer) -> bool:
    return viewer.role in kind.audience.roles and (viewer.role != PUBLIC or bool(kind.wall))


def _in_place(row: _Row, scope: Scope, serves_below: bool = False) -> Condition:
    if scope.area is None:
        return true()
    if field := row.kind.audience.area_field:
        return _in_area(row.column(field), scope.area, serves_below)
    return row.hangs_on_nothing | row.hangs_on(lambda subject: _in_place(subject, scope))


def _in_area(column: ColumnElement[Any], area: str, serves_below: bool) -> Condition:
    """What belongs to no place is everybody's.

    By an expression no index serves: a list is walked in its own order, and its own condition
    says where it looks (store/incidents/incident_list.py).
    """
    code = column.concat("")
    # no BETWEEN: PostgreSQL cannot read one whose bounds carry a collation
    inside = code.is_(None) | (code == "") | ((code >= area) & (code < f"{area}~"))
    return inside | literal(area).startswith(code) if serves_below else inside


def _owned(row: _Row, department: str) -> Condition:
    owned = row.kind.audience.owned
    if owned is Owned.ITSELF:
        its = row.column("owner") == department
        return its | holds_word(row.column("shared_with"), department)
    if owned is Owned.SUBJECT:
        return row.hangs_on(lambda subject: _owned(subject, department))
    return false()


def _admits(row: _Row, viewer: Viewer) -> Condition:
    own = row.kind.audience.named
    itself = true() if own is None else _lets_in(row, own, viewer)
    return itself & _audience_above(row, lambda subject: _admits(subject, viewer))


def _is_open(row: _Row) -> Condition:
    own = row.kind.audience.named
    itself = true() if own is None else _names_nobody(row, own)
    return itself & _audience_above(row, _is_open)


def _audience_above(row: _Row, so: Callable[[_Row], Condition]) -> Condition:
    """Whether the audience of what it hangs on is so; what nobody knows may have been sealed."""
    hangs = row.kind.hangs_on
    if hangs is None or not (hangs.kind_field or may_name(hangs.kind)):
        return true()
    return row.hangs_on_nothing | row.subject_is_open | row.hangs_on(so, only=may_name)


def _lets_in(row: _Row, named: NamedBy, viewer: Viewer) -> Condition:
    """`Named.admits`, over the columns that name the audience."""

    def lists(field: str, *words: str | None) -> Condition:
        held = [holds_word(row.column(field), word) for word in words if word] if field else []
        return or_(false(), *held)

    bodies = true() if not named.bodies else _is_empty(row, named.bodies)
    bodies |= lists(named.bodies, viewer.department)
    if named.is_sealed:
        bodies &= row.column(named.is_sealed).is_not(True)
    never = lists(named.never, viewer.person, viewer.department)
    return ~never & (lists(named.people, viewer.person) | bodies)


def _names_nobody(row: _Row, named: NamedBy) -> Condition:
    """`Named.is_open`, over the columns that name the audience."""
    conditions = [_is_empty(row, field) for field in (named.bodies, named.never) if field]
    if named.is_sealed:
        conditions.append(row.column(named.is_sealed).is_not(True))
    return and_(true(), *conditions)


def _is_empty(row: _Row, field: str) -> Condition:
    return func.coalesce(row.column(field), "") == ""
