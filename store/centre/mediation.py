"""What hangs on a case of its mediation, and what names one partner or adviser.

Who may see a case is asked before anything of it is read here; a list over cases is narrowed to
what its caller may see.
"""

from collections.abc import Collection
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, func, select

from domain.access.callers import Caller
from domain.centre.cases.case import CASE, Case
from domain.centre.cases.stages import OPEN
from domain.centre.mediation.allowances import ALLOWANCE, Allowance
from domain.centre.mediation.choices import MEDIATOR_CHOICE, MediatorChoice
from domain.centre.mediation.involvements import INVOLVEMENT, Involvement, InvolvementState
from domain.centre.mediation.opinions import OPINION_REQUEST, OpinionRequest
from domain.centre.mediation.sessions import MEDIATION_SESSION, MediationSession
from domain.centre.mediation.settlements import SETTLEMENT, Settlement
from domain.centre.mediation.wishes import MEDIATION_WISHES, MediationWishes
from domain.kind import Kind
from store.columns import may_be_key
from store.kind_tables import TABLES, key_of
from store.live.visible import holds_word, visible
from store.rows import reader
from store.tables import ALLOWANCE as ALLOWANCES
from store.tables import CASE as CASES
from store.tables import INVOLVEMENT as INVOLVEMENTS
from store.tables import MEDIATION_SESSION as SESSIONS
from store.tables import MEDIATOR_CHOICE as CHOICES
from store.tables import OPINION_REQUEST as OPINIONS

Entity = TypeVar("Entity")
MOST_OPEN = 200
_case = reader(CASE)


def one_of(connection: Connection, kind: Kind[Entity], entity_id: str) -> Entity | None:
    """The entity of an id, of any kind of mediation."""
    if not may_be_key(entity_id):
        return None
    table = TABLES[kind.name]
    query = select(table).where(key_of(kind.name) == entity_id)
    row = connection.execute(query).mappings().first()
    return reader(kind)(row) if row else None


def wishes_of(connection: Connection, code: str) -> MediationWishes | None:
    """What the sides of a case wish."""
    return one_of(connection, MEDIATION_WISHES, code)


def settlement_of(connection: Connection, code: str) -> Settlement | None:
    """The agreement of a case, item by item."""
    return one_of(connection, SETTLEMENT, code)


def choices_of(connection: Connection, code: str) -> list[MediatorChoice]:
    """The choices made for a case, newest first."""
    return _of(connection, MEDIATOR_CHOICE, CHOICES, code, CHOICES.c.at.desc())


def sessions_of(connection: Connection, code: str) -> list[MediationSession]:
    """The sessions of a case, oldest first."""
    return _of(connection, MEDIATION_SESSION, SESSIONS, code, SESSIONS.c.begins_at)


def allowances_of(connection: Connection, code: str) -> list[Allowance]:
    """The ledger of a case, oldest first."""
    return _of(connection, ALLOWANCE, ALLOWANCES, code, ALLOWANCES.c.at)


def involvements_of(connection: Connection, code: str) -> list[Involvement]:
    """The partners asked in a case, oldest first."""
    return _of(connection, INVOLVEMENT, INVOLVEMENTS, code, INVOLVEMENTS.c.asked_at)


def _of(
    connection: Connection, kind: Kind[Entity], table: Table, code: str, order: Any
) -> list[Entity]:
    query = select(table).where(table.c.case_code == code).order_by(order, key_of(kind.name))
    read = reader(kind)
    return [read(row) for row in connection.execute(query).mappings()]


def asked_of(connection: Connection, account: str) -> list[Involvement]:
    """What a partner is asked, newest first; nothing that has ended or is of a sealed case."""
    query = (
        select(INVOLVEMENTS)
        .join(CASES, CASES.c.code == INVOLVEMENTS.c.case_code)
        .where(
            INVOLVEMENTS.c.account == account,
            INVOLVEMENTS.c.state != InvolvementState.ENDED.value,
            CASES.c.is_sealed.is_not(True),
            CASES.c.stage.in_([stage.value for stage in OPEN]),
        )
        .order_by(INVOLVEMENTS.c.asked_at.desc(), INVOLVEMENTS.c.involvement_id)
        .limit(MOST_OPEN)
    )
    read = reader(INVOLVEMENT)
    return [read(row) for row in connection.execute(query).mappings()]


def opinions_of(connection: Connection, who: Caller) -> list[OpinionRequest]:
    """The requests somebody may see, newest first."""
    query = (
        select(OPINIONS)
        .where(visible(OPINION_REQUEST, who))
        .order_by(OPINIONS.c.asked_at.desc(), OPINIONS.c.opinion_id)
        .limit(MOST_OPEN)
    )
    read = reader(OPINION_REQUEST)
    return [read(row) for row in connection.execute(query).mappings()]


def opinions_for(connection: Connection, account: str) -> list[OpinionRequest]:
    """The requests an adviser is to answer or has answered, newest first."""
    query = (
        select(OPINIONS)
        .where(OPINIONS.c.adviser == account)
        .order_by(OPINIONS.c.asked_at.desc(), OPINIONS.c.opinion_id)
        .limit(MOST_OPEN)
    )
    read = reader(OPINION_REQUEST)
    return [read(row) for row in connection.execute(query).mappings()]


def open_cases_of(connection: Connection, who: Caller, key: str) -> list[Case]:
    """The open cases that name a mediator, as far as the caller may see them; newest first."""
    query = (
        select(CASES)
        .where(
            holds_word(CASES.c.mediators, key),
            CASES.c.stage.in_([stage.value for stage in OPEN]),
            visible(CASE, who),
        )
        .order_by(CASES.c.registered_at.desc(), CASES.c.code)
        .limit(MOST_OPEN)
    )
    return [_case(row) for row in connection.execute(query).mappings()]


def paid_fen(connection: Connection, code: str, mediator_id: str) -> int:
    """What a mediator has had for a case, in fen."""
    query = select(func.coalesce(func.sum(ALLOWANCES.c.fen), 0)).where(
        ALLOWANCES.c.case_code == code, ALLOWANCES.c.mediator_id == mediator_id
    )
    return int(connection.scalar(query) or 0)


def room_cases(connection: Connection, keys: Collection[str]) -> int:
    """How many cases name one of these mediators; sealed ones are not counted."""
    if not keys:
        return 0
    rows = connection.execute(
        select(CASES.c.mediators, func.count())
        .where(CASES.c.mediators.is_not(None), CASES.c.is_sealed.is_not(True))
        .group_by(CASES.c.mediators)
    )
    wanted = {*keys}
    return sum(count for mediators, count in rows if wanted & {*mediators.split()})
