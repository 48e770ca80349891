"""Devices that have the key but belong to no unit yet: held until a unit with their id exists."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from domain.dispatch.units import Fix
from operations.loops import LoggedOnce
from operations.threads import Work
from store import PendingDevice, Store

log = logging.getLogger(__name__)

MOST_HELD = 500
# So many wait until it is known which of them are units already.
MOST_UNSORTED = 20_000
SAVED_AT_ONCE = 100
RETRY_S = 2.0


@dataclass(frozen=True, slots=True)
class Held:
    """A device that was heard: its newest fix, if it sent one, and when it was last heard."""

    fix: Fix | None
    heard_at: datetime


class Devices:
    """Held in memory, written behind; the longest silent goes when there are too many.

    A unit that is written down and not in the picture yet is no stranger: its device never goes.
    """

    def __init__(self, store: Store, work: Work, *, retry_s: float = RETRY_S) -> None:
        self._store = store
        self._work = work
        self._retry_s = retry_s
        self._held: OrderedDict[str, Held] = OrderedDict()
        self._unsaved: set[str] = set()
        self._failures = LoggedOnce(
            log, "waiting devices cannot be kept; trying again", "waiting devices are kept again"
        )

    def __len__(self) -> int:
        return len(self._held)

    def __contains__(self, device_id: object) -> bool:
        return device_id in self._held

    def hold(self, device_id: str, fix: Fix | None, heard_at: datetime) -> None:
        """Remember a device; an older fix never replaces a newer one."""
        before = self._held.pop(device_id, None)
        if before and before.fix and (fix is None or fix.at < before.fix.at):
            fix = before.fix
        self._held[device_id] = Held(fix, heard_at)
        self._unsaved.add(device_id)
        if len(self._held) > MOST_UNSORTED:
            gone, _ = self._held.popitem(last=False)
            self._unsaved.discard(gone)

    async def sort_out(self) -> None:
        """Let the longest silent go where there are too many, but for those that are units.

        A gateway may send the places of a thousand units before the picture has the table that
        made them: each was answered as taken.
        """
        if len(self._held) <= MOST_HELD:
            return
        asked = dict.fromkeys(self._held)
        units: set[str] | None = None
        with self._failures:
            units = await self._work.read(lambda: self._store.units_among(asked))
        if units is None:
            return
        strangers = [one for one in self._held if one in asked and one not in units]
        too_many = max(0, len(self._held) - len(units) - MOST_HELD)
        for gone in strangers[:too_many]:
            del self._held[gone]
            self._unsaved.discard(gone)

    async def load(self) -> None:
        """Remember the devices that waited when the program ended.

        A file that cannot be read now is read later: whoever is heard meanwhile is held as ever.
        """
        failures = LoggedOnce(
            log,
            "waiting devices cannot be read; trying again until they can",
            "waiting devices are read again",
        )
        waited: Collection[PendingDevice] | None = None
        while waited is None:
            with failures:
                waited = await self._work.save(self._store.pending_devices)
            if waited is None:
                await asyncio.sleep(self._retry_s)
        for device in sorted(waited, key=lambda device: device.last_seen_at, reverse=True):
            # Those heard since come after them, and may leave room for the latest only.
            if device.device_id not in self._held and len(self._held) < MOST_HELD:
                self._held[device.device_id] = Held(device.fix, device.last_seen_at)
                self._held.move_to_end(device.device_id, last=False)

    async def release(self, units: Collection[str]) -> list[Fix]:
        """Let go of devices whose unit exists by now; their newest fixes."""
        ready = [device_id for device_id in self._held if device_id in units]
        if not ready:
            return []
        held = [self._held.pop(device_id) for device_id in ready]
        self._unsaved.difference_update(ready)
        await self._save(lambda: [self._store.release_device(device_id) for device_id in ready])
        return [device.fix for device in held if device.fix is not None]

    async def save(self) -> bool:
        """Write some of the devices heard since they were last written; False when none waits.

        Only some at once: positions of known units share the lane and must not wait long.
        """
        ready = list(islice(self._unsaved, SAVED_AT_ONCE))
        if not ready:
            return False
        batch = [(key, self._held[key]) for key in ready]
        self._unsaved.difference_update(ready)

        def write() -> None:
            for device_id, held in batch:
                self._store.hold_device(device_id, held.fix, held.heard_at)

        await self._save(write)
        return True

    async def _save(self, write: Callable[[], object]) -> None:
        # Held in memory all the same: positions go on, and what is heard again is tried again.
        with self._failures:
            await self._work.save(write)
