"""How the server is: database, feeds and live thread, told without a secret."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from domain.errors import FullError
from operations.threads import Work
from store import Store

log = logging.getLogger(__name__)

ANSWER_WITHIN_S = 3.0
LOOKED_EVERY_S = 5.0

Told = Mapping[str, Any]


class Health:
    """Asks the database for a sign of life, and the feeds and the hub for their own words.

    `stopped` names the parts that have ended though they should run.
    """

    def __init__(
        self,
        store: Store,
        work: Work,
        feeds: Callable[[], Told],
        hub: Callable[[], Told],
        stopped: Callable[[], Sequence[str]] = tuple,
    ) -> None:
        self._store = store
        self._work = work
        self._feeds = feeds
        self._hub = hub
        self._stopped = stopped
        self._was_well = True

    async def tell(self) -> dict[str, Any]:
        """`{status, epoch, seq, database, feeds, hub}`; status is `ok` or `degraded`.

        `stopped` names the parts that have ended though they should run; absent when all do.
        The database is `ok`, `full` (the disk takes nothing more), `failing` (calls of late
        failed) or `unreachable`.
        """
        database, (epoch, seq) = await self._database()
        feeds, hub = dict(self._feeds()), dict(self._hub())
        stopped = list(self._stopped())
        is_well = (
            not stopped
            and database["status"] == "ok"
            and bool(hub.get("alive", True))
            and all(feed.get("state") != "failed" for feed in feeds.values())
        )
        return {
            "status": "ok" if is_well else "degraded",
            "epoch": epoch,
            "seq": seq,
            "database": database,
            "feeds": feeds,
            "hub": hub,
        } | ({"stopped": stopped} if stopped else {})

    async def run(self) -> None:
        """Look after the database until cancelled, also where nobody asks for `/healthz`.

        That another server has taken it must be known before this one has written more.
        """
        while True:
            await self._database()
            await asyncio.sleep(LOOKED_EVERY_S)

    async def _database(self) -> tuple[dict[str, Any], tuple[str | None, int | None]]:
        """Status of the database and the journal's head, both unknown when it does not answer."""

        def ask() -> tuple[str, int]:
            self._store.check()
            return self._store.head()

        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                head = await self._work.read(ask)
        except Exception as error:  # noqa: BLE001 - whatever it is, the watcher must be told
            self._note(error)
            return {"status": "unreachable"}, (None, None)
        self._note(None)
        fault = self._store.fault()
        if fault is not None:
            return {"status": "full" if isinstance(fault, FullError) else "failing"}, head
        return {"status": "ok"}, head

    def _note(self, error: Exception | None) -> None:
        """One line when the database goes, one when it comes back."""
        if error is not None and self._was_well:
            log.error("the database does not answer", exc_info=error)
        elif error is None and not self._was_well:
            log.info("the database answers again")
        self._was_well = error is None
