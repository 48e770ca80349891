"""What the page of figures is drawn from, and the ways from a figure to its rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from domain.centre.cases.agreements import yuan
from domain.centre.cases.case import Case
from domain.centre.figures.definitions import FEWEST_SHOWN
from domain.centre.figures.report import Months, Report
from domain.words import Words
from layouts.centre.figures.page import PAGE
from layouts.elements import measures
from layouts.elements.opening import opening
from layouts.office import ids
from layouts.reader import Reader

FEW = f"<{FEWEST_SHOWN}"


@dataclass(frozen=True, slots=True)
class View:
    """Figures, for whom they are drawn, and what areas and leaders are called.

    `grave`: the red and orange cases this reader may see.
    """

    report: Report
    grave: Sequence[Case]
    reader: Reader
    zone_name: str
    town_name: Callable[[str], str]
    body_name: Callable[[str | None], str]

    @property
    def words(self) -> Words:
        """The reader's."""
        return self.reader.words

    def count(
        self, value: int | None, id: str = "", part: str = "all", *, months: Months | None = None
    ) -> Component | str:
        """A count, with the way to its rows; of too few it is said so.

        `months`: where they are others than those of the page.
        """
        text = FEW if value is None else measures.number(value)
        if not id or value == 0:
            return html.Span(text, className="num")
        return self.way(text, id, part, months)

    def sum(self, fen: int, id: str, part: str) -> Component:
        """A sum in yuan, with the way to the cases it is made of."""
        if not fen:
            return html.Span(yuan(fen), className="num")
        return self.way(yuan(fen), id, part)

    def way(self, text: str, id: str, part: str = "all", months: Months | None = None) -> Component:
        """What is read of a figure, as the way to its rows."""
        months = months or self.report.months
        asked = {
            "act": "rows",
            "id": id,
            "part": part,
            "first": f"{months.first:%Y-%m}",
            "last": f"{months.last:%Y-%m}",
        }
        name = f"{self.words.of('kpi', id)}：{text}"
        return opening(text, ids.do(PAGE), asked, name="link num", label=name)

    def card(self, title: str, *body: Component, note: str = "", wide: bool = False) -> Component:
        """A part of the page under its heading."""
        head = [html.H3(title), html.Span(note, className="figure-note") if note else None]
        return html.Section(
            [html.Header([one for one in head if one is not None]), *body],
            className=f"figure-card{' is-wide' if wide else ''}",
        )
