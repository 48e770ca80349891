"""Cases: one by its code, the people in it, its story, and the cases it belongs with."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Connection, func, or_, select

from domain.access.callers import Caller
from domain.centre.cases.case import CASE, CASE_ENTRY, Case, CaseEntry
from domain.centre.cases.case_file import Tie
from domain.centre.cases.parties import CASE_PARTY, CaseParty
from domain.centre.cases.stages import Stage, Step
from domain.desk.notices import NOTICE as NOTICE_KIND
from domain.desk.notices import UNANSWERED, Notice
from domain.live.records import Record
from domain.subject_key import SubjectKey
from store.columns import may_be_key
from store.live.heads import any_subject
from store.live.journal import read_records
from store.live.visible import visible
from store.rows import reader
from store.tables import CASE as CASES
from store.tables import CASE_PARTY as PARTIES
from store.tables import ENTITY_HEAD, JOURNAL, NOTICE
from store.transaction import Transaction

MOST_EARLIER = 20
_case = reader(CASE)
_party = reader(CASE_PARTY)
_notice = reader(NOTICE_KIND)
# What is looked for by its people leaves sealed cases out: who is in one is told by a look alone.
_UNSEALED = CASES.c.is_sealed.is_not(True)


def case_of(connection: Connection, code: str) -> Case | None:
    """The case of a code."""
    if not may_be_key(code):
        return None
    row = connection.execute(select(CASES).where(CASES.c.code == code)).mappings().first()
    return _case(row) if row else None


def handled(connection: Connection, limit: int) -> list[Case]:
    """Cases that are being handled, the newest first; sealed ones are left out."""
    query = (
        select(CASES)
        .where(CASES.c.stage == Stage.HANDLING.value, _UNSEALED)
        .order_by(CASES.c.registered_at.desc(), CASES.c.code)
        .limit(limit)
    )
    return [_case(row) for row in connection.execute(query).mappings()]


def version_of(connection: Connection, code: str) -> int:
    """The number of the record that last wrote a case; 0 where there is none."""
    return connection.scalar(select(CASES.c.seq).where(CASES.c.code == code)) or 0


def ties_of(connection: Connection, who: Caller, case: Case) -> tuple[tuple[Tie, str], ...]:
    """Cases it was split from or joined with, as far as a caller may see them; no sealed one."""
    asked: list[tuple[Tie, ColumnElement[bool]]] = [
        (Tie.SPLIT_OFF, CASES.c.split_from == case.code),
        (Tie.JOINED_IN, CASES.c.joined_to == case.code),
    ]
    if case.split_from:
        asked.append((Tie.SPLIT_FROM, CASES.c.code == case.split_from))
    if case.joined_to:
        asked.append((Tie.JOINED_TO, CASES.c.code == case.joined_to))
    return tuple(
        (tie, code)
        for tie, so in asked
        for code in connection.scalars(
            select(CASES.c.code)
            .where(so, _UNSEALED, visible(CASE, who))
            .order_by(CASES.c.code)
            .limit(MOST_EARLIER)
        )
    )


def party_of(connection: Connection, code: str, party_id: str) -> CaseParty | None:
    """Somebody in a case."""
    if not may_be_key(party_id):
        return None
    query = select(PARTIES).where(PARTIES.c.party_id == party_id, PARTIES.c.case_code == code)
    row = connection.execute(query).mappings().first()
    return _party(row) if row else None


def alike(
    connection: Connection,
    who: Caller,
    *,
    names: Collection[str],
    phones: Collection[str],
    id_numbers: Collection[str],
) -> list[Case]:
    """Unsealed cases a caller may see, of people of such a name, phone or number; newest first."""
    asked = (
        (PARTIES.c.name, names),
        (PARTIES.c.phone, phones),
        (PARTIES.c.id_number, id_numbers),
    )
    same = [
        CASES.c.code.in_(select(PARTIES.c.case_code).where(column.in_(values)))
        for column, values in asked
        if values
    ]
    if not same:
        return []
    query = (
        select(CASES)
        .where(or_(*same), _UNSEALED, visible(CASE, who))
        .order_by(CASES.c.registered_at.desc(), CASES.c.code.desc())
        .limit(MOST_EARLIER)
    )
    return [_case(row) for row in connection.execute(query).mappings()]


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
