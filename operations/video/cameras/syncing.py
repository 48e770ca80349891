"""The register kept in step with the lists of its sources, page by page and never by half."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from domain.access.access import NotAllowedError, require
from domain.access.callers import Caller
from domain.errors import NotFoundError, NotReadyError
from domain.video.cameras.camera import Camera
from domain.video.cameras.syncing import Listed, Synced, SyncRules, synced
from operations.video.cameras.cameras import CameraDesk, connects
from store import Transaction
from store.video import cameras as kept

PAGE, MOST_PAGES, AT_ONCE = 200, 200, 500


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
        sources: the connectors by name, as they are now.
    """

    def __init__(
        self,
        desk: CameraDesk,
        place: Callable[[float, float, str], tuple[float, float, str]],
        sources: Callable[[], Mapping[str, Lists]],
    ) -> None:
        self._desk, self._place, self._sources = desk, place, sources

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
        connector = self._sources().get(source)
        if connector is None:
            raise NotFoundError(says="no_video_source", source=source[:32], field="source")
        listed = await self._whole(connector, source)
        known = {
            one.camera_id: one for one in await self._desk.read(lambda one: kept.all_of_any(one))
        }
        rules = SyncRules(source, self._desk.district, self._place, self._desk.now())
        told = await self._desk.work.read(lambda: synced(listed, known, rules))
        for start in range(0, len(told.changes), AT_ONCE):
            await self._keep(told.changes[start : start + AT_ONCE], known, caller)
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
        caller: Caller,
    ) -> None:
        def steps(tx: Transaction) -> None:
            now = kept.known(tx.connection, [one.camera_id for _, one in changes])
            for action, camera in changes:
                # what somebody has changed since is left to the next list
                if now.get(camera.camera_id) == known.get(camera.camera_id):
                    tx.put_camera(camera, action=action, actor=caller.actor)

        await self._desk.write(steps)
