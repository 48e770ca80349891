"""Photos of items: whoever sees an item sees them, and adds them if they may report."""

from domain.access.access import require
from domain.access.callers import Caller
from domain.errors import NotFoundError
from domain.net.items.items import NET_ITEM
from domain.subject_key import SubjectKey
from operations.files.shelf import Door, KeptFile, Quota, Shelf
from operations.net.items.looking import Looking

QUOTA = Quota(files=20, size=100 * 1024 * 1024)


def photo_door(looking: Looking) -> Door:
    """Files of an item."""

    async def see(item_id: str, caller: Caller) -> None:
        await looking.item(item_id, caller)

    async def add(item_id: str, caller: Caller) -> None:
        require(caller, "items.report")
        await looking.item(item_id, caller)

    return Door(see, add, QUOTA, asks_kind=False)


class ItemPhotos:
    """Photos by the routes of items: for phones, whose people read no other files.

    Args:
        looking: says who sees which item.
    """

    def __init__(self, looking: Looking) -> None:
        self._looking = looking
        self._shelf: Shelf | None = None

    def put_on(self, shelf: Shelf) -> None:
        """Keep photos on a shelf, which is made after the items."""
        self._shelf = shelf
        shelf.add_door(NET_ITEM.name, photo_door(self._looking))

    async def keep(self, item_id: str, file_id: str, raw: bytes, url: str, caller: Caller) -> None:
        """Keep a photo; the same one once.

        Raises:
            NotFoundError, NotAllowedError: there is no such item, or not for this caller.
            InvalidError: it is no picture, or too large.
            ConflictError: the item has too many.
        """
        about = SubjectKey(NET_ITEM.name, item_id)
        await self._here().keep(about, file_id, "photo", raw, url=url, caller=caller)

    async def read(self, item_id: str, file_id: str, caller: Caller) -> KeptFile:
        """A photo of an item.

        Raises:
            NotFoundError: there is none of it, or not for this caller.
        """
        about = SubjectKey(NET_ITEM.name, item_id)
        return await self._here().read(file_id, caller=caller, about=about)

    def _here(self) -> Shelf:
        if self._shelf is None:
            raise NotFoundError(says="no_files_there", field="subject_kind")
        return self._shelf
