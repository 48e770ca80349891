"""Reports from a phone: one way in, whatever they become, with photos and a voice note."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from domain.access.access import require
from domain.access.callers import Caller
from domain.centre.cases.case import CASE
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.field.reports.press import taken_at, told_at
from domain.incidents.additions import FILE
from domain.incidents.duplicates import metres_between, suspects
from domain.incidents.incidents import ENDED, Incident, IncidentClass
from domain.incidents.incidents import from_state as incident_from
from domain.net.items.classes import ClassTable
from domain.net.items.items import NET_ITEM
from domain.net.tasks.findings import NET_FINDING, NetFinding
from domain.subject_key import SubjectKey, of_incident
from domain.video.inspections.findings import INSPECTION_FINDING
from domain.video.places.sites import KeySite
from operations.files.shelf import Shelf
from operations.live.picture import Picture
from operations.net.tasks.finding import Findings, Found, finding_id_of
from operations.net.tasks.task_desk import TaskDesk
from operations.video.inspections.reporting import Reporting
from store.net import tasks as kept

# A photo was made smaller on the phone; one that could not be is refused with a sentence.
LARGEST_FILE = 8 * 1024 * 1024
MOST_FILES = 7
SITES_WITHIN_M = 300
OWN_DAYS = 7
MOST_OWN = 50
MOST_NEAR = 5


@dataclass(frozen=True, slots=True)
class Near:
    """Something open that may be what somebody is about to report.

    Attributes:
        number: of the incident; empty for a report that became no incident of theirs to see.
        is_own: whether they reported it themselves.
    """

    found: IncidentClass
    metres: int
    minutes: int
    number: str = ""
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """What is around a place: what may be the same, and the places somebody inspects."""

    near: Sequence[Near]
    sites: Sequence[tuple[KeySite, int]]


class FieldReports:
    """Where people in the field report.

    Args:
        desk: of work in the grids.
        findings: where what is found comes in, once.
        inspected: what is found at key places.
        classes: the table of items in force.
        picture: of the incidents that are open.
    """

    def __init__(
        self,
        desk: TaskDesk,
        findings: Findings,
        inspected: Reporting,
        classes: Callable[[], Awaitable[ClassTable]],
        picture: Picture,
    ) -> None:
        self._desk, self._findings, self._inspected = desk, findings, inspected
        self._classes = classes
        self._incidents = picture.entities["incident"]
        self._shelf: Shelf | None = None

    def put_on(self, shelf: Shelf) -> None:
        """Keep photos and voice notes on a shelf, which is made after the reports."""
        self._shelf = shelf

    async def item_classes(self, caller: Caller) -> ClassTable:
        """The classes of items a report of street order may name.

        Raises:
            NotAllowedError: the caller is not in the field.
        """
        require(caller, "field.use")
        return await self._classes()

    async def around(self, lat: float, lon: float, found: IncidentClass, caller: Caller) -> Around:
        """What is open near a place and may be the same, likeliest first, and inspected places.

        Raises:
            NotAllowedError: the caller is not in the field.
            InvalidError: the place is outside the district.
        """
        require(caller, "field.use")
        self._desk.areas.place(lat, lon)
        now = self._desk.now()
        sites = await self._inspected.near(lat, lon, SITES_WITHIN_M, caller)
        far = [(one, round(metres_between(lat, lon, one.lat, one.lon))) for one in sites]
        reported = await self._reported_near(lat, lon, found, now, caller)
        told = {one.number for one in reported if one.number}
        open_ones = [
            Near(one.incident.incident_class, round(one.distance_m), _minutes(one.apart), number)
            for one in suspects(self._open(caller), incident_class=found, lat=lat, lon=lon, at=now)
            if (number := one.incident.number) not in told
        ]
        return Around([*reported, *open_ones][:MOST_NEAR], far)

    def _open(self, caller: Caller) -> list[Incident]:
        live = [
            incident_from(record.state, record.private)
            for record in self._incidents.values()
            if record.state["status"] not in ENDED
        ]
        return [one for one in live if caller.scope.covers(one.area_code)]

    async def _reported_near(
        self, lat: float, lon: float, found: IncidentClass, now: datetime, caller: Caller
    ) -> list[Near]:
        """Reports a new one would join: said before it is sent, not afterwards."""
        rules = self._desk.settings.findings
        held = await self._desk.ask(
            lambda one: kept.findings_since(one, now - rules.within, now + timedelta(seconds=1))
        )
        near: list[Near] = []
        for one in held:
            metres = metres_between(lat, lon, one.lat, one.lon)
            covers = caller.scope.covers(one.area_code)
            if one.found is found and metres <= rules.near_m and covers and not one.of:
                is_own = one.by == caller.actor
                near.append(
                    Near(found, round(metres), _minutes(now - one.at), one.incident or "", is_own)
                )
        return sorted(near, key=lambda one: (one.metres, one.minutes))

    async def report(
        self, told: Found, caller: Caller, *, age_ms: float = 0
    ) -> tuple[NetFinding, bool]:
        """Report something once; the same key again is the same report.

        `age_ms`: how long ago it was pressed.

        Raises:
            NotAllowedError: the caller is not in the field.
            InvalidError: a text, the place, a class or a site does not do.
            ConflictError: the key is that of another report.
        """
        require(caller, "field.use")
        pressed = told_at(self._desk.now(), age_ms)
        return await self._findings.report(replace(told, told_at=pressed), caller)

    async def keep_file(
        self, key: str, raw: bytes, age_ms: float, caller: Caller
    ) -> dict[str, Any]:
        """Keep a photo or a voice note of a report, once, with what the report has become.

        `age_ms`: how long ago it was taken.

        Raises:
            NotAllowedError: the caller is not in the field.
            NotFoundError: they reported nothing under this key.
            InvalidError: it is neither picture nor sound, or too large.
            ConflictError: the report has too many, or has become nothing yet.
        """
        require(caller, "field.use")
        if not 0 < len(raw) <= LARGEST_FILE:
            raise InvalidError(
                says="file_too_large", most=LARGEST_FILE // 2**20, field="file", code="wrong_file"
            )
        finding_id = finding_id_of(caller.actor, key)
        one = await self._desk.ask(lambda c: kept.one_of(c, NET_FINDING, finding_id))
        if one is None or self._shelf is None:
            raise NotFoundError(says="field_no_report", field="key")
        about, url = _subject_of(one)
        file_id = f"{finding_id}-{sha256(raw).hexdigest()[:16]}"
        store = self._desk.store
        held = await self._desk.work.read(lambda: store.newest_about(FILE.name, about))
        brought = {file.id for file in held if file.id.startswith(f"{finding_id}-")}
        if len(brought - {file_id}) >= MOST_FILES:
            raise ConflictError(says="too_many_files", most=MOST_FILES, field="file")
        moment = taken_at(self._desk.now(), age_ms)
        return await self._shelf.keep(
            about, file_id, "现场上报", raw, url=url + file_id, caller=caller,
            taken_at=moment, is_asked=True,
        )  # fmt: skip

    async def own(self, caller: Caller) -> Sequence[NetFinding]:
        """What the caller reported in the last days, newest first.

        Raises:
            NotAllowedError: the caller is not in the field.
        """
        require(caller, "field.use")
        since = self._desk.now() - timedelta(days=OWN_DAYS)
        found = await self._desk.ask(lambda one: kept.findings_by(one, caller.actor, since))
        return found[:MOST_OWN]

    def status_of(self, one: NetFinding) -> str:
        """How the incident of a report stands; empty where there is none, or it is long over."""
        record = self._incidents.get(one.incident or "")
        state: Mapping[str, Any] = record.state if record else {}
        return str(state.get("status", ""))


def _subject_of(one: NetFinding) -> tuple[SubjectKey, str]:
    """What a report has become, and where its files are read.

    Raises:
        ConflictError: nothing yet; the report is to be sent once more first.
    """
    if one.incident:
        return of_incident(one.incident), f"/api/v1/desk/incidents/{one.incident}/files/"
    if one.item_id:
        return SubjectKey(NET_ITEM.name, one.item_id), f"/api/v1/net/items/{one.item_id}/photos/"
    if one.case_code:
        return SubjectKey(CASE.name, one.case_code), "/api/v1/files/"
    if one.inspection_id:
        return SubjectKey(INSPECTION_FINDING.name, one.inspection_id), "/api/v1/files/"
    raise ConflictError(says="field_not_routed", field="key")


def _minutes(apart: timedelta) -> int:
    return max(0, round(apart.total_seconds() / 60))
