"""The books of the enterprise station, and what one reader sees of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.centre.firms.figures import Due, StationFigures
from domain.centre.firms.firms import Firm, FirmEnforcement, FirmRequest, FirmVisit, FirmWaiver
from domain.centre.firms.matching import Match
from domain.centre.firms.station import FirmPolicy, ReceptionDay, TechnologyEnvoy


class Book(StrEnum):
    """A book of the station, in the order in which they are offered."""

    REQUESTS = "requests"
    DUE = "due"
    VISITS = "visits"
    FIRMS = "firms"
    MATCHES = "matches"
    POLICIES = "policies"
    ENFORCEMENTS = "enforcements"
    WAIVERS = "waivers"
    RECEPTIONS = "receptions"
    ENVOYS = "envoys"


@dataclass(frozen=True, slots=True)
class Books:
    """What the reader sees of the station; `figures` are None for whoever is not told them.

    `known`: every firm the reader sees; the others hold what was looked for.
    """

    figures: StationFigures | None
    known: Sequence[Firm]
    firms: Sequence[Firm]
    due: Sequence[Due]
    requests: Sequence[FirmRequest]
    policies: Sequence[FirmPolicy]
    matches: Sequence[Match]
    enforcements: Sequence[FirmEnforcement]
    waivers: Sequence[FirmWaiver]
    visits: Sequence[FirmVisit]
    receptions: Sequence[ReceptionDay]
    envoys: Sequence[TechnologyEnvoy]

    def count(self, book: Book) -> int:
        """How many rows a book has."""
        return len(getattr(self, book.value))
