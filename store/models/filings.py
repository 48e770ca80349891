"""The table of what a court took in, as it was entered."""

from datetime import datetime

from sqlalchemy import Integer, Text

from store.columns import Moment, key_text, sequence
from store.models.declared import Mapped, mapped_column
from store.models.facts import Base


class CourtFilingRow(Base):
    """Filings of first instance of a year and a town; a handful a year."""

    __tablename__ = "court_filing"

    filing_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    year: Mapped[int] = mapped_column(Integer)
    count: Mapped[int] = mapped_column(Integer)
    source: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(Text)
    town: Mapped[str | None] = mapped_column(key_text())
    seq: Mapped[int] = mapped_column(sequence())
