"""Finding a place by what a caller says: a name, an address, a code, a point, a phone."""

import asyncio
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from domain.access.access import may, require
from domain.access.callers import NOBODY, Caller
from domain.access.scope import scope_of
from domain.desk.caller_look_ups import CallerLookUps
from domain.desk.place_names import (
    Address,
    Found,
    Precision,
    Source,
    as_address,
    as_crossing,
    asked,
    plain,
    rank,
)
from domain.errors import InvalidError, NotFoundError
from domain.maps.upper_names import without_upper
from domain.moments import to_iso
from domain.private import mask_phone
from domain.saying import Saying
from geodata.places.gazetteer import Entry, Gazetteer, Road, entries_of, read_gazetteer
from operations.access.audit import Audit
from operations.live.picture import Picture
from operations.live.positions import PositionBoard
from operations.maps.areas import Areas
from operations.threads import Work
from store import Store
from store.video.cameras import Wanted, found_by

POLL_EVERY_S = 5.0
_POINT = re.compile(r"\s*(-?\d{1,3}(?:\.\d+)?)\s*[,， ]\s*(-?\d{1,3}(?:\.\d+)?)\s*")
# Among names that fit alike: areas, then streets, then what stands in them.
_ORDER = {source: place for place, source in enumerate(Source)}
_FIRST = -1
_FEWEST = 2  # letters before cameras are looked for
_CODE = re.compile(r"\d{2,15}")

Ranked = tuple[int, int, int, str, Found]
_MOBILE = re.compile(r"^(?:00)?86(1[3-9]\d{9})$")


