"""The true moment of a press: the phone says it by the server's clock, which it was told.

A report that was pressed offline comes hours later; when it was pressed is what counts for whoever
reads it. What no honest phone can say is not believed, and never a reason to lose the report.
"""

from datetime import datetime, timedelta

# How long a phone keeps what it could not send (docs/field.md).
KEPT_ON_PHONE = timedelta(days=7)
# Less than this apart, press and receipt are one moment.
AT_ONCE = timedelta(seconds=90)


def pressed_at(told: datetime | None, now: datetime) -> datetime | None:
    """When somebody pressed, where that is another moment than the receipt; None where not.

    Args:
        told: by the phone, in the server's time; None where it said nothing.
        now: the moment of receipt.
    """
    if told is None or told > now - AT_ONCE or told < now - KEPT_ON_PHONE:
        return None
    return told


def taken_at(told: datetime | None, now: datetime) -> datetime:
    """When a photo was taken, never after its receipt; of one nobody can believe, the receipt."""
    if told is None or told > now or told < now - KEPT_ON_PHONE:
        return now
    return told
