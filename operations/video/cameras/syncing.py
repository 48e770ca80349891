"""The register kept in step with the lists of its sources, page by page and never by half."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from domain.access.access import NotAllowedError, require
from domain.access.callers import Caller
from domain.errors import NotFoundError, NotReadyError, OneScreenError, SaidError
from domain.video.cameras.camera import Camera
from domain.video.cameras.sync_times import LastSync, is_suspect, next_at
from domain.video.cameras.syncing import Listed, Synced, SyncRules, synced
from operations.video.cameras.cameras import CameraDesk, connects
from store import Transaction
from store.video import cameras as kept

log = logging.getLogger("onescreen.video")
PAGE, MOST_PAGES, AT_ONCE = 200, 200, 500
# Who changed the register where nobody pressed anything.
BY_TIME = "camera-sync"


class ListPage(Protocol):
    """A page of a source's list."""

    @property
    def channels(self) -> Sequence[Listed]:
        """Cameras."""

    @property
    def total(self) -> int:
        """On all pages."""


class Lists(Protocol):
    """A source that lists its cameras; a call may raise what the source's trouble is."""

    async def channels(self, page: int, count: int) -> ListPage:
        """A page, from 1."""
        ...


class Syncing:
    """Takes lists of sources.

    Args:
        desk: what the operations of the register share.
        place: of degrees and the name of their system, WGS 84 degrees and the grid there.
        sources: the connectors that list cameras, by name, as they are now.
        every: how often each list is taken by itself; nothing: only by hand.
    """

    def __init__(
        self,
        desk: CameraDesk,
        place: Callable[[float, float, str], tuple[float, float, str]],
        sources: Callable[[], Mapping[str, Lists]],
        every: timedelta = timedelta(0),
    ) -> None:
        self._desk, self._place, self._sources = desk, place, sources
        self._every = every
        self._last: dict[str, LastSync] = {}
        self._taking = asyncio.Lock()

    def names(self, caller: Caller) -> list[str]:
        """The sources whose lists the caller may take; none for departments."""
        return sorted(self._sources()) if connects(caller) else []

    async def sync(self, source: str, caller: Caller) -> Synced:
        """Take a source's whole list: what is new, changed, and listed no more.

        Raises:
            NotAllowedError: lists are taken by the centre alone, for they name whoever's cameras.
            NotFoundError: there is no such source.
            NotReadyError: the list came by half; nothing was changed.
            TroubleError: what the source's trouble is; nothing was changed.
        """
        require(caller, "video.register.manage")
        if not connects(caller):
            raise NotAllowedError(says="not_allowed", field="role")
        return await self._sync(source, caller.actor, is_by_hand=True)

    def last(self, caller: Caller) -> Mapping[str, LastSync | None]:
        """What the last list of each source came to; None of one that was never asked."""
        return {name: self._last.get(name) for name in self.names(caller)}

    async def run(self) -> None:
        """Take each list when its time comes, until cancelled."""
        if not self._every:
            return
        due = {name: self._next(name) for name in self._sources()}
        while due:
            name = min(due, key=lambda one: due[one])
            wait = (due[name] - self._desk.now()).total_seconds()
            await asyncio.sleep(max(0.0, wait))
            await self.by_time(name)
            due[name] = self._next(name)

    async def by_time(self, source: str) -> None:
        """Take a list, nobody having asked for it: what is wrong is told on the page."""
        try:
            await self._sync(source, BY_TIME, is_by_hand=False)
        except OneScreenError as error:
            log.warning("the cameras of %s were not synchronised: %s", source, error)

    def _next(self, source: str) -> datetime:
        return next_at(self._desk.now(), self._every, source)

    async def _sync(self, source: str, actor: str, *, is_by_hand: bool) -> Synced:
        """One at a time: of two lists of a source the later one would be told of the earlier's."""
        async with self._taking:
            at = self._desk.now()
            try:
                told = await self._taken(source, actor, is_by_hand=is_by_hand)
            except SaidError as error:
                held = self._last.get(source) or LastSync(at)
                self._last[source] = held.failed(at, error)
                raise
            self._last[source] = LastSync(
                at, at, told.listed, told.count("add"), len(told.missing), len(told.not_taken)
            )
            return told

    async def _taken(self, source: str, actor: str, *, is_by_hand: bool) -> Synced:
        connector = self._sources().get(source)
        if connector is None:
            raise NotFoundError(says="no_video_source", source=source[:32], field="source")
        listed = await self._whole(connector, source)
        known = {
            one.camera_id: one for one in await self._desk.read(lambda one: kept.all_of_any(one))
        }
        rules = SyncRules(source, self._desk.district, self._place, self._desk.now())
        told = await self._desk.work.read(lambda: synced(listed, known, rules))
        had = sum(
            one.source == source and not one.is_removed and one.missing_since is None
            for one in known.values()
        )
        if not is_by_hand and is_suspect(len(told.missing), had):
            raise NotReadyError(
                says="camera_list_shrunk", source=source, gone=len(told.missing), of=had
            )
        for start in range(0, len(told.changes), AT_ONCE):
            await self._keep(told.changes[start : start + AT_ONCE], known, actor)
        return told

    async def _whole(self, connector: Lists, source: str) -> list[Listed]:
        listed: list[Listed] = []
        for page in range(1, MOST_PAGES + 1):
            told = await connector.channels(page, PAGE)
            listed += told.channels
            if len(listed) >= told.total or not told.channels:
                break
        if len(listed) < told.total:
            raise NotReadyError(
                says="camera_list_short", source=source, got=len(listed), of=told.total
            )
        return listed

    async def _keep(
        self,
        changes: Sequence[tuple[str, Camera]],
        known: Mapping[str, Camera],
        actor: str,
    ) -> None:
        def steps(tx: Transaction) -> None:
            now = kept.known(tx.connection, [one.camera_id for _, one in changes])
            for action, camera in changes:
                # what somebody has changed since is left to the next list
                if now.get(camera.camera_id) == known.get(camera.camera_id):
                    tx.put_camera(camera, action=action, actor=actor)

        await self._desk.write(steps)
