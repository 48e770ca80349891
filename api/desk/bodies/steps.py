"""The steps of an incident and the units on it."""

from pydantic import Field

from api.desk.bodies.incidents import DeskIncident
from api.desk.bodies.notices import NoticeAnswer
from api.desk.bodies.shapes import CalledIncident, Noted, UnitNamed
from api.typed import Answer, Body, Text, Texts


class AssignmentAnswer(UnitNamed):
    """A unit on an incident, and how its notice stands."""

    assignment_id: str
    number: str
    area_code: str
    assigned_at: str
    en_route_at: str | None
    on_scene_at: str | None
    cleared_at: str | None
    is_demo: bool
    notice: NoticeAnswer | None


class SentAnswer(Answer):
    """An incident after units were sent, taken off or swapped."""

    incident: DeskIncident
    assignments: list[AssignmentAnswer]
    notices: list[NoticeAnswer]


class NewStatus(Noted):
    """The next status, of the units named or of the incident alone with a reason."""

    status: Text
    unit_ids: Texts = None
    reason: Text = None


class Resolve(Noted):
    """Resolved; a reason where no unit was there."""

    reason: Text = None


class Close(Noted):
    """How it ended."""

    disposition: Text


class Cancel(Body):
    """Why it is cancelled; a false alarm unless said."""

    disposition: Text = None
    reason: Text


class Reason(Body):
    """Why."""

    reason: Text


class Correction(CalledIncident):
    """What is corrected; a field that is not named stays as it is."""

    incident_class: Text = Field(default=None, alias="class")


class Transfer(Noted):
    """The department it is handed to; none for the centre."""

    owner: Text = None


class Share(Body):
    """The departments that see it too; `seen` are those the sender knew of."""

    departments: Texts
    seen: Texts = None


class Assign(Noted):
    """The units to be sent."""

    unit_ids: Texts


class Swap(Body):
    """The unit taken off, and the one sent for it."""

    release: Text
    assign: Text


class UnitStatusSent(Body):
    """The status of a unit."""

    status: Text
