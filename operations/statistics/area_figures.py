"""Everything the statistics page says about an area and a period, as one plain body."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from domain.maps.areas import Area
from domain.moments import to_iso
from domain.statistics import periods
from domain.statistics.area_words import (
    LEVEL_WORDS,
    Sentence,
    cannot_compare,
    faster,
    little_before,
    no_data_yet,
    none_differ,
    none_slower,
    nothing_before,
    share_changed,
    why_slower,
    within_chance,
)
from domain.statistics.beyond_chance import changes
from domain.statistics.gathered import Gathered
from domain.statistics.periods import Period
from domain.statistics.response_change import (
    arrived_of,
    by_band,
    by_group,
    by_step,
    can_compare,
    change_s,
    is_sure,
)
from domain.statistics.statistics import PlaceKey
from operations.statistics import area_parts
from operations.statistics.area_parts import seconds

WEEKS, MONTHS = 12, 12
LONG = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """An area, a period, what it is compared with, and the areas beside and below it.

    `first_day` is the first day the district has any data of.
    """

    area: Area
    period: Period
    previous: Period
    sisters: Sequence[Area]
    children: Sequence[Area]
    now: datetime
    first_day: date | None = None

    @property
    def has_before(self) -> bool:
        """Whether the other period has any data: else nothing is known of it, not zero."""
        return bool(periods.days_since(self.previous, self.first_day))

    @property
    def is_counted(self) -> bool:
        """Whether counts compare: both periods are as long and have data throughout."""
        return (
            self.period.days
            == self.previous.days
            == min(
                periods.days_since(self.period, self.first_day),
                periods.days_since(self.previous, self.first_day),
            )
        )


class Figures(Protocol):
    """Where figures are read: the rollups of the district, or the incidents of one department."""

    def gathered(self, area: str, since: date, until: date) -> Gathered:
        """The figures of one area for a run of days."""

    def gathered_in(self, area: str, spans: Sequence[tuple[date, date]]) -> list[Gathered]:
        """The same for several runs of days."""

    def counts(self, areas: Sequence[str], since: date, until: date) -> dict[str, Counter[str]]:
        """The sums of several areas."""

    def reported_by_day(
        self, areas: Sequence[str], since: date, until: date
    ) -> dict[str, dict[date, int]]:
        """Incidents of several areas, day by day."""

    def open_now(self, areas: Sequence[str]) -> dict[str, int]:
        """Incidents of each area that have not ended."""

    def places(self, area: str, months: Sequence[date]) -> list[tuple[PlaceKey, int]]:
        """Places where more than one thing happened."""


class AreaFigures:
    """Reads what a page needs in a few queries; synchronous, for one of the reading threads."""

    def __init__(self, store: Figures, targets: Mapping[str, float | None]) -> None:
        self._store = store
        self._targets = targets

    def body(self, asked: Asked) -> dict[str, Any]:
        """All figures of the page."""
        code, period, previous = asked.area.code, asked.period, asked.previous
        now = self._store.gathered(code, period.since, period.until)
        before = self._store.gathered(code, previous.since, previous.until)
        groups: dict[str, list[dict[str, Any]]] = {
            "children": self._group(asked, asked.children),
            "sisters": self._group(asked, asked.sisters),
        }
        opened = self._store.open_now([code])[code]
        return {
            "code": code,
            "name": asked.area.name,
            "level": asked.area.level.value,
            "population": asked.area.population,
            "is_demo": asked.area.is_demo,
            "period": _period_body(period, asked.first_day),
            "previous": _period_body(previous, asked.first_day),
            "as_of": to_iso(asked.now),
            "sentences": [one.to_body() for one in self._sentences(asked, groups, now, before)],
            "totals": area_parts.totals(now.counts, asked.area),
            "totals_before": area_parts.totals(before.counts, asked.area, asked.has_before),
            "changes": changes(now.counts, before.counts, is_counted=asked.is_counted),
            "open_now": opened,
            "children_rest": area_parts.rest_row(
                now.counts, opened, groups["children"], asked.area.level
            ),
            "classes": area_parts.class_rows(now, before, has_before=asked.has_before),
            "severities": area_parts.severity_rows(now),
            "heat": now.heat,
            **area_parts.heat_by_day(now, period, asked.first_day),
            "response": area_parts.response_rows(now, before, self._targets),
            "percentiles": area_parts.percentile_curves(now, before, self._targets),
            "change": _change(now, before),
            "trend": self._trend(asked),
            "places": self._places(asked),
            **groups,
        }

    # areas beside and below ----------------------------------------------------------------

    def _group(self, asked: Asked, areas: Sequence[Area]) -> list[dict[str, Any]]:
        """Areas of one level with their figures; what surely became slower first."""
        if not areas:
            return []
        codes = [area.code for area in areas]
        period, previous = asked.period, asked.previous
        days = self._store.reported_by_day(codes, period.since, period.until)
        now = self._store.counts(codes, period.since, period.until)
        before = self._store.counts(codes, previous.since, previous.until)
        opened = self._store.open_now(codes)
        rows = []
        for area in areas:
            now_counts = now.get(area.code, Counter())
            old_counts = before.get(area.code, Counter())
            change = changes(now_counts, old_counts, is_counted=asked.is_counted)
            rows.append(
                {
                    "code": area.code,
                    "name": area.name,
                    **area_parts.totals(now_counts, area),
                    "open_now": opened[area.code],
                    "previous_reported": old_counts["reported"] if asked.has_before else None,
                    "changes": change,
                    "arrival_change_s": change["arrival_mean_s"]["change"],
                    "is_sure": change["arrival_mean_s"]["is_sure"],
                    "previous_arrival_mean_s": seconds(arrived_of(old_counts).mean_s),
                    "days": _day_row(days[area.code], period),
                }
            )
        return sorted(rows, key=_slowest_first)

    # why ------------------------------------------------------------------------------------

    def _sentences(
        self, asked: Asked, groups: Mapping[str, Any], now: Gathered, before: Gathered
    ) -> list[Sentence]:
        first = asked.first_day
        if not periods.days_since(asked.period, first):
            return [no_data_yet(first.isoformat() if first else None)]
        had = periods.days_since(asked.previous, first)
        if first is not None and not had:
            return [nothing_before(first.isoformat())]
        told = []
        if asked.children:
            told.append(self._worst_child(asked, groups["children"]))
        told.append(_own_sentence(asked.area.code, asked.area.name, now, before))
        told += _share_sentence(asked.area.name, now.counts, before.counts)
        if first is not None and had < asked.previous.days:
            told.append(little_before(first.isoformat(), had, asked.previous.days))
        return told

    def _worst_child(self, asked: Asked, rows: Sequence[Mapping[str, Any]]) -> Sentence:
        comparable = [row for row in rows if row["arrival_change_s"] is not None]
        level = LEVEL_WORDS[asked.children[0].level.value]
        if not comparable:
            return Sentence(
                "下辖{level}的到场用时不作比较：没有哪个{level}两期都有足够的到场记录。",
                {"level": level},
            )
        worst = comparable[0]
        if not worst["is_sure"] or worst["arrival_change_s"] <= 0:
            sooner = [row for row in comparable if row["is_sure"]]
            sooner.sort(key=lambda row: row["arrival_change_s"])
            if not sooner:
                return none_differ(level, len(comparable))
            return none_slower(level, len(comparable), sooner)
        now = self._store.gathered(worst["code"], asked.period.since, asked.period.until)
        before = self._store.gathered(worst["code"], asked.previous.since, asked.previous.until)
        return _own_sentence(worst["code"], worst["name"], now, before, is_worst_of=f"各{level}")

    # over time ------------------------------------------------------------------------------

    def _trend(self, asked: Asked) -> dict[str, Any]:
        """Weeks, or months for a long period, from the first day of data to the period's end."""
        is_long = asked.period.days > LONG
        spans = (
            periods.months(asked.period.until, MONTHS)
            if is_long
            else periods.weeks(asked.period.until, WEEKS)
        )
        found = self._store.gathered_in(asked.area.code, [(one.since, one.until) for one in spans])
        rows = [
            area_parts.series_row(
                one, periods.days_of_month(one.since) if is_long else 7, held, asked.first_day
            )
            for one, held in zip(spans, found, strict=True)
            if periods.days_since(one, asked.first_day)
        ]
        return {"by": "month" if is_long else "week", "rows": rows}

    def _places(self, asked: Asked) -> dict[str, Any]:
        months = asked.period.months
        return {
            "months": [f"{month:%Y-%m}" for month in months],
            "rows": [
                {
                    "lat": place.lat_e3 / 1000,
                    "lon": place.lon_e3 / 1000,
                    "lat_e3": place.lat_e3,
                    "lon_e3": place.lon_e3,
                    "area_code": place.area_code,
                    "count": count,
                }
                for place, count in self._store.places(asked.area.code, months)
            ],
        }


