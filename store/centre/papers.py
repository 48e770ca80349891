"""What hangs on a case's dossier: papers, numbers, exports; found by the case they hang on."""

from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, func, select

from domain.centre.cases.case import CASE, Case
from domain.centre.mediation.mediators import MEDIATOR
from domain.centre.mediation.sessions import MediationSession
from domain.centre.mediation.settlements import Settlement
from domain.centre.papers.dossier import Paper
from domain.centre.papers.filed import (
    CASE_EXPORT,
    CASE_NUMBER,
    CASE_PAPER,
    CaseExport,
    CaseNumber,
    CasePaper,
    in_order,
    really_there,
)
from domain.incidents.additions import FILE, is_removed
from domain.kind import Kind
from domain.live.records import Record
from domain.subject_key import SubjectKey
from store.centre.cases import case_of
from store.centre.mediation import one_of, sessions_of, settlement_of
from store.live.newest import newest_about
from store.rows import reader
from store.tables import CASE_NUMBER as NUMBERS
from store.transaction import Transaction

E = TypeVar("E")
_number = reader(CASE_NUMBER)


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that hangs on a case's dossier.

    Attributes:
        papers: in the order of the items, those that were taken out among them.
        files: what was brought as files, newest records, those taken away among them.
        sessions: of mediation.
        settlement: the agreement item by item, where there is one.
        mediators: names by their number in the pool, of those who sat or were chosen.
    """

    papers: list[CasePaper]
    numbers: list[CaseNumber]
    exports: list[CaseExport]
    files: list[Record]
    sessions: list[MediationSession]
    settlement: Settlement | None
    mediators: dict[str, str]

    @property
    def lost(self) -> frozenset[str]:
        """The ids of files that were taken away."""
        return frozenset(one.id for one in self.files if is_removed(one))


def dossier_of(connection: Connection, code: str) -> Dossier:
    """What hangs on the dossier of a case."""
    files = newest_about(connection, FILE.name, SubjectKey(CASE.name, code))
    sessions = sessions_of(connection, code)
    case = case_of(connection, code)
    sat = {one for session in sessions for one in session.mediators}
    sat |= set(case.mediators if case else ())
    known = [one_of(connection, MEDIATOR, mediator_id) for mediator_id in sorted(sat)]
    return Dossier(
        in_order(_hanging(connection, CASE_PAPER, code)),
        _numbers_of(connection, code),
        sorted(_hanging(connection, CASE_EXPORT, code), key=lambda one: one.at),
        files,
        sessions,
        settlement_of(connection, code),
        {one.mediator_id: one.name or "" for one in known if one is not None},
    )


def papers_of(tx: Transaction, code: str) -> list[CasePaper]:
    """The papers of a case, those that were taken out and those just filed among them."""
    tx.flush()
    return in_order(_hanging(tx.connection, CASE_PAPER, code))


def papers_there(tx: Transaction, case: Case) -> tuple[str, ...]:
    """The items that are in the dossier of a case now, as the case keeps them."""
    tx.flush()  # what this transaction has filed counts too
    held = dossier_of(tx.connection, case.code)
    there = really_there([Paper(one) for one in case.papers], held.papers, held.lost)
    return tuple(paper.value for paper in Paper if paper in there)


def paper_of(tx: Transaction, paper_id: str) -> CasePaper | None:
    """A paper by its id."""
    found = tx.newest(CASE_PAPER.name, paper_id)
    return CASE_PAPER.entity_of(found.state, found.private) if found else None


def last_serial(connection: Connection, body: str, year: int) -> int:
    """The last serial a body gave in a year; 0 before the first."""
    query = select(func.max(NUMBERS.c.serial)).where(NUMBERS.c.body == body, NUMBERS.c.year == year)
    return connection.scalar(query) or 0


def _numbers_of(connection: Connection, code: str) -> list[CaseNumber]:
    """The numbers of a case, oldest first."""
    its = NUMBERS.c.case_code == code
    query = select(NUMBERS).where(its).order_by(NUMBERS.c.at, NUMBERS.c.number_id)
    return [_number(row) for row in connection.execute(query).mappings()]


def _hanging(connection: Connection, kind: Kind[E], code: str) -> list[E]:
    records: list[Any] = newest_about(connection, kind.name, SubjectKey(CASE.name, code))
    return [kind.entity_of(one.state, one.private) for one in records]
