"""One way to change facts: some steps in one transaction, in the lane of writers."""

from collections.abc import Callable
from typing import TypeVar

from operations.threads import Work
from store import Store, Transaction

T = TypeVar("T")


async def in_transaction(store: Store, work: Work, steps: Callable[[Transaction], T]) -> T:
    """Take the steps; all of them count or, where one refuses, none.

    Raises:
        OneScreenError: whatever a step refuses with, or a store that does not take it.
    """

    def run() -> T:
        with store.transaction() as tx:
            return steps(tx)

    return await work.write(run)
