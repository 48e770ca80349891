"""What is taken away of the centre's figures: the page as a table, and the monthly report.

Each file says who took it and when, and that it was taken is written down first.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from domain.access.access import require
from domain.access.callers import Caller
from domain.centre.figures.monthly import header, monthly, rows
from domain.centre.figures.report import Report
from domain.words import Words
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.figures.figures import ACTION, Asked, CentreFigures
from operations.prints.sheets import Watermark, csv_text, workbook
from store.measures import figures as kept

FEW = "<5"
Line = Sequence[Any]


class FigureExports:
    """Files of the centre's figures.

    Args:
        desk: where cases are kept.
        figures: what is written into them.
    """

    def __init__(self, desk: CentreDesk, figures: CentreFigures) -> None:
        self._desk, self._figures = desk, figures

    async def table(
        self,
        asked: Asked,
        who: Caller,
        words: Words,
        *,
        is_csv: bool,
        town_name: Any,
        address: str | None = None,
    ) -> tuple[str, bytes]:
        """Every figure of the page: the file's name and its bytes.

        Raises:
            NotAllowedError: the caller reads none.
        """
        require(who, ACTION)
        report = await self._figures.report(asked, who)
        await self._desk.tell_exported("centre figures", who, address)
        lines, mark = report_lines(report, words, town_name), self._mark(who)
        head = [
            words.of("kpi_table", "part"),
            words.of("kpi_table", "item"),
            words.of("kpi_table", "value"),
            words.of("kpi_table", "top"),
            words.of("kpi_table", "bottom"),
            words.of("kpi_table", "source"),
        ]
        name = f"centre-{report.months.first:%Y%m}-{report.months.last:%Y%m}"
        if is_csv:
            made = await self._desk.work.read(lambda: csv_text(head, lines, mark))
            return f"{name}.csv", made
        made = await self._desk.work.read(
            lambda: workbook(head, lines, mark, title=words.of("kpi_table", "title"))
        )
        return f"{name}.xlsx", made

    async def month(
        self, month: str, who: Caller, *, address: str | None = None
    ) -> tuple[str, bytes]:
        """The monthly table of people's mediation as xlsx, for whoever sees every case.

        Raises:
            NotAllowedError: the caller does not.
            InvalidError: it is no month.
        """
        self._figures.need_all(who)
        months = self._figures.months_of(Asked(month or "-", month or "-"), self._desk.now())
        period = self._figures.period(months)
        groups = await self._desk.work.read(
            lambda: self._desk.store.ask(lambda connection: kept.mediated(connection, period))
        )
        lines = monthly(groups)
        bodies = sorted({body for body in lines[None].presided if body})
        centre = self._desk.its()
        names = [centre.body(one).name for one in bodies]
        await self._desk.tell_exported("monthly mediation table", who, address)
        title, mark = f"人民调解 {months.first:%Y-%m}", self._mark(who)
        made = await self._desk.work.read(
            lambda: workbook(header(names), rows(lines, bodies), mark, title=title)
        )
        return f"mediation-{months.first:%Y-%m}.xlsx", made

    def _mark(self, who: Caller) -> Watermark:
        return Watermark(who.actor, self._desk.now(), self._desk.zone)


def report_lines(report: Report, words: Words, town_name: Any) -> list[Line]:
    """The page as lines of a table; what is of too few says so."""
    return [
        *_shares(report, words),
        *_counts(report, words),
        *_months(report, words),
        *_now(report, words),
        *_heat(report, words, town_name),
        *_filings(report, words, town_name),
    ]


def _shares(report: Report, words: Words) -> Iterator[Line]:
    part = partial(words.of, "kpi_table")
    for one in report.cards:
        source = (one.more or {}).get("source", "")
        numbers = _number(one.value), _count(one.top), _count(one.bottom)
        yield [part("figures"), words.of("kpi", one.id), *numbers, source]
    days = report.days
    for name, value in (("P50", days.p50), ("P90", days.p90)):
        yield [part("figures"), part("days", name=name), _number(value), "", days.count]


def _counts(report: Report, words: Words) -> Iterator[Line]:
    part, kpi = partial(words.of, "kpi_table"), partial(words.of, "kpi")
    for name, count in report.results.items():
        yield [part("result"), kpi(name), _count(count)]
    for stage in report.stages:
        name = words.of("case", stage.stage)
        yield [part("stage"), name, _count(stage.count), _count(stage.late)]
    for line in report.watched:
        level = words.of("level", line.level)
        yield [kpi("watched"), kpi(line.level), _count(line.count)]
        yield [kpi("watched"), f"{level} {kpi('level_late')}", _count(line.late)]
        yield [kpi("watched"), f"{level} {kpi('level_led')}", _count(line.led)]
        oldest = "" if line.oldest_days is None else line.oldest_days
        yield [kpi("watched"), f"{level} {part('oldest')}", oldest]


def _months(report: Report, words: Words) -> Iterator[Line]:
    part = partial(words.of, "kpi_table")
    for day, came, closed in report.trend:
        yield [part("trend"), f"{day:%Y-%m}", "", _count(came), _count(closed)]
    for one in report.pace:
        for name, value in (("P50", one.p50), ("P90", one.p90)):
            month = f"{one.month:%Y-%m}"
            yield [part("days", name=name), month, _number(value), "", _count(one.count)]


def _now(report: Report, words: Words) -> Iterator[Line]:
    part = partial(words.of, "kpi_table")
    for one in report.rising:
        category = words.of("category", one.category)
        yield [part("rising"), category, "", _count(one.now), _count(one.before)]
    if money := report.money:
        promised, paid = money["promised_fen"], money["paid_fen"]
        for name, fen in (("promised", promised), ("paid", paid), ("owed", promised - paid)):
            yield [part("money"), part(name), fen / 100]
    busy = report.busy
    yield [part("busy"), part("rooms"), busy.rooms, "", busy.all_rooms]
    yield [part("busy"), part("mediators"), busy.mediators]


def _heat(report: Report, words: Words, town_name: Any) -> Iterator[Line]:
    heat = report.heat
    for town in heat.towns:
        for category in heat.types:
            count = heat.cells.get((town, category), 0)
            shown = FEW if (town, category) in heat.hidden else count
            yield [town_name(town), words.of("category", category), shown]


def _filings(report: Report, words: Words, town_name: Any) -> Iterator[Line]:
    part = words.of("kpi", "litigation")
    for one in report.filings:
        town = one.filing.town
        where = town_name(town) if town else words.of("kpi_table", "district")
        item = f"{one.filing.year} {where}"
        yield [part, item, _number(one.rate), one.filing.count, "", one.filing.source]


def _count(value: int | None) -> str | int:
    return FEW if value is None else value


def _number(value: float | None) -> str | float:
    return "" if value is None else round(value, 2)
