"""Tables written as classes: what an annotation says becomes the column."""

from datetime import datetime

from sqlalchemy import Index, MetaData, String, Text

from store.columns import Moment
from store.models.declared import Declared, Mapped, mapped_column


class Root(Declared):
    metadata = MetaData()


class Places:
    lat: Mapped[float | None]
    name: Mapped[str | None] = mapped_column(Text)


class ThingRow(Places, Root):
    __tablename__ = "thing"
    __table_args__ = (Index("thing_by_name", "name"), {"sqlite_with_rowid": False})

    thing_id: Mapped[str] = mapped_column(String(8), primary_key=True)
    at: Mapped[datetime]
    name: Mapped[str] = mapped_column(Text)


def test_a_class_declares_its_columns_then_those_it_shares():
    table = ThingRow.__table__
    assert [column.name for column in table.columns] == ["thing_id", "at", "name", "lat"]
    assert [column.name for column in table.primary_key] == ["thing_id"]
    assert [column.nullable for column in table.columns] == [False, False, False, True]
    assert isinstance(table.c.at.type, Moment)
    assert {index.name for index in table.indexes} == {"thing_by_name"}
    assert table.dialect_options["sqlite"]["with_rowid"] is False
    assert table.metadata is Root.metadata
