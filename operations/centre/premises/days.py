"""Days as pages and routes name them."""

from datetime import date

from domain.errors import InvalidError


def read_day(text: str, field: str = "day") -> date:
    """The day of `2026-11-29`.

    Raises:
        InvalidError: it is none.
    """
    try:
        if len(text) != len("2026-11-29"):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidError(says="day_wrong", field=field) from None
