"""What leaders ask about an area: its figures, the rows behind them, and who works there."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from domain.access.access import may
from domain.access.callers import Caller
from domain.access.scope import scope_of
from domain.dispatch.unit_kinds import OwnKind, own_kinds
from domain.dispatch.units import UNIT, UnitKind
from domain.errors import InvalidError, NotFoundError
from domain.incidents.incidents import Incident
from domain.maps.areas import Area, Level, contains, level_of, posts_are_known
from domain.statistics import periods
from domain.statistics.area_words import of_one_department
from domain.statistics.beyond_chance import changes
from domain.statistics.kpis import State, on_duty
from domain.statistics.periods import LAST_DAYS, Period
from operations.live.picture import Picture, counted_states
from operations.maps.areas import Areas
from operations.statistics.area_figures import AreaFigures, Asked, Figures
from operations.threads import Work
from store import Store
from store.statistics.behind import Wanted

DEFAULT_PERIOD = "30d"
SHORT_PERIOD = "7d"
VACANT_SHOWN = 30
MOST_SORTED = 60_000
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Question:
    """A page's address: which area, which days, compared with which.

    `period` is 7d, 30d, 90d, month or custom (None: what the area has data for).
    """

    code: str
    period: str | None = None
    month: str | None = None
    since: str | None = None
    until: str | None = None
    versus_since: str | None = None
    versus_until: str | None = None


@dataclass(frozen=True, slots=True)
class Behind:
    """Which rows a chart opens to; None and empty mean any.

    `hours` are hours of the day from the first up to, not with, the second. `open_now`: what has
    not ended, whenever it was reported: the days do not count. `unplaced`: what lies in none of the
    area's parts. The others are those of `store.behind.Wanted`.
    """

    classes: tuple[str, ...] = ()
    severities: tuple[int, ...] = ()
    statuses: tuple[str, ...] = ()
    weekday: int | None = None
    hours: tuple[int, int] | None = None
    arrived: bool = False
    late: str | None = None
    slowest: str | None = None
    place: tuple[int, int] | None = None
    months: tuple[str, ...] = ()
    open_now: bool = False
    unplaced: bool = False


@dataclass(frozen=True, slots=True)
class RowPage:
    """Some of the incidents behind a figure, and the cursor of those that follow.

    `is_slowest`: the longest come first; else the latest, also where there are too many to sort.
    """

    found: list[Incident]
    cursor: str | None
    is_slowest: bool = False


class AreaStatistics:
    """Answers from the rollups; every read on a reading thread."""

    def __init__(
        self,
        *,
        store: Store,
        work: Work,
        areas: Areas,
        picture: Picture,
        targets: Mapping[str, float | None],
        review_number: str = "",
        is_demo: bool = False,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._work = work
        self._areas = areas
        self._picture = picture
        self._targets = targets
        self.review_number = review_number
        self.is_demo = is_demo
        self._now = now

    @property
    def zone(self) -> Any:
        """The district's zone."""
        return self._store.rules.zone

    def now(self) -> datetime:
        """The present moment."""
        return self._now()

    def today(self) -> date:
        """The district's present day."""
        return self._now().astimezone(self.zone).date()

    # the page -------------------------------------------------------------------------------

    async def body(self, question: Question, caller: Caller) -> dict[str, Any]:
        """All figures of an area and a period.

        Raises:
            NotFoundError: no such area, or not one the caller may see.
            InvalidError: the period cannot be read, or has not begun.
        """
        area = self.area(question.code, caller)
        period, previous = await self._periods(question)
        asked = Asked(
            area=self._peopled(area),
            period=period,
            previous=previous,
            sisters=self._sisters(area, caller),
            children=self._children(area.code),
            now=self._now(),
            first_day=await self._first_day(),
        )
        seen = AreaFigures(self._seen_by(caller), self._targets)
        figures = await self._work.read(lambda: seen.body(asked))
        department = scope_of(caller).department
        if department is not None:
            figures["sentences"].insert(0, of_one_department().to_body())
        return figures | {
            "department": department,
            "path": self._path(area.code, caller),
            "may_export": may(caller, "export"),
            "is_running": period.until >= self.today(),
            "people": self._people(area),
            "review_number": self.review_number,
            "is_demo": self.is_demo,
            "places": self._named_places(figures["places"]),
        }

    def _seen_by(self, caller: Caller) -> Figures:
        """Where a caller's figures are read: a department counts its own and shared incidents."""
        department = scope_of(caller).department
        return self._store if department is None else self._store.of_department(department)

    async def against(self, question: Question, other: str, caller: Caller) -> dict[str, Any]:
        """How an area differs from another in the same days, and whether by more than chance.

        Raises:
            NotFoundError: one of them is no area, or not one the caller may see.
            InvalidError: the period cannot be read, or has not begun.
        """
        codes = [self.area(code, caller).code for code in (question.code, other)]
        period, _ = await self._periods(question)
        seen = self._seen_by(caller)
        found = await self._work.read(lambda: seen.counts(codes, period.since, period.until))
        here, there = (found.get(code, Counter()) for code in codes)
        return changes(here, there, is_counted=True)

    def area(self, code: str, caller: Caller) -> Area:
        """The area under a code.

        Raises:
            NotFoundError: there is none, or not for this caller.
        """
        try:
            level_of(code)
        except InvalidError:
            raise NotFoundError(says="no_area", area=code[:40], field="code") from None
        area = self._areas.area(code)
        if area is None or not scope_of(caller).covers(code):
            raise NotFoundError(says="area_not_on_map", area=code, field="code")
        return area

    async def days_of(self, question: Question) -> tuple[dict[str, str], dict[str, str]]:
        """The days of a question and those they are compared with, `from` and `to` each.

        Raises:
            InvalidError: the period cannot be read, or has not begun.
        """
        now, before = (
            {"from": one.since.isoformat(), "to": one.until.isoformat()}
            for one in await self._periods(question)
        )
        return now, before

    async def _periods(self, question: Question) -> tuple[Period, Period]:
        today = self.today()
        is_month = question.period == "month"
        if question.period == "custom" or (question.since and question.period is None):
            period = periods.custom(question.since or "", question.until or "", today)
        elif is_month:
            period = periods.month_of(question.month or f"{today:%Y-%m}", today)
        elif question.period is None:
            first = await self._first_day()
            enough = first is not None and (today - first).days > 2 * 30
            period = periods.last_days(LAST_DAYS[DEFAULT_PERIOD if enough else SHORT_PERIOD], today)
        elif question.period in LAST_DAYS:
            period = periods.last_days(LAST_DAYS[question.period], today)
        else:
            raise InvalidError(says="period_wrong", field="period")
        if question.versus_since:
            other = periods.custom(question.versus_since, question.versus_until or "", today)
            return period, other
        previous = periods.before(period, is_month=is_month)
        if is_month:
            previous = periods.with_data(previous, await self._first_day())
        return period, previous

    async def _first_day(self) -> date | None:
        """The first day the district has data of."""
        code = self._areas.district.code
        return await self._work.read(lambda: self._store.first_day(code))

    def _children(self, code: str) -> list[Area]:
        found = (self._areas.area(child) for child in self._areas.children(code))
        return [self._peopled(area) for area in found if area is not None]

    def _peopled(self, area: Area) -> Area:
        """The area with its people; where the map has none, those of its parts if all have some."""
        if area.population is not None or area.level is Level.GRID:
            return area
        parts = self._children(area.code)
        counted = [part.population for part in parts if part.population is not None]
        if not parts or len(counted) < len(parts):
            return area
        return replace(area, population=sum(counted))

    def _sisters(self, area: Area, caller: Caller) -> list[Area]:
        """Areas of the same parent, this one among them; none where the caller sees no other."""
        if area.parent_code is None:
            return []
        sisters = self._children(area.parent_code)
        seen = [one for one in sisters if may(caller, "area.see", one.code)]
        return seen if len(seen) > 1 else []

    def _path(self, code: str, caller: Caller) -> list[dict[str, Any]]:
        """The areas this one lies in; `is_open`: the caller may look at their figures."""
        found = (
            self._areas.area(code[:length]) for length in (6, 9, 12, 15) if length <= len(code)
        )
        return [
            {
                "code": area.code,
                "name": area.name,
                "is_open": may(caller, "area.see", area.code),
            }
            for area in found
            if area is not None
        ]

    def _people(self, area: Area) -> dict[str, Any]:
        """Posts of full-time grid workers, those vacant and since when, and who is on duty."""
        grids = [grid for grid in self._areas.grids if contains(area.code, grid.code)]
        vacant = [grid for grid in grids if grid.vacant_since is not None]
        today = self.today()
        units = [
            state
            for state in counted_states(self._picture, UNIT)
            if contains(area.code, state["home_area"] or "")
        ]
        rows: list[dict[str, Any]] = [
            {"code": grid.code, "name": self._name(grid), "days": (today - grid.vacant_since).days}
            for grid in vacant
            if grid.vacant_since is not None
        ]
        people: dict[str, Any] = {
            "posts": len(grids),
            "vacant": len(vacant) if posts_are_known(self._areas.grids) else None,
            "longest_vacant": sorted(rows, key=lambda row: -row["days"])[:VACANT_SHOWN],
        }
        for kind in (UnitKind.GRID_WORKER, UnitKind.POLICE):
            present, free, total = on_duty(units, kind)
            people[kind.value] = {"on_duty": present, "free": free, "total": total}
        people["others"] = [_of_own_kind(units, kind) for kind in own_kinds()]
        return people

    def _name(self, area: Area) -> str:
        if area.level is not Level.GRID:
            return area.name
        parent = self._areas.area(area.code[:12])
        own = area.name or f"网格 {area.code[-3:]}"
        return f"{parent.name} {own}" if parent else own

    def _named_places(self, places: dict[str, Any]) -> dict[str, Any]:
        for row in places["rows"]:
            area = self._areas.area(row["area_code"])
            row["name"] = self._name(area) if area else row["area_code"]
        return places

    async def counted(self, code: str, since: date, until: date, caller: Caller) -> Counter[str]:
        """The sums of an area's days `since` to `until`, as far as the caller sees them."""
        seen = self._seen_by(caller)
        found = await self._work.read(lambda: seen.counts([code], since, until))
        return found.get(code, Counter())

    # the rows behind a figure ---------------------------------------------------------------

    async def rows(
        self,
        question: Question,
        behind: Behind,
        caller: Caller,
        cursor: str | None = None,
        limit: int = 50,
    ) -> RowPage:
        """A page of the incidents behind a figure, latest first or slowest first.

        Raises:
            NotFoundError: no such area, or not one the caller may see.
            InvalidError: the period or the cursor cannot be read.
        """
        area = self.area(question.code, caller)
        period, _ = await self._periods(question)
        if behind.months:
            months = [periods.month_of(month, self.today()).since for month in behind.months]
            period = Period(months[0], _end_of(months[-1]))
        since, until = self._store.span(period.since, period.until)
        is_sorted = behind.slowest and await self._can_sort(area.code, period, caller)
        wanted = Wanted(
            since=None if behind.open_now else since,
            until=None if behind.open_now else until,
            incident_class=behind.classes,
            severity=behind.severities,
            status="open" if behind.open_now else behind.statuses or None,
            hours=self._hours(period, behind),
            place=behind.place,
            arrived=behind.arrived,
            late=behind.late,
            slowest=behind.slowest if is_sorted else None,
            outside=self._areas.children(area.code) if behind.unplaced else (),
            viewer=caller,
        )
        found, after = await self._work.read(
            lambda: self._store.rows_behind(area.code, wanted, cursor, limit)
        )
        return RowPage(found, after, is_slowest=bool(is_sorted))

    async def _can_sort(self, code: str, period: Period, caller: Caller) -> bool:
        """Whether there are few enough incidents to put the slowest first while somebody waits."""
        seen = self._seen_by(caller)
        counts = await self._work.read(lambda: seen.counts([code], period.since, period.until))
        return code not in counts or counts[code]["reported"] <= MOST_SORTED

    def _hours(self, period: Period, behind: Behind) -> list[tuple[datetime, datetime]]:
        """The spans of a weekday, hours or both; none when neither is asked for."""
        if behind.weekday is None and behind.hours is None:
            return []
        first, last = behind.hours or (0, 24)
        days = [period.since + timedelta(days=n) for n in range(period.days)]
        spans = []
        for day in days:
            if behind.weekday is not None and day.weekday() != behind.weekday:
                continue
            start = datetime.combine(day, time(first), self.zone)
            spans.append((start, start + timedelta(hours=last - first)))
        return spans or [(_NEVER, _NEVER)]


def _end_of(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _of_own_kind(units: Iterable[State], kind: OwnKind) -> dict[str, Any]:
    """Units on duty of a kind the district has declared."""
    present, free, total = on_duty(units, UnitKind.of(kind.code))
    return {"kind": kind.code, "name": kind.name, "on_duty": present, "free": free, "total": total}
