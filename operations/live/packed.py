"""Snapshots compressed, once for all screens that are handed the same one."""

import asyncio
import gzip

SNAPSHOT_BEGINS = '{"snapshot"'
_LEVEL = 5


class PackedSnapshots:
    """Keeps the last snapshot compressed; that is the work of a thread, never of the loop."""

    def __init__(self) -> None:
        self._held: tuple[str, asyncio.Task[bytes]] | None = None

    async def of(self, text: str) -> bytes:
        """The text, gzipped."""
        if self._held is None or self._held[0] is not text:
            self._held = text, asyncio.create_task(asyncio.to_thread(_pack, text))
        # One screen that leaves must not end what the others wait for.
        return await asyncio.shield(self._held[1])


def _pack(text: str) -> bytes:
    return gzip.compress(text.encode(), _LEVEL, mtime=0)
