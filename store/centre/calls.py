"""Cases of which somebody is to be called today, and the calls that were made.

Sealed cases are in none of these: whoever calls would have to look into them.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, select

from domain.access.callers import Caller
from domain.centre.cases.case import CASE
from domain.centre.cases.stages import Stage
from domain.centre.mediation.settlements import SETTLEMENT, Confirmation
from domain.centre.person.calls import CASE_CALL, CaseCall
from domain.centre.person.due_calls import Known
from domain.centre.premises.bookings import BOOKING, BookingState
from domain.kind import Kind
from store.centre.cases import parties_of
from store.live.visible import visible
from store.rows import reader
from store.tables import BOOKING as BOOKINGS
from store.tables import CASE as CASES
from store.tables import CASE_CALL as CALLS
from store.tables import CASE_LINK as LINKS
from store.tables import CASE_RATING as RATINGS
from store.tables import SETTLEMENT as SETTLEMENTS

Entity = TypeVar("Entity")
_case, _call = reader(CASE), reader(CASE_CALL)
_UNSEALED = CASES.c.is_sealed.is_not(True)


def codes_to_call(
    connection: Connection,
    who: Caller | None,
    *,
    now: datetime,
    booked_until: datetime,
    confirm_until: datetime,
    closed_since: datetime,
    most: int,
) -> list[str]:
    """The codes of cases in which a call may be due, of what a caller may see.

    Args:
        connection: of a read.
        who: whose list it is; None for what time does.
        now: bookings after this moment.
        booked_until: and before this one.
        confirm_until: agreements whose time for a confirmation ends before this.
        closed_since: cases that were closed since.
        most: of each reason.
    """
    is_held = BOOKINGS.c.state == BookingState.BOOKED.value
    silent = SETTLEMENTS.c.confirmation.in_([Confirmation.NONE.value, Confirmation.ASKED.value])
    booked = select(BOOKINGS.c.case_code).where(
        is_held, BOOKINGS.c.begins_at > now, BOOKINGS.c.begins_at < booked_until
    )
    of_settlement = select(SETTLEMENTS.c.case_code).where(
        silent, SETTLEMENTS.c.confirm_until > now, SETTLEMENTS.c.confirm_until < confirm_until
    )
    asked: Sequence[Sequence[ColumnElement[bool]]] = (
        (CASES.c.code.in_(booked),),
        (CASES.c.code.in_(of_settlement),),
        (CASES.c.stage == Stage.PERFORMING.value,),
        (CASES.c.stage == Stage.CALL_BACK.value,),
        (CASES.c.closed_at >= closed_since, CASES.c.stage == Stage.CLOSED.value),
    )
    found: dict[str, None] = {}
    seen = () if who is None else (visible(CASE, who),)
    for conditions in asked:
        query = (
            select(CASES.c.code)
            .where(*conditions, _UNSEALED, *seen)
            .order_by(CASES.c.code)
            .limit(most)
        )
        found.update(dict.fromkeys(connection.scalars(query)))
    return list(found)


def known_of(connection: Connection, codes: Collection[str]) -> list[Known]:
    """What is known of these cases, as far as somebody is called for them."""
    rows = connection.execute(select(CASES).where(CASES.c.code.in_(codes))).mappings()
    parties = parties_of(connection, codes)
    bookings = _by_case(connection, BOOKING, BOOKINGS, codes)
    settlements = _by_case(connection, SETTLEMENT, SETTLEMENTS, codes)
    calls = _by_case(connection, CASE_CALL, CALLS, codes)
    rated = _rated(connection, codes)
    links = select(LINKS.c.case_code, LINKS.c.party_id).where(
        LINKS.c.case_code.in_(codes), LINKS.c.revoked_at.is_(None)
    )
    linked = _sets((row[0], row[1]) for row in connection.execute(links))
    return [
        Known(
            case=case,
            parties=parties[case.code],
            bookings=bookings.get(case.code, []),
            settlement=next(iter(settlements.get(case.code, [])), None),
            calls=calls.get(case.code, []),
            rated=rated.get((case.code, case.reopened), set()),
            linked=linked.get(case.code, set()),
        )
        for case in map(_case, rows)
    ]


def calls_of(connection: Connection, code: str) -> list[CaseCall]:
    """The calls of a case, newest first."""
    query = select(CALLS).where(CALLS.c.case_code == code)
    rows = connection.execute(query.order_by(CALLS.c.at.desc(), CALLS.c.call_id)).mappings()
    return [_call(row) for row in rows]


def _by_case(
    connection: Connection, kind: Kind[Entity], table: Table, codes: Collection[str]
) -> dict[str, list[Entity]]:
    read, found = reader(kind), dict[str, list[Entity]]()
    query = select(table).where(table.c.case_code.in_(codes))
    for row in connection.execute(query).mappings():
        found.setdefault(row["case_code"], []).append(read(row))
    return found


def _rated(connection: Connection, codes: Collection[str]) -> dict[Any, set[str]]:
    """The parties that have rated, by case and end."""
    query = select(RATINGS.c.case_code, RATINGS.c.round, RATINGS.c.party_id)
    rows = connection.execute(query.where(RATINGS.c.case_code.in_(codes)))
    return _sets(((row[0], row[1]), row[2]) for row in rows)


def _sets(pairs: Iterable[tuple[Any, str]]) -> dict[Any, set[str]]:
    found: dict[Any, set[str]] = {}
    for key, party in pairs:
        found.setdefault(key, set()).add(party)
    return found
