"""Help of the grid ends with its case."""

from domain.centre.cases.case import Case
from domain.centre.helping.helps import CASE_HELP, HelpEnd, ended
from store import Transaction
from store.centre import helps


def end_helps(tx: Transaction, case: Case, *, actor: str) -> None:
    """Nobody of the grid has a part in a case that is closed."""
    for one in helps.of_case(tx.connection, case.code):
        if one.ended_at is None:
            tx.put(CASE_HELP, ended(one, HelpEnd.CLOSED, actor, tx.at), action="end", actor=actor)