def _period_body(period: Period, first_day: date | None) -> dict[str, Any]:
    """`with_data`: how many of its days are not before the first day of data."""
    return {
        "from": period.since.isoformat(),
        "to": period.until.isoformat(),
        "days": period.days,
        "with_data": periods.days_since(period, first_day),
    }


def _slowest_first(row: Mapping[str, Any]) -> tuple[bool, bool, float, float, str]:
    """Those that surely became slower, then the others by their change; else by their mean."""
    change = row["arrival_change_s"]
    is_slower = bool(change and change > 0 and row["is_sure"])
    mean = -(row["arrival_mean_s"] or 0)
    return change is None, not is_slower, -(change or 0), mean, row["code"]


def _day_row(own: Mapping[date, int], period: Period) -> list[int]:
    days = [period.since + timedelta(days=n) for n in range(period.days)]
    return [own.get(day, 0) for day in days]


def _change(now: Gathered, before: Gathered) -> dict[str, Any] | None:
    """The change of the mean, divided by step, class and hours; None when nothing compares."""
    new, old = arrived_of(now.counts), arrived_of(before.counts)
    if not can_compare(new, old):
        return None
    classes = _by_class(now, before)
    return {
        "change_s": round(change_s(new, old), 1),
        "is_sure": is_sure(new, old),
        "steps": [area_parts.part_body(part) for part in by_step(now.counts, before.counts)],
        "classes": [area_parts.part_body(part) for part in classes],
        "hours": [area_parts.part_body(part) for part in _by_hours(now, before)],
    }


