"""The sockets of bound phones: what is told to a unit or an account reaches its phones on duty.

A phone is sent its own orders, its messages and what it asked for, never a picture of the district.
What it is told stands in the store as well: a phone that lags or was away asks anew (`hello`), so a
queue here is short and one that overflows is cut off.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import orjson

from domain.errors import OneScreenError
from domain.field.phones import FieldDevice, Phone
from domain.moments import to_iso
from operations.clock import utc_now
from operations.live.client import Connection, ConnectionGoneError
from operations.live.listening import refuse_more, send_in_time

log = logging.getLogger(__name__)
BEAT_S = 5.0
MOST_PHONES = 2000
MOST_OF_ONE = 4
# Messages that wait for one phone; a call's candidates come in a burst.
MOST_WAITING = 200
# Characters of one message; what a browser offers for a call is some ten thousand.
LONGEST_SAID = 64 * 1024
# What a phone may say in a second, and at most at once.
SAID_PER_S, SAID_AT_ONCE = 20.0, 60.0

Hear = Callable[[Phone, Mapping[str, Any]], Awaitable[None]]
# Whether a phone is shown and rung now: its duty, and that of its unit.
IsRung = Callable[[FieldDevice], bool]


class Close:
    """Why a phone's socket is closed."""

    MALFORMED = 1008
    REPLACED = 4009
    TOO_MUCH = 4029
    OVERFULL = 4008


@dataclass(eq=False)
class Line:
    """One open socket of a phone."""

    phone: Phone
    connection: Connection
    waiting: asyncio.Queue[str] = field(default_factory=lambda: asyncio.Queue(maxsize=MOST_WAITING))
    said: float = SAID_AT_ONCE
    said_at: float = 0.0

    def put(self, text: str) -> bool:
        """Let a message wait its turn; one that finds no room cuts the phone off."""
        try:
            self.waiting.put_nowait(text)
        except asyncio.QueueFull:
            self.connection.drop(Close.OVERFULL, "too much waits")
            return False
        return True

    def may_say(self, now: float) -> bool:
        """Whether it has not said too much of late."""
        self.said = min(SAID_AT_ONCE, self.said + (now - self.said_at) * SAID_PER_S)
        self.said_at = now
        self.said -= 1
        return self.said >= 0


