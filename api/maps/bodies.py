"""What the routes of areas answer."""

from api.incidents.bodies import NamedArea
from api.typed import Answer


class AreaCounts(Answer):
    """What goes on in an area, as far as the caller sees it."""

    open_incidents: int
    units_on_duty: int


class AreaAnswer(Answer):
    """An area, those it lies in, those that lie in it; the lead of a grid is masked.

    `bounds` are south, west, north and east in WGS 84 degrees.
    """

    code: str
    name: str
    level: str
    parent_code: str | None
    lat: float
    lon: float
    bounds: list[float]
    is_urban: bool | None
    population: int | None
    households: int | None
    lead: str | None
    branch: str | None
    vacant_since: str | None
    is_demo: bool
    path: list[NamedArea]
    children: list[str]
    counts: AreaCounts
