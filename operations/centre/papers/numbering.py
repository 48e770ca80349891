"""Statutory numbers of the procedures of a case: counted by body and year, or written down."""

from uuid import uuid4

from domain.access.callers import Caller
from domain.centre.cases.case import Case
from domain.centre.cases.case_codes import read_case_code
from domain.centre.loop.written import written
from domain.centre.papers.facts import Letterhead
from domain.centre.papers.filed import CASE_NUMBER, CaseNumber
from domain.centre.papers.numbers import next_serial, number_words
from domain.errors import InvalidError
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.cases.seen import seen_case
from operations.centre.papers.files import check_may_file
from operations.transactions import in_transaction
from store import Transaction
from store.centre import papers as kept

LONGEST_NUMBER = 60


class Numbers:
    """Gives numbers in the one writer's turn, so that none is left out and none given twice.

    Args:
        desk: what the operations of the centre share.
        letterhead: which bodies count, by which words.
    """

    def __init__(self, desk: CentreDesk, letterhead: Letterhead) -> None:
        self._desk, self._letterhead = desk, letterhead

    async def record(self, code: str, body: str, words: str, caller: Caller) -> CaseNumber:
        """Write down a number another body gave: a court's 案号, a petition's number.

        Raises:
            NotAllowedError: the caller files no papers of this case.
            NotFoundError: no such case, or not for this caller.
            InvalidError: no such body, or no words.
        """
        code = read_case_code(code)
        told = written(words, "words", LONGEST_NUMBER)
        if told is None:
            raise InvalidError(says="field_empty", field="words")
        its = self._desk.its().body(body)

        def steps(tx: Transaction) -> CaseNumber:
            fileable(tx, code, caller)
            year = tx.at.astimezone(self._desk.zone).year
            made = CaseNumber(_new_id(), code, its.code, told, year, tx.at, caller.actor)
            tx.put(CASE_NUMBER, made, action="record", actor=caller.actor)
            return made

        return await in_transaction(self._desk.store, self._desk.work, steps)

    async def give(self, code: str, caller: Caller) -> None:
        """Give the procedure of the body that has accepted the case its number, once.

        Nothing is given where the body does not count, or has not accepted it.

        Raises:
            NotAllowedError: the caller files no papers of this case.
            NotFoundError: no such case, or not for this caller.
            ConflictError: it is closed.
        """
        code = read_case_code(code)

        def steps(tx: Transaction) -> None:
            case = fileable(tx, code, caller)
            series = self._letterhead.series.get(case.body or "")
            if not series or case.body is None or case.accepted_at is None:
                return
            held = kept.dossier_of(tx.connection, code)
            if any(one.body == case.body for one in held.numbers):
                return
            year = tx.at.astimezone(self._desk.zone).year
            serial = next_serial(kept.last_serial(tx.connection, case.body, year))
            made = CaseNumber(
                _new_id(), code, case.body,
                number_words(self._letterhead.short, series, year, serial),
                year, tx.at, caller.actor, serial,
            )  # fmt: skip
            tx.put(CASE_NUMBER, made, action="give", actor=caller.actor)

        await in_transaction(self._desk.store, self._desk.work, steps)


def fileable(tx: Transaction, code: str, caller: Caller) -> Case:
    """A case the caller may file papers of.

    Raises:
        NotAllowedError: the caller files no papers of this case.
        NotFoundError: no such case, or not for this caller.
        ConflictError: it is closed.
    """
    case = seen_case(tx.connection, code, caller)
    check_may_file(case, caller)
    return case


def _new_id() -> str:
    return f"number-{uuid4().hex[:20]}"
