"""What the routes of the desk read and answer."""

from typing import Any, Literal

from pydantic import Field

from api.incidents.bodies import IncidentAnswer, NamedArea
from api.typed import (
    Answer,
    Body,
    Flag,
    Mapped,
    Moment,
    Number,
    Objects,
    Text,
    Texts,
    Whole,
)

# incidents ---------------------------------------------------------------------------------


class DeskIncident(IncidentAnswer):
    """An incident with what may be done next."""

    next_steps: list[str]
    may_reopen: bool


class ClockAnswer(Answer):
    """A clock of an incident; `until` is null while it runs, the target where there is none."""

    name: str
    label: str
    since: str
    until: str | None
    target_s: float | None
    elapsed_s: float
    state: str


class QueuedIncident(DeskIncident):
    """An incident of the queue with its clocks."""

    clocks: list[ClockAnswer]


class QueueAnswer(Answer):
    """The queue, most urgent first, and where it goes on."""

    items: list[QueuedIncident]
    next: str | None


class HandedOn(Answer):
    """Who has a call of another area now."""

    area_code: str
    name: str
    text: str


class CallHandedOn(Answer):
    """A call that lies outside the caller's area: its number, and who has it now."""

    number: str
    area_code: str
    status: str
    handed_on: HandedOn


class MergedAnswer(Answer):
    """An incident that was merged, and the one it is part of now."""

    merged: DeskIncident
    into: DeskIncident


class NoticeAnswer(Answer):
    """A notice and how far it has come."""

    notice_id: str
    subject_kind: str
    subject_id: str
    recipient: str
    chain: str | None
    text: str
    area_code: str | None
    at: str
    pending: list[str]
    purpose: str
    assignment_id: str | None
    unit_id: str | None
    level: int
    state: str
    channel: list[str]
    attempts: int
    error: str | None
    sent_at: str | None
    delivered_at: str | None
    acknowledged_at: str | None
    is_demo: bool
    department: str | None
    head: str
    number: str | None


class NoticeList(Answer):
    """Notices."""

    items: list[NoticeAnswer]


class AssignmentAnswer(Answer):
    """A unit on an incident, and how its notice stands."""

    assignment_id: str
    number: str
    unit_id: str
    area_code: str
    assigned_at: str
    en_route_at: str | None
    on_scene_at: str | None
    cleared_at: str | None
    is_demo: bool
    call_sign: str
    notice: NoticeAnswer | None


class SentAnswer(Answer):
    """An incident after units were sent, taken off or swapped."""

    incident: DeskIncident
    assignments: list[AssignmentAnswer]
    notices: list[NoticeAnswer]


class CallerAnswer(Answer):
    """Who called; name and phone are masked."""

    name: str | None
    phone: str | None
    call_started_at: str | None


class HandlingGrid(Answer):
    """The grid of a department at work."""

    department: str
    name: str
    grid: str


class ItemAnswer(Answer):
    """A line of a checklist; `class` and `version` say which list of an answered one it is of."""

    id: str
    kind: str
    text: str
    options: list[str]
    text_en: str | None
    options_en: list[str]
    incident_class: str | None = Field(default=None, alias="class")
    version: int | None = None


class ChecklistAnswer(Answer):
    """A checklist of a class."""

    incident_class: str = Field(alias="class")
    version: int
    items: list[ItemAnswer]


class AnsweredChecklist(Answer):
    """What was answered to the checklist of an incident."""

    number: str
    incident_class: str = Field(alias="class")
    version: int
    items: list[ItemAnswer]
    changed: list[str]
    answers: dict[str, str | bool | None]
    at: str
    actor: str | None


class FileOnCard(Answer):
    """A file of an incident."""

    file_id: str
    subject_kind: str
    subject_id: str
    number: str
    type: str
    size: int
    width: int | None
    height: int | None
    photo_hash: str | None
    received_sha256: str | None
    sha256: str
    url: str
    name: str | None
    reason: str | None = Field(default=None, description="why it was taken away")
    at: str
    actor: str


class NoteAnswer(Answer):
    """A note; its text is null when it was erased."""

    note_id: str
    subject_kind: str
    subject_id: str
    number: str
    units: list[str]
    at: str
    actor: str
    text: str | None


class CameraNear(Answer):
    """A camera near an incident."""

    camera_id: str
    name: str
    camera_class: str = Field(alias="class")
    distance_m: int
    status: str


class PersonNear(Answer):
    """Somebody who knows the place; names and phones are masked."""

    role: str
    name: str
    area: str
    phone: str | None = None
    unit_id: str | None = None


class NearAnswer(Answer):
    """Cameras and people of a place."""

    cameras: list[CameraNear]
    people: list[PersonNear]
    area_path: list[NamedArea]


class CardOnPaper(Answer):
    """Everything about an incident but its notes and timeline."""

    incident: DeskIncident
    caller: CallerAnswer
    assignments: list[AssignmentAnswer]
    notices: list[NoticeAnswer]
    clocks: list[ClockAnswer]
    handling_grids: list[HandlingGrid]
    merged: list[str]
    links: list[str]
    checklist: AnsweredChecklist | None
    files: list[FileOnCard]
    next_steps: list[str]


