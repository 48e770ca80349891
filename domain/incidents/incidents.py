"""An incident: what it is, how grave, where it stands, and which step may follow."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo
from enum import IntEnum, StrEnum

from domain.codes.area_codes import CODE_LENGTH, Level
from domain.errors import ConflictError, Terms
from domain.incidents.older_incidents import from_v1, from_v2, from_v3, from_v4
from domain.kind import Audience, Ends, Kind, Live, Owned
from domain.kind_fields import AREA, LAT, LON, Field, Masking, code, fields_of

# The place is that of an area, known no finer.
BY_AREA = "area"
REOPENED_WITHIN = timedelta(hours=24)


class IncidentClass(StrEnum):
    """The classes a client may send."""

    FIRE = "fire"
    TRAFFIC = "traffic"
    FLOOD = "flood"
    MEDICAL = "medical"
    PUBLIC_ORDER = "public_order"
    HAZARD = "hazard"
    CITY_MANAGEMENT = "city_management"
    DISPUTE = "dispute"
    SERVICE_REQUEST = "service_request"
    SOS = "sos"
    OTHER = "other"


class IncidentGroup(StrEnum):
    """GB/T 35561's four groups, and the three kinds of daily work beside them."""

    NATURAL_DISASTER = "natural_disaster"
    ACCIDENT = "accident"
    PUBLIC_HEALTH = "public_health"
    SOCIAL_SAFETY = "social_safety"
    CITY_MANAGEMENT = "city_management"
    DISPUTE = "dispute"
    SERVICE_REQUEST = "service_request"
    OTHER = "other"


GROUP_OF_CLASS: dict[IncidentClass, IncidentGroup] = {
    IncidentClass.FIRE: IncidentGroup.ACCIDENT,
    IncidentClass.TRAFFIC: IncidentGroup.ACCIDENT,
    IncidentClass.FLOOD: IncidentGroup.NATURAL_DISASTER,
    IncidentClass.MEDICAL: IncidentGroup.PUBLIC_HEALTH,
    IncidentClass.PUBLIC_ORDER: IncidentGroup.SOCIAL_SAFETY,
    IncidentClass.HAZARD: IncidentGroup.ACCIDENT,
    IncidentClass.CITY_MANAGEMENT: IncidentGroup.CITY_MANAGEMENT,
    IncidentClass.DISPUTE: IncidentGroup.DISPUTE,
    IncidentClass.SERVICE_REQUEST: IncidentGroup.SERVICE_REQUEST,
    IncidentClass.SOS: IncidentGroup.SOCIAL_SAFETY,
    IncidentClass.OTHER: IncidentGroup.OTHER,
}


class Severity(IntEnum):
    """Ⅰ red, Ⅱ orange, Ⅲ yellow, Ⅳ blue; 1 is the gravest."""

    I = 1  # noqa: E741 - the roman numeral is the field's own word
    II = 2
    III = 3
    IV = 4


