"""Where the net has holes: asked by the board, by the page of a grid, and told to every wall."""

import asyncio
import logging
from collections.abc import Callable, Collection
from hashlib import sha256

from sqlalchemy import Connection

from domain.maps.areas import Area, Level, posts_are_known
from domain.net.people.gaps import Gap, GridFacts, gap_codes, gaps_of
from domain.net.people.posts import PostTable
from operations.loops import LoggedOnce
from operations.net.people.net_desk import NetDesk

log = logging.getLogger(__name__)
LOOK_EVERY_S = 15.0
# Which grids have a police officer, told by whoever knows the beats; None while nobody does.
OfficersOf = Callable[[Connection], Collection[str] | None]


class NetGaps:
    """What grids lack. Asks for no rights: no gap names anybody but who covers a post.

    Args:
        desk: what the operations of the people share.
        branch_of: the party organisation of a grid, as docs/decisions/0124 has it.
        officers_of: which grids have a police officer.
    """

    def __init__(
        self,
        desk: NetDesk,
        branch_of: Callable[[Area], str | None],
        officers_of: OfficersOf = lambda _: None,
    ) -> None:
        self._desk, self._branch_of, self._officers_of = desk, branch_of, officers_of
        self._officers: Collection[str] | None = None
        self._failures = LoggedOnce(log, "the officers of the grids cannot be read")
        self.officers_version = ""

    def facts_of(self, code: str) -> list[GridFacts]:
        """The grids of an area, as far as they are looked at for gaps."""
        named = {
            area.code: self._branch_of(area)
            for area in self._desk.areas().values()
            if area.level is Level.GRID
        }
        knows_branches = any(named.values())
        areas = self._desk.areas()
        return [
            GridFacts(
                grid,
                bool(areas[grid].lead),
                areas[grid].vacant_since,
                bool(branch) if knows_branches else None,
            )
            for grid, branch in named.items()
            if grid.startswith(code)
        ]

    def of(
        self, connection: Connection, grids: Collection[GridFacts], table: PostTable
    ) -> list[Gap]:
        """What some grids lack, as the store has it now."""
        officers = self._officers_of(connection)
        return gaps_of(grids, table, None if officers is None else officers.__contains__)

    def knows_officers(self, connection: Connection) -> bool:
        """Whether anybody tells which grids have a police officer."""
        return self._officers_of(connection) is not None

    def codes(self) -> dict[str, list[str] | None]:
        """By kind the codes of the grids that lack it: from memory, however often it is asked."""
        officers = self._officers
        return gap_codes(
            self.facts_of(""),
            None if officers is None else officers.__contains__,
            knows_posts=posts_are_known(self._desk.areas().values()),
        )

    async def look(self) -> None:
        """See which grids have an officer by now."""
        read = self._desk.work.read
        self._officers = found = await read(lambda: self._desk.store.ask(self._officers_of))
        told = repr(found if found is None else sorted(found))
        self.officers_version = sha256(told.encode()).hexdigest()[:12]

    async def run(self) -> None:
        """Look again and again, until cancelled: a table of beats may come at any time."""
        while True:
            with self._failures:
                await self.look()
            await asyncio.sleep(LOOK_EVERY_S)
