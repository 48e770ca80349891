"""A source reports again under an id it has used: the same, a correction, or something new.

Source: docs/decisions/0072-a-report-told-again.md
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from domain.incidents.incidents import ENDED, Incident
from domain.live.records import Record

# A report that names no time may be a retry of one that was dealt with at once.
RETRIED_WITHIN = timedelta(minutes=10)
REPORT, CORRECT = "report", "correct"
# What a report says of an event, in the order it is told, and in words.
CONTENT: Mapping[str, str] = {
    "incident_class": "类别",
    "severity": "等级",
    "title": "标题",
    "description": "描述",
    "address": "地址",
    "reporter": "上报人",
    "place": "位置",
}
# Words of people, gone for good once they were erased: no report brings them back.
_PERSONAL = frozenset({"title", "description", "address", "reporter"})
_PLACE = ("lat", "lon", "area_code", "is_outside", "place_source")


class Again(StrEnum):
    """What a report under a known id is."""

    SAME = "same"
    CORRECTION = "correction"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Told:
    """What a source has said last about an event."""

    incident_class: Any = None
    severity: Any = None
    title: str | None = None
    description: str | None = None
    address: str | None = None
    reporter: str | None = None
    place: tuple[Any, ...] | None = None


def told_by(incident: Incident) -> Told:
    """What an incident says, in the shape of a report."""
    is_area = incident.place_source == "area"
    return Told(
        incident.incident_class,
        incident.severity,
        incident.title,
        incident.description,
        incident.address,
        incident.reporter,
        # An area's label point may lie elsewhere on another map, and a point in another grid.
        (incident.area_code,) if is_area else (incident.lat, incident.lon),
    )


def told_last(records: Iterable[Record], read: Any) -> Told | None:
    """What the source has said last, from the incident's records, oldest first.

    A dispatcher may have changed the incident since; of a correction only what it changed is the
    source's. None when the first record is not kept any more.

    Args:
        records: of one incident.
        read: makes an incident of a record's state and personal fields.
    """
    told: Told | None = None
    before: Told | None = None
    for record in records:
        now = told_by(read(record.state, record.private))
        if record.action == REPORT and told is None:
            told = now
        elif record.action == CORRECT and told is not None and before is not None:
            told = replace(told, **_differences(before, now))
        before = now
    return told


def _differences(one: Told, other: Told) -> dict[str, Any]:
    return {
        name: getattr(other, name) for name in CONTENT if getattr(one, name) != getattr(other, name)
    }


def again(
    held: Incident, told: Told | None, new: Incident, *, reported_at: datetime | None, now: datetime
) -> Again:
    """What a report under a known id is.

    Args:
        held: the newest incident of that id.
        told: what its source has said last; None: the incident itself is compared.
        new: the incident the report would make.
        reported_at: as the report says; None when it names no time.
        now: the moment of receipt.
    """
    is_same = not _differences(told or told_by(held), told_by(new))
    ended_at = held.ended_at
    if held.status not in ENDED or ended_at is None:
        return Again.SAME if is_same else Again.CORRECTION
    if reported_at is not None:
        return Again.NEW if reported_at > ended_at else Again.SAME
    # Without a time it is told now, after the end, unless it can be the same call come twice.
    is_retry = is_same and now - ended_at < RETRIED_WITHIN
    return Again.SAME if is_retry else Again.NEW


def corrected(held: Incident, told: Told | None, new: Incident) -> tuple[Incident, list[str]]:
    """The incident with what the source says otherwise than before, and what that is, in words.

    What a dispatcher has changed meanwhile stays, unless the source now says that very thing anew.
    """
    changed = _differences(told or told_by(held), told_by(new))
    fields = {name: getattr(new, name) for name in changed if name != "place"}
    if "place" in changed:
        fields |= {name: getattr(new, name) for name in _PLACE}
    return replace(held, **fields), [CONTENT[name] for name in CONTENT if name in changed]
