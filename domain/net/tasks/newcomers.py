"""Residents who moved in (新入住居民): a household in a grid, and whether it is to be visited."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.kind import Audience, Kept, Kind
from domain.kind_fields import AREA, Masking, fields_of
from domain.net.tasks.schedules import Period, period_of
from domain.net.tasks.task_types import Every

MOST_PEOPLE = 50


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A household that has moved in.

    Attributes:
        area_code: of its grid.
        since: from which day on it lives there, as `2026-12-31`.
        people: how many.
        needs_visit: whether somebody is to go there.
        schedule_id: by which the visit is due; None where none is.
        home: where in the grid; `name` and `phone`: of whoever speaks for it.
    """

    newcomer_id: str
    area_code: str
    since: str
    people: int
    needs_visit: bool
    by: str
    at: datetime
    schedule_id: str | None = None
    is_demo: bool = False
    home: str | None = None
    name: str | None = None
    phone: str | None = None


NEWCOMER = Kind(
    name="net_newcomer",
    entity=Newcomer,
    fields=fields_of(
        Newcomer,
        area_code={"shape": AREA},
        home={"personal": Masking.WORDS},
        name={"personal": Masking.PERSON},
        phone={"personal": Masking.PHONE},
    ),
    id_field="newcomer_id",
    audience=Audience(("newcomers.see",), area_field="area_code"),
    is_streamed=False,
    kept=Kept.NEWEST,
    title="新入住居民",
    says={"add": "登记了新入住居民", "erased": "个人信息已删除"},
)


@dataclass(frozen=True, slots=True)
class NewcomerRules:
    """How households that moved in are visited (`[tasks.newcomers]` of the district's net.toml).

    Attributes:
        visit: the name of the type on the list of which their visit is.
        days: within how many it is due.
    """

    visit: str = "新入住居民走访"
    days: int = 7


def visit_span(today: date, days: int) -> Period:
    """From when to when a household is visited once: within one quarter, the turn of its schedule.

    Where the quarter is nearly over the visit is due in the next.
    """
    quarter = period_of(Every.QUARTERLY, today)
    if (quarter.last - today).days < min(days, 3):
        today = quarter.last + timedelta(days=1)
        quarter = period_of(Every.QUARTERLY, today)
    return Period(today, min(quarter.last, today + timedelta(days=days)))
