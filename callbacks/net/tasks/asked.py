"""What the forms of work in the grids say, read: places and moments."""

from datetime import datetime
from zoneinfo import ZoneInfo

from callbacks import office
from domain.errors import InvalidError


def degrees(asked: office.Asked, name: str) -> float | None:
    """A latitude or longitude; None where nothing stands.

    Raises:
        InvalidError: it is none.
    """
    text = asked.text(name)
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        raise InvalidError(says="field_not_valid", field=name) from None
    if not -180 <= value <= 180 or (name == "lat" and abs(value) > 90):
        raise InvalidError(says="field_not_valid", field=name)
    return value


def moment(asked: office.Asked, name: str, zone_name: str) -> datetime:
    """A moment as a form gives it, in the district's time.

    Raises:
        InvalidError: it is none.
    """
    try:
        at = datetime.fromisoformat(asked.text(name))
    except ValueError:
        raise InvalidError(says="patrol_needs_times", field=name) from None
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone_name))
