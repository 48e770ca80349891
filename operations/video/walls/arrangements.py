"""Arrangements of the video wall: each account keeps its own."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

from domain.access.access import require
from domain.access.callers import Caller
from domain.errors import ConflictError, NotFoundError
from domain.video.walls.arrangements import ARRANGEMENT, MOST_KEPT, Arrangement, arrangement_of
from operations.live.catching_up import caught_up
from operations.live.picture import Picture
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction


class Arrangements:
    """What each account has kept.

    Args:
        store: where they are written.
        work: the lanes of threads.
        picture: where they are looked up.
    """

    def __init__(self, store: Store, work: Work, picture: Picture) -> None:
        self._store, self._work, self._picture = store, work, picture

    def of(self, caller: Caller) -> list[Arrangement]:
        """The caller's own, by name.

        Raises:
            NotAllowedError: the caller looks through no camera.
        """
        require(caller, "video.see")
        held = self._picture.entities[ARRANGEMENT.name].values()
        mine = [
            ARRANGEMENT.entity_of(one.state) for one in held if one.state["account"] == caller.actor
        ]
        return sorted(mine, key=lambda one: one.name)

    async def keep(
        self,
        caller: Caller,
        name: str,
        size: int,
        cameras: Sequence[str],
        every_s: int = 0,
    ) -> Arrangement:
        """Keep an arrangement; under a name that is kept already, in its place.

        Raises:
            NotAllowedError: the caller looks through no camera.
            InvalidError: it is none.
            ConflictError: as many are kept as may be.
        """
        mine = self.of(caller)
        made = arrangement_of(f"V-{uuid4().hex[:12]}", caller.actor, name, size, cameras, every_s)
        same = next((one for one in mine if one.name == made.name), None)
        if same is not None:
            made = replace(made, arrangement_id=same.arrangement_id)
        elif len(mine) >= MOST_KEPT:
            raise ConflictError(says="video_arrangements_full", field="name", most=MOST_KEPT)
        await self._put(made, "kept")
        return made

    async def remove(self, caller: Caller, arrangement_id: str) -> None:
        """Take one of the caller's own away.

        Raises:
            NotAllowedError: the caller looks through no camera.
            NotFoundError: the caller has none of this id.
        """
        for one in self.of(caller):
            if one.arrangement_id == arrangement_id:
                return await self._put(replace(one, is_removed=True), "removed")
        raise NotFoundError(says="video_arrangement_none", field="arrangement_id")

    async def _put(self, made: Arrangement, action: str) -> None:
        def write(tx: Transaction) -> None:
            tx.put(ARRANGEMENT, made, action=action, actor=made.account)

        await in_transaction(self._store, self._work, write)
        await caught_up(self._picture, self._store, self._work)
