"""A written agreement takes effect with the papers that are filed of it, and its term begins."""

from domain.access.callers import Caller
from domain.centre.mediation.settlements import CONFIRM_CLOCK, SETTLEMENT, Settlement, in_force
from domain.centre.papers.filed import agreement_signed_at
from operations.centre.cases.centre_desk import CentreDesk
from store import Transaction
from store.centre.mediation import settlement_of
from store.centre.papers import papers_of


def as_signed(desk: CentreDesk, tx: Transaction, one: Settlement) -> Settlement:
    """An agreement as its papers in the dossier are signed now."""
    signed_at = agreement_signed_at(papers_of(tx, one.case_code), desk.zone)
    return in_force(one, signed_at, desk.its().clock(CONFIRM_CLOCK), desk.calendar)


def keep_effect(desk: CentreDesk, tx: Transaction, code: str, caller: Caller) -> None:
    """Write down what a change of its papers did to the agreement of a case, if it did anything."""
    before = settlement_of(tx.connection, code)
    if before is None:
        return
    after = as_signed(desk, tx, before)
    if after != before:
        action = "in_force" if after.effective_at else "unsigned"
        tx.put(SETTLEMENT, after, action=action, actor=caller.actor)