class IncidentStatus(StrEnum):
    """Where an incident stands."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    DISPATCHED = "dispatched"
    EN_ROUTE = "en_route"
    ON_SCENE = "on_scene"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"


ENDED = frozenset({IncidentStatus.CLOSED, IncidentStatus.CANCELLED})
# Nobody has answered it yet; nobody was sent yet; dealt with, and still to be closed; no incident
# after all.
UNACCEPTED = frozenset({IncidentStatus.REPORTED})
BEFORE_DISPATCH = frozenset({IncidentStatus.REPORTED, IncidentStatus.ACCEPTED})
HANDLED = frozenset({IncidentStatus.RESOLVED})
VOID = frozenset({IncidentStatus.CANCELLED})
# Severities up to this one are grave: one waiting is told of before all others.
LEAST_GRAVE = Severity.II
SEVERITY_WORDS: dict[Severity, str] = {
    Severity.I: "Ⅰ级 特别重大",
    Severity.II: "Ⅱ级 重大",
    Severity.III: "Ⅲ级 较大",
    Severity.IV: "Ⅳ级 一般",
}

STATUS_WORDS: dict[IncidentStatus, str] = {
    IncidentStatus.REPORTED: "待受理",
    IncidentStatus.ACCEPTED: "已受理",
    IncidentStatus.DISPATCHED: "已派遣",
    IncidentStatus.EN_ROUTE: "途中",
    IncidentStatus.ON_SCENE: "已到场",
    IncidentStatus.RESOLVED: "已处置",
    IncidentStatus.CLOSED: "已结案",
    IncidentStatus.CANCELLED: "已撤销",
}
# What a step is called when it happens, for timelines and the ticker.
STEP_WORDS: dict[IncidentStatus, str] = {
    IncidentStatus.REPORTED: "上报",
    IncidentStatus.ACCEPTED: "受理",
    IncidentStatus.DISPATCHED: "派遣",
    IncidentStatus.EN_ROUTE: "出发",
    IncidentStatus.ON_SCENE: "到场",
    IncidentStatus.RESOLVED: "处置",
    IncidentStatus.CLOSED: "结案",
    IncidentStatus.CANCELLED: "撤销",
}
ADVANCE, REOPEN, FALL_BACK = "advance", "reopen", "fall_back"
# Every transition there is: from, to, and the action that makes it. Drawn in docs/lifecycle.md.
TRANSITIONS: tuple[tuple[IncidentStatus, IncidentStatus, str], ...] = (
    (IncidentStatus.REPORTED, IncidentStatus.ACCEPTED, ADVANCE),
    (IncidentStatus.REPORTED, IncidentStatus.CANCELLED, ADVANCE),
    (IncidentStatus.ACCEPTED, IncidentStatus.DISPATCHED, ADVANCE),
    (IncidentStatus.ACCEPTED, IncidentStatus.RESOLVED, ADVANCE),
    (IncidentStatus.ACCEPTED, IncidentStatus.CANCELLED, ADVANCE),
    (IncidentStatus.DISPATCHED, IncidentStatus.EN_ROUTE, ADVANCE),
    (IncidentStatus.DISPATCHED, IncidentStatus.ON_SCENE, ADVANCE),
    (IncidentStatus.DISPATCHED, IncidentStatus.CANCELLED, ADVANCE),
    (IncidentStatus.EN_ROUTE, IncidentStatus.ON_SCENE, ADVANCE),
    (IncidentStatus.EN_ROUTE, IncidentStatus.CANCELLED, ADVANCE),
    (IncidentStatus.ON_SCENE, IncidentStatus.RESOLVED, ADVANCE),
    (IncidentStatus.ON_SCENE, IncidentStatus.CANCELLED, ADVANCE),
    (IncidentStatus.RESOLVED, IncidentStatus.CLOSED, ADVANCE),
    (IncidentStatus.DISPATCHED, IncidentStatus.ACCEPTED, FALL_BACK),
    (IncidentStatus.EN_ROUTE, IncidentStatus.DISPATCHED, FALL_BACK),
    (IncidentStatus.EN_ROUTE, IncidentStatus.ACCEPTED, FALL_BACK),
    (IncidentStatus.ON_SCENE, IncidentStatus.EN_ROUTE, FALL_BACK),
    (IncidentStatus.ON_SCENE, IncidentStatus.DISPATCHED, FALL_BACK),
    (IncidentStatus.ON_SCENE, IncidentStatus.ACCEPTED, FALL_BACK),
    (IncidentStatus.RESOLVED, IncidentStatus.ACCEPTED, REOPEN),
    (IncidentStatus.CLOSED, IncidentStatus.ACCEPTED, REOPEN),
    (IncidentStatus.CANCELLED, IncidentStatus.ACCEPTED, REOPEN),
)
NEXT_STEPS: dict[IncidentStatus, frozenset[IncidentStatus]] = {
    status: frozenset(
        to for begin, to, action in TRANSITIONS if begin is status and action == ADVANCE
    )
    for status in IncidentStatus
}
REOPENED_FROM = frozenset(begin for begin, _, action in TRANSITIONS if action == REOPEN)


@dataclass(frozen=True, slots=True)
class Incident:
    """One event that someone must deal with.

    `lat` and `lon` are WGS 84 degrees. `area_code` is the grid (15 digits), or a wider area
    when nothing finer is known. `reached_at` maps each status to the moment its present run entered
    it, `first_reached_at` what earlier runs (before a reopening) had reached.
    `call_started_at` is the first key of the call-taking form. `owner` is the department that has
    it (None: the centre), `shared_with` those that see and work on it too. `is_taken`: a person
    has acted on it. `is_stated`: its status was said by somebody who knows better than the crews
    show. `unserved_since`: when its last crew left it; None while somebody serves it, or nobody was
    sent yet. `address` is where it is in the words of the caller, `device_id` the device
    on which an alarm was pressed. `title`, `address`,
    `description`, `reporter` and `caller_phone` are personal fields (see domain.private).
    """

    number: str
    incident_class: IncidentClass
    severity: Severity
    status: IncidentStatus
    lat: float
    lon: float
    area_code: str
    reported_at: datetime
    source: str
    source_id: str
    reached_at: Mapping[IncidentStatus, datetime]
    is_outside: bool = False
    place_source: str = "point"
    is_demo: bool = False
    call_started_at: datetime | None = None
    owner: str | None = None
    shared_with: tuple[str, ...] = ()
    disposition: str | None = None
    merged_into: str | None = None
    links: tuple[str, ...] = ()
    is_taken: bool = False
    is_stated: bool = False
    unserved_since: datetime | None = None
    address: str | None = None
    device_id: str | None = None
    first_reached_at: Mapping[IncidentStatus, datetime] = field(default_factory=dict)
    title: str | None = None
    description: str | None = None
    reporter: str | None = None
    caller_phone: str | None = None

    @property
    def ended_at(self) -> datetime | None:
        """When it was closed or cancelled; None while it is open."""
        return self.reached_at.get(self.status) if self.status in ENDED else None

    @property
    def is_placed(self) -> bool:
        """Whether more is known than that it is in the district: a caller may hang up first.

        Where it is not, `lat` and `lon` are the middle of the district, and nobody is near that.
        """
        is_whole = len(self.area_code) <= CODE_LENGTH[Level.DISTRICT]
        return self.place_source != BY_AREA or not is_whole

    def first_at(self, status: IncidentStatus) -> datetime | None:
        """When a status was entered for the first time, in whichever run; None when never.

        What the reporter waited for (accepted, sent, on scene) happened once: a reopening does not
        make it later.
        """
        return self.first_reached_at.get(status) or self.reached_at.get(status)


def check_step(current: IncidentStatus, wanted: IncidentStatus) -> None:
    """Refuse a step the table does not allow.

    Raises:
        ConflictError: `wanted` may not follow `current`; names what may.
    """
    if wanted in NEXT_STEPS[current]:
        return
    steps = tuple(one.value for one in IncidentStatus if one in NEXT_STEPS[current])
    steps += ("reopen",) if current in REOPENED_FROM else ()
    raise ConflictError(
        says="illegal_step",
        field="status",
        code="illegal_step",
        now=Terms(current.value),
        wanted=Terms(wanted.value),
        possible=Terms(*steps),
    )


def advance(incident: Incident, wanted: IncidentStatus, *, at: datetime) -> Incident:
    """The incident after one allowed step; asking for the present status changes nothing.

    Raises:
        ConflictError: the step is not allowed.
    """
    if wanted is incident.status:
        return incident
    check_step(incident.status, wanted)
    reached = {**incident.reached_at, wanted: at}
    return replace(
        incident, status=wanted, reached_at=reached, is_stated=False, unserved_since=None
    )


def fall_back(incident: Incident, wanted: IncidentStatus, *, at: datetime) -> Incident:
    """The incident after crews left it; accepted again and unserved when nobody is left.

    What it had reached beyond that stays in `first_reached_at`: the first arrival stays the first.
    """
    order = list(IncidentStatus)
    lost = {
        step: moment
        for step, moment in incident.reached_at.items()
        if order.index(step) > order.index(wanted)
    }
    kept = {step: moment for step, moment in incident.reached_at.items() if step not in lost}
    return replace(
        incident,
        status=wanted,
        reached_at={**kept, wanted: kept.get(wanted, at)},
        first_reached_at={**lost, **incident.first_reached_at},
        unserved_since=at if wanted is IncidentStatus.ACCEPTED else None,
    )


def reopen(incident: Incident, *, at: datetime) -> Incident:
    """The incident accepted anew: a run of its own, whose clocks run from now.

    What it had reached before stays in `first_reached_at`: the first arrival stays the first.

    Raises:
        ConflictError: it is not over, or has been for longer than 24 hours.
    """
    if incident.status not in REOPENED_FROM:
        raise ConflictError(says="not_over", field="status", code="illegal_step")
    if at - incident.reached_at[incident.status] > REOPENED_WITHIN:
        raise ConflictError(
            says="over_too_long",
            field="status",
            code="too_late",
        )
    kept = {IncidentStatus.REPORTED: incident.reached_at[IncidentStatus.REPORTED]}
    return replace(
        incident,
        status=IncidentStatus.ACCEPTED,
        reached_at=kept | {IncidentStatus.ACCEPTED: at},
        first_reached_at={**incident.reached_at, **incident.first_reached_at},
        disposition=None,
        merged_into=None,
        is_stated=False,
        unserved_since=None,
    )


def incident_number(prefix: str, at: datetime, zone: tzinfo, ordinal: int) -> str:
    """Prefix, the district's day, and at least four digits: `LS202601010001`."""
    return f"{prefix}{at.astimezone(zone):%Y%m%d}{ordinal:04d}"


