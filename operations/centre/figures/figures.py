"""Figures of the centre, counted as they are asked for.

Whoever belongs to the centre's lead body sees every case that is not sealed, and reads exact
figures of any months. Everybody else reads figures in which counts of fewer than five are hidden,
and of types by towns always the same twelve whole months: no two answers differ by one case.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from sqlalchemy import Connection

from domain.access.access import NotAllowedError, require
from domain.access.callers import Caller
from domain.access.roles import CENTRE
from domain.centre.cases.case import Case
from domain.centre.cases.stages import OPEN
from domain.centre.figures import small_cells
from domain.centre.figures.definitions import CARDS, COUNTS
from domain.centre.figures.filings import CourtFiling, Filings, rate
from domain.centre.figures.report import (
    RISING_DAYS,
    Busy,
    Card,
    Days,
    FilingLine,
    Heat,
    MonthDays,
    Months,
    Report,
    Rising,
    StageLine,
    WatchedLine,
    days_of,
    months_before,
    next_month,
    rising,
    together,
)
from domain.errors import InvalidError, NotFoundError
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.figures.people import people_of
from store.centre.bookings import held_between
from store.measures import figures as kept
from store.measures.behind import Behind, condition_of, of_codes, performed
from store.measures.figures import Condition, Due, Period, Where
from store.measures.filings import entered as filings_of

LONGEST_MONTHS = 36
USUAL_MONTHS = 12
MOST_ROWS = 50
_TOWN = 9
RESULTS = (
    "agreed",
    "failed",
    "answered",
    "transferred",
    "withdrawn",
    "refused",
    "joined",
    "enforced",
)
ACTION = "centre.figures"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which figures: months, or the usual ones."""

    first: str = ""
    last: str = ""


