"""The queue as it changes, to hall screens, kiosks and windows: the whole board, and a beat.

A board is a few hundred bytes, so what is sent is always whole; a screen that lags is sent the
newest and misses nothing. One reading of the store serves all listeners.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping

import orjson

from domain.access.callers import Caller
from domain.centre.premises.board import Board
from domain.centre.premises.places import Place
from domain.centre.premises.tickets import letter_of
from domain.moments import to_iso
from operations.centre.premises.queue import Queue
from operations.live.client import Connection
from operations.live.listening import refuse_more, send_in_time, serve_listener

log = logging.getLogger(__name__)
EVERY_S = 0.4
BEAT_S = 5.0
MOST_LISTENERS = 100
# How many calls a hall shows.
MOST_SHOWN = 12


def board_body(board: Board) -> dict[str, object]:
    """The board as screens read it: numbers, windows and counts; nobody's name, no case."""
    windows, zones = board.centre.windows, board.centre.zones
    called = [
        {
            "label": one.label,
            "window": one.window,
            "window_name": _name(windows, one.window),
            "calls": one.calls,
            "called_at": to_iso(one.called_at) if one.called_at else None,
        }
        for one in board.called[:MOST_SHOWN]
    ]
    waiting = [
        {
            "zone": code,
            "letter": letter_of(board.centre, code),
            "name": zones[code].name,
            "count": count,
        }
        for code, count in board.waiting.items()
    ]
    return {
        "day": board.day.isoformat(),
        "is_open": board.is_open,
        "is_demo": board.is_demo,
        "keeps_hours": board.keeps_hours,
        "opens": f"{board.centre.hours.opens:%H:%M}",
        "closes": f"{board.centre.hours.closes:%H:%M}",
        "called": called,
        "waiting": waiting,
    }


def _name(windows: Mapping[str, Place], code: str | None) -> str:
    return windows[code].name if code is not None and code in windows else ""


class QueueFeed:
    """Tells listeners the board whenever it differs from what they were told."""

    def __init__(self, queue: Queue, *, every_s: float = EVERY_S) -> None:
        self._queue = queue
        self._every_s = every_s
        self._listeners = 0
        self._held: tuple[float, str] = (-1.0, "")
        self._reading = asyncio.Lock()

    async def serve(self, connection: Connection, caller: Caller) -> None:
        """Serve one accepted socket of somebody who may see the queue until it ends."""
        if self._listeners >= MOST_LISTENERS:
            await refuse_more(connection)
            return
        self._listeners += 1
        try:
            await serve_listener(connection, self._tell(connection, caller))
        finally:
            self._listeners -= 1

    async def _tell(self, connection: Connection, caller: Caller) -> None:
        clock: Callable[[], float] = asyncio.get_running_loop().time
        told, told_at = "", clock()
        while True:
            text = await self._text(caller)
            if text != told:
                await send_in_time(connection, text)
                told, told_at = text, clock()
            elif clock() - told_at >= BEAT_S:
                await send_in_time(connection, '{"beat":1}')
                told_at = clock()
            await asyncio.sleep(self._every_s)

    async def _text(self, caller: Caller) -> str:
        """The board as text, read at most once in `every_s` for all who listen."""
        clock = asyncio.get_running_loop().time
        async with self._reading:
            at, text = self._held
            if clock() - at >= self._every_s * 0.9:
                text = orjson.dumps(board_body(await self._queue.board(caller))).decode()
                self._held = clock(), text
            return text
