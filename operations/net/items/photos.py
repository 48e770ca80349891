"""Photos of items: whoever sees an item sees them, whoever has to do with it adds them."""

from domain.access.access import require
from domain.access.callers import Caller
from operations.files.shelf import Door, Quota
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
