"""Column types that mean the same on SQLite and on PostgreSQL."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def to_milliseconds(moment: datetime) -> int:
    """Whole milliseconds since 1970 UTC, by integers only: no moment moves when stored twice."""
    return (moment - _EPOCH) // _MILLISECOND


def to_moment(milliseconds: int) -> datetime:
    """The aware UTC moment of whole milliseconds since 1970 UTC."""
    return _EPOCH + timedelta(milliseconds=milliseconds)


def whole_milliseconds(moment: datetime) -> datetime:
    """The moment as the store keeps it: aware UTC, cut to the millisecond.

    Raises:
        ValueError: the moment carries no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment must carry a time zone")
    return to_moment(to_milliseconds(moment))


class Moment(TypeDecorator[datetime]):
    """An aware UTC moment, kept as milliseconds since 1970.

    One integer on both databases: ranges, hour buckets and the journal's hashes are the same
    whatever the server's time zone settings say.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Aware datetime to milliseconds."""
        return None if value is None else (value - _EPOCH) // _MILLISECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Milliseconds to aware UTC datetime."""
        return None if value is None else _EPOCH + timedelta(milliseconds=value)


def may_be_key(text: str) -> bool:
    """Whether a row may have this key: one with NUL is none, PostgreSQL cannot even be asked."""
    return "\x00" not in text


def key_text() -> TypeEngine[str]:
    """Text compared byte by byte, so that a range over a prefix can use an index anywhere."""
    return Text().with_variant(Text(collation="C"), "postgresql")


def sequence() -> TypeEngine[int]:
    """A 64-bit number that may be SQLite's own row id."""
    return BigInteger().with_variant(Integer(), "sqlite")
