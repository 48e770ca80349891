"""Which cases what is held about a person belongs to, and whether they let it be erased."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, select

from domain.centre.cases.case import CASE
from domain.centre.keeping.holds import CASE_HOLD, CaseHold
from domain.centre.keeping.rules import KeepingRule, Waits, why_not_erased
from domain.kinds import DEEPEST, KINDS, kind_of
from domain.subject_key import SubjectKey
from store.centre.cases import case_of
from store.live.newest import newest
from store.rows import reader
from store.tables import CASE_HOLD as HOLDS

_hold = reader(CASE_HOLD)


def _may_hang_on_a_case(kind: str, depth: int = 0) -> bool:
    hangs = KINDS[kind].hangs_on
    if kind == CASE.name:
        return True
    if hangs is None or depth >= DEEPEST:
        return False
    return not hangs.kind or _may_hang_on_a_case(hangs.kind, depth + 1)


def case_codes_of(connection: Connection, entities: Iterable[tuple[str, str]]) -> list[str]:
    """The cases these entities are, or hang on, each once."""
    found = {_case_above(connection, SubjectKey(*one)) for one in entities}
    return sorted(code for code in found if code is not None)


def _case_above(connection: Connection, key: SubjectKey | None) -> str | None:
    for _ in range(DEEPEST + 1):
        if key is None or key.kind == CASE.name:
            return key.id if key else None
        if key.kind not in KINDS or not _may_hang_on_a_case(key.kind):
            return None
        record = newest(connection, key.kind, key.id)
        key = kind_of(key.kind).subject_of(record.state) if record else None
    return None


def open_hold_of(connection: Connection, case_code: str) -> CaseHold | None:
    """The hold on a case."""
    query = select(HOLDS).where(HOLDS.c.case_code == case_code, HOLDS.c.ended_at.is_(None))
    row = connection.execute(query).mappings().first()
    return _hold(row) if row else None


def waits_of(
    connection: Connection,
    entities: Iterable[tuple[str, str]],
    rules: Mapping[str, KeepingRule],
    now: datetime,
) -> list[Waits]:
    """Why what is held about a person cannot be erased now, one for each case that says no."""
    found = []
    for code in case_codes_of(connection, entities):
        case = case_of(connection, code)
        if case is None:
            continue
        is_held = open_hold_of(connection, code) is not None
        waits = why_not_erased(case, is_held=is_held, rules=rules, now=now)
        if waits is not None:
            found.append(waits)
    return found
