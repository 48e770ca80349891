"""When the lists of sources are taken by themselves, and what came of it last."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zlib import crc32

from domain.errors import SaidError

# Shifts change and other programs do their work at the full hour; the sources are asked between.
_EARLIEST_MIN, _SPREAD_MIN = 20, 20
# A list that lacks more than this share of what its source had is no news of cameras but of the
# source: somebody looks before they are marked.
MOST_GONE = 0.5
FEW = 10


@dataclass(frozen=True, slots=True)
class LastSync:
    """What is known of the list of a source since the server began.

    Attributes:
        tried_at: when it was asked last.
        whole_at: when a whole list came last; the counts are of that one.
        wrong: why the last one did not; None where it did.
    """

    tried_at: datetime
    whole_at: datetime | None = None
    listed: int = 0
    added: int = 0
    missing: int = 0
    not_taken: int = 0
    wrong: SaidError | None = None

    def failed(self, at: datetime, wrong: SaidError) -> "LastSync":
        """The next one did not come: what the last one came to is still known."""
        return replace(self, tried_at=at, wrong=wrong)


def next_at(now: datetime, every: timedelta, source: str) -> datetime:
    """The next moment a source is asked: once in each span, each source at a minute of its own.

    Args:
        now: timezone-aware.
        every: how often; a minute or more.
        source: its name.
    """
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    within = timedelta(minutes=_EARLIEST_MIN + crc32(source.encode()) % _SPREAD_MIN) % every
    passed = (now - day - within) // every
    return day + within + every * (passed + 1)


def is_suspect(missing: int, known: int) -> bool:
    """Whether so many of the cameras of a source are gone at once that nobody believes it."""
    return known >= FEW and missing > known * MOST_GONE
