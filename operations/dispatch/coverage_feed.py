"""Coverage as it changes: numbered deltas to whoever listens, each encoded once.

A listener holds a number, not a queue: one that lags is sent the whole surface anew.
"""

import asyncio
import logging
import time
from datetime import UTC, datetime

import numpy as np
import orjson

from domain.moments import to_iso
from operations.dispatch.coverage import Coverage, Surface, grids_body, surface_body
from operations.live.client import Connection
from operations.live.listening import refuse_more, send_in_time, serve_listener
from operations.loops import LoggedOnce

log = logging.getLogger(__name__)
EVERY_S = 0.5
# A recomputation may take this share of one core, whatever the district's size.
SHARE = 0.2
BEAT_S = 5.0
WARMING_EVERY_S = 1.0
MOST_LISTENERS = 200


class CoverageFeed:
    """Recomputes at most twice a second while somebody listens, and tells what changed."""

    def __init__(self, coverage: Coverage, *, every_s: float = EVERY_S) -> None:
        self._coverage = coverage
        self._every_s = every_s
        self._surface: Surface | None = None
        self._before: Surface | None = None
        # Numbers begin with the clock, so that none of an earlier run is taken for one of this.
        self._version = int(time.time())
        self._texts: dict[tuple[str, str | None], str] = {}
        self._listeners = 0
        self._wanted = asyncio.Event()
        self._changed = asyncio.Condition()
        self._failures = LoggedOnce(
            log, "coverage cannot be worked out; trying again", "coverage is worked out again"
        )

    @property
    def listeners(self) -> int:
        """Sockets served now."""
        return self._listeners

    async def run(self) -> None:
        """Follow the district until cancelled; idle while nobody listens."""
        while True:
            await self._wanted.wait()
            pause = self._every_s
            with self._failures:
                surface = await self._coverage.now()
                if self._wanted.is_set():  # else the next one to come would see it as of now
                    await self._take(surface)
                pause = max(pause, surface.took_s / SHARE)
            await asyncio.sleep(pause)

    async def _take(self, surface: Surface) -> None:
        """Give a surface that differs from the last one the next number."""
        held = self._surface
        if held is not None and _is_same(held, surface):
            return
        self._before, self._surface = held, surface
        self._version += 1
        self._texts.clear()
        async with self._changed:
            self._changed.notify_all()

    async def serve(self, connection: Connection, *, area: str | None = None) -> None:
        """Serve one accepted socket until it ends.

        Args:
            connection: an accepted socket.
            area: only the grids of this subtree; the caller's, never the client's word.
        """
        if self._listeners >= MOST_LISTENERS:
            await refuse_more(connection)
            return
        self._listeners += 1
        self._wanted.set()
        try:
            await serve_listener(connection, self._tell(connection, area))
        finally:
            self._listeners -= 1
            if not self._listeners:
                # The next one to come must not be shown what was so when nobody looked.
                self._wanted.clear()
                self._surface = self._before = None

    async def _tell(self, connection: Connection, area: str | None) -> None:
        told: int | None = None
        while True:
            if self._surface is None or told == self._version:
                if not await self._news(told):
                    await send_in_time(connection, self._beat())
                continue
            version, text = self._version, self._text(told, area)
            await send_in_time(connection, text)
            told = version

    async def _news(self, told: int | None) -> bool:
        """Wait for another number; False when a beat is due instead."""
        patience_s = BEAT_S if self._surface is not None else WARMING_EVERY_S
        try:
            async with asyncio.timeout(patience_s), self._changed:
                await self._changed.wait_for(
                    lambda: self._surface is not None and self._version != told
                )
        except TimeoutError:
            return False
        return True

    def _beat(self) -> str:
        """That all is well; before the first surface, how much is prepared."""
        if self._surface is None:
            return orjson.dumps({"warming": round(self._coverage.ready, 2)}).decode()
        return orjson.dumps({"beat": to_iso(datetime.now(UTC)), "version": self._version}).decode()

    def _text(self, told: int | None, area: str | None) -> str:
        """The message that brings a listener to the present number, made once for all alike."""
        is_next = told == self._version - 1 and self._fits_on()
        key = ("delta" if is_next else "whole", area)
        if key not in self._texts:
            self._texts[key] = (self._delta if is_next else self._whole)(area)
        return self._texts[key]

    def _fits_on(self) -> bool:
        return (
            self._surface is not None
            and self._before is not None
            and self._before.map_version == self._surface.map_version
        )

    def _whole(self, area: str | None) -> str:
        assert self._surface is not None  # noqa: S101 - asked for only when there is one
        body = surface_body(self._surface, self._version, self._coverage.targets_s, area)
        return orjson.dumps({"coverage": body}).decode()

    def _delta(self, area: str | None) -> str:
        surface, before = self._surface, self._before
        assert surface is not None and before is not None  # noqa: S101 - _fits_on says so
        changed = np.flatnonzero((surface.tenths != before.tenths).any(axis=1)).tolist()
        rows = [row for row in changed if surface.grids[row].code.startswith(area or "")]
        return orjson.dumps(
            {
                "from": self._version - 1,
                "version": self._version,
                "at": to_iso(surface.at),
                "units": surface.available,
                "red": surface.red,
                "grids": grids_body(surface, rows),
            }
        ).decode()


def _is_same(one: Surface, other: Surface) -> bool:
    return (
        one.map_version == other.map_version
        and one.available == other.available
        and bool(np.array_equal(one.tenths, other.tenths))
    )