def _by_class(now: Gathered, before: Gathered) -> Any:
    new = {name: arrived_of(counts) for name, counts in now.classes.items()}
    old = {name: arrived_of(counts) for name, counts in before.classes.items()}
    return by_group(new, old)


def _by_hours(now: Gathered, before: Gathered) -> Any:
    new = by_band(area_parts.hours_of(now))
    return by_group(new, by_band(area_parts.hours_of(before)))


def _share_sentence(name: str, now: Counter[str], before: Counter[str]) -> list[Sentence]:
    """The share reached in time where it changed by more than chance: the mean may hide it."""
    if not changes(now, before, is_counted=False)["arrived_in_target_share"]["is_sure"]:
        return []
    shares = [one["arrived_in_target"] / one["arrived"] for one in (now, before)]
    return [share_changed(name, *shares)]


def _own_sentence(
    code: str, name: str, now: Gathered, before: Gathered, *, is_worst_of: str = ""
) -> Sentence:
    new, old = now.counts, before.counts
    here, there = arrived_of(new), arrived_of(old)
    if not can_compare(here, there):
        return cannot_compare(name, here.count, there.count)
    now_s, before_s = here.mean_s or 0.0, there.mean_s or 0.0
    if not is_sure(here, there):
        return within_chance(name, now_s, before_s, here.count)
    if now_s < before_s:
        return faster(name, now_s, before_s, here.count)
    return why_slower(
        name,
        now_s,
        before_s,
        by_step(new, old),
        _by_class(now, before),
        _by_hours(now, before),
        code=code,
        count=here.count,
        is_worst_of=is_worst_of,
    )
