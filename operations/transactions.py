"""The one way to change facts: steps in a transaction, which shares its commit with others."""

from collections.abc import Callable
from typing import TypeVar

from operations.threads import Work
from store import Store, Transaction

T = TypeVar("T")


async def in_transaction(store: Store, work: Work, steps: Callable[[Transaction], T]) -> T:
    """Take the steps; all of them count or, where one refuses, none.

    The steps of callers that wait behind each other are one commit (docs/decisions/0090). They only
    read and write in the transaction they are handed, and may be run a second time.

    Raises:
        OneScreenError: whatever a step refuses with, or a store that does not take it.
        FullError: too many writes are waiting; nothing was run.
    """
    return await work.commit(store, steps)


async def in_background(store: Store, work: Work, steps: Callable[[Transaction], T]) -> T:
    """As `in_transaction`, of what nobody waits for: a live report goes before it.

    It takes some ten milliseconds at most: whoever writes next waits for it.
    """
    async with work.calm.turn():
        return await in_transaction(store, work, steps)
