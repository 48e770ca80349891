"""Moments as the screen writes them, in the district's time."""

from datetime import datetime
from zoneinfo import ZoneInfo


def moment(iso: str, zone_name: str) -> str:
    """`11-29 07:30`, with the year where it is another than this one's."""
    zone = ZoneInfo(zone_name)
    when = datetime.fromisoformat(iso).astimezone(zone)
    here = datetime.now(zone)
    return f"{when:%m-%d %H:%M}" if when.year == here.year else f"{when:%Y-%m-%d %H:%M}"