class DeskPlaces:
    """Searches the names of the map in use; reads no table while it answers."""

    def __init__(
        self,
        work: Work,
        areas: Areas,
        picture: Picture,
        board: PositionBoard,
        audit: Audit,
        upper_names: Sequence[str] = (),
        store: Store | None = None,
    ) -> None:
        self._audit = audit
        self._look_ups = CallerLookUps()
        self._areas = areas
        self._upper_names = upper_names
        self._units = picture.entities["unit"]
        self._board = board
        self._work, self._store = work, store
        self._read: tuple[str, Gazetteer] | None = None

    async def find(self, query: str, limit: int, caller: Caller = NOBODY) -> list[dict[str, Any]]:
        """Places a text may mean, likeliest first; see docs/desk-api.md for how they are ranked.

        Cameras are those of the register that the caller may see.
        """
        text = query.strip()
        if not text:
            return []
        if point := _POINT.fullmatch(text):
            return self._point(float(point[1]), float(point[2]))
        names = await self._names()
        cameras = await self._cameras(text, limit, caller)
        search = partial(find_places, names, text, cameras)
        found = await self._work.read(search)
        return [self._body(one) for one in found[:limit]]

    async def _cameras(self, text: str, limit: int, caller: Caller) -> list[Entry]:
        """The cameras a text may name, by their names, how these are typed, or their ids."""
        wanted, store = Wanted(text=asked(text)), self._store
        if store is None or len(wanted.text) < _FEWEST or not may(caller, "video.register.see"):
            return []
        found = await self._work.read(
            lambda: store.ask(lambda one: found_by(one, caller, wanted, most=limit))
        )
        return [entry for camera in found for entry in entries_of(camera)]

    async def run(self) -> None:
        """Read the names of the map in use before somebody asks, and those of the next one."""
        while True:
            async with self._work.calm.turn():
                await self._names()
            await asyncio.sleep(POLL_EVERY_S)

    async def _names(self) -> Gazetteer:
        loaded = self._areas.loaded
        if self._read is None or self._read[0] != loaded.version:

            def read() -> Gazetteer:
                areas = loaded.by_code.values()
                return read_gazetteer(loaded.path, areas, (), loaded.index, self._upper_names)

            self._read = loaded.version, await self._work.read(read)
        return self._read[1]

    def _point(self, lat: float, lon: float) -> list[dict[str, Any]]:
        if abs(lat) > 90 and abs(lon) <= 90:
            lat, lon = lon, lat  # as map apps of the other order copy it
        try:
            place = self._areas.place(lat, lon)
        except InvalidError:
            return []
        # Six places are a tenth of a metre: what was typed is shown as it was, and no digit more.
        name = ", ".join(f"{degrees:.6f}".rstrip("0").rstrip(".") for degrees in (lat, lon))
        exact, text = Precision.EXACT, Saying("place_coordinates")
        found = Found(Source.POINT, name, lat, lon, place.area_code, exact, 0.0, text)
        return [self._body(found)]

    def _body(self, found: Found) -> dict[str, Any]:
        return {
            "source": found.source.value,
            "code": found.area_code,
            "name": found.name,
            "path": self._areas.path(found.area_code),
            "lat": found.lat,
            "lon": found.lon,
            "precision": found.precision.value,
            "radius_m": round(found.radius_m),
            "text": found.text,
        }

    async def of_phone(
        self, phone: str, *, caller: Caller, address: str | None = None
    ) -> dict[str, Any]:
        """Where the phone of a unit is: whoever rings may be one of our own.

        Only those who take calls are told, and only of units they may see. Each look-up is
        written down before it is answered.

        Raises:
            NotAllowedError: the caller takes no calls.
            RefusedError: they look up too many numbers.
            NotFoundError: no unit has this number, or it has never told where it is.
        """
        require(caller, "desk.act")
        wanted = national(phone)
        self._look_ups.count(caller.actor, wanted, datetime.now(UTC))
        found = self._of_number(wanted, caller)
        await self._audit.tell(
            "looked_up",
            actor=caller.actor,
            subject="caller",
            address=address,
            about={"who": mask_phone(wanted), **({"id": found[0]} if found else {})},
        )
        if found is None:
            raise NotFoundError(says="no_place_of_phone", field="phone")
        return found[1]

    def _of_number(self, wanted: str, caller: Caller) -> tuple[str, dict[str, Any]] | None:
        """The unit of a number and where it is; None for a number of nobody the caller follows."""
        scope = scope_of(caller)
        for record in self._units.values():
            state = record.state
            if not scope.follows(state.get("home_area"), str(state.get("status"))):
                continue
            held = national(str((record.private or {}).get("phone") or ""))
            fix = self._board.newest.get(record.id)
            if fix is None or not wanted or wanted not in {held, national(record.id)}:
                continue
            return record.id, {
                "lat": fix.lat,
                "lon": fix.lon,
                "at": to_iso(fix.at),
                "source": "unit",
                "call_sign": record.state["call_sign"],
            }
        return None


def find_places(names: Gazetteer, text: str, more: Sequence[Entry] = ()) -> list[Found]:
    """Everything a text may mean, likeliest first, each place once; `more`: beside the map."""
    said = without_upper(asked(text), names.district_name, names.upper_names)
    if not plain(said):
        return []
    ranked = list(_search(names, said, "", 0))
    ranked += _named(more, plain(said), "", 0)
    for within, rest in _after_areas(names, said):
        ranked += _search(names, rest, within, 1)
    ranked.sort(key=lambda row: row[:4])
    found: dict[tuple[Source, str, str], Found] = {}
    for *_, one in ranked:
        found.setdefault((one.source, one.name, one.area_code), one)
    return list(found.values())


def _after_areas(names: Gazetteer, said: str) -> list[tuple[str, str]]:
    """The areas a text begins with, and what follows: 烈山区 + 宋疃镇 + 南环路12号.

    Of several names one behind another each narrows the one before it.
    """
    found: dict[str, str] = {}
    ahead = [("", said)]
    while ahead:
        within, rest = ahead.pop()
        for code, after in _after_an_area(names, rest, within):
            if code not in found:
                found[code] = after
                ahead.append((code, after))
    return list(found.items())


