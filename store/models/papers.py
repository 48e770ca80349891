"""The table of the statutory numbers of cases."""

from datetime import datetime

from sqlalchemy import Index, Integer, Text

from store.columns import Moment, key_text, sequence
from store.models.declared import Mapped, mapped_column
from store.models.facts import Base


class CaseNumberRow(Base):
    """The number of one procedure of a case; no body gives one twice in a year.

    `serial` is null where another body gave the number: there may be many of these.
    """

    __tablename__ = "case_number"
    __table_args__ = (
        Index("one_case_number_per_serial", "body", "year", "serial", unique=True),
        Index("case_number_of_case", "case_code"),
    )

    number_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    case_code: Mapped[str] = mapped_column(key_text())
    body: Mapped[str] = mapped_column(key_text())
    words: Mapped[str] = mapped_column(Text)
    year: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(Text)
    serial: Mapped[int | None] = mapped_column(Integer)
    seq: Mapped[int] = mapped_column(sequence())
