"""What a text may mean: classes, places, incidents, units."""

from typing import Literal

from pydantic import Field

from api.desk.bodies.shapes import UnitNamed
from api.incidents.bodies import NamedArea
from api.typed import Answer


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


class UnitFound(UnitNamed):
    """A unit a text may mean."""

    kind: Literal["unit"]
    status: str
    home_area: str | None


class PlaceNamed(PlaceFound):
    """A place a text may mean."""

    kind: Literal["place"]


class Found(Answer):
    """What a text may mean, likeliest first."""

    items: list[IncidentFound | UnitFound | PlaceNamed]
