"""When a report was told and a photo taken: by how long ago the phone says it was.

A report that was pressed offline comes hours later; when it was pressed is what counts for whoever
reads it. What no phone can have kept is not believed, and never a reason to lose the report.
"""

from datetime import datetime, timedelta

# How long a phone keeps what it could not send (docs/field.md).
KEPT_ON_PHONE = timedelta(days=7)
# Less than this apart, press and receipt are one moment.
AT_ONCE = timedelta(seconds=90)


def told_at(now: datetime, age_ms: float) -> datetime | None:
    """When somebody pressed, where that is another moment than the receipt; None where not.

    Args:
        now: the moment of receipt.
        age_ms: how long ago it was, by the phone's own clock at both ends.
    """
    age = _age(age_ms)
    return now - age if AT_ONCE <= age <= KEPT_ON_PHONE else None


def taken_at(now: datetime, age_ms: float) -> datetime:
    """When a photo was taken, never after its receipt; of one nobody can believe, the receipt."""
    age = _age(age_ms)
    return now - age if age <= KEPT_ON_PHONE else now


def _age(age_ms: float) -> timedelta:
    """A span a clock may name: one that ran backwards counts as none."""
    longest_ms = 2 * KEPT_ON_PHONE / timedelta(milliseconds=1)
    return timedelta(milliseconds=min(max(age_ms, 0.0), longest_ms))
