"""What was entered of a court, newest year first."""

from sqlalchemy import Connection, select

from domain.centre.figures.filings import COURT_FILING, CourtFiling
from store.kind_tables import TABLES
from store.rows import reader

FILINGS = TABLES[COURT_FILING.name]
MOST = 500
_filing = reader(COURT_FILING)


def entered(connection: Connection) -> list[CourtFiling]:
    """Every entry, the whole district before its towns."""
    query = select(FILINGS).order_by(FILINGS.c.year.desc(), FILINGS.c.filing_id.desc())
    return [_filing(row) for row in connection.execute(query.limit(MOST)).mappings()]


def entry_of(connection: Connection, filing_id: str) -> CourtFiling | None:
    """The entry of a year and a town."""
    query = select(FILINGS).where(FILINGS.c.filing_id == filing_id)
    row = connection.execute(query).mappings().first()
    return _filing(row) if row else None
