"""First-instance filings of a court: of a month from a file, of a year as they are entered."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.errors import InvalidError
from domain.kind import Audience, Kept, Kind
from domain.kind_fields import fields_of

FIRST_YEAR = 2000
MOST_FILINGS = 10**6
# A court with more new cases than this for ten thousand people is a slip of the hand.
HIGHEST_RATE = 2_000


@dataclass(frozen=True, slots=True)
class Filings:
    """Civil and administrative cases a court took in: `month` by its first day."""

    month: date
    count: int
    source: str


@dataclass(frozen=True, slots=True)
class CourtFiling:
    """Civil and administrative cases of first instance of a year, as somebody entered them.

    Attributes:
        filing_id: of year and town: entered again it is a correction.
        town: its code; None for the whole district.
        source: who told the number, in which paper.
    """

    filing_id: str
    year: int
    count: int
    source: str
    at: datetime
    by: str
    town: str | None = None


COURT_FILING = Kind(
    name="court_filing",
    entity=CourtFiling,
    fields=fields_of(CourtFiling),
    id_field="filing_id",
    audience=Audience(("centre.figures",)),
    kept=Kept.NEWEST,
    title="法院一审收案数",
    says={"add": "录入了法院一审收案数", "change": "更正了法院一审收案数"},
)


def filing_id(year: int, town: str | None) -> str:
    """The id of what is entered of a year and a town."""
    return f"F-{year}-{town or 'district'}"


def rate(count: int, people: int | None) -> float | None:
    """Filings to ten thousand people; None where nobody told how many there are."""
    return 10_000 * count / people if people else None


def check_filing(year: int, count: int, people: int | None, *, this_year: int) -> None:
    """Refuse what no court can have had.

    Raises:
        InvalidError: the year lies ahead or long ago, the number is none, or it is far too high for
            the people there.
    """
    if not FIRST_YEAR <= year <= this_year:
        raise InvalidError(says="filing_year", first=FIRST_YEAR, last=this_year, field="year")
    if not 0 <= count <= MOST_FILINGS:
        raise InvalidError(says="field_not_valid", field="count")
    told = rate(count, people)
    if told is not None and told > HIGHEST_RATE:
        raise InvalidError(
            says="filing_too_many", rate=f"{told:.0f}", most=HIGHEST_RATE, field="count"
        )
