"""Cases: one by its code, the people in it, and lists page by page of what a caller may see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, literal, select, tuple_

from domain.access.callers import Caller
from domain.centre.cases.case import CASE, CASE_ENTRY, Case, CaseEntry
from domain.centre.cases.parties import CASE_PARTY, CaseParty
from domain.centre.cases.stages import OPEN, Stage, Step
from domain.centre.limits.clocks import Light
from domain.desk.notices import NOTICE as NOTICE_KIND
from domain.desk.notices import UNANSWERED, Notice
from domain.errors import InvalidError
from domain.live.records import Record
from domain.subject_key import SubjectKey
from store.columns import may_be_key, to_milliseconds, to_moment
from store.live.heads import any_subject
from store.live.journal import read_records
from store.live.visible import visible
from store.rows import reader
from store.tables import CASE as CASES
from store.tables import CASE_PARTY as PARTIES
from store.tables import ENTITY_HEAD, JOURNAL, NOTICE
from store.transaction import Transaction

LONGEST_PAGE = 200
MOST_EARLIER = 20
_LAST = "\U0010ffff"
_case = reader(CASE)
_party = reader(CASE_PARTY)
_notice = reader(NOTICE_KIND)
# What is looked for by its people leaves sealed cases out: who is in one is told by a look alone.
_UNSEALED = CASES.c.is_sealed.is_not(True)


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases are wanted; empty means any.

    `code` is one that was read; `name` the beginning of a party's name, `phone` a whole number:
    neither finds a sealed case.
    """

    stages: tuple[Stage, ...] = ()
    is_open: bool = False
    body: str | None = None
    light: Light | None = None
    code: str | None = None
    name: str | None = None
    phone: str | None = None


def case_of(connection: Connection, code: str) -> Case | None:
    """The case of a code."""
    if not may_be_key(code):
        return None
    row = connection.execute(select(CASES).where(CASES.c.code == code)).mappings().first()
    return _case(row) if row else None


def case_by_source(tx: Transaction, source: str, source_id: str) -> Case | None:
    """The case a source has brought in under its own id."""
    query = select(CASES).where(CASES.c.source == source, CASES.c.source_id == source_id)
    row = tx.connection.execute(query).mappings().first()
    return _case(row) if row else None


def last_serial(tx: Transaction, stem: str) -> int:
    """The last serial given under the beginning of a code; 0 before the first."""
    below = (CASES.c.code >= stem) & (CASES.c.code < stem + "~")
    return tx.connection.scalar(select(func.max(CASES.c.serial)).where(below)) or 0


def parties_of(connection: Connection, codes: Collection[str]) -> dict[str, list[CaseParty]]:
    """The people in each of these cases, in the order of their ids."""
    query = select(PARTIES).where(PARTIES.c.case_code.in_(codes)).order_by(PARTIES.c.seq)
    found: dict[str, list[CaseParty]] = {code: [] for code in codes}
    for row in connection.execute(query).mappings():
        party = _party(row)
        found[party.case_code].append(party)
    return found


def entries_of(connection: Connection, code: str) -> list[CaseEntry]:
    """The story of a case, oldest first."""
    wanted = select(ENTITY_HEAD.c.seq).where(
        any_subject([SubjectKey(CASE.name, code)]), ENTITY_HEAD.c.kind == CASE_ENTRY.name
    )
    records = read_records(connection, JOURNAL.c.seq.in_(wanted))
    return [CASE_ENTRY.entity_of(one.state, one.private) for one in records]


def earlier_of(
    connection: Connection, who: Caller, case: Case, parties: Sequence[CaseParty]
) -> list[str]:
    """Codes of other cases of people of the same name or phone, or of the same incident.

    A sealed case is not among them: nothing ties a person to it but a look at it.
    """
    names = {one.name for one in parties if one.name}
    phones = {one.phone for one in parties if one.phone}
    theirs = select(PARTIES.c.case_code).where(
        PARTIES.c.name.in_(names) | PARTIES.c.phone.in_(phones)
    )
    same: ColumnElement[bool] = CASES.c.code.in_(theirs)
    if case.incident is not None:
        same |= CASES.c.incident == case.incident
    query = (
        select(CASES.c.code)
        .where(same, CASES.c.code != case.code, _UNSEALED, visible(CASE, who))
        .order_by(CASES.c.registered_at.desc(), CASES.c.code.desc())
        .limit(MOST_EARLIER)
    )
    return list(connection.scalars(query))


