"""Calls on the sockets of phones: what a phone says of a call, and what it is told.

A phone has one socket for everything; of it what is of the kind `call` comes here. Several tabs of
one phone are one line.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from domain.access.access import may
from domain.field.phones import Phone
from operations.field.calls.requests import CallRequests
from operations.field.calls.rooms import Line, Message
from operations.field.calls.switchboard import Switchboard
from operations.field.phones import FieldPhones

KIND = "call"
# Whether a phone whose socket has gone may be here no longer.
IsOut = Callable[[Phone], Awaitable[bool]]


class PhoneLines:
    """Opens and ends the lines of phones with their sockets.

    Args:
        board: the switchboard.
        requests: does what is asked.
        phones: the bindings and their sockets.
        is_out: asked when a phone's last socket has gone.
    """

    def __init__(
        self, board: Switchboard, requests: CallRequests, phones: FieldPhones, is_out: IsOut
    ) -> None:
        self._board, self._requests, self._phones, self._is_out = board, requests, phones, is_out
        self._lines: dict[str, Line] = {}
        self._ending: set[asyncio.Task[None]] = set()
        phones.sockets.hear(KIND, self._heard)
        phones.sockets.on_hello.append(self._came)
        phones.sockets.on_gone.append(self._gone)

    async def _came(self, phone: Phone) -> None:
        """A phone opened a socket: what rings for its unit rings on it too."""
        line = self._line(phone)
        if line is not None and (rings := self._board.phones.rings(line)):
            line.tell({"rings": rings})

    def _line(self, phone: Phone) -> Line | None:
        """The line of a phone that is bound to a unit; None for any other."""
        held = self._lines.get(phone.device_id)
        if held is not None and held.unit_id == phone.unit_id:
            return held
        if phone.unit_id is None or not may(phone.caller, "field.use"):
            return None
        device_id = phone.device_id

        def send(message: Message) -> None:
            self._phones.sockets.tell_phone(device_id, {**message, "kind": KIND})

        line = Line(phone.caller, send, phone.unit_id, lambda: self._is_rung(device_id))
        self._lines[device_id] = line
        self._board.ledger.exchange.connect(line)
        return line

    def _is_rung(self, device_id: str) -> bool:
        return any(
            one.device_id == device_id and self._phones.is_rung(one.device)
            for one in self._phones.sockets.connected()
        )

    async def _heard(self, phone: Phone, said: Mapping[str, Any]) -> None:
        line = self._line(phone)
        kind, key, body = said.get("say"), said.get("id"), said.get("body")
        is_shaped = isinstance(kind, str) and isinstance(key, str) and isinstance(body, dict)
        if line is not None and is_shaped:
            line.tell(await self._requests.answered(line, str(kind), str(key)[:64], body or {}))

    def _gone(self, phone: Phone) -> None:
        line = self._lines.pop(phone.device_id, None)
        if line is not None:
            task = asyncio.get_running_loop().create_task(self._end(line, phone))
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)

    async def _end(self, line: Line, phone: Phone) -> None:
        await self._board.ended(line, self._is_out(phone))
