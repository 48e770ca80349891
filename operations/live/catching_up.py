"""The picture after a write: whoever wrote asks at once for what the picture answers."""

import asyncio
import contextlib

from operations.live.picture import Picture
from operations.threads import Work
from store import Store

LONGEST_S = 1.0


async def caught_up(picture: Picture, store: Store, work: Work) -> None:
    """Wait until the picture holds what is written by now; no longer than `LONGEST_S`."""
    _, seq = await work.read(store.head)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LONGEST_S):
            while picture.seq < seq:  # noqa: ASYNC110 - the hub reads at its own pace
                await asyncio.sleep(0.01)
