"""How large what is kept will be in a month, from how fast it has grown."""

from dataclasses import dataclass
from datetime import timedelta

MONTH = timedelta(days=30)
# Of less than an hour nobody can say how fast it grows.
LEAST_SPAN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Size:
    """Bytes of a part of the data folder now and in a month; None where nobody can say yet."""

    part: str
    now: int
    in_a_month: int | None = None


def in_a_month(size: int, added: float, span: timedelta) -> int | None:
    """A part that keeps everything.

    Args:
        size: bytes now.
        added: bytes of them that came in during the span.
        span: up to now.
    """
    if span < LEAST_SPAN:
        return None
    return size + round(added * (MONTH / span))


def in_a_month_kept(size: int, age: timedelta, keep: timedelta) -> int | None:
    """A part whose contents go when they are older than `keep`; `age` is that of the oldest."""
    if age < LEAST_SPAN:
        return None
    return round(size * (max(age, min(age + MONTH, keep)) / age))
