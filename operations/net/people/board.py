"""The board of the net: posts and gaps of an area and of those below it. It names nobody."""

from sqlalchemy import Connection

from domain.access.access import narrowed, require
from domain.access.callers import Caller
from domain.errors import NotFoundError
from domain.maps.areas import Level, posts_are_known
from domain.net.people.gaps import line_of
from domain.net.people.seen import BoardPage
from operations.net.people.gaps import NetGaps
from operations.net.people.net_desk import NetDesk
from operations.net.people.posts import Posts


class Board:
    """The board.

    Args:
        desk: what the operations of the people share.
        posts: who is responsible.
        gaps: what grids lack.
    """

    def __init__(self, desk: NetDesk, posts: Posts, gaps: NetGaps) -> None:
        self._desk, self._posts, self._gaps = desk, posts, gaps

    async def page(self, caller: Caller, area: str = "") -> BoardPage:
        """The posts and gaps of an area; the reader's own where they name none.

        Raises:
            NotAllowedError: the net is not theirs to see, or not this area of it.
            NotFoundError: the map has no such area.
        """
        require(caller, "net.see")
        areas = self._desk.areas()
        code = narrowed(caller, area or None)
        if code is None:
            code = next((one.code for one in areas.values() if one.level is Level.DISTRICT), "")
        if code not in areas:
            raise NotFoundError(says="no_area", area=code[:40], field="area_code")
        return await self._desk.work.read(
            lambda: self._desk.store.ask(lambda one: self._page(one, code))
        )

    def _page(self, connection: Connection, code: str) -> BoardPage:
        today, areas = self._desk.today(), self._desk.areas()
        table = self._posts.table(connection, today)
        grids = self._gaps.facts_of(code)
        gaps = self._gaps.of(connection, grids, table)
        days = self._desk.settings.long_vacant_days
        below = sorted(one.code for one in areas.values() if one.parent_code == code)
        lines = [
            line_of(
                one, [grid for grid in grids if grid.code.startswith(one)], gaps, table, today, days
            )
            for one in below
        ]
        total = line_of(code, grids, gaps, table, today, days)
        return BoardPage(
            code, total, lines, gaps, today,
            self._gaps.knows_officers(connection), posts_are_known(areas.values()),
        )  # fmt: skip
