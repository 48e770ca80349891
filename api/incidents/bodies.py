"""What the routes of incidents read and answer."""

from pydantic import ConfigDict, Field

from api.typed import Answer, Body, Moment, Number, Text, Whole


class NamedArea(Answer):
    """An area by code and name."""

    code: str
    name: str


class IncidentAnswer(Answer):
    """An incident: what was reported, where, and how far it has come. Personal words are masked."""

    number: str
    status: str
    incident_class: str = Field(alias="class")
    severity: int = Field(description="1, the gravest, to 4")
    title: str | None
    description: str | None
    address: str | None
    lat: float
    lon: float
    area_code: str
    area_path: list[NamedArea]
    reported_at: str
    source: str
    source_id: str
    reached_at: dict[str, str] = Field(description="when each status was reached last")
    is_outside: bool = Field(description="the place lies beyond the district, within 2 km")
    place_source: str | None
    is_demo: bool
    call_started_at: str | None
    owner: str | None = Field(description="the department it was handed to")
    shared_with: list[str]
    disposition: str | None
    merged_into: str | None
    links: list[str]
    is_taken: bool = Field(description="taken as a call at the desk")
    is_stated: bool
    unserved_since: str | None
    first_reached_at: dict[str, str]
    group: str = Field(description="the group of GB/T 35561")


class IncidentList(Answer):
    """Incidents, and where the list goes on."""

    items: list[IncidentAnswer]
    next: str | None


class ReportList(Answer):
    """Incidents of one source, and the record after which the list goes on."""

    items: list[IncidentAnswer]
    next: int | None


class Report(Body):
    """A report of an incident; fields nobody reads are left alone."""

    model_config = ConfigDict(extra="allow")

    incident_class: Text = Field(alias="class")
    severity: Whole
    source: Text
    source_id: Text
    title: Text
    description: Text = None
    address: Text = None
    reporter: Text = None
    lat: Number = None
    lon: Number = None
    area_code: Text = None
    crs: Text = None
    reported_at: Moment = None


class IncidentChange(Body):
    """What is to become of an incident."""

    status: Text = None
    severity: Whole = None


class FixAnswer(Answer):
    """The newest position of a unit."""

    lat: float
    lon: float
    at: str
    speed_kmh: float | None
    bearing_deg: float | None
    accuracy_m: float | None
    battery: float | None
    is_mock: bool


class UnitAnswer(Answer):
    """A unit: who or what can be sent. Names and phones are masked."""

    unit_id: str
    call_sign: str
    kind: str
    subkind: str | None
    status: str
    home_area: str | None
    is_demo: bool
    skills: list[str]
    travel_mode: str | None
    name: str | None
    phone: str | None


class Gone(Answer):
    """A unit that was taken away."""

    unit_id: str
    call_sign: str


class UnitWithFix(UnitAnswer):
    """A unit and where it is; null where nobody knows or the caller may not follow it."""

    fix: FixAnswer | None


class UnitSent(Body):
    """A unit to be added or changed."""

    unit_id: Text = None
    call_sign: Text
    kind: Text
    subkind: Text = None
    status: Text = None
    home_area: Text = None
    skills: Text = None
    travel_mode: Text = None
    name: Text = None
    phone: Text = None
