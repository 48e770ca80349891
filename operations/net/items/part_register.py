"""The register of things: taken in from a table, listed, and counted by grid."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from domain.access.access import NotAllowedError, require
from domain.access.callers import Caller
from domain.net.items.parts import CITY_PART, CityPart, PartRules, read_parts
from domain.tables import Sheet, TableError
from operations.files.decoding import Decoding
from operations.net.items.class_book import ClassBook
from operations.net.items.item_desk import GRID_DIGITS, TOWN_DIGITS, VILLAGE_DIGITS, ItemDesk
from store import Transaction
from store.net import items as kept

LISTED, AT_ONCE = 30, 1000
# Below which level the counts are told: of the district its towns, of a town its villages …
_BELOW = {0: TOWN_DIGITS, 6: TOWN_DIGITS, TOWN_DIGITS: VILLAGE_DIGITS}


@dataclass(frozen=True, slots=True)
class PartPage:
    """A page of things, how many there are, and how many in each area below."""

    parts: Sequence[CityPart]
    count: int
    by_area: Mapping[str, int]


class PartRegister:
    """The register.

    Args:
        desk: what the operations share.
        classes: the table in force.
        decoding: takes tables of others apart.
    """

    def __init__(self, desk: ItemDesk, classes: ClassBook, decoding: Decoding) -> None:
        self._desk, self._classes, self._decoding = desk, classes, decoding

    async def page(self, caller: Caller, area: str = "", at: int = 0) -> PartPage:
        """Things of an area, and how many lie in each area below it.

        Raises:
            NotAllowedError: none are theirs to see, or not in this area.
        """
        within = area or caller.area or ""
        require(caller, "items.see", within or None)
        digits = _BELOW.get(len(within), GRID_DIGITS)

        def question(one: Connection) -> PartPage:
            found, count = kept.parts(one, caller, area=within, most=LISTED, at=max(0, at))
            return PartPage(found, count, kept.parts_by_area(one, caller, within, digits))

        return await self._desk.read(question)

    async def load(self, raw: bytes, caller: Caller) -> int:
        """Take a table of things (xlsx or CSV) whole; what is known and unchanged stays.

        Returns:
            How many were new or changed.

        Raises:
            NotAllowedError: not the caller's to keep.
            TableError: names every row that is wrong; nothing was taken.
        """
        require(caller, "items.classes")
        if caller.area is not None:
            raise NotAllowedError(says="outside_your_area", field="area")
        read = await self._decoding.run("city_parts", raw, actor=caller.actor)
        rules = PartRules(
            self._desk.settings.region,
            await self._classes.newest(),
            self._desk.department_names,
            lambda lat, lon: self._desk.areas.place(lat, lon).area_code,
        )
        parts, errors = read_parts(Sheet(**read.facts), rules)
        if errors:
            raise TableError(errors)
        count = 0
        for start in range(0, len(parts), AT_ONCE):
            count += await self._keep(parts[start : start + AT_ONCE], caller)
        return count

    async def _keep(self, parts: Sequence[CityPart], caller: Caller) -> int:
        def steps(tx: Transaction) -> int:
            known = kept.parts_by_id(tx.connection, [one.part_id for one in parts])
            changed = [one for one in parts if known.get(one.part_id) != one]
            for one in changed:
                action = "change" if one.part_id in known else "add"
                tx.put(CITY_PART, one, action=action, actor=caller.actor)
            return len(changed)

        return await self._desk.write(steps)
