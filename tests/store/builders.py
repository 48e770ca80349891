"""Facts to write: one line in a test says only what the test is about."""

from datetime import UTC, datetime, timedelta

from domain.dispatch.units import Fix, Unit, UnitKind
from domain.incidents.assignments import Assignment
from domain.incidents.incidents import Incident, IncidentClass, IncidentStatus, Severity
from domain.live.records import Change
from domain.video.cameras.camera import Camera, CameraClass

NOON = datetime(2026, 1, 1, 4, tzinfo=UTC)  # twelve o'clock in the district
GRID = "340604100201001"


def after(**span: float) -> datetime:
    return NOON + timedelta(**span)


def an_incident(
    number: str = "LS202601010001",
    *,
    at: datetime = NOON,
    status: IncidentStatus = IncidentStatus.REPORTED,
    reached: dict[IncidentStatus, datetime] | None = None,
    area: str = GRID,
    title: str | None = "厂房起火",
    source_id: str | None = None,
) -> Incident:
    return Incident(
        number=number,
        incident_class=IncidentClass.FIRE,
        severity=Severity.II,
        status=status,
        lat=33.9,
        lon=116.8,
        area_code=area,
        reported_at=at,
        source="test",
        source_id=source_id or number,
        reached_at={IncidentStatus.REPORTED: at} | (reached or {}),
        title=title,
        reporter="张三 13800000417",
    )


def ended(incident_number: str, at: datetime, *, ended_at: datetime) -> Incident:
    return an_incident(
        incident_number,
        at=at,
        status=IncidentStatus.CANCELLED,
        reached={IncidentStatus.CANCELLED: ended_at},
    )


def a_unit(unit_id: str = "P1", **changes: object) -> Unit:
    fields = {"call_sign": f"警{unit_id}", "kind": UnitKind.POLICE, "name": "张三", **changes}
    return Unit(unit_id=unit_id, **fields)  # type: ignore[arg-type]


def an_assignment(
    assignment_id: str = "A1",
    *,
    unit_id: str = "P1",
    number: str = "LS202601010001",
    cleared_at: datetime | None = None,
) -> Assignment:
    return Assignment(assignment_id, number, unit_id, GRID, NOON, cleared_at=cleared_at)


def a_camera(camera_id: str = "34060400001320000001", area: str = GRID) -> Camera:
    return Camera(camera_id, "一号路口", CameraClass.CROSSING, 33.9, 116.8, area)


def a_kpi(value: int, at: datetime = NOON) -> Change:
    state = {"id": "incidents_open", "value": value}
    return Change("kpi", "incidents_open", "computed", state, "system", at)


def a_fix(
    unit_id: str = "P1", *, at: datetime = NOON, lat: float = 33.9, lon: float = 116.8
) -> Fix:
    return Fix(unit_id, lat, lon, at, speed_kmh=12.5, bearing_deg=80.0)
