"""When a button was really pressed, whatever the clock of the phone says."""

from datetime import datetime, timedelta

# What was pressed longer ago is taken as so long ago: an act of yesterday's shift is no act of now.
OLDEST = timedelta(hours=24)


def pressed_at(now: datetime, age_ms: float) -> datetime:
    """The moment of a press.

    A phone says how long ago it was pressed, by its own clock: a clock that is wrong by an hour is
    wrong by it at the press and at the sending, and the difference is right.

    Args:
        now: the server's moment, aware.
        age_ms: how long ago the phone says it was; below zero counts as now.
    """
    age = timedelta(milliseconds=min(max(age_ms, 0.0), OLDEST.total_seconds() * 1000))
    return now - age
