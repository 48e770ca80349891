"""Incidents as clients see them: made from reports, listed, and written as a masked body."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.access.access import narrowed
from domain.access.callers import Caller
from domain.incidents.incidents import (
    INCIDENT,
    Incident,
    IncidentStatus,
    from_state,
    to_private,
    to_state,
)
from domain.incidents.reports import Report
from domain.incidents.ties import ties_seen
from domain.private import mask, mask_loose
from operations.incidents.found import no_incident
from operations.live.picture import Picture
from operations.maps.areas import Areas, Place
from operations.threads import Work
from store import Store

_NUMBER = re.compile(r"[A-Za-z0-9]{1,40}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which incidents a list asks for; None and empty mean any.

    `since` is included, `until` is not.
    """

    statuses: tuple[str, ...] = ()
    classes: frozenset[str] = frozenset()
    severities: frozenset[int] = frozenset()
    area: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    cursor: str | None = None
    limit: int = 50


class Incidents:
    """Reads incidents and writes them the way clients are shown them.

    Args:
        store: the facts.
        work: its threads.
        areas: the map.
        picture: what is live.
        asker: who asks now; None within the server.
    """

    def __init__(
        self,
        store: Store,
        work: Work,
        areas: Areas,
        picture: Picture,
        asker: Callable[[], Caller | None],
    ) -> None:
        self._asker = asker
        self._store = store
        self._live = picture.entities[INCIDENT.name]
        self._work = work
        self._areas = areas

    async def incident(self, number: str) -> Incident:
        """The incident with this number.

        Raises:
            NotFoundError: there is none.
        """
        incident = None
        if _NUMBER.fullmatch(number):
            incident = await self._work.read(lambda: self._store.incident(number))
        if incident is None:
            raise no_incident(number)
        return incident

    async def page(self, wanted: Wanted, caller: Caller) -> tuple[list[Incident], str | None]:
        """One page of what the caller may see, latest reported first; the next's cursor or None.

        Raises:
            InvalidError: the cursor is not one of ours.
            NotAllowedError: an area is asked for outside their own.
        """
        area = narrowed(caller, wanted.area)
        return await self._work.read(
            lambda: self._store.incidents(
                status=wanted.statuses or None,
                area=area,
                viewer=caller,
                since=wanted.since,
                until=wanted.until,
                cursor=wanted.cursor,
                limit=wanted.limit,
                incident_class=wanted.classes,
                severity=wanted.severities,
            )
        )

    async def of_source(self, source: str, source_id: str) -> list[Incident]:
        """The incidents a source's id was used for, newest first: one open, the others ended."""
        return await self._work.read(lambda: self._store.incidents_of_source(source, source_id))

    async def changed_reports(
        self, source: str, *, after: int, limit: int
    ) -> tuple[list[Incident], int]:
        """What changed among a source's incidents after a record, in the order of the changes.

        Returns:
            The incidents as they stand, and the number to ask after next time.
        """
        return await self._work.read(
            lambda: self._store.changed_reports(source, after=after, limit=limit)
        )

    def body(self, incident: Incident) -> dict[str, Any]:
        """What every client is answered about an incident: its state, its place, masked words.

        `reporter` and `device_id` are left out: who reported is nobody's business outside the desk.
        Others it hangs together with are named to whoever asks now only as far as they see them.
        """
        if (caller := self._asker()) is not None:
            incident = ties_seen(incident, caller, self._other)
        state = mask_loose("incident", to_state(incident))
        state.pop("device_id")
        words = mask("incident", to_private(incident))
        path = self._areas.path(incident.area_code)
        return {
            "number": state.pop("number"),
            "status": state.pop("status"),
            "class": state.pop("class"),
            "severity": state.pop("severity"),
            "title": words["title"],
            "description": words["description"],
            "address": words["address"],
            "lat": state.pop("lat"),
            "lon": state.pop("lon"),
            "area_code": state.pop("area_code"),
            "area_path": path,
            **state,
        }

    def _other(self, number: str) -> Incident | None:
        """One of the picture; else, which is rare, the row of one that ended days ago."""
        held = self._live.get(number)
        return from_state(held.state) if held else self._store.incident(number)


def new_incident(
    report: Report, place: Place, *, number: str, is_demo: bool, heard_at: datetime
) -> Incident:
    """The incident a report makes, as it stands when it is first heard."""
    return Incident(
        number=number,
        incident_class=report.incident_class,
        severity=report.severity,
        status=IncidentStatus.REPORTED,
        lat=place.lat,
        lon=place.lon,
        area_code=place.area_code,
        reported_at=report.reported_at,
        source=report.source,
        source_id=report.source_id,
        reached_at={IncidentStatus.REPORTED: min(report.reported_at, heard_at)},
        is_outside=place.is_outside,
        place_source=place.source,
        is_demo=is_demo,
        title=report.title,
        description=report.description,
        reporter=report.reporter,
        address=report.address,
        device_id=report.device_id,
    )
