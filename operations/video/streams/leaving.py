"""Pictures end with the session or screen they were opened at, not with their token.

A browser may hold WebRTC frames as long as the media server sends them, whatever its page does: the
session is ended there, as soon as anything about accounts or devices has changed.
"""

import asyncio
from collections.abc import Awaitable, Callable, Set
from contextlib import suppress
from datetime import datetime

from operations.threads import Work
from operations.video.streams.streams import Streams
from store import Store

# What another process changes (the command line) is seen after this long at the latest.
LOOKED_EVERY_S = 5.0
SESSION, DEVICE = "session:", "device:"
Gone = Callable[[Set[str]], Awaitable[Set[str]]]


class Leaving:
    """Ends the streams of whoever has left.

    Args:
        streams: those that are open.
        gone: of so many holders, those that are there no more.
    """

    def __init__(self, streams: Streams, gone: Gone) -> None:
        self._streams, self._gone = streams, gone
        self._changed = asyncio.Event()

    def look(self) -> None:
        """Something about accounts or devices has changed."""
        self._changed.set()

    async def run(self) -> None:
        """End what has lost its holder, until cancelled."""
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), LOOKED_EVERY_S)
            self._changed.clear()
            await self.end_gone()

    async def end_gone(self) -> None:
        """Ask once for all that are open."""
        holders = self._streams.holders()
        if holders:
            await self._streams.end_of(await self._gone(holders))


class Holders:
    """Whether sessions and screens are still there.

    Args:
        store: where they are kept.
        work: the lanes of threads.
        now: the clock.
    """

    def __init__(self, store: Store, work: Work, now: Callable[[], datetime]) -> None:
        self._store, self._work, self._now = store, work, now

    async def gone(self, holders: Set[str]) -> Set[str]:
        """Those of these that are over; an account without a session (the demo's) never is."""
        return await self._work.read(lambda: self._ask(holders))

    def _ask(self, holders: Set[str]) -> Set[str]:
        bound = {one for one in holders if one.startswith((SESSION, DEVICE))}
        if not bound:
            return frozenset()
        with self._store.accounts() as rows:
            there = {SESSION + one.public_id for one in rows.sessions(self._now())}
            there |= {DEVICE + one.device_id for one in rows.devices() if one.revoked_at is None}
        return bound - there
