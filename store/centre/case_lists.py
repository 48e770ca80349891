"""Lists of cases: what of them is wanted, in which order, how many of each view."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
)

from domain.access.callers import Caller
from domain.centre.cases.case import CASE, Case
from domain.centre.cases.stages import OPEN, Stage
from domain.centre.cases.views import Order, View
from domain.centre.limits.clocks import Light
from domain.errors import InvalidError
from store.columns import to_milliseconds, to_moment
from store.live.visible import holds_word, visible
from store.rows import reader
from store.tables import CASE as CASES
from store.tables import CASE_PARTY as PARTIES

LONGEST_PAGE = 200
# Of more people than these, the cases are walked through in their order.
MANY_PEOPLE = 2000
_LAST = "\U0010ffff"
_case = reader(CASE)
# What is looked for by its people leaves sealed cases out: who is in one is told by a look alone.
_UNSEALED = CASES.c.is_sealed.is_not(True)
# Written out, not bound, as the index `case_open_by_due` says it: only then does it serve.
IS_OPEN = CASES.c.stage != literal_column(f"'{Stage.CLOSED.value}'")


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases are wanted; empty means any.

    `code` is one that was read; `name` the beginning of a party's name, `letters` of its pinyin or
    initials, `phone` and `id_number` whole: none of these finds a sealed case.
    `places`: the codes of bodies there are, for the view of cases whose body is gone.
    """

    stages: tuple[Stage, ...] = ()
    is_open: bool = False
    body: str | None = None
    light: Light | None = None
    code: str | None = None
    name: str | None = None
    letters: str | None = None
    phone: str | None = None
    id_number: str | None = None
    view: View = View.ALL
    order: Order = Order.NEWEST
    places: tuple[str, ...] = ()


def page_of(
    connection: Connection,
    who: Caller,
    wanted: CaseFilter,
    *,
    now: datetime,
    cursor: str | None,
    limit: int,
) -> tuple[list[Case], str | None]:
    """Cases of what a caller may see, in the order asked for, and the cursor behind them.

    Raises:
        InvalidError: the cursor is none.
    """
    limit = max(1, min(limit, LONGEST_PAGE))
    conditions = [visible(CASE, who), *_wanted(connection, wanted, who, now)]
    if cursor is not None:
        conditions.append(_beyond(cursor, wanted.order))
    query = _ordered(select(CASES).where(*conditions), wanted.order).limit(limit + 1)
    found = [_case(row) for row in connection.execute(query).mappings()]
    more = len(found) > limit
    return found[:limit], _cursor(found[limit - 1], wanted.order) if more else None


def counts_of(
    connection: Connection, who: Caller, *, now: datetime, places: tuple[str, ...]
) -> Mapping[View, int]:
    """How many open cases each view holds for a caller, in one pass; and what is under review."""
    views = [view for view in View if view is not View.REVIEW]
    sums = [
        func.count().filter(and_(literal(value=True), *_viewed(view, who, now, places)))
        for view in views
    ]
    query = select(*sums).where(
        visible(CASE, who), CASES.c.stage.in_([stage.value for stage in OPEN])
    )
    counts = dict(zip(views, connection.execute(query).one(), strict=True))
    under_review = select(func.count()).where(visible(CASE, who), *_under_review())
    return {**counts, View.REVIEW: connection.scalar(under_review) or 0}


def _wanted(
    connection: Connection, wanted: CaseFilter, who: Caller, now: datetime
) -> list[ColumnElement[bool]]:
    made = _viewed(wanted.view, who, now, wanted.places)
    if wanted.stages:
        made.append(CASES.c.stage.in_([stage.value for stage in wanted.stages]))
    elif wanted.is_open and wanted.view is not View.REVIEW:  # most of these are closed
        # each order has an index that knows what is open by these words
        by_due = wanted.order is Order.DUE
        made.append(IS_OPEN if by_due else CASES.c.stage.in_([stage.value for stage in OPEN]))
    if wanted.body:
        made.append(CASES.c.body == wanted.body)
    if wanted.code:
        made.append(CASES.c.code == wanted.code)
    if wanted.light is not None:
        made += _lit(wanted.light, now)
    theirs, one_by_one = _of_people(wanted), _of_people(wanted, _by_case)
    if theirs is not None and one_by_one is not None:
        made += [_UNSEALED, _with_people(connection, theirs, one_by_one)]
    return made


