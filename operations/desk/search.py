"""One search for every screen: incidents and units the caller sees, and the names of the map."""

import asyncio
from collections.abc import Iterable
from typing import Any

from domain.access.callers import Caller
from domain.desk.place_names import plain
from domain.live.records import Record
from operations.desk.places import DeskPlaces
from operations.live.picture import Picture
from operations.live.views import ROLES, ViewClass, reach_of, sees, state_for, view_of
from operations.threads import Work

MOST_OF_A_KIND = 5
LONGEST_ASKED = 60
_FEWEST_LETTERS = 2
Ranked = tuple[int, str, dict[str, Any]]


class Search:
    """Looks through the picture as the caller's screen may see it, and through the map's names."""

    def __init__(self, places: DeskPlaces, picture: Picture, work: Work) -> None:
        self._places = places
        self._picture = picture
        self._work = work

    async def find(self, query: str, limit: int, *, caller: Caller) -> list[dict[str, Any]]:
        """What a text may mean, likeliest first.

        The number of an incident and a call sign come first, then places, then incidents by a
        part of their title as the caller sees it.

        Args:
            query: as it was typed: wide or narrow letters, pinyin, initials.
            limit: most rows.
            caller: nothing outside what their live view shows is found.

        Returns:
            `kind` incident, unit or place, and what a list shows of it.
        """
        words = plain(query[:LONGEST_ASKED])
        if not words or caller.role not in ROLES:
            return []
        view = view_of(caller.role, caller.area, caller.department, caller.person)
        held = self._picture.entities
        incidents, units = dict(held["incident"]), list(held["unit"].values())
        (numbered, titled), signed, places = await asyncio.gather(
            self._work.read(lambda: _incidents(incidents, view, words)),
            self._work.read(lambda: _units(units, view, words)),
            self._places.find(query, limit, caller),
        )
        named = [{"kind": "place", **place} for place in places]
        return [*numbered, *signed, *named, *titled][:limit]


def _incidents(
    incidents: dict[str, Record], view: ViewClass, words: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Those whose number fits, and those whose title does; newest first."""
    numbered: list[Ranked] = []
    titled: list[Ranked] = []
    for number, record in incidents.items():
        if not sees(view, "incident", reach_of(record, {})):
            continue
        fits = _fits(number.lower(), words, fewest=4)
        if fits is not None:
            numbered.append((fits, number, _incident(view, record)))
            continue
        body = _incident(view, record)
        if (fits := _fits(plain(str(body["title"] or "")), words)) is not None:
            titled.append((fits, number, body))
    return _best(numbered), _best(titled)


def _units(units: Iterable[Record], view: ViewClass, words: str) -> list[dict[str, Any]]:
    found: list[Ranked] = []
    for record in units:
        sign = str(record.state["call_sign"])
        fits = _fits(plain(sign), words)
        if fits is None or not sees(view, "unit", reach_of(record, {})):
            continue
        about = ("unit_id", "call_sign", "status", "home_area")
        body = {"kind": "unit", **{name: record.state[name] for name in about}}
        found.append((fits, sign, body))
    return [body for _, _, body in sorted(found, key=lambda one: one[:2])[:MOST_OF_A_KIND]]


def _incident(view: ViewClass, record: Record) -> dict[str, Any]:
    shown = state_for(view, record) or {}
    about = ("number", "class", "severity", "status", "area_code", "lat", "lon", "title")
    return {"kind": "incident", **{name: shown.get(name) for name in about}}


def _fits(name: str, words: str, fewest: int = _FEWEST_LETTERS) -> int | None:
    """0 the very name, 1 its beginning, 2 inside; None: not, or too little was typed to say."""
    if name == words:
        return 0
    if len(words) < fewest:
        return None
    if name.startswith(words):
        return 1
    return 2 if words in name else None


def _best(found: list[Ranked]) -> list[dict[str, Any]]:
    found.sort(key=lambda one: one[1], reverse=True)
    found.sort(key=lambda one: one[0])
    return [body for _, _, body in found[:MOST_OF_A_KIND]]
