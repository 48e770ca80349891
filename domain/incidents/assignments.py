"""An assignment: one unit sent to one incident, open until it is cleared."""

from dataclasses import dataclass
from datetime import datetime

from domain.kind import AN_INCIDENT, EVERY_FIELD, Audience, Ends, Kind, Live, Owned
from domain.kind_fields import AREA, fields_of


@dataclass(frozen=True, slots=True)
class Assignment:
    """A unit sent to an incident; open while `cleared_at` is None.

    `area_code` is the incident's, so that an area's view can filter without a join.
    """

    assignment_id: str
    number: str
    unit_id: str
    area_code: str
    assigned_at: datetime
    en_route_at: datetime | None = None
    on_scene_at: datetime | None = None
    cleared_at: datetime | None = None
    is_demo: bool = False


ASSIGNMENT = Kind(
    name="assignment",
    entity=Assignment,
    fields=fields_of(
        Assignment,
        number={"is_needed": True},
        unit_id={"is_needed": True},
        area_code={"shape": AREA},
        assigned_at={"is_needed": True},
    ),
    id_field="assignment_id",
    audience=Audience(
        ("live.see", "facts.read", "journal.read"), area_field="area_code", owned=Owned.SUBJECT
    ),
    wall=EVERY_FIELD,
    live=Live.UNTIL_ENDED,
    ends=Ends("cleared_at"),
    hangs_on=AN_INCIDENT,
    is_buffered=True,
    timeline=True,
    title="派遣",
    says={
        "assign": "{who} 派出",
        "en_route": "{who} 出发",
        "on_scene": "{who} 到场",
        "clear": "{who} 撤离",
        "merge": "{who} 随并案转来",
        "correct": "{who} 随事件更正地点",
    },
)
to_state, from_state = ASSIGNMENT.state_of, ASSIGNMENT.entity_of
