"""Who is responsible for a grid on a day: asked by every part of the net.

The table of a day is made once and kept until a person or an assignment changes.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from domain.net.people.gaps import GridPosts, LastDays, grid_posts, last_days
from domain.net.people.people import NetAssignment, NetPerson
from domain.net.people.posts import Holder, PostTable, community_of
from operations.loops import LoggedOnce
from operations.threads import Work
from store import Store
from store.net import people as kept

log = logging.getLogger(__name__)

LOOK_EVERY_S = 15.0
# Days whose tables are kept: a month of work, and the day that is asked for most.
_MOST_DAYS = 40


@dataclass(frozen=True, slots=True)
class _Register:
    """Everybody and everything assigned, as of one version."""

    version: tuple[int, int]
    people: Mapping[str, NetPerson]
    assignments: Sequence[NetAssignment]
    tables: dict[str, PostTable] = field(default_factory=dict)


class Posts:
    """The posts of all grids, by day. Asks for no rights: whoever shows a name asks for them.

    Args:
        store: where people and assignments are kept.
        work: the lanes of threads.
        today: the day in the district.
        tell: is given what is known of the posts of each grid whenever that changes.
    """

    def __init__(
        self,
        store: Store,
        work: Work,
        today: Callable[[], date],
        tell: Callable[[Mapping[str, GridPosts]], None] = lambda _: None,
    ) -> None:
        self._store, self._work, self.today, self._tell = store, work, today, tell
        self._register = _Register((-1, -1), {}, ())
        self._told: tuple[tuple[int, int], date] | None = None
        self._failures = LoggedOnce(log, "the posts of the grids cannot be read")

    async def on(self, day: date) -> PostTable:
        """Everybody in a post on a day: for whoever asks of many grids at once."""
        return await self._work.read(lambda: self._store.ask(lambda one: self.table(one, day)))

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

    def table(self, connection: Connection, day: date) -> PostTable:
        """The table of a day, inside a question; not in a transaction, which may be undone."""
        register = self._read(connection)
        text = day.isoformat()
        found = register.tables.get(text)
        if found is None:
            if len(register.tables) >= _MOST_DAYS:
                register.tables.clear()
            found = register.tables[text] = _table(register, text)
        return found

    def last_days(self, connection: Connection, day: date) -> LastDays:
        """Until when each post was held, as known on a day."""
        return last_days(self._read(connection).assignments, day.isoformat())

    async def look(self) -> bool:
        """Tell what is known of the posts today, if it is not what was told last."""
        today = self.today()

        def question(one: Connection) -> tuple[tuple[int, int], Mapping[str, GridPosts] | None]:
            version = kept.version(one)
            if self._told == (version, today):
                return version, None
            posts = grid_posts(self.table(one, today), self.last_days(one, today))
            return version, posts

        version, posts = await self._work.read(lambda: self._store.ask(question))
        if posts is None:
            return False
        self._tell(posts)
        self._told = (version, today)
        return True

    async def run(self) -> None:
        """Look again and again, until cancelled: a day begins, or another process wrote."""
        while True:
            with self._failures:
                await self.look()
            await asyncio.sleep(LOOK_EVERY_S)

    def _read(self, connection: Connection) -> _Register:
        version = kept.version(connection)
        held = self._register
        if held.version == version:
            return held
        people = {one.person_id: one for one in kept.all_people(connection)}
        self._register = made = _Register(version, people, kept.all_assignments(connection))
        return made


def _table(register: _Register, day: str) -> PostTable:
    return PostTable(
        [
            _holder(one, register.people.get(one.person_id))
            for one in register.assignments
            if one.owner is None and one.is_on(day)
        ]
    )


def _holder(one: NetAssignment, person: NetPerson | None) -> Holder:
    return Holder(
        person_id=one.person_id,
        grid=one.grid,
        post=one.post,
        since=date.fromisoformat(one.since),
        until=date.fromisoformat(one.until) if one.until else None,
        covers=one.covers,
        account=person.account if person else None,
        unit_id=person.unit_id if person else None,
        name=person.name if person else None,
    )
