"""Somebody pressed the alarm: one incident per press, wherever they are."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.dispatch.units import Fix, Unit, from_state
from domain.incidents.incidents import ENDED, Incident, IncidentClass, IncidentStatus, Severity
from domain.incidents.reports import Report
from operations.ingest.ingest import Ingest, utc_now
from operations.live.picture import Picture
from operations.live.positions import PositionBoard
from operations.maps.areas import Areas, Place
from operations.threads import Work
from store import Store

SAME_PRESS_WITHIN = timedelta(minutes=5)
MOST_REMEMBERED = 10_000
TITLE = "紧急求助 SOS：{who}"


@dataclass(slots=True)
class _Press:
    """The last signal of a device's alarm, and the incident it stands for."""

    number: str
    signalled_at: datetime


class SosDesk:
    """Turns alarms into incidents of class sos and severity 1.

    A phone repeats its alarm until it is answered: signals of one device less than five
    minutes after the last join its open incident. An alarm is never refused for its place.
    """

    def __init__(
        self,
        *,
        ingest: Ingest,
        store: Store,
        work: Work,
        areas: Areas,
        picture: Picture,
        board: PositionBoard,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._ingest = ingest
        self._store = store
        self._work = work
        self._areas = areas
        self._picture = picture
        self._board = board
        self._started_at = now()
        self._presses: dict[str, _Press] = {}
        # Two signals of one press may arrive together; alarms are rare enough to take in turn.
        self._one_at_a_time = asyncio.Lock()

    async def accept_sos(
        self, device_id: str, fix: Fix | None, at: datetime, *, feed: str
    ) -> tuple[Incident, bool]:
        """Raise an incident for a pressed alarm, or join the open one of the same press.

        Args:
            device_id: who pressed; need not be a known unit.
            fix: where they are (WGS 84), None when the phone could not tell.
            at: when they pressed, by the phone's clock.
            feed: which protocol brought it.

        Returns:
            The incident and whether it is new.
        """
        async with self._one_at_a_time:
            joined = await self._open_press(device_id, feed, at)
            if joined is not None:
                self._remember(device_id, joined.number, at)
                return joined, False
            report, place = self._report(device_id, fix, at, feed)
            incident, is_new = await self._ingest.keep(report, place, feed=feed, actor=feed)
            self._remember(device_id, incident.number, at)
            return incident, is_new

    def _remember(self, device_id: str, number: str, at: datetime) -> None:
        before = self._presses.pop(device_id, None)
        signalled_at = max(at, before.signalled_at) if before else at
        self._presses[device_id] = _Press(number, signalled_at)
        if len(self._presses) > MOST_REMEMBERED:
            del self._presses[next(iter(self._presses))]

    async def _open_press(self, device_id: str, feed: str, at: datetime) -> Incident | None:
        press = self._presses.get(device_id) or self._press_on_the_wall(device_id, feed, at)
        if press is None or abs(at - press.signalled_at) >= SAME_PRESS_WITHIN:
            return None
        number = press.number
        incident = await self._work.read(lambda: self._store.incident(number))
        return incident if incident is not None and incident.status not in _OVER else None

    def _press_on_the_wall(self, device_id: str, feed: str, at: datetime) -> _Press | None:
        """The newest sos of a device in the picture: what is known after a restart.

        When a phone that went on calling was last heard is not known: it may have been until
        the restart, so what comes soon after that is the same press too.
        """
        newest = None
        for record in self._picture.entities["incident"].values():
            state = record.state
            if (
                state["class"] == IncidentClass.SOS
                and state["source"] == feed
                and state["source_id"].rpartition(":")[0] == device_id
                and (newest is None or record.seq > newest.seq)
            ):
                newest = record
        if newest is None:
            return None
        reported_at = datetime.fromisoformat(newest.state["reported_at"])
        heard = (reported_at, max(reported_at, self._started_at))
        return _Press(newest.id, min(heard, key=lambda moment: abs(at - moment)))

    def _report(
        self, device_id: str, fix: Fix | None, at: datetime, feed: str
    ) -> tuple[Report, Place]:
        unit = self._unit(device_id)
        place = self._place(unit, device_id, fix)
        return (
            Report(
                source=feed,
                source_id=f"{device_id}:{at:%Y%m%dT%H%M%S}{at.microsecond // 1000:03d}",
                incident_class=IncidentClass.SOS,
                severity=Severity.I,
                title=TITLE.format(who=unit.call_sign if unit else device_id),
                reported_at=at,
                place=(place.lat, place.lon),
                description=_WHERE_FROM[place.source],
                reporter=unit.name if unit else None,
            ),
            place,
        )

    def _unit(self, device_id: str) -> Unit | None:
        record = self._picture.newest("unit", device_id)
        return from_state(record.state, record.private) if record else None

    def _place(self, unit: Unit | None, device_id: str, fix: Fix | None) -> Place:
        """The fix, else where the unit was last seen, else its home area, else the district."""
        if fix is not None:
            return self._areas.place_anywhere(fix.lat, fix.lon, source="point")
        last = self._board.newest.get(device_id)
        if last is not None:
            return self._areas.place_anywhere(last.lat, last.lon, source="last_fix")
        if unit is not None and unit.home_area and self._areas.area(unit.home_area):
            return self._areas.place_of_area(unit.home_area)
        return self._areas.place_of_area(self._areas.district.code)


_OVER = ENDED | {IncidentStatus.RESOLVED}
_WHERE_FROM = {
    "point": "位置：求助时的定位",
    "last_fix": "位置：求助时无定位，取最近一次定位",
    "area": "位置：无定位，取所属区域",
}
