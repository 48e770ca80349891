"""Writing the demo's people of the net, behind the running server, some at a time.

What is written is known by its id: a telling that was cut off goes on where it stopped. Whoever was
ended or corrected since stays so.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from functools import partial
from itertools import islice

from domain.net.people.people import NET_ASSIGNMENT, NET_PERSON, NetAssignment
from domain.net.people.rules import check_assignment
from domain.net.people.told import ToldPerson
from operations.net.people.net_desk import NetDesk
from operations.net.people.posts import Posts
from operations.transactions import in_background
from store import Transaction
from store.net import people as kept

log = logging.getLogger(__name__)
PEOPLE_AT_ONCE = 16


class DemoPeople:
    """Writes the demo's people once, by the rules everybody is assigned by.

    Args:
        desk: where they are kept.
        posts: told when they are written.
        tell: everybody, the same each time.
    """

    def __init__(
        self,
        desk: NetDesk,
        posts: Posts,
        tell: Callable[[], Iterable[ToldPerson]],
    ) -> None:
        self._desk, self._posts, self._tell = desk, posts, tell
        self._beside: dict[str, list[NetAssignment]] = {}
        self.written = 0
        self.is_done = False

    async def run(self) -> None:
        """Write what is missing; ends when nothing is."""
        known = await self._desk.work.read(lambda: self._desk.store.ask(kept.ids))
        told = (one for one in self._tell() if one.person.person_id not in known)
        while batch := await asyncio.to_thread(lambda: list(islice(told, PEOPLE_AT_ONCE))):
            await in_background(self._desk.store, self._desk.work, partial(self._put, batch))
            self.written += len(batch)
        await self._posts.look()
        self.is_done = True
        if self.written:
            log.info("the demo's %d people of the net are written", self.written)

    def _put(self, batch: list[ToldPerson], tx: Transaction) -> None:
        for told in batch:
            tx.put(NET_PERSON, told.person, action="add", actor="demo")
            for one in told.assignments:
                beside = self._beside.setdefault(one.grid, [])
                check_assignment(one, [*beside, *told.assignments], self._desk.settings)
                beside.append(one)
                action = "cover" if one.covers else "add"
                tx.put(NET_ASSIGNMENT, one, action=action, actor="demo", occurred_at=one.at)
