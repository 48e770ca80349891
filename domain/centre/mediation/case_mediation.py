"""What is shown of mediation: at a case, of the pool, of one mediator, to a partner."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.centre.cases.case import Case
from domain.centre.mediation.allowances import Allowance
from domain.centre.mediation.choices import MediatorChoice
from domain.centre.mediation.houses import Houses
from domain.centre.mediation.involvements import Involvement
from domain.centre.mediation.matching import Match
from domain.centre.mediation.mediators import Mediator
from domain.centre.mediation.records import Record
from domain.centre.mediation.sessions import MediationSession
from domain.centre.mediation.settlements import Settlement
from domain.centre.mediation.wishes import MediationWishes


@dataclass(frozen=True, slots=True)
class CaseMediation:
    """What a case's card shows of its mediation.

    Attributes:
        mediators: who mediates it now.
        undisputed: all that a court may be told of the sessions.
        may_choose, may_hold: what the reader may do.
    """

    mediators: list[Mediator]
    choices: list[MediatorChoice]
    sessions: list[MediationSession]
    allowances: list[Allowance]
    involvements: list[Involvement]
    settlement: Settlement | None
    undisputed: tuple[str, ...]
    may_choose: bool
    may_hold: bool


@dataclass(frozen=True, slots=True)
class Offered:
    """What the matching says of a case, with the wishes it was asked with."""

    match: Match
    wishes: MediationWishes | None


@dataclass(frozen=True, slots=True)
class PoolPage:
    """Everybody of the pool with their figures, by the key a case names them by."""

    mediators: list[Mediator]
    records: Mapping[str, Record]
    houses: Houses


@dataclass(frozen=True, slots=True)
class MediatorFile:
    """A mediator, their figures, and the open cases of theirs that the caller may see."""

    mediator: Mediator
    record: Record
    open_cases: list[Case]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a partner is asked, and the names of the sides where these are needed."""

    involvement: Involvement
    names: tuple[str, ...] = ()
