"""First-instance filings of a court in a month, as they were entered with their source."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Filings:
    """Civil and administrative cases a court took in: `month` by its first day."""

    month: date
    count: int
    source: str
