"""Sockets on which the server alone speaks: served until one side ends it, and bounded.

Used for what is told beside the picture: coverage, and the queue of the dispute centre.
"""

import asyncio
import contextlib
import logging
from collections.abc import Coroutine
from enum import IntEnum
from typing import Any

from operations.live.client import Connection, ConnectionGoneError

log = logging.getLogger(__name__)
SENT_WITHIN_S = 10.0


class Close(IntEnum):
    """Why such a socket is closed."""

    NOTHING_EXPECTED = 1008
    FAILED = 1011
    FULL = 1013
    TOO_SLOW = 4008


async def refuse_more(connection: Connection) -> None:
    """Close a socket for which there is no room."""
    with contextlib.suppress(ConnectionGoneError):
        await connection.close(Close.FULL, "too many listeners; try again later")


async def serve_listener(connection: Connection, tell: Coroutine[Any, Any, None]) -> None:
    """Serve one accepted socket until it ends, and close it when something is said on it.

    Args:
        connection: an accepted socket.
        tell: sends on it for ever, until the connection is gone.
    """
    telling = asyncio.create_task(tell)
    hearing = asyncio.create_task(connection.receive())
    try:
        await asyncio.wait({telling, hearing}, return_when=asyncio.FIRST_COMPLETED)
        if hearing.done() and hearing.exception() is None:
            with contextlib.suppress(ConnectionGoneError):
                await connection.close(Close.NOTHING_EXPECTED, "nothing is expected here")
        elif telling.done() and not isinstance(telling.exception(), ConnectionGoneError):
            log.error("a listener could not be told", exc_info=telling.exception())
            connection.drop(Close.FAILED, "the server failed")
    finally:
        for task in (telling, hearing):
            task.cancel()
        await asyncio.gather(telling, hearing, return_exceptions=True)


async def send_in_time(connection: Connection, text: str) -> None:
    """Send, or drop whoever does not take it.

    Raises:
        ConnectionGoneError: it is gone, or was dropped.
    """
    try:
        async with asyncio.timeout(SENT_WITHIN_S):
            await connection.send(text)
    except TimeoutError:
        connection.drop(Close.TOO_SLOW, "too slow")
        raise ConnectionGoneError("too slow") from None