class CardAnswer(CardOnPaper):
    """Everything about an incident but its timeline."""

    notes: list[NoteAnswer]
    near: NearAnswer


class TimelineEntry(Answer):
    """A line of the timeline: what was done, said in the reader's language."""

    seq: int
    at: str
    actor: str
    kind: str
    id: str
    action: str
    text: str
    message: str
    values: dict[str, Any]
    detail: dict[str, Any]


class Timeline(Answer):
    """Everything of an incident and of those merged into it, oldest first."""

    items: list[TimelineEntry]


class PrintedCard(CardAnswer):
    """A card with its timeline, for paper."""

    at: str
    actor: str
    timeline: list[TimelineEntry]


class Written(Answer):
    """It stands in the journal."""

    written_down: Literal[True]


# what is sent --------------------------------------------------------------------------------


class NewStatus(Body):
    """The next status, of the units named or of the incident alone with a reason."""

    status: Text
    unit_ids: Texts = None
    reason: Text = None
    note: Text = None


class Resolve(Body):
    """Resolved; a reason where no unit was there."""

    reason: Text = None
    note: Text = None


class Close(Body):
    """How it ended."""

    disposition: Text
    note: Text = None


class Cancel(Body):
    """Why it is cancelled; a false alarm unless said."""

    disposition: Text = None
    reason: Text


class Reason(Body):
    """Why."""

    reason: Text


class Correction(Body):
    """What is corrected; a field that is not named stays as it is."""

    severity: Whole = None
    incident_class: Text = Field(default=None, alias="class")
    title: Text = None
    description: Text = None
    caller_name: Text = None
    caller_phone: Text = None
    address: Text = None
    lat: Number = None
    lon: Number = None
    area_code: Text = None
    crs: Text = None


class Transfer(Body):
    """The department it is handed to; none for the centre."""

    owner: Text = None
    note: Text = None


class Share(Body):
    """The departments that see it too; `seen` are those the sender knew of."""

    departments: Texts
    seen: Texts = None


class Assign(Body):
    """The units to be sent."""

    unit_ids: Texts
    note: Text = None


class Swap(Body):
    """The unit taken off, and the one sent for it."""

    release: Text
    assign: Text


class UnitStatusSent(Body):
    """The status of a unit."""

    status: Text


class CallSent(Body):
    """A call as the form holds it. `restore` (of a split) takes a merge back."""

    key: Text
    incident_class: Text = Field(alias="class")
    severity: Whole = None
    title: Text = None
    description: Text = None
    address: Text = None
    lat: Number = None
    lon: Number = None
    area_code: Text = None
    crs: Text = None
    call_started_at: Moment = None
    caller_name: Text = None
    caller_phone: Text = None
    accept: Flag = None
    links: Texts = None
    owner: Text = None
    restore: Flag = None


class DoublesAsked(Body):
    """What a call is about, before it is an incident."""

    incident_class: Text = Field(alias="class")
    lat: Number = None
    lon: Number = None
    area_code: Text = None
    crs: Text = None
    at: Moment = None
    address: Text = None


class CallerAsked(Body):
    """The number of whoever rings."""

    phone: Text


class Link(Body):
    """The other incident."""

    other: Text


class Merge(Body):
    """The incident it is merged into."""

    into: Text
    note: Text = None


class NewNote(Body):
    """A note; sent again with its key it is written once."""

    text: Text
    key: Text = None


class ChecklistWritten(Body):
    """A new checklist, made from a version."""

    version: Whole
    items: Objects


class ChecklistAnswered(Body):
    """Answers to a version of a checklist, by the id of the line."""

    version: Whole
    answers: Mapped
    incident_class: Text = Field(default=None, alias="class")


class RevealAsked(Body):
    """Which personal fields of what are to be shown, and why."""

    kind: Text
    id: Text
    fields: Texts = None
    reason: Text


# lists and figures ----------------------------------------------------------------------------


class Revealed(Answer):
    """Personal fields in full, and after how many seconds a screen hides them again."""

    kind: str
    id: str
    fields: dict[str, Any]
    hides_after_s: int


class ClassFound(Answer):
    """A class of incidents, and how it is typed."""

    code: str
    name: str
    pinyin: str
    initials: str
    severity: int


class ClassesFound(Answer):
    """The classes a text may mean."""

    items: list[ClassFound]


class PlaceFound(Answer):
    """A place a text may mean, and how exactly it is known."""

    source: str
    code: str
    name: str
    path: list[NamedArea]
    lat: float
    lon: float
    precision: str
    radius_m: int
    text: str


class PlacesFound(Answer):
    """The places a text may mean, likeliest first."""

    items: list[PlaceFound]


class PhoneFound(Answer):
    """Where the phone of one of our own units is."""

    lat: float
    lon: float
    at: str
    source: str
    call_sign: str


