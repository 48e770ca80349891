"""Reports, own work and positions of the phone page: what is read and answered."""

from collections.abc import Callable, Collection
from typing import Annotated

from pydantic import Field

from api.field.bodies import Pressed
from api.typed import Answer, Body, Longest
from domain.centre.cases.categories import CATEGORY_NAMES, IN_USE
from domain.incidents.classes import class_bodies
from domain.incidents.incidents import IncidentClass
from domain.moments import to_iso
from domain.net.items.classes import ClassTable
from domain.net.tasks.care import CareLine
from domain.net.tasks.findings import NetFinding
from domain.net.tasks.lists import TaskLine
from operations.field.positions.sharing import Shares
from operations.field.reports.own_work import OwnWork
from operations.field.reports.reports import Around
from operations.field.reports.sketch import Sketch

MOST_FIXES = 200


class FieldReportIn(Pressed):
    """What somebody reports; the same key again is the same report.

    `fix`: `phone` for the phone's own position, `map` for a tap.
    """

    found: str
    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    fix: str = Field("phone", pattern="^(phone|map)$")
    text: str = Field(min_length=1, max_length=1000)
    severity: int = Field(4, ge=1, le=4)
    party: Annotated[str | None, Longest(64)] = None
    phone: Annotated[str | None, Longest(32)] = None
    category: str | None = None
    item_class: Annotated[str | None, Longest(10)] = None
    site_id: Annotated[str | None, Longest(64)] = None


class FieldReportOut(Answer):
    """A report and what it became; `status`: of its incident, empty where there is none."""

    finding_id: str
    found: str
    verdict: str
    incident: str | None
    case_code: str | None
    item_id: str | None
    inspection_id: str | None
    at: str
    told_at: str | None
    status: str
    text: str | None


class FieldReportList(Answer):
    """One's own reports of the last days, newest first."""

    items: list[FieldReportOut]


class OutlineOut(Answer):
    """A grid: its rings are of [lat, lon]."""

    name: str
    rings: list[list[list[float]]]


class SketchOut(Answer):
    """A small map around a middle; roads are pieces [lat, lon, lat, lon]."""

    lat: float
    lon: float
    within_m: float
    grids: list[OutlineOut]
    roads: list[list[float]]


class FieldFileOut(Answer):
    """A kept photo or voice note: the hash of what arrived, and when it was taken."""

    file_id: str
    received_sha256: str | None
    taken_at: str | None


class NearOut(Answer):
    """Something open that may be the same."""

    found: str
    metres: int
    minutes: int
    number: str
    is_own: bool


class SiteOut(Answer):
    """A place that somebody inspects."""

    site_id: str
    name: str
    metres: int


class AroundOut(Answer):
    """What is around a place."""

    near: list[NearOut]
    sites: list[SiteOut]


class ReportClassOut(Answer):
    """A class of street order."""

    code: str
    name: str


class ClassOut(Answer):
    """A class of what is found, or of a dispute."""

    code: str
    name: str


class ReportOptions(Answer):
    """What a report may name besides its class."""

    classes: list[ClassOut]
    item_classes: list[ReportClassOut]
    categories: list[ClassOut]


class OwnTaskOut(Answer):
    """A task: `evidence` are words of what it asks for; place: a key place, where it is at one."""

    task_id: str
    name: str
    form: str
    area_code: str
    area: str
    due: str
    standing: str
    is_proven: bool | None
    why: list[str]
    evidence: list[str]
    place: str
    lat: float | None
    lon: float | None


class OwnVisitOut(Answer):
    """A care visit that is due; `name` and `address` are for whoever makes it alone."""

    visit_id: str
    group: str
    due: str
    needs_companion: bool
    name: str | None
    address: str | None


class OwnPointOut(Answer):
    """An entry of one's own credit: points by a rule, and which outcomes earned them."""

    day: str
    ledger: str
    rule: str
    points: int
    outcomes: int
    left_out: list[str]


class OwnWorkOut(Answer):
    """One's own work; points are None where the month was not counted: that is no zero."""

    tasks: list[OwnTaskOut]
    visits: list[OwnVisitOut]
    month: str
    points: int | None
    entries: list[OwnPointOut]
    deductions: int


class TaskDoneIn(Pressed):
    """A task that was done, where; of a patrol `walked_ms`: how long it took."""

    status: str = Field("done", pattern="^(done|declined)$")
    lat: float | None = Field(None, ge=-90, le=90)
    lon: float | None = Field(None, ge=-180, le=180)
    note: Annotated[str | None, Longest(1000)] = None
    walked_ms: float | None = Field(None, ge=0)


class TaskDoneOut(Answer):
    """A task as it stands; of a patrol whether its track bears it out, and what is missing."""

    task_id: str
    status: str
    is_proven: bool | None
    why: list[str]


class VisitIn(Pressed):
    """A care visit that was made."""

    outcome: str = Field(pattern="^(met|declined|not_at_home)$")
    companions: list[str] = Field([], max_length=6)
    note: Annotated[str | None, Longest(1000)] = None


class VisitOut(Answer):
    """A visit as it was written down."""

    visit_id: str
    outcome: str


class SharesIn(Pressed):
    """Whether somebody agrees to share their position on duty."""

    agrees: bool


