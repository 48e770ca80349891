"""The story of a case, written in the transaction of the step it tells of."""

from uuid import uuid4

from domain.access.callers import Caller
from domain.centre.cases.case import CASE_ENTRY, Case, CaseEntry
from domain.centre.cases.stages import Step
from domain.centre.loop.said import Said
from store import Transaction


def tell(tx: Transaction, case: Case, step: Step, by: Caller, said: Said) -> None:
    """Write the line of the story."""
    entry = CaseEntry(
        entry_id=f"E-{uuid4().hex[:16]}",
        case_code=case.code,
        step=step,
        at=tx.at,
        by=by.actor,
        stage=case.stage,
        body=said.body or case.body,
        remedy=said.remedy.value if said.remedy else None,
        room=said.room,
        other=said.joined_to,
        text=said.text.strip() or None,
    )
    tx.put(CASE_ENTRY, entry, action="add", actor=by.actor)
