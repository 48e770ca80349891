"""The pool of mediators, and what its people have done, counted from the cases."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    func,
    select,
    type_coerce,
)

from domain.centre.cases.case import ProcedureResult, Result
from domain.centre.cases.stages import Stage
from domain.centre.mediation.mediators import MEDIATOR, Mediator
from domain.centre.mediation.records import Tally
from store.columns import may_be_key
from store.rows import reader
from store.tables import CASE as CASES
from store.tables import MEDIATOR as POOL
from store.transaction import Transaction

_mediator = reader(MEDIATOR)
_DAY_MS = 24 * 3600 * 1000


def pool_of(connection: Connection) -> list[Mediator]:
    """Everybody of the pool, by number."""
    query = select(POOL).order_by(POOL.c.mediator_id)
    return [_mediator(row) for row in connection.execute(query).mappings()]


def mediator_of(connection: Connection, mediator_id: str) -> Mediator | None:
    """The mediator of a number."""
    if not may_be_key(mediator_id):
        return None
    query = select(POOL).where(POOL.c.mediator_id == mediator_id)
    row = connection.execute(query).mappings().first()
    return _mediator(row) if row else None


def is_empty(connection: Connection) -> bool:
    """Whether nobody was ever registered."""
    return connection.scalar(select(func.count()).select_from(POOL)) == 0


def last_number(tx: Transaction) -> int:
    """The highest number given; 0 before the first."""
    highest = tx.connection.scalar(select(func.max(POOL.c.mediator_id)))
    return int(highest[1:]) if highest else 0


def tallies_of(connection: Connection) -> list[Tally]:
    """What became of the cases that were given to mediators; sealed ones are not counted.

    Counted by the words in which a case names its mediators: there are as many groups as crews.
    """
    return [
        Tally(
            mediators=tuple(row.mediators.split()),
            count=row.cases,
            is_open=bool(row.is_open),
            procedure=row.procedure_result,
            kept=row.kept or 0,
            broken=row.broken or 0,
            days=(row.ms or 0) / _DAY_MS,
            timed=row.timed or 0,
            stars=row.stars or 0,
            rated=row.rated or 0,
        )
        for row in connection.execute(_counted())
    ]


def _counted() -> Select[Any]:
    one = CASES.c
    in_hand = one.stage.in_([Stage.HANDLING.value, Stage.STUDY.value])
    is_over = one.stage.in_([Stage.CALL_BACK.value, Stage.CLOSING.value, Stage.CLOSED.value])
    agreed = one.procedure_result == ProcedureResult.AGREED.value
    broken = and_(agreed, one.result == Result.ENFORCED.value)
    kept = and_(agreed, is_over, one.result == Result.SETTLED.value)
    timed = and_(one.closed_at.is_not(None), one.accepted_at.is_not(None))
    return (
        select(
            one.mediators,
            one.procedure_result,
            in_hand.label("is_open"),
            func.count().label("cases"),
            func.sum(case((kept, 1), else_=0)).label("kept"),
            func.sum(case((broken, 1), else_=0)).label("broken"),
            func.sum(case((timed, _ms(one.closed_at) - _ms(one.accepted_at)), else_=0)).label("ms"),
            func.sum(case((timed, 1), else_=0)).label("timed"),
            func.sum(func.coalesce(one.satisfaction, 0)).label("stars"),
            func.count(one.satisfaction).label("rated"),
        )
        .where(one.mediators.is_not(None), one.mediators != "", one.is_sealed.is_not(True))
        .group_by(one.mediators, one.procedure_result, in_hand)
    )


def _ms(moment: ColumnElement[Any]) -> ColumnElement[int]:
    """A moment as the database keeps it: milliseconds."""
    return type_coerce(moment, BigInteger)


def of_account(connection: Connection, account: str | None) -> Mediator | None:
    """Who signs in by an account."""
    if not account or not may_be_key(account):
        return None
    row = connection.execute(select(POOL).where(POOL.c.account == account)).mappings().first()
    return _mediator(row) if row else None
