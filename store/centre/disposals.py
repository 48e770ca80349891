"""Dossiers whose years are over, what is in one, and the lists they stand on."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, exists, func, not_, or_, select, true

from domain.access.callers import Caller
from domain.centre.cases.case import CASE, Case, ProcedureResult
from domain.centre.cases.petitions import Matter
from domain.centre.cases.stages import Stage
from domain.centre.keeping.disposals import CASE_DISPOSAL, CaseDisposal, DisposalState, DueDossier
from domain.centre.keeping.rules import (
    AGREED,
    OTHER,
    PETITION,
    SEALED,
    KeepingRule,
    kept_until,
    rule_of,
    years_before,
)
from domain.kinds import DEEPEST, KINDS, names_where
from domain.subject_key import SubjectKey
from store.live.heads import any_subject
from store.live.visible import visible
from store.rows import reader
from store.tables import CASE as CASES
from store.tables import CASE_DISPOSAL as DISPOSALS
from store.tables import CASE_HOLD as HOLDS
from store.tables import CASE_PARTY as PARTIES
from store.tables import ENTITY_HEAD

_DAY = timedelta(days=1)
_case = reader(CASE)
_disposal = reader(CASE_DISPOSAL)
_HANGING = sorted(kind.name for kind in KINDS.values() if kind.hangs_on)
_WITH_BYTES = sorted(names_where(has_bytes=True))
_PETITIONS = [Matter.REQUEST.value, Matter.SUGGESTION.value]


def due_dossiers(
    connection: Connection,
    rules: Mapping[str, KeepingRule],
    now: datetime,
    who: Caller | None,
    limit: int,
) -> list[DueDossier]:
    """Dossiers that are kept long enough, longest closed first; none that is held or listed.

    Args:
        connection: to the facts.
        rules: how long each sort is kept.
        now: the moment that is asked about.
        who: only what they may see; None for the system itself.
        limit: most of them.
    """
    listed = exists().where(
        DISPOSALS.c.case_code == CASES.c.code, DISPOSALS.c.state != DisposalState.SPARED.value
    )
    query = (
        select(CASES)
        .where(_is_over(rules, now), _seen(who), not_(_is_held()), not_(listed))
        .order_by(CASES.c.closed_at, CASES.c.code)
        .limit(limit)
    )
    cases = [_case(row) for row in connection.execute(query).mappings()]
    found = [_due(connection, one, rules) for one in cases]
    return [one for one in found if one.until <= now]


def held_count(
    connection: Connection, rules: Mapping[str, KeepingRule], now: datetime, who: Caller
) -> int:
    """How many dossiers would be due if nothing held them."""
    query = select(func.count()).select_from(CASES)
    return connection.scalar(query.where(_is_over(rules, now), _seen(who), _is_held())) or 0


def disposal_of(connection: Connection, code: str) -> CaseDisposal | None:
    """The disposal of a dossier."""
    query = select(DISPOSALS).where(DISPOSALS.c.case_code == code)
    row = connection.execute(query).mappings().first()
    return _disposal(row) if row else None


def disposals_of(connection: Connection, list_id: str, who: Caller) -> list[CaseDisposal]:
    """The dossiers of a list, as far as somebody sees them."""
    query = (
        select(DISPOSALS)
        .join(CASES, CASES.c.code == DISPOSALS.c.case_code)
        .where(DISPOSALS.c.list_id == list_id, visible(CASE, who))
    )
    rows = connection.execute(query.order_by(DISPOSALS.c.case_code)).mappings()
    return [_disposal(row) for row in rows]


def newest_disposals(connection: Connection, who: Caller, limit: int) -> list[CaseDisposal]:
    """Dossiers that were listed last, of those somebody may see."""
    query = (
        select(DISPOSALS)
        .join(CASES, CASES.c.code == DISPOSALS.c.case_code)
        .where(visible(CASE, who))
        .order_by(DISPOSALS.c.listed_at.desc(), DISPOSALS.c.list_id, DISPOSALS.c.case_code)
        .limit(limit)
    )
    return [_disposal(row) for row in connection.execute(query).mappings()]


def disposals_in(
    connection: Connection, state: DisposalState, limit: int, listed_by: str | None = None
) -> list[CaseDisposal]:
    """Dossiers that stand somewhere, those listed first before the others."""
    query = select(DISPOSALS).where(DISPOSALS.c.state == state.value)
    if listed_by is not None:
        query = query.where(DISPOSALS.c.listed_by == listed_by)
    ordered = query.order_by(DISPOSALS.c.listed_at, DISPOSALS.c.case_code).limit(limit)
    return [_disposal(row) for row in connection.execute(ordered).mappings()]


def entities_in(connection: Connection, code: str) -> list[tuple[str, str]]:
    """The case itself and everything that hangs on it, on what hangs on it, and so on."""
    found: dict[tuple[str, str], None] = {(CASE.name, code): None}
    newest = list(found)
    for _ in range(DEEPEST):
        about = [SubjectKey(*one) for one in newest]
        query = select(ENTITY_HEAD.c.kind, ENTITY_HEAD.c.entity_id).where(
            ENTITY_HEAD.c.kind.in_(_HANGING), any_subject(about)
        )
        rows = sorted((kind, entity_id) for kind, entity_id in connection.execute(query))
        newest = [one for one in rows if one not in found]
        if not newest:
            break
        found |= dict.fromkeys(newest)
    return list(found)


def _due(connection: Connection, case: Case, rules: Mapping[str, KeepingRule]) -> DueDossier:
    people = select(func.count()).where(PARTIES.c.case_code == case.code)
    files = select(func.count()).where(
        ENTITY_HEAD.c.kind.in_(_WITH_BYTES), any_subject([SubjectKey(CASE.name, case.code)])
    )
    until = kept_until(case, rules)
    if case.closed_at is None or until is None:
        raise ValueError(f"{case.code} is not closed")
    return DueDossier(
        case.code, rule_of(case, rules).code, case.closed_at, until,
        connection.scalar(people) or 0, connection.scalar(files) or 0,
    )  # fmt: skip


def _is_over(rules: Mapping[str, KeepingRule], now: datetime) -> ColumnElement[bool]:
    """Closed, and kept as long as `rule_of` says; the same rule as a condition of a query.

    A day early: what closed on 29 February is kept until the 28th (`kept_until` has the last word).
    """
    is_sealed = CASES.c.is_sealed.is_(True)
    is_petition = CASES.c.matter.in_(_PETITIONS)
    is_agreed = func.coalesce(CASES.c.procedure_result, "") == ProcedureResult.AGREED.value
    sorts = {
        SEALED: is_sealed,
        PETITION: and_(not_(is_sealed), is_petition),
        AGREED: and_(not_(is_sealed), not_(is_petition), is_agreed),
        OTHER: and_(not_(is_sealed), not_(is_petition), not_(is_agreed)),
    }
    over = [
        and_(is_one, CASES.c.closed_at <= years_before(now, rules[code].years) + _DAY)
        for code, is_one in sorts.items()
    ]
    return and_(CASES.c.stage == Stage.CLOSED.value, or_(*over))


def _seen(who: Caller | None) -> ColumnElement[bool]:
    return true() if who is None else visible(CASE, who)


def _is_held() -> ColumnElement[bool]:
    return exists().where(HOLDS.c.case_code == CASES.c.code, HOLDS.c.ended_at.is_(None))