def _with_people(
    connection: Connection, theirs: ColumnElement[bool], one_by_one: ColumnElement[bool]
) -> ColumnElement[bool]:
    """The cases of those people: a few are looked up; of many, each case is asked in its order.

    The letters of a common name fit a tenth of all people: a page of their newest cases is found
    after some hundred cases, while all of theirs would take longer than anybody waits.
    """
    some = select(literal(1)).select_from(PARTIES).where(theirs).limit(MANY_PEOPLE + 1)
    if (connection.scalar(select(func.count()).select_from(some.subquery())) or 0) <= MANY_PEOPLE:
        return CASES.c.code.in_(select(PARTIES.c.case_code).where(theirs))
    of_case = PARTIES.c.case_code == CASES.c.code
    return select(PARTIES.c.party_id).where(of_case, one_by_one).exists()


def _itself(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return column


def _by_case(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A column as an expression: its own index is not used, but that of the case is."""
    return column.concat("")


def _of_people(
    wanted: CaseFilter, by: Callable[[ColumnElement[Any]], ColumnElement[Any]] = _itself
) -> ColumnElement[bool] | None:
    """What people are looked for by, each over an index of its own."""
    if wanted.name:
        return _begins(by(PARTIES.c.name), wanted.name)
    if wanted.letters:
        spelled = wanted.letters.lower()
        return or_(_begins(by(PARTIES.c.pinyin), spelled), _begins(by(PARTIES.c.initials), spelled))
    if wanted.phone:
        return by(PARTIES.c.phone) == wanted.phone
    if wanted.id_number:
        return by(PARTIES.c.id_number) == wanted.id_number
    return None


def _begins(column: ColumnElement[str], text: str) -> ColumnElement[bool]:
    return and_(column >= text, column < text + _LAST)


def _viewed(
    view: View, who: Caller, now: datetime, places: Collection[str]
) -> list[ColumnElement[bool]]:
    if view is View.MINE:
        return [_is_theirs(who)]
    if view is View.BODY:
        return [CASES.c.body == (who.department or "")]
    if view is View.LATE:
        return _lit(Light.RED, now)
    if view is View.AMBER:
        return _lit(Light.AMBER, now)
    if view is View.CALL_BACK:
        return [CASES.c.stage == Stage.CALL_BACK.value]
    if view is View.CLOSING:
        return [CASES.c.stage == Stage.CLOSING.value]
    if view is View.SEALED:
        return [CASES.c.is_sealed.is_(True)]
    if view is View.REVIEW:
        return _under_review()
    if view is View.HOMELESS:
        return [CASES.c.body.is_not(None), CASES.c.body.not_in(places)]
    return []


def _under_review() -> list[ColumnElement[bool]]:
    """By its index: an answer is due of few cases at a time."""
    return [CASES.c.answer_due > to_moment(0)]


def _is_theirs(who: Caller) -> ColumnElement[bool]:
    held = [holds_word(column, who.actor) for column in (CASES.c.people, CASES.c.handlers)]
    return or_(CASES.c.first_clerk == who.actor, *held)


def _lit(light: Light, now: datetime) -> list[ColumnElement[bool]]:
    """`domain.centre.limits.clocks.light`, over the columns."""
    due, amber, paused = CASES.c.due_at, CASES.c.amber_at, CASES.c.paused_at
    if light is Light.NONE:
        return [due.is_(None)]
    if light is Light.PAUSED:
        return [due.is_not(None), paused.is_not(None)]
    runs = [due.is_not(None), paused.is_(None)]
    if light is Light.RED:
        return [*runs, due <= now]
    return [*runs, due > now, amber <= now if light is Light.AMBER else amber > now]


_FAR = to_moment(253_370_764_800_000)  # the year 9999: what has no limit stands last


def _due() -> ColumnElement[datetime]:
    """As the index `case_open_by_due` says it."""
    far = literal_column(str(to_milliseconds(_FAR)), CASES.c.due_at.type)
    return func.coalesce(CASES.c.due_at, CASES.c.answer_by, far)


def _ordered(query: Select[tuple[object, ...]], order: Order) -> Select[tuple[object, ...]]:
    if order is Order.DUE:
        return query.order_by(_due(), CASES.c.code)
    return query.order_by(CASES.c.registered_at.desc(), CASES.c.code.desc())


def _cursor(case: Case, order: Order) -> str:
    moment = case.registered_at if order is Order.NEWEST else case.due_at or case.answer_by or _FAR
    return f"{to_milliseconds(moment)}.{case.code}"


def _beyond(cursor: str, order: Order) -> ColumnElement[bool]:
    moment, dot, code = cursor.partition(".")
    if not (dot and moment.isascii() and moment.isdigit() and len(moment) <= 15 and code):
        raise InvalidError(says="cursor_wrong", field="cursor")
    at = literal(to_moment(int(moment)), CASES.c.registered_at.type)
    last = tuple_(at, literal(code[:64].replace("\x00", "")))
    if order is Order.DUE:
        return tuple_(_due(), CASES.c.code) > last
    return tuple_(CASES.c.registered_at, CASES.c.code) < last
