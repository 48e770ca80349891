"""Topics of the wall: each one declarative file over named figures and queries.

A topic says what is shown; how a figure is computed stands in assets/25_figures.js, under the very
names listed here. A file that says something unknown is refused with its line.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from domain.errors import OneScreenError
from domain.incidents.incidents import IncidentClass
from domain.topics.definitions import DEFINITIONS
from domain.topics.measures import MEASURE_WORDS, measure_words

ANYBODY = "*"
ROLES = frozenset(
    [
        "wall",
        "dispatcher",
        "leader",
        "department",
        "village",
        "grid_worker",
        "police",
        "mediation",
        "system_admin",
        "security_admin",
        "audit_admin",
    ]
)
# Units of the kinds a district has declared: a layer only where there are any.
OTHER_UNITS = "other_units"
LAYER_WORDS: Mapping[str, str] = {
    "incidents": "事件",
    "police": "民警",
    "grid_workers": "网格员",
    OTHER_UNITS: "其他力量",
    "cameras": "视频点位",
    "sites": "重点部位",
    "borders": "界线",
    "base": "道路水系",
    "heat": "热力图",
}
LAYERS, MEASURES = tuple(LAYER_WORDS), tuple(MEASURE_WORDS)
# Of a wall's map, where a topic says nothing else: hundreds of cameras would be noise.
USUAL_LAYERS = tuple(one for one in LAYERS if one not in {"cameras", "sites", "heat"})
SLOTS = ("trend", "share", "ranking")
FIGURES = frozenset(DEFINITIONS)
QUERIES = frozenset(
    [
        "per_hour",
        "by_class",
        "by_status",
        "by_severity",
        "by_area",
        "by_area_day",
        "repeat_places",
        "steps",
        "vacant_by_area",
        "branches_by_area",
        "workers_by_area",
        "people_by_area",
        "vacant_longest",
        "waters",
        "sources",
        "links",
        "centre_funnel",
        "centre_levels",
        "centre_heat",
        "party_levels",
        "party_months",
    ]
)
MOST_KPIS = 6
_NAME = re.compile(r"[a-z][a-z_]{1,30}")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class TopicError(OneScreenError):
    """A topic's file cannot be used; the text says file, line and why."""


@dataclass(frozen=True, slots=True)
class KpiTile:
    """One figure with its words; `below` are smaller figures under it."""

    figure: str
    label: str
    unit: str = ""
    below: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class TopicPanel:
    """What a slot of the left column shows."""

    slot: str
    title: str
    show: str


