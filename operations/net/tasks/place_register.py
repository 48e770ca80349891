"""Key places of the grids: registered where they stand, and taken away."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.access.access import require
from domain.access.callers import Caller
from domain.errors import ConflictError, NotFoundError
from domain.fields import as_text
from domain.net.tasks.place_table import PlaceTold, read_places
from domain.net.tasks.places import KEY_PLACE, KeyPlace, PlaceKind
from domain.tables import Sheet, TableError
from operations.files.decoding import Decoding
from operations.net.tasks.task_desk import LONGEST_NAME, TaskDesk, new_id
from store import Transaction
from store.net import tasks as kept


@dataclass(frozen=True, slots=True)
class LoadedPlaces:
    """What came of a table: how many places are new, corrected, or known already."""

    new: int
    changed: int
    known: int


class PlaceRegister:
    """The register of key places.

    Args:
        desk: what the operations share.
        decoding: takes tables of others apart.
    """

    def __init__(self, desk: TaskDesk, decoding: Decoding) -> None:
        self._desk, self._decoding = desk, decoding

    async def items(self, caller: Caller) -> list[KeyPlace]:
        """The key places the caller may see.

        Raises:
            NotAllowedError: the caller sees no tasks.
        """
        require(caller, "tasks.see")
        return await self._desk.ask(lambda one: kept.places(one, caller))

    async def one(self, place_id: str, caller: Caller) -> KeyPlace:
        """A key place.

        Raises:
            NotAllowedError: the caller sees no tasks.
            NotFoundError: there is none, or not for this caller.
        """
        require(caller, "tasks.see")
        found = await self._desk.ask(lambda one: kept.place_of(one, place_id, caller))
        if found is None:
            raise NotFoundError(says="task_place_unknown", field="place_id")
        return found

    async def add(
        self, place: PlaceKind, name: str, lat: float, lon: float, caller: Caller
    ) -> KeyPlace:
        """Register a key place in the grid it stands in.

        Raises:
            NotAllowedError: the caller answers for nothing there.
            InvalidError: no name, or a place outside the district.
            ConflictError: one of this name is registered in the grid.
        """
        told = self._told(place, name, lat, lon, caller)

        def steps(tx: Transaction) -> KeyPlace:
            held = kept.places(tx.connection, caller, [told.area_code])
            if any(one.name == told.name for one in held):
                raise ConflictError(says="place_known", field="name", place=told.name)
            made = _new(told)
            tx.put(KEY_PLACE, made, action="add", actor=caller.actor)
            return made

        return await self._desk.write(steps)

    async def change(
        self, place_id: str, place: PlaceKind, name: str, lat: float, lon: float, caller: Caller
    ) -> KeyPlace:
        """Correct a key place; it stays the same place, also where it lies in another grid.

        Raises:
            NotAllowedError: the caller answers for nothing there, or where it is to be.
            NotFoundError: there is none, or not for this caller.
            InvalidError: no name, or a place outside the district.
        """
        told = self._told(place, name, lat, lon, caller)

        def steps(tx: Transaction) -> KeyPlace:
            held = self._held(tx, place_id, caller)
            made = _as_told(held, told)
            if made != held:
                tx.put(KEY_PLACE, made, action="change", actor=caller.actor)
            return made

        return await self._desk.write(steps)

    async def load(self, raw: bytes, caller: Caller) -> LoadedPlaces:
        """Take a table (xlsx or CSV): what is known in its grid by its name is corrected.

        The same table again changes nothing; what is not in it stays.

        Raises:
            NotAllowedError: the caller answers for nothing.
            TableError: names every row that is wrong; nothing was taken.
            InvalidError: no table can be read from it.
        """
        require(caller, "tasks.check")
        read = await self._decoding.run("key_places", raw, actor=caller.actor)
        told, errors = read_places(
            Sheet(**read.facts), lambda lat, lon: self._grid_of(lat, lon, caller)
        )
        if errors:
            raise TableError(errors)
        return await self._desk.write(lambda tx: self._take(tx, told, caller))

    def _take(self, tx: Transaction, told: Sequence[PlaceTold], caller: Caller) -> LoadedPlaces:
        grids = sorted({one.area_code for one in told})
        held = {(one.area_code, one.name): one for one in kept.places(tx.connection, caller, grids)}
        new = changed = 0
        for one in told:
            known = held.get((one.area_code, one.name))
            if known is None:
                made, action = _new(one), "add"
                new += 1
            else:
                made, action = _as_told(known, one), "change"
                if made == known:
                    continue
                changed += 1
            tx.put(KEY_PLACE, made, action=action, actor=caller.actor)
        return LoadedPlaces(new, changed, len(told) - new - changed)

    def _grid_of(self, lat: float, lon: float, caller: Caller) -> str:
        grid = self._desk.areas.place(lat, lon).area_code
        require(caller, "tasks.check", grid)
        return grid

    def _told(
        self, place: PlaceKind, name: str, lat: float, lon: float, caller: Caller
    ) -> PlaceTold:
        grid = self._grid_of(lat, lon, caller)
        return PlaceTold(place, as_text(name, "name", longest=LONGEST_NAME), lat, lon, grid)

    @staticmethod
    def _held(tx: Transaction, place_id: str, caller: Caller) -> KeyPlace:
        held = kept.place_of(tx.connection, place_id, caller)
        if held is None:
            raise NotFoundError(says="task_place_unknown", field="place_id")
        require(caller, "tasks.check", held.area_code)
        return held

    async def remove(self, place_id: str, caller: Caller) -> None:
        """Take a key place away: nothing more is due there.

        Raises:
            NotAllowedError: the caller answers for nothing there.
            NotFoundError: there is none, or not for this caller.
        """
        require(caller, "tasks.check")

        def steps(tx: Transaction) -> None:
            gone = replace(self._held(tx, place_id, caller), is_removed=True)
            tx.put(KEY_PLACE, gone, action="remove", actor=caller.actor)

        await self._desk.write(steps)


def _new(told: PlaceTold) -> KeyPlace:
    return KeyPlace(new_id("K"), told.place, told.name, told.area_code, told.lat, told.lon)


def _as_told(held: KeyPlace, told: PlaceTold) -> KeyPlace:
    return replace(
        held, place=told.place, name=told.name, area_code=told.area_code, lat=told.lat,
        lon=told.lon, is_demo=False,
    )  # fmt: skip
