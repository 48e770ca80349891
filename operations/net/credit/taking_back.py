"""What a second visit that found nothing takes back: the points that its outcome earned."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection

from domain.errors import ConflictError
from domain.net.credit.ledger import CREDIT_ENTRY, CreditEntry, booked, month_of_day
from domain.net.credit.months import open_month
from domain.net.credit.revisits import Revisit
from domain.net.credit.roster import Member
from operations.net.credit.desk import CreditDesk
from operations.net.credit.gathering import judged_days
from store import Transaction
from store.net import credit as kept


async def earned_by(desk: CreditDesk, found: Revisit, by: str) -> list[CreditEntry]:
    """The entries an outcome still lacks, as the run of its month would book them.

    They are booked with the notice, so that there is something to take back, or to leave.
    """
    members = await desk.roster.members(desk.today())
    return await desk.work.read(
        lambda: desk.store.ask(lambda one: _missing(desk, one, found, members, by))
    )


def _missing(
    desk: CreditDesk, one: Connection, found: Revisit, members: Sequence[Member], by: str
) -> list[CreditEntry]:
    day = date.fromisoformat(found.day)
    held = [
        judged
        for judged in judged_days(desk, one, day, day, members)
        if judged.outcome.outcome_id == found.outcome_id
    ]
    known = kept.entries_of_days(one, found.day, found.day)
    month = month_of_day(day)
    where = {month: open_month(month, kept.signed_months(one))}
    return booked(held, known, month_of=where, at=desk.now(), by=by)


def to_take_back(
    tx: Transaction, found: Revisit, missing: Sequence[CreditEntry], by: str
) -> CreditEntry | None:
    """The entry in which an outcome earned its points; None where it earned none.

    Raises:
        ConflictError: notice of this second visit was given before.
    """
    evidence = f"revisit:{found.revisit_id}"
    if kept.deduction_of(tx.connection, found.person, found.day, evidence):
        raise ConflictError(says="credit_noticed", field="revisit_id")
    held = kept.entry_with(tx.connection, found.person, found.day, found.outcome_id)
    if held is not None:
        return held
    for entry in missing:
        tx.put(CREDIT_ENTRY, entry, action="book", actor=by)
    return next((one for one in missing if found.outcome_id in one.outcomes), None)


def share_of(entry: CreditEntry) -> int:
    """What one outcome of an entry earned."""
    return entry.points // len(entry.outcomes)
