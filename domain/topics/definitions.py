"""What every figure of the wall means: one name, one formula, one window, one scope, one source.

The words under a figure on the screen come from here; docs/topics.md shows the same table. Figures
of areas and periods are defined in docs/area-statistics.md, those of the desk in docs/lifecycle.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from domain.words import Words


class Window(StrEnum):
    """Which incidents, units or rows a figure is taken from, by time."""

    NOW = "now"
    TODAY = "today"
    DAY = "day"
    MAP = "map"
    YEAR = "year"
    MONTH = "month"


class Scope(StrEnum):
    """Whose rows: of the topic's classes, or all; either of the area one stands in."""

    TOPIC = "topic"
    ALL = "all"


STORE, ROSTER, MAP, CASES = "事件库", "力量名册", "网格底图", "案件库"
PARTY = "党建台账"
ITEMS = "城市管理件库"


@dataclass(frozen=True, slots=True)
class Definition:
    """A figure and how it is computed; its words stand in the catalogues, by its id.

    Contexts: `figure` (its name), `formula`, `window`, `scope`, and `figure_told`, how they are put
    together. `unit` is what it is counted in; shares are of one hundred.
    """

    id: str
    window: Window
    scope: Scope
    source: str
    unit: str = "起"

    def name(self, words: Words) -> str:
        """What it is called."""
        return words.of("figure", self.id)

    def formula(self, words: Words) -> str:
        """How it is computed."""
        return words.of("formula", self.id)

    def told(self, words: Words) -> str:
        """The sentence under the figure."""
        return words.of(
            "figure_told",
            "of_store" if self.source == STORE else "of_others",
            name=self.name(words),
            formula=self.formula(words),
            window=words.of("window", self.window.value),
            scope=words.of("scope", self.scope.value),
        )


def _of_store(id: str, window: Window, unit: str = "起") -> Definition:
    return Definition(id, window, Scope.TOPIC, STORE, unit)


def _of_map(id: str, unit: str) -> Definition:
    return Definition(id, Window.MAP, Scope.ALL, MAP, unit)


def _of_roster(id: str) -> Definition:
    return Definition(id, Window.NOW, Scope.ALL, ROSTER, "人")


def _of_cases(id: str, window: Window, unit: str) -> Definition:
    return Definition(id, window, Scope.ALL, CASES, unit)


def _of_party(id: str, window: Window, unit: str) -> Definition:
    return Definition(id, window, Scope.ALL, PARTY, unit)


def _of_items(id: str, window: Window, unit: str) -> Definition:
    return Definition(id, window, Scope.ALL, ITEMS, unit)


# Computed by the server for the district, of whatever class.
_OF_ALL_CLASSES = frozenset({"incidents_today", "incidents_open", "arrival_minutes"})
DEFINITIONS: Mapping[str, Definition] = {
    one.id: replace(one, scope=Scope.ALL) if one.id in _OF_ALL_CLASSES else one
    for one in (
        _of_store("incidents_today", Window.TODAY),
        _of_store("incidents_open", Window.NOW),
        _of_store("open", Window.NOW),
        _of_store("waiting", Window.NOW),
        _of_store("in_hand", Window.NOW),
        _of_store("grave", Window.NOW),
        _of_store("late", Window.NOW),
        _of_store("day", Window.DAY),
        _of_store("closed_day", Window.DAY),
        _of_store("resolved_share", Window.DAY, "%"),
        _of_store("accept_minutes", Window.DAY, "分"),
        _of_store("turnout_minutes", Window.DAY, "分"),
        _of_store("arrival_median", Window.DAY, "分"),
        _of_store("arrival_minutes", Window.DAY, "分"),
        _of_store("within_target", Window.DAY, "%"),
        _of_store("units_sent", Window.NOW, "人"),
        _of_roster("grid_workers_on_duty"),
        _of_roster("police_on_duty"),
        _of_roster("police_free"),
        _of_roster("workers_free"),
        _of_map("cameras", "路"),
        _of_map("posts", "岗"),
        _of_map("posts_filled", "岗"),
        _of_map("posts_vacant", "岗"),
        _of_map("vacant_longest", "天"),
        _of_map("population", "人"),
        _of_map("households", "户"),
        _of_map("grids", "个"),
        _of_map("branches", "个"),
        _of_map("villages_rural", "个"),
        _of_map("villages_urban", "个"),
        _of_map("rivers", "条"),
        _of_map("reservoirs", "座"),
        _of_map("hills", "座"),
        _of_cases("centre_open", Window.NOW, "件"),
        _of_cases("centre_watched", Window.NOW, "件"),
        _of_cases("centre_success", Window.YEAR, "%"),
        _of_cases("centre_performed", Window.YEAR, "%"),
        _of_cases("centre_satisfied", Window.YEAR, "%"),
        _of_cases("centre_days", Window.YEAR, "天"),
        _of_party("party_grids", Window.NOW, "%"),
        _of_party("party_organisations", Window.NOW, "个"),
        _of_party("party_members", Window.NOW, "人"),
        _of_party("party_households", Window.NOW, "户"),
        _of_party("party_activities", Window.YEAR, "次"),
        _of_party("party_gaps", Window.NOW, "项"),
        _of_party("rural_organisations", Window.NOW, "个"),
        _of_party("rural_places", Window.NOW, "个"),
        _of_party("rural_activities", Window.YEAR, "次"),
        _of_party("rural_households", Window.NOW, "户"),
        _of_items("items_open", Window.NOW, "件"),
        _of_items("items_in_time", Window.MONTH, "%"),
        _of_items("items_closed", Window.MONTH, "%"),
    )
}


def bodies(zh: Words, en: Words) -> dict[str, dict[str, Any]]:
    """All of them as they are sent to the browser, in both languages."""
    return {
        name: {"id": one.id, "zh": one.told(zh), "en": one.told(en)}
        for name, one in DEFINITIONS.items()
    }
