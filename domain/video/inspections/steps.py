"""What may be done with a finding, and what it is afterwards. No step reads a clock."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from domain.errors import ConflictError, InvalidError
from domain.video.inspections.findings import FindingState, InspectionFinding

MOST_DAYS = 180
# A finding of the same rule at the same unit within this counts as a repeat.
REPEATED_WITHIN = timedelta(days=365)


def due_at(at: datetime, days: int, zone: tzinfo) -> datetime:
    """The end of the day that lies some days ahead: until then the unit has time.

    Raises:
        InvalidError: no day, or more than half a year.
    """
    if not 1 <= days <= MOST_DAYS:
        raise InvalidError(says="inspection_days", most=MOST_DAYS, field="days")
    day = at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return day + timedelta(days=days + 1) - timedelta(seconds=1)


def order(
    finding: InspectionFinding, answerer: str, *, is_area: bool, due: datetime, by: str,
    at: datetime,
) -> InspectionFinding:  # fmt: skip
    """Order the unit to mend it (整改通知).

    Args:
        finding: what was found.
        answerer: the department or the area that answers for the unit.
        is_area: whether it is an area.
        due: by when.
        by: who orders.
        at: when.

    Raises:
        ConflictError: it was ordered, closed or withdrawn.
    """
    _in(finding, FindingState.FOUND)
    shared = () if is_area or answerer == finding.owner else (answerer,)
    return replace(
        finding, state=FindingState.ORDERED, answerer=answerer, shared_with=shared, due_at=due,
        ordered_at=at, ordered_by=by,
    )  # fmt: skip


def answer(finding: InspectionFinding, reply: str, by: str, at: datetime) -> InspectionFinding:
    """The unit says what it has done; whether in time is kept for good.

    Raises:
        ConflictError: nothing is asked of it now.
    """
    _in(finding, FindingState.ORDERED)
    late = finding.due_at is not None and finding.due_at < at
    return replace(
        finding, state=FindingState.ANSWERED, reply=reply, answered_at=at, answered_by=by,
        was_late=finding.was_late or late,
    )  # fmt: skip


def recheck(
    finding: InspectionFinding,
    by: str,
    at: datetime,
    *,
    is_done: bool,
    reason: str | None = None,
    due: datetime | None = None,
) -> InspectionFinding:
    """Look again (复查): closed, or back to the unit with a new day.

    Raises:
        ConflictError: nobody has answered, or it would be by who answered.
        InvalidError: it is not done, and no reason or no new day is named.
    """
    _in(finding, FindingState.ANSWERED)
    if finding.answered_by == by:
        raise ConflictError(says="inspection_not_by_answerer", field="state")
    looked = replace(finding, rechecked_at=at, rechecked_by=by)
    if is_done:
        return replace(looked, state=FindingState.CLOSED, closed_at=at, reason=None)
    if not reason or due is None:
        raise InvalidError(says="inspection_why_not", field="reason")
    return replace(
        looked, state=FindingState.ORDERED, due_at=due, reworks=finding.reworks + 1, reason=reason
    )


def withdraw(finding: InspectionFinding, reason: str, at: datetime) -> InspectionFinding:
    """It was none: written down by mistake.

    Raises:
        ConflictError: it is closed or withdrawn already.
    """
    if finding.state in {FindingState.CLOSED, FindingState.WITHDRAWN}:
        raise _not_now()
    return replace(finding, state=FindingState.WITHDRAWN, closed_at=at, reason=reason)


def overdue(finding: InspectionFinding, now: datetime) -> InspectionFinding | None:
    """The finding marked as over its time; None where it is not, or no longer."""
    is_over = finding.state is FindingState.ORDERED and finding.due_at and finding.due_at < now
    return replace(finding, was_late=True) if is_over else None


def with_repeats(new: InspectionFinding, earlier: Iterable[InspectionFinding]) -> InspectionFinding:
    """A new finding that names the last one of the same rule at the same unit.

    Args:
        new: the finding.
        earlier: findings of its department, any order.
    """
    same = [
        one
        for one in earlier
        if one.finding_id != new.finding_id
        and (one.owner, one.unit, one.rule) == (new.owner, new.unit, new.rule)
        and one.state is not FindingState.WITHDRAWN
        and timedelta(0) <= new.found_at - one.found_at <= REPEATED_WITHIN
    ]
    if not same:
        return new
    last = max(same, key=lambda one: (one.found_at, one.finding_id))
    return replace(new, repeat_of=last.finding_id, repeats=len(same))


def _in(finding: InspectionFinding, state: FindingState) -> None:
    if finding.state is not state:
        raise _not_now()


def _not_now() -> ConflictError:
    return ConflictError(says="inspection_not_now", field="state")