def began_of(connection: Connection, who: Caller, numbers: Collection[str]) -> list[Record]:
    """The first record of each case that began as one of these incidents, as far as it is seen.

    A sealed case is not among them.
    """
    codes = connection.scalars(
        select(CASES.c.code).where(CASES.c.incident.in_(numbers), _UNSEALED, visible(CASE, who))
    ).all()
    if not codes:
        return []
    return read_records(
        connection,
        (JOURNAL.c.kind == CASE.name)
        & JOURNAL.c.entity_id.in_(codes)
        & (JOURNAL.c.action == Step.REGISTER.value),
    )


def reminders_of(connection: Connection, who: Caller, limit: int) -> list[Notice]:
    """Reminders nobody has answered, of the cases a caller may see, newest first."""
    seen = (
        select(CASES.c.code).where(CASES.c.code == NOTICE.c.subject_id, visible(CASE, who)).exists()
    )
    query = (
        select(NOTICE)
        .where(
            NOTICE.c.subject_kind == CASE.name,
            NOTICE.c.state.in_([state.value for state in UNANSWERED]),
            seen,
        )
        .order_by(NOTICE.c.at.desc(), NOTICE.c.notice_id)
        .limit(limit)
    )
    return [_notice(row) for row in connection.execute(query).mappings()]


def page_of(
    connection: Connection,
    who: Caller,
    wanted: CaseFilter,
    *,
    now: datetime,
    cursor: str | None,
    limit: int,
) -> tuple[list[Case], str | None]:
    """Cases newest first, of what a caller may see, and the cursor behind them.

    Raises:
        InvalidError: the cursor is none.
    """
    limit = max(1, min(limit, LONGEST_PAGE))
    conditions = [visible(CASE, who), *_wanted(wanted, now)]
    if cursor is not None:
        conditions.append(_beyond(cursor))
    query = (
        select(CASES)
        .where(*conditions)
        .order_by(CASES.c.registered_at.desc(), CASES.c.code.desc())
        .limit(limit + 1)
    )
    found = [_case(row) for row in connection.execute(query).mappings()]
    return found[:limit], _cursor(found[limit - 1]) if len(found) > limit else None


def _wanted(wanted: CaseFilter, now: datetime) -> list[ColumnElement[bool]]:
    made: list[ColumnElement[bool]] = []
    stages = wanted.stages or (OPEN if wanted.is_open else ())
    if stages:
        made.append(CASES.c.stage.in_([stage.value for stage in stages]))
    if wanted.body:
        made.append(CASES.c.body == wanted.body)
    if wanted.code:
        made.append(CASES.c.code == wanted.code)
    if wanted.light is not None:
        made += _lit(wanted.light, now)
    if wanted.name:
        begins = (PARTIES.c.name >= wanted.name) & (PARTIES.c.name < wanted.name + _LAST)
        made += [_UNSEALED, CASES.c.code.in_(select(PARTIES.c.case_code).where(begins))]
    if wanted.phone:
        its = PARTIES.c.phone == wanted.phone
        made += [_UNSEALED, CASES.c.code.in_(select(PARTIES.c.case_code).where(its))]
    return made


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


def _cursor(case: Case) -> str:
    return f"{to_milliseconds(case.registered_at)}.{case.code}"


def _beyond(cursor: str) -> ColumnElement[bool]:
    moment, dot, code = cursor.partition(".")
    if not (dot and moment.isascii() and moment.isdigit() and len(moment) <= 15 and code):
        raise InvalidError(says="cursor_wrong", field="cursor")
    key = tuple_(CASES.c.registered_at, CASES.c.code)
    at = literal(to_moment(int(moment)), CASES.c.registered_at.type)
    return key < tuple_(at, literal(code[:64].replace("\x00", "")))
