"""The card of an incident: people, files, notes, what is near, the timeline."""

from typing import Any

from pydantic import Field

from api.desk.bodies.checklists import AnsweredChecklist
from api.desk.bodies.incidents import ClockAnswer, DeskIncident
from api.desk.bodies.notices import NoticeAnswer
from api.desk.bodies.shapes import OfSubject, Signed
from api.desk.bodies.steps import AssignmentAnswer
from api.incidents.bodies import NamedArea
from api.typed import Answer, Body, Mapped, Text


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


class FileOnCard(Signed, OfSubject):
    """A file of an incident."""

    file_id: str
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


class NoteAnswer(Signed, OfSubject):
    """A note; its text is null when it was erased."""

    note_id: str
    number: str
    units: list[str]
    text: str | None


class NewNote(Body):
    """A note; sent again with its key it is written once."""

    text: Text
    key: Text = None


class CameraNear(Answer):
    """A camera near an incident."""

    camera_id: str
    name: str
    camera_class: str = Field(alias="class")
    distance_m: int
    status: str
    seen: str | None
    preset: int | None
    is_connected: bool


class SiteNear(Answer):
    """A key place or unit near an incident; names and numbers masked."""

    site_id: str
    name: str
    sort: str
    nature: str
    distance_m: int
    hazards: str
    responsible: str | None
    phone: str | None


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
    sites: list[SiteNear]
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


class PushAnswer(Answer):
    """An item pushed to the police or to the grids; `fields` are the names of what was sent."""

    push_id: str
    direction: str
    state: str
    basis: str
    fields: list[str]
    at: str
    received_at: str | None
    decided_at: str | None
    done_at: str | None
    reason: str | None
    outcome: str | None


class PushesAnswer(Answer):
    """What was pushed out of an incident; `way` is what the caller may push, null for nothing."""

    way: str | None
    items: list[PushAnswer]


class NewPushBody(Body):
    """Something pushed: only fields of the list of its direction."""

    direction: Text
    basis: Text
    told: Mapped
    key: Text = None


class CardAnswer(CardOnPaper):
    """Everything about an incident but its timeline."""

    pushes: PushesAnswer
    notes: list[NoteAnswer]
    near: NearAnswer


class TimelineEntry(Signed):
    """A line of the timeline: what was done, said in the reader's language."""

    seq: int
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
