"""What the forms of work in the grids say, read: moments."""

from datetime import datetime
from zoneinfo import ZoneInfo

from callbacks import office
from domain.errors import InvalidError


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
