"""What the routes of the statistics answer."""

from typing import Any

from pydantic import Field

from api.incidents.bodies import IncidentAnswer, NamedArea
from api.typed import Answer

Row = dict[str, Any]


class PeriodAnswer(Answer):
    """Days; `with_data`: how many of them are not before the first day of data."""

    since: str = Field(alias="from")
    until: str = Field(alias="to")
    days: int
    with_data: int


class AreaTotals(Answer):
    """What happened; every figure is null where the days are without data."""

    reported: int | None
    closed: int | None
    cancelled: int | None
    still_open: int | None
    resolved: int | None
    resolved_in_target_share: float | None
    per_1000: float | None
    arrived: int | None
    arrival_mean_s: float | None
    arrived_in_target_share: float | None


class AreaAbove(NamedArea):
    """An area it lies in, and whether the caller may open it."""

    is_open: bool


class StatisticsAnswer(Answer):
    """All figures of an area and a period; docs/statistics.md says what each means."""

    code: str
    name: str
    level: str
    population: int | None
    is_demo: bool
    period: PeriodAnswer
    previous: PeriodAnswer
    as_of: str
    sentences: list[Row]
    totals: AreaTotals
    totals_before: AreaTotals
    changes: dict[str, Row]
    open_now: int
    children_rest: Row | None
    classes: list[Row]
    severities: list[Row]
    heat: Any = Field(description="reports by weekday, Monday first, and hour")
    heat_days: list[int] = Field(description="days with data of each weekday")
    heat_mean: list[list[float | None]] = Field(description="the same for such a day")
    response: list[Row]
    percentiles: Any
    change: Row | None
    trend: Row
    places: Row
    children: list[Row]
    sisters: list[Row]
    department: str | None
    path: list[AreaAbove]
    may_export: bool
    is_running: bool
    people: Row
    review_number: str | None


class IncidentBehind(IncidentAnswer):
    """An incident behind a figure; `took_s` are the seconds of its parts."""

    took_s: dict[str, float | None]


class RowsBehind(Answer):
    """The incidents behind a figure, and where the list goes on."""

    items: list[IncidentBehind]
    next: str | None
    is_slowest: bool
