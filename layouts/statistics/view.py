"""What every part of the statistics page is drawn from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from domain.statistics.area_words import CLASS_NAMES
from domain.words import Words
from layouts.elements import measures
from layouts.elements.attributes import attributes
from layouts.elements.moments import moment
from layouts.elements.opening import cell, opening
from layouts.reader import Reader
from layouts.statistics import ids
from layouts.statistics.address import Address

Body = Mapping[str, Any]
ARRIVED: Mapping[str, Any] = {"arrived": 1, "slowest": "arrival"}
SEVERITIES = {1: "Ⅰ", 2: "Ⅱ", 3: "Ⅲ", 4: "Ⅳ"}
# Not told apart from chance, better, worse.
MOODS = ("none", "better", "worse")


@dataclass(frozen=True, slots=True)
class View:
    """The figures of an area (operations/statistics), for a reader, at an address.

    `other` are those of an area it is compared with.
    """

    facts: Body
    address: Address
    reader: Reader
    zone_name: str
    other: Body | None = None

    @property
    def words(self) -> Words:
        """The reader's."""
        return self.reader.words

    def span(self, seconds: float | None) -> str:
        """A span in words."""
        return measures.span(seconds, self.words)

    def class_name(self, name: str) -> str:
        """A class of incidents in words."""
        return self.words(CLASS_NAMES.get(name, name))

    def days(self, period: Body) -> str:
        """A run of days in words."""
        if period["from"] == period["to"]:
            return str(period["from"])
        return self.words("{from_day} 至 {to_day}", from_day=period["from"], to_day=period["to"])

    def open(
        self, children: Any, title: str, behind: Body, *, classes: str = "link", label: str = "",
        **more: Any,
    ) -> Component:  # fmt: skip
        """A figure that opens to its incidents.

        Args:
            children: what is read on it.
            title: what the drawer is called.
            behind: which incidents.
            classes: of the button.
            label: what is heard, where that says more.
            more: `code` and `name` of another area, `before` for the other period, `fixed` days.
        """
        question = {"title": title, "filter": dict(behind), **more}
        return opening(children, ids.ROWS, question, name=classes, label=label)

    def count(self, value: Any, title: str, behind: Body, **more: Any) -> html.Td:
        """A number of a table that opens to its incidents; nothing opens to nothing."""
        text = measures.number(value) if isinstance(value, int) else value or measures.NOTHING
        if not value or value == measures.NOTHING:
            return cell(text)
        label = self.words("明细：{title}", title=title)
        return cell(
            self.open(text, title, behind, classes="link num", label=f"{text} · {label}", **more)
        )

    def card(
        self,
        name: str,
        title: str,
        body: Component | Sequence[Component],
        *,
        behind: Body | None = None,
        note: str = "",
    ) -> html.Section:
        """A card: title with its unit, one way to its rows, and where its numbers come from."""
        head: list[Component] = [html.H2(title, className="panel-title")]
        if behind is not None:
            label = self.words("明细：{title}", title=title)
            way = self.words("明细")
            head.append(self.open(way, title, behind, classes="link card-open", label=label))
        source = self.words("来源：事件库")
        if self.facts["is_demo"]:
            source = self.words("来源：事件库（演示）")
        source += f" · {self.words('截至')} {moment(self.facts['as_of'], self.zone_name)}"
        return html.Section(
            [
                html.Header(head, className="panel-head"),
                html.Div(body, className="panel-body card-body"),
                html.P(f"{note} · {source}" if note else source, className="card-source"),
            ],
            className=f"panel area-card card-{name}",
            **attributes({"aria-label": title}),
        )

    def empty(self, text: str) -> html.P:
        """A sentence where there is nothing to draw."""
        return html.P(text, className="says")

    def change(self, told: Body | None, show: Any, good: int, nothing: str = "") -> tuple[str, str]:
        """A change in words, and its mood: colour only beyond chance, in either direction.

        Args:
            told: `change` and `is_sure`, None or without a change where nothing compares.
            show: says the size of a change.
            good: +1 when more is better, −1 when less is, 0 for neither.
            nothing: what is said where nothing compares.
        """
        value = told["change"] if told else None
        if value is None:
            return nothing or self.words("无可比数据"), "none"
        size = show(abs(value))
        arrow, sign = ("▲", "+") if value > 0 else ("▼", "−") if value < 0 else ("＝", "±")
        is_sure = bool(told and told["is_sure"])
        mood = 0 if not (is_sure and good and value) else 1 if value * good > 0 else 2
        text = f"{arrow} {sign}{size}"
        if is_sure or not value:
            return text, MOODS[mood]
        return self.words("{text}（偶然内）", text=text), MOODS[mood]