class FieldSockets:
    """Tells phones. On the event loop only.

    Args:
        is_rung: whether a phone is shown and rung now.
        now: the present moment.
    """

    def __init__(self, is_rung: IsRung, now: Callable[[], datetime] = utc_now) -> None:
        self._is_rung = is_rung
        self._now = now
        self._lines: set[Line] = set()
        self._hears: dict[str, Hear] = {}
        # Told of each phone that has just come in: they say what it must know first.
        self.on_hello: list[Callable[[Phone], Awaitable[None]]] = []
        # Told of each phone whose last socket has gone.
        self.on_gone: list[Callable[[Phone], None]] = []

    def hear(self, kind: str, heard: Hear) -> None:
        """From now on, what phones say of this kind goes there."""
        if kind in self._hears:
            raise ValueError(f"{kind} is heard already")
        self._hears[kind] = heard

    # telling -------------------------------------------------------------------------------

    def tell(self, to: str, message: Mapping[str, Any], *, even_off_duty: bool = False) -> int:
        """Tell the phones of a unit or of an account; how many were told.

        Args:
            to: a unit's id or an account's name.
            message: `kind` says what it is; JSON otherwise.
            even_off_duty: also to phones that must not be rung.
        """
        return self.tell_those(
            lambda phone: to in {phone.unit_id, phone.device.account},
            message,
            even_off_duty=even_off_duty,
        )

    def tell_phone(self, device_id: str, message: Mapping[str, Any]) -> int:
        """Tell one phone, on duty or off; how many of its sockets were told."""
        return self.tell_those(
            lambda phone: phone.device_id == device_id, message, even_off_duty=True
        )

    def tell_those(
        self,
        whom: Callable[[Phone], bool],
        message: Mapping[str, Any],
        *,
        even_off_duty: bool = False,
    ) -> int:
        """Tell the phones a rule picks; how many were told."""
        fitting = [
            line
            for line in self._lines
            if whom(line.phone) and (even_off_duty or self._is_rung(line.phone.device))
        ]
        if not fitting:
            return 0
        text = _text(message)
        return sum(line.put(text) for line in fitting)

    def connected(self) -> list[Phone]:
        """Phones with an open socket, on duty or off; one with several tabs once."""
        return list({line.phone.device_id: line.phone for line in self._lines}.values())

    def changed(self, device: FieldDevice) -> None:
        """A binding changed: its open sockets know the new one; one that ended is cut off."""
        for line in [one for one in self._lines if one.phone.device_id == device.device_id]:
            line.phone = replace(line.phone, device=device)
            if device.revoked_at is not None:
                line.put(_text({"kind": "revoked"}))

    def opened(self, device_id: str, until: datetime | None) -> None:
        """A phone was opened by its PIN, or locked."""
        for line in self._lines:
            if line.phone.device_id == device_id:
                line.phone = replace(line.phone, open_until=until)

    # serving -------------------------------------------------------------------------------

    async def serve(self, connection: Connection, phone: Phone) -> None:
        """Serve one accepted socket of a bound phone until it ends."""
        mine = [one for one in self._lines if one.phone.device_id == phone.device_id]
        if len(self._lines) >= MOST_PHONES:
            await refuse_more(connection)
            return
        for old in mine[: max(0, len(mine) - MOST_OF_ONE + 1)]:
            old.connection.drop(Close.REPLACED, "opened elsewhere")
        line = Line(phone, connection, said_at=asyncio.get_running_loop().time())
        self._lines.add(line)
        sending = asyncio.create_task(self._send(line))
        hearing = asyncio.create_task(self._hear(line))
        try:
            line.put(_text({"kind": "hello", "now": to_iso(self._now())}))
            for greet in self.on_hello:
                await greet(phone)
            done, _ = await asyncio.wait({sending, hearing}, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                error = task.exception()
                if error is not None and not isinstance(error, ConnectionGoneError):
                    log.error("a phone could not be served", exc_info=error)
        finally:
            self._lines.discard(line)
            for task in (sending, hearing):
                task.cancel()
            await asyncio.gather(sending, hearing, return_exceptions=True)
            if not any(one.phone.device_id == phone.device_id for one in self._lines):
                for gone in self.on_gone:
                    gone(line.phone)

    async def _send(self, line: Line) -> None:
        while True:
            try:
                async with asyncio.timeout(BEAT_S):
                    text = await line.waiting.get()
            except TimeoutError:
                text = _text({"kind": "beat", "now": to_iso(self._now())})
            await send_in_time(line.connection, text)

    async def _hear(self, line: Line) -> None:
        clock = asyncio.get_running_loop().time
        while True:
            said = _read(await line.connection.receive())
            hear = self._hears.get(str(said.get("kind"))) if said else None
            if said is None or hear is None:
                await line.connection.close(Close.MALFORMED, "nobody expects this")
                return
            if not line.may_say(clock()):
                await line.connection.close(Close.TOO_MUCH, "too much was said")
                return
            try:
                await hear(line.phone, said)
            except OneScreenError as error:
                line.put(_text({"kind": "refused", "of": said["kind"], **_why(error)}))


def _text(message: Mapping[str, Any]) -> str:
    return orjson.dumps(message).decode()


def _read(raw: str | bytes) -> Mapping[str, Any] | None:
    if len(raw) > LONGEST_SAID:
        return None
    try:
        said = orjson.loads(raw)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


def _why(error: OneScreenError) -> dict[str, Any]:
    return {"code": getattr(error, "code", None) or "refused"}
