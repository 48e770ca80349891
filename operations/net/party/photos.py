"""Photos of activities: brought and marked by whoever keeps them; marked ones all may see."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from domain.access.access import may, require
from domain.access.callers import Caller
from domain.errors import InvalidError, NotFoundError
from domain.incidents.additions import is_removed
from domain.kind import Kind
from domain.net.party.activities import PARTY_ACTIVITY
from domain.net.party.photos import ON_SCREENS, ShownPhoto, marked, shown_of
from domain.net.party.self_governance import COMMUNITY_ACTIVITY
from domain.subject_key import SubjectKey
from operations.files.shelf import Door, KeptFile, Quota, Shelf
from operations.net.party.entries import needed
from operations.net.party.party_desk import PartyDesk
from store import Transaction
from store.net import party as kept

QUOTA = Quota(files=20, size=100 * 1024 * 1024)
KINDS: Mapping[str, Kind[Any]] = {kind.name: kind for kind in (PARTY_ACTIVITY, COMMUNITY_ACTIVITY)}
File = Mapping[str, Any]


class PartyPhotos:
    """Photos of both kinds of activity.

    Args:
        desk: what the operations share.
    """

    def __init__(self, desk: PartyDesk) -> None:
        self._desk = desk
        self._shelf: Shelf | None = None

    def put_on(self, shelf: Shelf) -> None:
        """Keep photos on a shelf, which is made after the party."""
        self._shelf = shelf
        for name, kind in KINDS.items():
            see = self._seeing(kind)
            shelf.add_door(name, Door(see, see, QUOTA, asks_kind=False))

    async def of(self, kind: str, activity_id: str, caller: Caller) -> Sequence[File] | None:
        """The files of an activity; None for whoever reads no files.

        Raises:
            NotAllowedError, NotFoundError: the activity is not for them.
        """
        if self._shelf is None or not may(caller, "files.use"):
            return None
        return await self._shelf.items(SubjectKey(kind, activity_id), caller=caller)

    async def mark(
        self, kind: str, activity_id: str, file_id: str, caller: Caller, *, is_shown: bool
    ) -> None:
        """Say that a photo of an activity may be shown on every screen, or no more.

        Raises:
            NotAllowedError, NotFoundError: the activity, or a photo of it, is not for them.
            InvalidError: the file is no picture.
            ConflictError: too many of the activity may be shown.
        """
        held = {one["file_id"]: one for one in await self.of(kind, activity_id, caller) or ()}
        if kind not in KINDS or file_id not in held:
            raise NotFoundError(says="file_gone", field="file_id")
        if not str(held[file_id]["type"]).startswith("image/"):
            raise InvalidError(says="party_photo_no_picture", field="file_id")
        action = "show_photo" if is_shown else "hide_photo"

        def steps(tx: Transaction) -> None:
            one = needed(tx, KINDS[kind], activity_id, caller)
            after = marked(one, file_id, is_shown=is_shown)
            if after != one:
                tx.put(KINDS[kind], after, action=action, actor=caller.actor)

        await self._desk.write(steps)

    async def shown(self, file_id: str, caller: Caller) -> KeptFile:
        """A photo that may be shown, for whoever sees the live picture.

        Raises:
            NotAllowedError: the caller sees no screen.
            NotFoundError: there is none, or nobody has marked it.
        """
        require(caller, "live.see")
        lost = NotFoundError(says="file_gone", field="file_id")
        if self._shelf is None:
            raise lost
        record = await self._shelf.kept(file_id)
        kind = KINDS.get(record.state["subject_kind"]) if record is not None else None
        if record is None or kind is None:
            raise lost
        key = record.state["subject_id"]
        held = await self._read(lambda one: kept.any_one(one, kind, key))
        if held is None or file_id not in held.shown_photos:
            raise lost
        return await self._shelf.opened(file_id)

    def standing(
        self, one: Connection, since: str, area: str | None, most: int = ON_SCREENS
    ) -> list[ShownPhoto]:
        """The newest photos of an area that may be shown and are still there; blocks."""
        activities = kept.with_shown_photos(one, since, area, most)
        photos = [photo for activity in activities for photo in shown_of(activity)]
        return [photo for photo in photos if self._is_there(photo.file_id)][:most]

    def _is_there(self, file_id: str) -> bool:
        record = self._desk.store.newest("file", file_id)
        return record is not None and not is_removed(record)

    async def _read(self, question: Callable[[Connection], Any]) -> Any:
        return await self._desk.work.read(lambda: self._desk.store.ask(question))

    def _seeing(self, kind: Kind[Any]) -> Any:
        async def see(entity_id: str, caller: Caller) -> None:
            self._desk.need_members(caller)
            found = await self._read(lambda one: kept.one_of(one, kind, entity_id, caller))
            if found is None:
                raise NotFoundError(says="party_not_there", field="subject_id")

        return see