def _after_an_area(names: Gazetteer, words: str, within: str) -> Iterator[tuple[str, str]]:
    """An area inside `within` that a text begins with, and what follows."""
    for entry in names.entries:
        code = entry.found.area_code
        if entry.found.source is not Source.AREA or not len(within) < len(code) <= 12:
            continue
        if not code.startswith(within):
            continue
        name = entry.key.name
        for begin in (name, re.sub(r"(?:街道|镇|乡|社区|村)$", "", name)):
            rest = words.removeprefix(begin)
            if len(begin) >= 2 and plain(rest) and rest != words:
                yield code, rest
                break


def _search(names: Gazetteer, said: str, within: str, worse: int) -> Iterator[Ranked]:
    """Whatever fits, with its place in the order; `worse` for readings less likely."""
    words = plain(said)
    if not within and _CODE.fullmatch(words):
        yield from _by_code(names, words)
    yield from _named(names.entries, words, within, worse)
    yield from _roads(names, words, within, worse)
    if address := as_address(said):
        for fits, road in _fitting(names.roads, address.road):
            yield from _address(names, road, address, within, fits + worse)
    if (pair := as_crossing(said)) is not None:
        yield from _crossings(names, *pair, worse)


def _named(entries: Iterable[Entry], words: str, within: str, worse: int) -> Iterator[Ranked]:
    for entry in entries:
        found = entry.found
        if found.area_code.startswith(within) and (fits := rank(entry.key, words)) is not None:
            yield fits + worse, _ORDER[found.source], len(found.area_code), found.name, found


def _roads(names: Gazetteer, words: str, within: str, worse: int) -> Iterator[Ranked]:
    """Roads that fit: each as a whole, and its part in every town it runs through."""
    for fits, road in _fitting(names.roads, words):
        yield from _road(names, road, within, fits + worse)


def _road(names: Gazetteer, road: Road, within: str, fits: int) -> Iterator[Ranked]:
    towns = sorted({code[:9] for code in road.codes if code.startswith(within)} - {""})
    parts = towns if len(towns) > 1 and len(within) < 9 else []
    for order, part in enumerate([within, *parts]):
        if (found := names.road(road, part)) is not None:
            yield fits, _ORDER[Source.ROAD], order, found.name, found


def _address(
    names: Gazetteer, road: Road, said: Address, within: str, fits: int
) -> Iterator[Ranked]:
    """The house; and the road's parts, where the map cannot tell the house from the road."""
    for order, found in enumerate(names.address(road, said.number, within, said.label)):
        yield fits - 1, _FIRST, order, found.name, found
        if found.precision is Precision.MIDDLE_OF_ROAD:
            yield from _road(names, road, within, fits)


def _crossings(names: Gazetteer, first: str, second: str, worse: int) -> Iterator[Ranked]:
    """Where two roads meet; the roads themselves, where the map does not let them meet."""
    for one_fits, one in _fitting(names.roads, first):
        for other_fits, other in _fitting(names.roads, second):
            if one is other:
                continue
            met = names.crossing(one, other)
            for found in met:
                yield one_fits + other_fits - 1 + worse, _FIRST, 0, found.name, found
            for road in () if met else (one, other):
                yield from _road(names, road, "", one_fits + other_fits + worse)


def _fitting(roads: Iterable[Road], words: str) -> list[tuple[int, Road]]:
    return [(fits, road) for road in roads if (fits := rank(road.key, words)) is not None]


def _by_code(names: Gazetteer, words: str) -> Iterator[Ranked]:
    for entry in names.entries:
        found = entry.found
        if found.source is Source.AREA and found.area_code.startswith(words):
            fits = 0 if found.area_code == words else 1
            yield fits, _ORDER[Source.AREA], len(found.area_code), found.area_code, found


def national(phone: str) -> str:
    """The digits of a number as they are dialled here: +86 and 0086 before a mobile one go."""
    digits = "".join(one for one in unicodedata.normalize("NFKC", phone) if one.isdigit())
    return _MOBILE.sub(r"\1", digits)