class SharesOut(Answer):
    """How one's sharing stands."""

    unit_id: str | None
    on_duty: bool
    consent: bool


class FixIn(Body):
    """Where the phone was, WGS 84, and how long ago."""

    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    age_ms: float = Field(0, ge=0, le=86_400_000)
    speed_kmh: float | None = None
    bearing_deg: float | None = Field(None, ge=0, le=360)
    accuracy_m: float | None = Field(None, ge=0, allow_inf_nan=False)
    battery: float | None = Field(None, ge=0, le=1)


class FixesIn(Body):
    """Positions, oldest first."""

    fixes: list[FixIn] = Field(min_length=1, max_length=MOST_FIXES)


class FixesOut(Answer):
    """What became of them."""

    taken: int
    ignored: int


class TrackerOut(Answer):
    """How apps that send in the background are set up; the key in it is told once."""

    unit_id: str
    traccar: str
    traccar_app: str
    owntracks: str
    traccar_qr: str
    owntracks_qr: str


class TrackersEnded(Answer):
    """How many keys were ended."""

    count: int


def report_out(one: NetFinding, status: str, *, is_open: bool) -> FieldReportOut:
    """A report as its reporter reads it; its words only on a phone that was opened."""
    return FieldReportOut(
        finding_id=one.finding_id, found=one.found.value, verdict=one.verdict.value,
        incident=one.incident, case_code=one.case_code, item_id=one.item_id,
        inspection_id=one.inspection_id, at=to_iso(one.at),
        told_at=to_iso(one.told_at) if one.told_at else None, status=status,
        text=one.text if is_open else None,
    )  # fmt: skip


def options_out(table: ClassTable, classes: Collection[IncidentClass]) -> ReportOptions:
    """What a report may name: some classes of incidents, items of a table, kinds of dispute."""
    return ReportOptions(
        classes=[
            ClassOut(code=one["code"], name=one["name"])
            for one in class_bodies()
            if one["code"] in classes
        ],
        item_classes=[ReportClassOut(code=one.code, name=one.name) for one in table.lines],
        categories=[
            ClassOut(code=code, name=name)
            for code, name in CATEGORY_NAMES.items()
            if code in IN_USE
        ],
    )


def sketch_out(made: Sketch) -> SketchOut:
    """A small map."""
    grids = [
        OutlineOut(name=one.name, rings=[[[*at] for at in ring] for ring in one.rings])
        for one in made.grids
    ]
    return SketchOut(
        lat=made.lat, lon=made.lon, within_m=made.within_m, grids=grids,
        roads=[[*one] for one in made.roads],
    )  # fmt: skip


def around_out(found: Around) -> AroundOut:
    """What is around a place."""
    near = [
        NearOut(
            found=one.found.value, metres=one.metres, minutes=one.minutes, number=one.number,
            is_own=one.is_own,
        )
        for one in found.near
    ]  # fmt: skip
    sites = [SiteOut(site_id=one.site_id, name=one.name, metres=far) for one, far in found.sites]
    return AroundOut(near=near, sites=sites)


def work_out(work: OwnWork, area_name: Callable[[str], str], *, is_open: bool) -> OwnWorkOut:
    """One's own work; names and addresses only on a phone that was opened."""
    credit = work.credit
    is_counted = credit is not None and credit.run is not None
    entries = credit.entries if credit else []
    return OwnWorkOut(
        tasks=[_task_out(one, work, area_name) for one in work.tasks],
        visits=[_visit_out(one, is_open=is_open) for one in work.visits],
        month=credit.month if credit else "",
        points=sum(one.points for one in entries) if is_counted else None,
        entries=[
            OwnPointOut(
                day=one.day, ledger=one.ledger.value,
                rule=work.rules.get(one.rule_id, one.rule_id), points=one.points,
                outcomes=len(one.outcomes), left_out=list(one.left_out),
            )
            for one in entries
        ],
        deductions=len(credit.deductions) if credit else 0,
    )  # fmt: skip


def _task_out(line: TaskLine, work: OwnWork, area_name: Callable[[str], str]) -> OwnTaskOut:
    due = line.due
    place = work.places.get(due.target.place_id or "")
    return OwnTaskOut(
        task_id=due.task_id, name=due.schedule.name, form=due.schedule.form.value,
        area_code=due.target.grid, area=area_name(due.target.grid), due=due.due.isoformat(),
        standing=line.standing.value, is_proven=line.is_proven, why=list(line.why),
        evidence=list(work.evidence.get(due.schedule.type_id, ())), place=line.place,
        lat=place.lat if place else None, lon=place.lon if place else None,
    )  # fmt: skip


def _visit_out(line: CareLine, *, is_open: bool) -> OwnVisitOut:
    person = line.due.person
    return OwnVisitOut(
        visit_id=line.due.visit_id, group=person.group.value, due=line.due.due.isoformat(),
        needs_companion=person.needs_companion, name=person.name if is_open else None,
        address=person.address if is_open else None,
    )  # fmt: skip


def shares_out(one: Shares) -> SharesOut:
    """How sharing stands."""
    return SharesOut(unit_id=one.unit_id, on_duty=one.on_duty, consent=one.consent)
