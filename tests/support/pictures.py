"""Pictures that hold a few incidents, for tests of what asks the picture."""

from datetime import UTC, datetime
from typing import Any

from domain.live.records import Record
from operations.live.picture import Picture

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def a_picture(*numbers: str, **state: Any) -> Picture:
    """A picture in which these incidents were reported."""
    picture = Picture()
    picture.apply(an_incident(number, seq, **state) for seq, number in enumerate(numbers, 1))
    return picture


def an_incident(number: str, seq: int, **state: Any) -> Record:
    """The record of a report."""
    about = {
        "number": number, "class": "fire", "severity": 2, "status": "reported",
        "area_code": "340604001001001", "lat": 33.81, "lon": 116.71, "owner": None,
        "shared_with": [], "ended_at": None,
    } | state  # fmt: skip
    return Record(
        seq=seq, epoch="e", at=NOON, occurred_at=NOON, actor="test", kind="incident", id=number,
        action="report", v=1, state=about,
    )  # fmt: skip