# What a source may be measured by: it is connected while the district has any of it.
COUNTED = frozenset(
    [
        "waters", "branches", "population", "grid_workers", "police",
        "party_members", "party_activities", "rural_organisations", "rural_places",
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TopicSource:
    """A source of data the topic wants; honest about whether it is there.

    `counted` names what the district must have some of; without it `is_connected` is as declared.
    """

    name: str
    is_connected: bool = False
    note: str = ""
    counted: str = ""


@dataclass(frozen=True, slots=True)
class TopicLink:
    """Where more can be read, within this server."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic of the wall.

    `classes` are the incident classes it is about, empty for all. `queue` and `figures` are the
    headings of the queue and of the tiles. `show_at` are times of day, in
    the district's zone, at which a wall that follows the schedule turns to it.
    """

    id: str
    title: str
    order: int
    roles: Sequence[str] = (ANYBODY,)
    classes: Sequence[str] = ()
    queue: str = ""
    figures: str = ""
    layers: Sequence[str] = USUAL_LAYERS
    measure: str = "open"
    show_at: Sequence[str] = ()
    kpis: Sequence[KpiTile] = ()
    panels: Sequence[TopicPanel] = ()
    sources: Sequence[TopicSource] = field(default=())
    links: Sequence[TopicLink] = field(default=())

    def may_be_seen_by(self, role: str) -> bool:
        """Whether a role sees the topic at all."""
        return ANYBODY in self.roles or role in self.roles

    def body(self) -> dict[str, Any]:
        """The topic as the browser takes it."""
        return {key: value for key, value in asdict(self).items() if key != "roles"}


def parse_topic(topic_id: str, text: str, file: str) -> Topic:
    """Read one topic's file.

    Args:
        topic_id: the file's name without its ending.
        text: TOML.
        file: how to call the file in an error.

    Raises:
        TopicError: it cannot be read, or says something unknown; with file and line.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        at = line[1] if line else str(text.count("\n") + 1)
        raise TopicError(f"{file}, line {at}: {str(error).partition(' (at')[0]}") from None
    return _Reader(file, text).topic(topic_id, data)


class _Reader:
    """Turns the tables of one file into a topic, naming the line of what is wrong."""

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._lines = text.splitlines()

    def topic(self, topic_id: str, data: dict[str, Any]) -> Topic:
        self._only(
            data, "title order roles classes queue figures map show_at kpi panel source link", ""
        )
        shown = data.get("map", {})
        self._only(shown, "layers measure", "map")
        usual = Topic("", "", 0)
        panels = self._tables(data, "panel")
        kpis = self._tables(data, "kpi")
        if not _NAME.fullmatch(topic_id):
            raise self._error("", "", "a topic's file is named with small letters and _")
        if not 1 <= len(kpis) <= MOST_KPIS:
            raise self._error("kpi", "", f"a topic has 1 to {MOST_KPIS} [[kpi]]")
        made = [self._panel(row, i) for i, row in enumerate(panels)]
        missing = [slot for slot in SLOTS if slot not in {panel.slot for panel in made}]
        if missing or len(made) != len(SLOTS):
            raise self._error("panel", "", f"one [[panel]] for each slot: {', '.join(SLOTS)}")
        return Topic(
            id=topic_id,
            title=self._text(data, "title", ""),
            order=self._number(data, "order"),
            roles=self._words(data, "roles", "", ROLES | {ANYBODY}, usual.roles),
            classes=self._words(data, "classes", "", {str(one) for one in IncidentClass}, ()),
            queue=self._text(data, "queue", "", usual=""),
            figures=self._text(data, "figures", "", usual=""),
            layers=self._words(shown, "layers", "map", LAYERS, usual.layers),
            measure=self._word(shown, "measure", "map", tuple(measure_words()), usual.measure),
            show_at=self._times(data),
            kpis=[self._kpi(row, i) for i, row in enumerate(kpis)],
            panels=made,
            sources=[self._source(row, i) for i, row in enumerate(self._tables(data, "source"))],
            links=[self._link(row, i) for i, row in enumerate(self._tables(data, "link"))],
        )

    def _kpi(self, row: dict[str, Any], nth: int) -> KpiTile:
        self._only(row, "figure label unit below", "kpi", nth)
        return KpiTile(
            figure=self._word(row, "figure", "kpi", FIGURES, None, nth),
            label=self._text(row, "label", "kpi", nth),
            unit=self._text(row, "unit", "kpi", nth, usual=""),
            below=self._words(row, "below", "kpi", FIGURES, (), nth),
        )

    def _panel(self, row: dict[str, Any], nth: int) -> TopicPanel:
        self._only(row, "slot title show", "panel", nth)
        return TopicPanel(
            slot=self._word(row, "slot", "panel", SLOTS, None, nth),
            title=self._text(row, "title", "panel", nth),
            show=self._word(row, "show", "panel", QUERIES, None, nth),
        )

    def _source(self, row: dict[str, Any], nth: int) -> TopicSource:
        self._only(row, "name connected counted note", "source", nth)
        counted = ""
        if "counted" in row:
            counted = self._word(row, "counted", "source", COUNTED, None, nth)
        is_connected = row.get("connected", False)
        if not isinstance(is_connected, bool):
            raise self._error("source", "connected", "connected is true or false", nth)
        return TopicSource(
            name=self._text(row, "name", "source", nth),
            is_connected=is_connected,
            note=self._text(row, "note", "source", nth, usual=""),
            counted=counted,
        )

    def _link(self, row: dict[str, Any], nth: int) -> TopicLink:
        self._only(row, "label href", "link", nth)
        href = self._text(row, "href", "link", nth)
        if not re.fullmatch(r"/(?!/)[^\s\\]*", href):
            raise self._error("link", "href", "a link leads to a path of this server", nth)
        return TopicLink(label=self._text(row, "label", "link", nth), href=href)

    def _times(self, data: dict[str, Any]) -> list[str]:
        times = self._list(data, "show_at", "", ())
        for time in times:
            if not _TIME.fullmatch(time):
                raise self._error("", "show_at", f"{time!r} is no time of day like 08:30")
        return list(times)

    # what is common to all tables ------------------------------------------------------------

    def _tables(self, data: dict[str, Any], name: str) -> list[dict[str, Any]]:
        rows = data.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise self._error(name, "", f"write it as [[{name}]]")
        return rows

    def _only(self, row: Mapping[str, Any], known: str, table: str, nth: int = 0) -> None:
        for key in row:
            if key not in known.split():
                raise self._error(table, key, f"{key!r} is not known here ({known})", nth)

    def _text(
        self, row: dict[str, Any], key: str, table: str, nth: int = 0, *, usual: str | None = None
    ) -> str:
        value = row.get(key, usual)
        if not isinstance(value, str) or (usual is None and not value.strip()):
            raise self._error(table, key if key in row else "", f"{key} is a text", nth)
        return value

    def _number(self, data: dict[str, Any], key: str) -> int:
        value = data.get(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self._error("", key, f"{key} is a whole number")
        return value

    def _word(
        self,
        row: dict[str, Any],
        key: str,
        table: str,
        known: Sequence[str] | frozenset[str],
        usual: str | None,
        nth: int = 0,
    ) -> str:
        value = row.get(key, usual)
        if value not in known:
            raise self._error(table, key if key in row else "", self._unknown(key, value), nth)
        return str(value)

    def _words(
        self,
        row: dict[str, Any],
        key: str,
        table: str,
        known: Sequence[str] | frozenset[str] | set[str],
        usual: Sequence[str],
        nth: int = 0,
    ) -> list[str]:
        values = self._list(row, key, table, usual, nth)
        for value in values:
            if value not in known:
                raise self._error(table, key, self._unknown(key, value), nth)
        return list(values)

    def _list(
        self, row: dict[str, Any], key: str, table: str, usual: Sequence[str], nth: int = 0
    ) -> Sequence[str]:
        values = row.get(key, usual)
        if not isinstance(values, list | tuple) or not all(isinstance(v, str) for v in values):
            raise self._error(table, key, f"{key} is a list of texts", nth)
        return values

    @staticmethod
    def _unknown(key: str, value: object) -> str:
        return f"{key} is missing" if value is None else f"unknown {key} {value!r}"

    def _error(self, table: str, key: str, why: str, nth: int = 0) -> TopicError:
        return TopicError(f"{self._file}, line {self._line(table, key, nth)}: {why}")

    def _line(self, table: str, key: str, nth: int) -> int:
        """Where a key of the n-th table of a name stands, else the table, else the first line."""
        here, seen, start = "", -1, 1
        for number, text in enumerate(self._lines, 1):
            if head := re.match(r"\s*\[\[?\s*([\w.]+)\s*\]", text):
                here = head[1]
                seen += here == table
                if here == table and seen == nth:
                    start = number
            if key and re.match(rf"\s*{re.escape(key)}\s*=", text):
                is_there = here == table and (not table or seen == nth)
                if is_there:
                    return number
        return start
