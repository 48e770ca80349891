"""The door: reports become incidents, fixes move units, and what is wrong is set aside."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Any

from domain.dispatch.units import SIMULATOR, Fix
from domain.fields import Raw
from domain.incidents.incidents import Incident, from_state, incident_number
from domain.incidents.repeated_reports import (
    CORRECT,
    REPORT,
    Again,
    Told,
    again,
    corrected,
    told_last,
)
from domain.incidents.reports import Report, read_report
from domain.ingest.device_ids import alike
from domain.subject_key import of_incident
from operations.clock import utc_now
from operations.incidents.incidents import new_incident
from operations.incidents.notes import put_note
from operations.incidents.raising import Raises, as_told
from operations.ingest.devices import Devices
from operations.ingest.health import Gatekeeper, Reason
from operations.ingest.notes import DeviceNotes
from operations.ingest.steps import Accepted, Door, Passage, Ring, ring_alarms, walk
from operations.live.picture import Picture
from operations.live.positions import PositionBoard
from operations.maps.areas import Areas, Place
from operations.notices.notices import tell_corrected
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction

ADOPTED = "adopted"
BROKEN_LETTERS = "原文有无法识别的字符，已用 � 代替或略去；需要时请向上报方核对"
LOOK_EVERY_S = 0.2
LOOKS_PER_SAVE = 5


class Ingest:
    """One way in for every feed: reports, fixes, and the refusals of both."""

    def __init__(
        self,
        *,
        store: Store,
        work: Work,
        areas: Areas,
        picture: Picture,
        board: PositionBoard,
        prefix: str,
        zone: tzinfo,
        now: Callable[[], datetime] = utc_now,
        raises: Raises = as_told,
    ) -> None:
        """Take what the door needs; `prefix` and `zone` make the incident numbers.

        `raises` makes a new incident graver where a rule says so.
        """
        self._raises = raises
        self._store = store
        self._work = work
        self._areas = areas
        self._units = picture.entities["unit"]
        self._notes = DeviceNotes()
        self._board = board
        self._prefix = prefix
        self._zone = zone
        self._now = now
        self._gate = Gatekeeper(store, work, now)
        self._devices = Devices(store, work)
        self._door = Door(self._units, board, self._devices, self._notes, self._gate, zone)

    async def accept_report(
        self, raw: Raw | object, *, feed: str, actor: str, broken: int = 0
    ) -> tuple[Incident, bool]:
        """Make an incident of a report, once per (source, source_id) until it has ended.

        Told again while it is open, with other content, a report corrects its incident.

        Args:
            raw: the decoded body.
            feed: which way it came.
            actor: who says so.
            broken: characters of the body that could not be read.

        Returns:
            The incident, committed, and True; or the one that is there already, and False.

        Raises:
            InvalidError: a field that cannot be accepted, by name; nothing was written.
            FullError: too many reports are waiting to be written.
        """
        report = read_report(raw, now=self._now())
        report = replace(report, broken=report.broken + broken)
        place = self.place_of(report)
        return await self.keep(report, place, feed=feed, actor=actor)

    def place_of(self, report: Report) -> Place:
        """Where a report lies: its point, else the label point of its area.

        Raises:
            InvalidError: too far outside the district, or an unknown area.
        """
        named = self._areas.place_of_area(report.area_code) if report.area_code else None
        if report.place is not None:
            return self._areas.place(*report.place, crs=report.crs)
        if named is None:
            raise ValueError("a checked report has a place or an area code")
        return named

    async def keep(
        self, report: Report, place: Place, *, feed: str, actor: str
    ) -> tuple[Incident, bool]:
        """Write a checked and placed report; the same again is answered with the first."""

        def write(tx: Transaction) -> tuple[Incident, bool]:
            held = tx.incident_by_source(report.source, report.source_id)
            if held is None:
                return self._put(tx, report, place, feed=feed, actor=actor), True
            return self._told_again(tx, held, report, place, feed=feed, actor=actor)

        incident, is_new = await in_transaction(self._store, self._work, write)
        self._gate.accepted(feed)
        return incident, is_new

    def _told_again(
        self,
        tx: Transaction,
        held: Incident,
        report: Report,
        place: Place,
        *,
        feed: str,
        actor: str,
    ) -> tuple[Incident, bool]:
        """The same changes nothing, another corrects it, one after its end is a new event."""
        new = self._made(report, place, number=held.number, feed=feed, heard_at=tx.at)
        told = told_last(tx.history("incident", held.number), from_state)
        reported_at = report.reported_at if report.names_its_time else None
        match again(held, told, new, reported_at=reported_at, now=tx.at):
            case Again.SAME:
                return held, False
            case Again.CORRECTION:
                return self._correct(tx, held, told, new, actor=actor), False
        return self._put(tx, report, place, feed=feed, actor=actor, earlier=held), True

    @staticmethod
    def _correct(
        tx: Transaction, held: Incident, told: Told | None, new: Incident, *, actor: str
    ) -> Incident:
        """Write down what the source says now; crews under way are told."""
        after, changed = corrected(held, told, new)
        if after != held:
            tx.put_incident(after, action=CORRECT, actor=actor)
            tell_corrected(tx, held, after, actor=actor)
        words = f"来源 {held.source} 更正：{'、'.join(changed)}"
        put_note(tx, of_incident(held.number), words, (), actor=actor)
        return after

    def _made(
        self, report: Report, place: Place, *, number: str, feed: str, heard_at: datetime
    ) -> Incident:
        is_demo = feed == SIMULATOR
        return new_incident(report, place, number=number, is_demo=is_demo, heard_at=heard_at)

    def _put(
        self,
        tx: Transaction,
        report: Report,
        place: Place,
        *,
        feed: str,
        actor: str,
        earlier: Incident | None = None,
    ) -> Incident:
        ordinal = tx.next_ordinal(tx.at.astimezone(self._zone).date())
        number = incident_number(self._prefix, tx.at, self._zone, ordinal)
        incident = self._made(report, place, number=number, feed=feed, heard_at=tx.at)
        if earlier is not None:
            incident = replace(incident, links=(earlier.number,))
            links = (*earlier.links, number)
            tx.put_incident(replace(earlier, links=links), action="link", actor=actor)
        tx.put_incident(
            incident, action=REPORT, actor=actor, occurred_at=incident.reported_at, is_new=True
        )
        incident = self._raises(tx, incident)
        if earlier is not None:
            words = f"来源编号 {report.source_id} 曾用于 {earlier.number}，该事件已结束；另立新事件"
            put_note(tx, of_incident(number), words, (), actor=actor)
        if report.broken:
            put_note(tx, of_incident(number), BROKEN_LETTERS, (), actor=actor)
        return incident

    def accept_fixes(self, fixes: Iterable[Fix], *, feed: str, crs: str = "wgs84") -> Accepted:
        """Move units to where they say they are; unknown devices are held for adoption.

        Cheap and without waiting: thousands come each second.
        """
        passage = Passage(feed, self._now(), fixes=list(fixes), crs=crs)
        return self.take_positions(passage).outcome

    def take_positions(self, passage: Passage) -> Passage:
        """Take a message's positions through every step (operations/ingest/steps.py)."""
        return walk(passage, self._door)

    async def take(self, passage: Passage, ring: Ring) -> Passage:
        """Take a message through every step, and ring for the alarms in it."""
        walk(passage, self._door)
        await ring_alarms(passage, ring, self._door)
        return passage

    def refuse(self, feed: str, reason: Reason, payload: bytes, *, count: int = 1) -> None:
        """Count a message that was refused, and keep it with its reason."""
        self._gate.refused(feed, reason, payload, count=count)

    def health(self) -> Mapping[str, dict[str, Any]]:
        """Counts, last moments and state of every feed heard so far.

        `odd_devices` counts what `device_notes` names.
        """
        return {
            name: told | {"odd_devices": self._notes.counts(name)}
            for name, told in self._gate.health().items()
        }

    def refused_by_reason(self) -> Mapping[tuple[str, str, str], int]:
        """Messages refused since the start, by feed, code of the refusal and field."""
        return self._gate.reasons()

    def alike(self, device_id: str) -> tuple[str, ...]:
        """The units a stranger's id may have been meant for; likeliest first."""
        return alike(device_id, self._units)

    def device_notes(self) -> list[dict[str, Any]]:
        """What is odd about devices, by name: their clocks, invented places, unknown alarms."""
        return self._notes.told()

    async def run(self) -> None:
        """Write behind what need not be answered for: refusals and waiting devices."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._gate.run())
            tasks.create_task(self._devices.load())
            tasks.create_task(self._look_after_devices())

    async def close(self) -> None:
        """Write what still waits; called once, when nothing more comes in."""
        await self._gate.put_away()
        await self._devices.sort_out()
        while await self._devices.save():
            pass

    async def adopt_devices(self) -> int:
        """Move units to where their devices were heard before the units were known."""
        fixes = await self._devices.release(self._units)
        return self._board.update(fixes, source=ADOPTED).taken if fixes else 0

    async def _look_after_devices(self) -> None:
        while True:
            for _ in range(LOOKS_PER_SAVE):
                await asyncio.sleep(LOOK_EVERY_S)
                await self.adopt_devices()
                await self._devices.sort_out()
            await self._devices.save()
