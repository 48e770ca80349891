"""Somebody pressed the alarm: one open incident for each of them, wherever they are."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from domain.dispatch.units import Fix, Unit, from_state
from domain.incidents.duplicates import metres_between
from domain.incidents.incidents import ENDED, Incident, IncidentClass, IncidentStatus, Severity
from domain.incidents.reports import Report
from operations.clock import utc_now
from operations.ingest.ingest import Ingest
from operations.live.picture import Picture
from operations.live.positions import PositionBoard
from operations.maps.areas import Areas, Place
from operations.notices.notices import tell_corrected
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction

MOST_REMEMBERED = 10_000
# A phone without a network keeps its alarm; one that is older than a shift tells of now.
OLDEST_PRESS = timedelta(hours=12)
# Of devices that belong to no unit so many alarms are open at once; more join the last of them.
MOST_OF_STRANGERS = 20
MOVED_M = 30.0
CORRECTED_EVERY = timedelta(seconds=10)
TITLE = "紧急求助 SOS：{who}"
MORE_STRANGERS = "另有未登记的设备求助"


class SosDesk:
    """Turns alarms into incidents of class sos and severity 1.

    A phone repeats its alarm until it is answered, and who presses again is the same person in
    the same need: while an sos of a device is open its signals join it, and one from elsewhere
    corrects its place. An alarm is never refused, neither for its place nor for its number.
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
        self._now = now
        self._raised: dict[str, str] = {}
        self._corrected: dict[str, datetime] = {}
        # Two signals of one press may arrive together; alarms are rare enough to take in turn.
        self._one_at_a_time = asyncio.Lock()

    async def accept_sos(
        self, device_id: str, fix: Fix | None, at: datetime, *, feed: str
    ) -> tuple[Incident, bool]:
        """Raise an incident for a pressed alarm, or join the open one of the same press.

        Args:
            device_id: who pressed; need not be a known unit.
            fix: where they are (WGS 84), None when the phone could not tell.
            at: when they pressed, by the phone's clock; what is older than a shift counts as now.
            feed: which protocol brought it.

        Returns:
            The incident and whether it is new.
        """
        now = self._now()
        at = at if now - at <= OLDEST_PRESS else now
        async with self._one_at_a_time:
            joined = await self._open_sos(device_id, feed)
            if joined is not None:
                return await self._correct(joined, device_id, fix, at, feed), False
            unit = await self._known(device_id)
            if unit is None and (crowd := self._open_of_strangers()) is not None:
                return await self._join_crowd(crowd, feed), False
            report, place = self._report(device_id, unit, fix, at, feed)
            incident, is_new = await self._ingest.keep(report, place, feed=feed, actor=feed)
            self._remember(device_id, incident.number)
            return incident, is_new

    def _remember(self, device_id: str, number: str) -> None:
        self._raised.pop(device_id, None)
        self._raised[device_id] = number
        if len(self._raised) > MOST_REMEMBERED:
            del self._raised[next(iter(self._raised))]

    async def _open_sos(self, device_id: str, feed: str) -> Incident | None:
        number = self._raised.get(device_id) or self._on_the_wall(device_id, feed)
        if number is None:
            return None
        incident = await self._work.read(lambda: self._store.incident(number))
        return incident if incident is not None and incident.status not in _OVER else None

    def _on_the_wall(self, device_id: str, feed: str) -> str | None:
        """The newest sos of a device in the picture: what is known after a restart."""
        own = [
            record
            for record in self._picture.entities["incident"].values()
            if record.state["class"] == IncidentClass.SOS
            and record.state["source"] == feed
            and record.state["device_id"] == device_id
        ]
        return max(own, key=lambda record: record.seq).id if own else None

    def _open_of_strangers(self) -> str | None:
        """The newest open alarm of a device nobody knows, where there are too many; else None."""
        units, found = self._picture.entities["unit"], []
        for record in self._picture.entities["incident"].values():
            state = record.state
            if state["class"] != IncidentClass.SOS or state["status"] in _OVER:
                continue
            if state["device_id"] not in units:
                found.append((record.seq, record.id))
        return max(found)[1] if len(found) >= MOST_OF_STRANGERS else None

    async def _correct(
        self, incident: Incident, device_id: str, fix: Fix | None, at: datetime, feed: str
    ) -> Incident:
        """Whoever calls on from another place is there now; crews under way are told."""
        told = self._corrected.get(incident.number, incident.reported_at)
        if fix is None or at - told < CORRECTED_EVERY:
            return incident
        if metres_between(incident.lat, incident.lon, fix.lat, fix.lon) < MOVED_M:
            return incident
        place = self._place(self._unit(device_id), device_id, fix)

        def moved(held: Incident) -> Incident:
            return replace(
                held,
                lat=place.lat,
                lon=place.lon,
                area_code=place.area_code,
                is_outside=place.is_outside,
                place_source=place.source,
            )

        if len(self._corrected) > MOST_REMEMBERED:
            self._corrected.clear()
        self._corrected[incident.number] = at
        return await self._change(incident.number, moved, feed, at)

    async def _join_crowd(self, number: str, feed: str) -> Incident:
        """More alarms of unknown devices than anybody could read one by one: one says so."""

        def marked(held: Incident) -> Incident:
            words = held.description or ""
            return (
                held
                if MORE_STRANGERS in words
                else replace(held, description=f"{words}；{MORE_STRANGERS}".strip("；"))
            )

        return await self._change(number, marked, feed, self._now())

    async def _change(
        self, number: str, change: Callable[[Incident], Incident], feed: str, at: datetime
    ) -> Incident:
        def write(tx: Transaction) -> Incident:
            return _put_changed(tx, number, change, feed, at)

        return await in_transaction(self._store, self._work, write)

    def _report(
        self, device_id: str, unit: Unit | None, fix: Fix | None, at: datetime, feed: str
    ) -> tuple[Report, Place]:
        place = self._place(unit, device_id, fix)
        return (
            Report(
                source=feed,
                source_id=f"{device_id}:{at:%Y%m%dT%H%M%S}{at.microsecond // 1000:03d}",
                incident_class=IncidentClass.SOS,
                severity=Severity.I,
                title=TITLE.format(who=unit.call_sign if unit else device_id),
                reported_at=at,
                names_its_time=True,
                place=(place.lat, place.lon),
                description=_WHERE_FROM[place.source],
                reporter=unit.name if unit else None,
                device_id=device_id,
            ),
            place,
        )

    async def _known(self, device_id: str) -> Unit | None:
        """Whose device it is; a unit that the picture has not got yet is read from the store."""
        return self._unit(device_id) or await self._work.read(lambda: self._store.unit(device_id))

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


def _put_changed(
    tx: Transaction, number: str, change: Callable[[Incident], Incident], feed: str, at: datetime
) -> Incident:
    before = tx.incident(number)
    assert before is not None  # noqa: S101 - incidents are never deleted
    after = change(before)
    if after == before or before.status in _OVER:
        return before
    tx.put_incident(after, action="edit", actor=feed, occurred_at=at)
    tell_corrected(tx, before, after, actor=feed)
    return after
