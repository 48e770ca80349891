"""The morning brief: which days still lack one, and what kind of fact it is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from domain.errors import InvalidError
from domain.kind import Audience, Kept, Kind
from domain.kind_fields import MOMENT, Field
from domain.live.records import Change
from domain.moments import to_iso

BRIEF: Kind[Any] = Kind(
    name="brief",
    fields=(Field("id"), Field("day"), Field("at", MOMENT)),
    id_field="id",
    audience=Audience(("area.see", "journal.read")),
    kept=Kept.SIX_MONTHS,
    title="早报",
    says={
        "make": "写成 {day} 的早报",
    },
)
KIND = BRIEF.name
CAUGHT_UP_DAYS = 7


@dataclass(frozen=True, slots=True)
class Brief:
    """What was written about one day of the district, and when; `body` never changes again."""

    day: date
    made_at: datetime
    body: dict[str, Any]


def read_hour(text: str) -> time | None:
    """The hour of a setting such as `07:30`; None when it is empty: no briefs.

    Raises:
        InvalidError: not an hour of the day.
    """
    if not text.strip():
        return None
    try:
        return datetime.strptime(text.strip(), "%H:%M").time()  # noqa: DTZ007 - an hour only
    except ValueError:
        raise InvalidError(says="brief_hour_wrong", field="brief_at") from None


def days_due(
    now: datetime, hour: time, zone: tzinfo, made: Collection[date], first: date | None
) -> list[date]:
    """Days that should have a brief by now and have none, oldest first.

    After a pause each missed day of the last seven gets its own; none is written for a day before
    the first fact.
    """
    if first is None:
        return []
    local = now.astimezone(zone)
    newest = local.date() - timedelta(days=1 if local.time() >= hour else 2)
    days = [newest - timedelta(days=n) for n in range(CAUGHT_UP_DAYS - 1, -1, -1)]
    return [day for day in days if day >= first and day not in made]


def brief_change(brief: Brief, actor: str) -> Change:
    """The fact that a brief was written; its words are kept beside the journal."""
    state = {"id": brief.day.isoformat(), "day": brief.day.isoformat(), "at": to_iso(brief.made_at)}
    return Change(KIND, brief.day.isoformat(), "make", state, actor, brief.made_at)
