"""Key places of the grids: registered where they stand, and taken away."""

from dataclasses import replace

from domain.access.access import require
from domain.access.callers import Caller
from domain.errors import NotFoundError
from domain.fields import as_text
from domain.net.tasks.places import KEY_PLACE, KeyPlace, PlaceKind
from operations.net.tasks.task_desk import LONGEST_NAME, TaskDesk, new_id
from store import Transaction
from store.net import tasks as kept


class PlaceRegister:
    """The register of key places."""

    def __init__(self, desk: TaskDesk) -> None:
        self._desk = desk

    async def items(self, caller: Caller) -> list[KeyPlace]:
        """The key places the caller may see.

        Raises:
            NotAllowedError: the caller sees no tasks.
        """
        require(caller, "tasks.see")
        return await self._desk.ask(lambda one: kept.places(one, caller))

    async def add(
        self, place: PlaceKind, name: str, lat: float, lon: float, caller: Caller
    ) -> KeyPlace:
        """Register a key place in the grid it stands in.

        Raises:
            NotAllowedError: the caller answers for nothing there.
            InvalidError: no name, or a place outside the district.
        """
        found = self._desk.areas.place(lat, lon)
        require(caller, "tasks.check", found.area_code)
        said = as_text(name, "name", longest=LONGEST_NAME)
        made = KeyPlace(new_id("K"), place, said, found.area_code, found.lat, found.lon)

        def steps(tx: Transaction) -> KeyPlace:
            tx.put(KEY_PLACE, made, action="add", actor=caller.actor)
            return made

        return await self._desk.write(steps)

    async def remove(self, place_id: str, caller: Caller) -> None:
        """Take a key place away: nothing more is due there.

        Raises:
            NotAllowedError: the caller answers for nothing there.
            NotFoundError: there is none, or not for this caller.
        """
        require(caller, "tasks.check")

        def steps(tx: Transaction) -> None:
            held = kept.place_of(tx.connection, place_id, caller)
            if held is None:
                raise NotFoundError(says="task_place_unknown", field="place_id")
            require(caller, "tasks.check", held.area_code)
            gone = replace(held, is_removed=True)
            tx.put(KEY_PLACE, gone, action="remove", actor=caller.actor)

        await self._desk.write(steps)
