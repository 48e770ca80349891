"""A socket lives no longer than the session or device key it was opened with."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

from starlette.types import Scope

from api.callers import StillThere, still_there
from domain.errors import OneScreenError

SIGNED_OUT = 4401
ASKED_EVERY_S = 5.0


@contextlib.asynccontextmanager
async def ended_with_its_caller(
    scope: Scope, drop: Callable[[int, str], None], *, every_s: float = ASKED_EVERY_S
) -> AsyncIterator[None]:
    """Break a socket off within seconds of its caller's sign-out, expiry or revocation."""
    ask = still_there(scope)
    if ask is None:
        yield
        return
    watch = asyncio.create_task(_watch(ask, drop, every_s))
    try:
        yield
    finally:
        watch.cancel()


async def _watch(ask: StillThere, drop: Callable[[int, str], None], every_s: float) -> None:
    while True:
        await asyncio.sleep(every_s)
        try:
            is_there = await ask()
        except OneScreenError:
            continue  # the store does not answer: the next look decides
        if not is_there:
            drop(SIGNED_OUT, "signed out")
            return
