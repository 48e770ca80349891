"""Who is responsible for a grid on a day: asked by every part of the net."""

from collections.abc import Sequence
from datetime import date

from domain.net.people.posts import Holder, PostTable, community_of


class Posts:
    """The posts of all grids, by day. Asks for no rights: whoever shows a name asks for them."""

    async def on(self, day: date) -> PostTable:
        """Everybody in a post on a day: for whoever asks of many grids at once."""
        del day
        return PostTable()

    async def lead_of(self, grid: str, day: date) -> Holder | None:
        """Who heads a grid; None where nobody does."""
        return (await self.on(day)).lead_of(grid)

    async def workers_of(self, grid: str, day: date) -> Sequence[Holder]:
        """The full-time workers of a grid, whoever covers last; empty where nobody does."""
        return (await self.on(day)).workers_of(grid)

    async def grids_of(self, account: str, day: date) -> Sequence[str]:
        """The grids somebody who signs in leads, works in or covers."""
        return (await self.on(day)).grids_of(account)

    def community_of(self, grid: str) -> str:
        """The village or community a grid lies in; empty where it is no grid's code."""
        return community_of(grid)