class CentreFigures:
    """The centre's figures.

    Args:
        desk: where cases are kept.
        filings: what the district's folder says of the court, by month.
    """

    def __init__(self, desk: CentreDesk, filings: Mapping[date, Filings] | None = None) -> None:
        self._desk = desk
        self._filings = filings or {}

    async def report(self, asked: Asked, who: Caller) -> Report:
        """All figures of the page.

        Raises:
            NotAllowedError: the caller reads none.
            InvalidError: the months are none, or too many.
        """
        require(who, ACTION)
        now = self._desk.now()
        months = self.months_of(asked, now)
        where, sees_all = self._where(who), self.sees_all(who)
        return await self._desk.work.read(
            lambda: self._desk.store.ask(
                lambda connection: self.counted(connection, months, where, now, sees_all=sees_all)
            )
        )

    async def rows(self, id: str, part: str, asked: Asked, who: Caller) -> list[Case]:
        """The newest cases behind a figure, of what the caller may see.

        Raises:
            NotAllowedError: the caller reads none.
            NotFoundError: no such figure.
        """
        require(who, ACTION)
        now, where = self._desk.now(), self._where(who)
        months = self.months_of(asked, now)

        def question(connection: Connection) -> list[Case]:
            wanted = Behind(id, part, self.period(months), now)
            condition = self._behind(connection, wanted, months, where)
            if condition is None:
                raise NotFoundError(says="no_figure", field="figure")
            return kept.rows_behind(connection, who, condition, where, MOST_ROWS)

        return await self._desk.work.read(lambda: self._desk.store.ask(question))

    def _behind(
        self, connection: Connection, wanted: Behind, months: Months, where: Where
    ) -> Condition | None:
        if wanted.id == "busy":
            held = held_between(connection, wanted.now, wanted.now + timedelta(seconds=1))
            return of_codes({one.case_code for one in held})
        if wanted.id in {"performed", "money"}:
            return performed(connection, self._due(months, wanted.now), wanted.part, where)
        return condition_of(wanted)

    def sees_all(self, who: Caller) -> bool:
        """Whether the caller sees every case that is not sealed."""
        centre = self._desk.its()
        is_lead = who.role in CENTRE and who.department == centre.lead
        return is_lead and who.area is None

    def need_all(self, who: Caller) -> None:
        """Refuse whoever does not see every case.

        Raises:
            NotAllowedError: the caller does not.
        """
        require(who, ACTION)
        if not self.sees_all(who):
            raise NotAllowedError(says="not_allowed", field="role")

    @staticmethod
    def _where(who: Caller) -> Where:
        area = who.area or ""
        return Where(area[:_TOWN]) if len(area) >= _TOWN else Where()

    # time ------------------------------------------------------------------------------------

    def months_of(self, asked: Asked, now: datetime) -> Months:
        """The months that are asked for; the last twelve where none are.

        Raises:
            InvalidError: they are none, or too many.
        """
        today = now.astimezone(self._desk.zone).date()
        if not asked.first and not asked.last:
            return Months(months_before(today, USUAL_MONTHS - 1), today.replace(day=1))
        first = _month(asked.first or asked.last, "first")
        last = _month(asked.last or asked.first, "last")
        if first > last or months_before(last, LONGEST_MONTHS - 1) > first:
            raise InvalidError(says="months_wrong", most=LONGEST_MONTHS, field="first")
        return Months(first, last)

    def period(self, months: Months) -> Period:
        """The moments of months."""
        return Period(self.begin(months.first), self.begin(next_month(months.last)))

    def _due(self, months: Months, now: datetime) -> Due:
        """Which agreements were to be performed in months, as the district counts days."""
        return Due(
            months.first,
            next_month(months.last) - timedelta(days=1),
            now.astimezone(self._desk.zone).date(),
            lambda day: self.begin(day + timedelta(days=1)),
        )

    def begin(self, day: date) -> datetime:
        """When a day begins, by the district's clock."""
        return datetime.combine(day, time(), self._desk.zone)

    # counting --------------------------------------------------------------------------------

    def counted(
        self,
        connection: Connection,
        months: Months,
        where: Where,
        now: datetime,
        *,
        sees_all: bool,
    ) -> Report:
        """Everything, on one connection: of one moment."""
        period = self.period(months)
        counts = kept.counts(connection, period, where)
        shown = partial(small_cells.shown, sees_all=sees_all)
        line = partial(small_cells.line, sees_all=sees_all)
        hours = {
            day: kept.hours_taken(connection, self.period(Months(day, day)), where)
            for day in months.starts()
        }
        days = days_of(together(hours.values()))
        if not sees_all and small_cells.is_small(days.count):
            days = Days(0, None, None, None)
        entered = filings_of(connection)
        late, running = kept.late(connection, where, now)
        money = kept.money(connection, self._due(months, now), where)
        counts |= {
            "late": late, "late/of": running, "performed": money.performed,
            "performed/of": money.due, "repeated": kept.repeated(connection, period, where),
            "repeated/of": counts["requests"],
        }  # fmt: skip
        return Report(
            months=months,
            at=now,
            sees_all=sees_all,
            cards=[
                self._litigation(months, where, entered)
                if one == "litigation"
                else self._card(one, counts, days, sees_all=sees_all)
                for one in CARDS
            ],
            results=line({one: counts[one] for one in RESULTS})
            | {one: shown(counts[one]) for one in (*COUNTS, "late") if one not in RESULTS},
            days=days,
            pace=_pace(hours, line),
            stages=self._stages(connection, where, now, shown, line),
            watched=self._watched(connection, where, now, shown),
            heat=self._heat(connection, months, where, now, sees_all=sees_all),
            trend=self._trend(connection, months, where, line),
            rising=self._rising(connection, where, now, shown),
            money={"promised_fen": money.promised_fen, "paid_fen": money.paid_fen}
            if sees_all or not small_cells.is_small(money.due)
            else {},
            busy=self._busy(connection, now),
            filings=self._filed(entered, where),
        )

    def _busy(self, connection: Connection, now: datetime) -> Busy:
        held = held_between(connection, now, now + timedelta(seconds=1))
        rooms = {one.room for one in held if one.room}
        people = {name for one in held for name in one.mediators}
        return Busy(len(rooms), len(self._desk.its().rooms), len(people))

    def _card(self, id: str, counts: Mapping[str, int], days: Days, *, sees_all: bool) -> Card:
        if id == "days":
            return Card(id, days.mean, bottom=days.count, unit="days")
        top, bottom = counts[id], counts[f"{id}/of"]
        value = small_cells.share(top, bottom, sees_all=sees_all)
        why = "" if value is not None else ("nothing" if not bottom else "few")
        return Card(
            id,
            None if value is None else 100 * value,
            small_cells.shown(top, sees_all=sees_all),
            small_cells.shown(bottom, sees_all=sees_all),
            why=why,
        )

    def _litigation(self, months: Months, where: Where, entered: Sequence[CourtFiling]) -> Card:
        """Filings to ten thousand people: of the newest year entered, else month of the file."""
        areas = self._desk.areas().values()
        people = people_of(areas, where.town)
        years = range(months.first.year, months.last.year + 1)
        town = where.town or None
        of_years = [one for one in entered if one.year in years and one.town == town]
        if of_years and people:
            newest = max(of_years, key=lambda one: one.year)
            return _per_people(newest.count, people, newest.source, str(newest.year))
        known = [one for day, one in self._filings.items() if months.first <= day <= months.last]
        if not known or not people or where.town:
            return Card("litigation", None, unit="per_10000", why="no_data")
        last = max(known, key=lambda one: one.month)
        return _per_people(last.count, people, last.source, f"{last.month:%Y-%m}")

    def _filed(self, entered: Sequence[CourtFiling], where: Where) -> list[FilingLine]:
        """What was entered, to ten thousand people of each town."""
        areas = self._desk.areas().values()
        return [
            FilingLine(one, rate(one.count, people_of(areas, one.town or "")))
            for one in entered
            if not where.town or one.town == where.town
        ]

    @staticmethod
    def _stages(
        connection: Connection,
        where: Where,
        now: datetime,
        shown: Callable[[int], int | None],
        line: Callable[[Mapping[str, int]], dict[str, int | None]],
    ) -> list[StageLine]:
        found = kept.by_stage(connection, where, now)
        lines = {stage.value: found.get(stage.value, (0, 0)) for stage in OPEN}
        told = line({stage: count for stage, (count, _) in lines.items()})
        return [StageLine(stage, told[stage], shown(late)) for stage, (_, late) in lines.items()]

    @staticmethod
    def _watched(
        connection: Connection, where: Where, now: datetime, shown: Callable[[int], int | None]
    ) -> list[WatchedLine]:
        found = kept.watched(connection, where, now)
        lines = []
        for level in ("red", "orange"):
            one = found.get(level)
            if one is None:
                lines.append(WatchedLine(level, 0, 0, 0, None, 0))
                continue
            is_told = shown(one.count) is not None
            oldest = (now - one.oldest_at).days if one.oldest_at and is_told else None
            lines.append(
                WatchedLine(
                    level, shown(one.count), shown(one.led), one.leaders if is_told else 0,
                    oldest, shown(one.late),
                )
            )  # fmt: skip
        return lines

    def _heat(
        self, connection: Connection, months: Months, where: Where, now: datetime, *, sees_all: bool
    ) -> Heat:
        if not sees_all:
            today = now.astimezone(self._desk.zone).date()
            months = Months(months_before(today, USUAL_MONTHS), months_before(today, 1))
        cells = kept.by_town_and_type(connection, self.period(months), where)
        towns = sorted({town for town, _ in cells})
        types = small_cells.sums(cells, 1, sorted({category for _, category in cells}))
        hidden = frozenset() if sees_all else small_cells.hidden_cells(cells)
        order = sorted(types, key=lambda one: (-types[one], one))
        return Heat(months, towns, order, cells, hidden)

    def _trend(
        self,
        connection: Connection,
        months: Months,
        where: Where,
        line: Callable[[Mapping[str, int]], dict[str, int | None]],
    ) -> list[tuple[date, int | None, int | None]]:
        starts = months.starts()
        periods = [Period(self.begin(day), self.begin(next_month(day))) for day in starts]
        found = kept.by_month(connection, periods, where)
        came = line({str(day): one for day, (one, _) in zip(starts, found, strict=True)})
        closed = line({str(day): one for day, (_, one) in zip(starts, found, strict=True)})
        return [(day, came[str(day)], closed[str(day)]) for day in starts]

    @staticmethod
    def _rising(
        connection: Connection, where: Where, now: datetime, shown: Callable[[int], int | None]
    ) -> list[Rising]:
        span = timedelta(days=RISING_DAYS)
        new = kept.by_type(connection, Period(now - span, now), where)
        old = kept.by_type(connection, Period(now - 2 * span, now - span), where)
        return [
            one
            for one in rising(new, old)
            if shown(one.now) is not None and shown(one.before) is not None
        ]


def _per_people(count: int, people: int, source: str, when: str) -> Card:
    more = {"source": source, "month": when}
    return Card("litigation", rate(count, people), count, people, unit="per_10000", more=more)


def _pace(
    hours: Mapping[date, Sequence[tuple[int, int]]],
    line: Callable[[Mapping[str, int]], dict[str, int | None]],
) -> list[MonthDays]:
    """Median and P90 of each month; hidden where its count is."""
    found = {day: days_of(taken) for day, taken in hours.items()}
    told = line({str(day): one.count for day, one in found.items()})
    return [
        MonthDays(day, told[str(day)], one.p50, one.p90)
        if told[str(day)] is not None
        else MonthDays(day, None, None, None)
        for day, one in found.items()
    ]


def _month(text: str, field: str) -> date:
    try:
        return date.fromisoformat(f"{text[:7]}-01")
    except ValueError:
        raise InvalidError(says="field_not_valid", field=field) from None
