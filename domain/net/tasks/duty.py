"""When somebody was on duty, by the statuses of their unit: off duty nothing is counted."""

from collections.abc import Iterable
from datetime import datetime

from domain.codes.unit_status import UNLOCATED


def duty_spans(
    statuses: Iterable[tuple[datetime, str]], begins: datetime, ends: datetime
) -> list[tuple[datetime, datetime]]:
    """The parts of a span of time that a unit was on duty.

    Before its first status that one stands: older ones are no longer kept.

    Args:
        statuses: from when on it had which status, oldest first.
        begins: where the span begins.
        ends: where it ends.
    """
    found: list[tuple[datetime, datetime]] = []
    since: datetime | None = None
    for nth, (told_at, status) in enumerate(statuses):
        at = min(told_at, begins) if nth == 0 else told_at
        is_on = status not in UNLOCATED
        if is_on and since is None:
            since = at
        elif not is_on and since is not None:
            found.append((since, at))
            since = None
    if since is not None:
        found.append((since, ends))
    cut = [(max(begin, begins), min(end, ends)) for begin, end in found]
    return [(begin, end) for begin, end in cut if begin <= end]