def _group(incident: Incident) -> str:
    return GROUP_OF_CLASS[incident.incident_class].value


INCIDENT = Kind(
    name="incident",
    entity=Incident,
    fields=(
        *fields_of(
            Incident,
            number={"is_needed": True},
            incident_class={"name": "class", "is_needed": True},
            severity={"is_needed": True},
            status={"is_needed": True},
            lat={"shape": LAT, "is_needed": True},
            lon={"shape": LON, "is_needed": True},
            area_code={"shape": AREA, "is_needed": True},
            reported_at={"is_needed": True},
            source={"is_loose": True},
            source_id={"is_loose": True},
            device_id={"is_loose": True},
            title={"personal": Masking.WORDS, "is_on_screens": True},
            address={"personal": Masking.WORDS, "is_on_screens": True},
            description={"personal": Masking.WORDS},
            reporter={"personal": Masking.PERSON},
            caller_phone={"personal": Masking.PHONE},
        ),
        Field("group", code(IncidentGroup), derived=_group),
    ),
    version=5,
    upcasters={1: from_v1, 2: from_v2, 3: from_v3, 4: from_v4},
    id_field="number",
    audience=Audience(
        ("live.see", "facts.read", "journal.read"), area_field="area_code", owned=Owned.ITSELF
    ),
    wall=frozenset(
        {
            *("number", "class", "severity", "status", "lat", "lon", "area_code", "is_outside"),
            *("place_source", "reported_at", "reached_at", "first_reached_at", "is_demo", "title"),
        }
    ),
    live=Live.UNTIL_ENDED,
    ends=Ends("reached_at", when=("status", frozenset(status.value for status in ENDED))),
    is_buffered=True,
    timeline=True,
    title="事件",
    heading="{number}（{class_name} {grade} 级）",
    says={
        "report": "上报：{class_name}",
        "correct": "来源更正",
        "merge": "并入 {merged_into}",
        "link": "关联事件",
        "link.other": "关联事件 {other}",
        "unlink": "取消关联",
        "reopen": "重开",
        "split": "从并案中拆出",
        "edit": "更正信息",
        "edit.fields": "更正{field_names}",
        "correct.fields": "来源更正{field_names}",
        "severity": "调整等级",
        "transfer": "移交部门",
        "return": "退回指挥中心",
        "share": "共享部门变更",
        "share.with": "协同部门改为{departments}",
        "share.nobody": "不再有协同部门",
        "take": "人工接管",
        "advance": "{status_name}",
        "fall_back": "{status_name}",
        "advance.ended": "{status_name}：{disposition_name}",
        "erased": "个人信息已删除",
    },
)
to_state, to_private, from_state = INCIDENT.state_of, INCIDENT.private_of, INCIDENT.entity_of