class Suspect(Answer):
    """An incident that may be the same."""

    number: str
    title: str | None
    incident_class: str = Field(alias="class")
    status: str
    severity: int
    reported_at: str
    distance_m: int
    minutes: int
    score: float
    reasons: list[str]


class Suspects(Answer):
    """The likely doubles of a call."""

    items: list[Suspect]


class CheckIn(Answer):
    """A unit on scene, and when it must say that it is well."""

    unit_id: str
    call_sign: str
    number: str
    due_at: str
    state: str


class CheckIns(Answer):
    """Those that are due."""

    items: list[CheckIn]


class CheckedIn(Answer):
    """A unit that is well, and when it is asked again."""

    unit_id: str
    number: str
    next_at: str | None


class WaitingAt(Answer):
    """Where a unit waits, or is moving up to."""

    area_code: str
    name: str
    ordered_at: str
    arrived_at: str | None


class UnitOnBoard(Answer):
    """A unit of the board."""

    unit_id: str
    call_sign: str
    kind: str
    subkind: str | None
    home_area: str | None
    number: str | None
    since: str
    standby: WaitingAt | None


class StatusColumn(Answer):
    """The units of a status."""

    status: str
    units: list[UnitOnBoard]


class Board(Answer):
    """Every unit by status."""

    statuses: list[StatusColumn]


class PrintedDesk(Answer):
    """Every open incident and every unit, for paper."""

    at: str
    actor: str
    incidents: list[CardOnPaper]
    statuses: list[StatusColumn]


class Figure(Answer):
    """Seconds of a part over `n` incidents, and the share within the target."""

    n: int
    p50: float | None
    p90: float | None
    within: float | None


class FigureRow(Answer):
    """The parts of the incidents of a class, an area, a shift or a department."""

    key: str
    name: str
    count: int
    answer: Figure
    accept: Figure
    dispatch: Figure
    turnout: Figure
    travel: Figure
    total: Figure


class MeasureAnswer(Answer):
    """A part, its target and the share that must be within."""

    name: str
    label: str
    target_s: float
    share: float


class Figures(Answer):
    """The parts of all incidents of a span."""

    since: str
    until: str
    by: str
    measures: list[MeasureAnswer]
    rows: list[FigureRow]
    total: FigureRow


class NoteOfShift(Answer):
    """A note of an incident of the shift."""

    number: str
    at: str
    actor: str
    text: str | None = None


class StandbyOfShift(WaitingAt):
    """A unit that waits somewhere."""

    unit_id: str
    call_sign: str


class Handover(Answer):
    """What the next shift must know."""

    since: str
    until: str
    actor: str
    open: list[QueuedIncident]
    ended: list[DeskIncident]
    unacknowledged: list[NoticeAnswer]
    notes: list[NoteOfShift]
    standbys: list[StandbyOfShift]
    units: dict[str, int]
    figures: FigureRow


class DutyAnswer(Answer):
    """A unit on duty in a shift; the note is null for departments."""

    day: str
    shift: str
    unit_id: str
    post: str | None
    call_sign: str
    shift_name: str
    note: str | None


class Duties(Answer):
    """Who is on duty on a day."""

    items: list[DutyAnswer]


class DutyLeftOut(Answer):
    """Somebody who stood in the roster and is not named again."""

    day: str
    shift_name: str
    call_sign: str


class RosterLoaded(Answer):
    """What a file of duties replaced; `hidden` are its rows nobody sees."""

    rows: int
    days: int
    removed: int
    hidden: list[int]
    dates: list[str]
    left_out: list[DutyLeftOut]


class ClassOption(ClassFound):
    """A class of the form, with the words it is found by."""

    words: list[str]


class DispositionOption(Answer):
    """A way an incident ends, and in which status."""

    code: str
    name: str
    ends: str


class DepartmentOption(Answer):
    """A department, its classes and its grids."""

    code: str
    name: str
    duty: str | None
    classes: list[str]
    grids: dict[str, list[str]]


class EscalationOption(Answer):
    """After how many seconds an unanswered notice goes to whom."""

    after_s: list[float]
    steps: list[str]


class Asker(Answer):
    """Who asks."""

    role: str
    department: str | None
    area: str | None


class Options(Answer):
    """Every list the forms offer, in order."""

    classes: list[ClassOption]
    severities: list[int]
    unit_statuses: list[str]
    dispositions: list[DispositionOption]
    departments: list[DepartmentOption]
    targets: dict[str, float]
    escalation: EscalationOption
    caller: Asker


class IncidentFound(Answer):
    """An incident a text may mean."""

    kind: Literal["incident"]
    number: str | None
    incident_class: str | None = Field(alias="class")
    severity: int | None
    status: str | None
    area_code: str | None
    lat: float | None
    lon: float | None
    title: str | None


class UnitFound(Answer):
    """A unit a text may mean."""

    kind: Literal["unit"]
    unit_id: str
    call_sign: str
    status: str
    home_area: str | None


class PlaceNamed(PlaceFound):
    """A place a text may mean."""

    kind: Literal["place"]


class Found(Answer):
    """What a text may mean, likeliest first."""

    items: list[IncidentFound | UnitFound | PlaceNamed]
