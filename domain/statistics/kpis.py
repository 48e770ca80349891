"""The figures of the wall, computed from states alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from statistics import median
from typing import Any

from domain.dispatch.units import FREE, NOT_ON_DUTY, UnitKind
from domain.incidents.incidents import ENDED, LEAST_GRAVE, IncidentStatus
from domain.kind import EVERY_FIELD, Audience, Kind, Live
from domain.kind_fields import ANY, MOMENT, Field
from domain.moments import from_iso, to_iso

State = Mapping[str, Any]

HOURS = 24
DAY = timedelta(hours=HOURS)
NOT_CONNECTED = "未接入"
_ENDED = frozenset(str(status) for status in ENDED)
_OFF = frozenset(str(status) for status in NOT_ON_DUTY)
_FREE = frozenset(str(status) for status in FREE)
LONGEST_ARRIVAL = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Kpi:
    """One figure: `value` is None while nothing is known; `detail` explains it."""

    id: str
    label: str
    value: float | int | None
    unit: str
    source: str
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted in tables rather than seen in the picture.

    `per_hour` holds incidents reported in each of the last 48 hours, oldest first, the running
    hour last; None while not yet counted.
    """

    per_hour: Sequence[int] | None = None
    yesterday_by_now: int | None = None


KPI: Kind[Any] = Kind(
    name="kpi",
    fields=(
        Field("id"),
        Field("label"),
        Field("value", ANY, may_be_null=True),
        Field("unit"),
        Field("source"),
        Field("at", MOMENT),
        Field("detail", ANY),
    ),
    id_field="id",
    audience=Audience(("live.see", "journal.read")),
    wall=EVERY_FIELD,
    live=Live.ALWAYS,
    is_act=False,
    title="指标",
    says={
        "compute": "指标 {id} = {value}",
    },
)


def to_state(kpi: Kpi, at: datetime) -> dict[str, Any]:
    """The journalled state of a figure computed at a moment."""
    return {
        "id": kpi.id,
        "label": kpi.label,
        "value": kpi.value,
        "unit": kpi.unit,
        "source": kpi.source,
        "at": to_iso(at),
        "detail": dict(kpi.detail),
    }


def midnight(now: datetime, zone: tzinfo) -> datetime:
    """When the district's present day began."""
    return now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)


def hour_of(moment: datetime) -> datetime:
    """The full hour a moment lies in."""
    return moment.replace(minute=0, second=0, microsecond=0)


def incidents_today(incidents: Iterable[State], since: datetime, counted: Counted) -> Kpi:
    """Incidents reported since the day began, beside yesterday's up to the same time."""
    start = to_iso(since)
    today = sum(state["reported_at"] >= start for state in incidents)
    detail = {"yesterday_by_now": counted.yesterday_by_now}
    return Kpi("incidents_today", "今日事件", today, "起", "事件库", detail)


def incidents_open(incidents: Iterable[State]) -> Kpi:
    """Incidents neither closed nor cancelled, and how many of them of each telling sort.

    Not yet accepted, accepted but not closed (both sum to all), grave (Ⅰ or Ⅱ), and dealt with but
    still to be closed.
    """
    standing = [state for state in incidents if state["status"] not in _ENDED]
    waiting = sum(state["status"] == IncidentStatus.REPORTED for state in standing)
    detail = {
        "unaccepted": waiting,
        "in_hand": len(standing) - waiting,
        "grave": sum(state["severity"] <= LEAST_GRAVE for state in standing),
        "resolved": sum(state["status"] == IncidentStatus.RESOLVED for state in standing),
    }
    return Kpi("incidents_open", "在办事件", len(standing), "起", "事件库", detail)


def on_duty(units: Iterable[State], kind: UnitKind) -> tuple[int, int, int]:
    """Units of a kind on duty, free among them, and all of them."""
    of_kind = [state["status"] for state in units if state["kind"] == kind]
    present = [status for status in of_kind if status not in _OFF]
    return len(present), sum(status in _FREE for status in present), len(of_kind)


def grid_workers_on_duty(units: Iterable[State], posts: int, vacant: int | None) -> Kpi:
    """Grid workers on duty, and how many there are; a post nobody told of is not a filled one.

    `vacant` is None where nobody told of any post.
    """
    present, free, total = on_duty(units, UnitKind.GRID_WORKER)
    detail = {
        "posts": posts,
        "in_post": total,
        "vacant": vacant,
        "free": free,
        "total": total,
    }
    return Kpi("grid_workers_on_duty", "在岗网格员", present, "人", "网格员花名册", detail)


def police_on_duty(units: Iterable[State]) -> Kpi:
    """Police on duty, how many are free, and how many there are."""
    present, free, total = on_duty(units, UnitKind.POLICE)
    return Kpi(
        "police_on_duty", "在岗民警", present, "人", "警力名册", {"free": free, "total": total}
    )


def arrival_minutes(incidents: Iterable[State], since: datetime, target: timedelta) -> Kpi:
    """Median time from report to the first unit on scene, of incidents reported since a moment.

    One who tells of something days old is left out: nobody was on the way all that time.
    """
    start = to_iso(since)
    took = [
        from_iso(reached) - from_iso(state["reported_at"])
        for state in incidents
        if state["reported_at"] >= start and (reached := first_on_scene(state)) is not None
    ]
    took = [span for span in took if span <= LONGEST_ARRIVAL]
    detail: dict[str, Any] = {
        "count": len(took),
        "target_minutes": round(target.total_seconds() / 60, 1),
        "within_target": None,
    }
    middle = None
    if took:
        middle = round(median(span.total_seconds() for span in took) / 60, 1)
        detail["within_target"] = round(sum(span <= target for span in took) / len(took), 3)
    return Kpi("arrival_minutes", "到场中位", middle, "分", "事件库·近 24 小时上报", detail)


def first_on_scene(state: State) -> str | None:
    """The first arrival there ever was, also before a reopening; None when nobody was there."""
    found = state["first_reached_at"].get("on_scene") or state["reached_at"].get("on_scene")
    return None if found is None else str(found)


def cameras(places: int, connected: int = 0) -> Kpi:
    """Cameras of the register, and for how many of them a source of pictures is registered."""
    detail = {"connected": connected} if connected else {"state": NOT_CONNECTED}
    return Kpi("cameras", "视频点位", places, "路", "视频点位台账", detail)


def reported_per_hour(counted: Counted) -> Kpi:
    """Reports of the running hour; the last 24 hours beside the 24 before."""
    hours = counted.per_hour
    detail = {
        "last_24h": list(hours[HOURS:]) if hours else None,
        "previous_24h": list(hours[:HOURS]) if hours else None,
    }
    value = hours[-1] if hours else None
    return Kpi("reported_per_hour", "每小时上报", value, "起", "事件库", detail)
