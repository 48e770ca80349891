"""What was measured of cameras, kept in the store, and which cameras have a source."""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection

from domain.video.cameras.camera import Camera
from domain.video.media.status import CameraState
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction
from store.video import cameras, states


class StoredStates:
    """The shelf of the product.

    Args:
        store: where facts are kept.
        work: the lanes of threads.
        sources: names of the sources that are configured.
    """

    def __init__(self, store: Store, work: Work, sources: Collection[str]) -> None:
        self._store, self._work, self._sources = store, work, sources

    async def connected(self) -> Sequence[Camera]:
        """The cameras that have a configured source."""

        def question(one: Connection) -> list[Camera]:
            found = [cam for name in self._sources for cam in cameras.of_source(one, name)]
            return [cam for cam in found if cam.is_connected and not cam.is_removed]

        return await self._work.read(lambda: self._store.ask(question))

    async def all(self) -> Sequence[CameraState]:
        """What was kept."""
        return await self._work.read(lambda: self._store.ask(states.all_of))

    async def keep(self, measured: Sequence[CameraState]) -> None:
        """Keep what was measured."""

        def steps(tx: Transaction) -> None:
            states.keep(tx.connection, measured)

        await in_transaction(self._store, self._work, steps)
