"""An order sent again because its answer was lost is done once.

The desk, and whoever works on items of the net, sends every order with an `Idempotency-Key`. The
same order with the same key, by the same person, is answered with what the first was answered;
while the first is under way the second waits for it. Only what was done is kept: a refusal is asked
anew. The same key with other content or on another path is another order.

Answers are held in memory: a retry over a restart is an order of its own. What makes an incident,
a note, a file or an assignment knows its own repeats (`key`, and who is sent already).
"""

import asyncio
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access.body import read_body, replay
from api.callers import caller_of

HEADER = b"idempotency-key"
ROOTS = ("/api/v1/desk/", "/api/v1/net/items")
READS = frozenset({"GET", "HEAD", "OPTIONS"})
LONGEST_KEY = 64
HELD_FOR_S = 600.0
MOST_HELD = 1000
LARGEST_ANSWER = 64 * 1024
LARGEST_ORDER = 16 * 1024 * 1024  # the gate has refused what is too large for its path


@dataclass(slots=True)
class _Answer:
    """What an order was answered, message by message; `at` in monotonic seconds."""

    at: float
    messages: list[Message] = field(default_factory=list)
    done: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_kept(self) -> bool:
        """Whether it was done, and told in few words."""
        if not self.messages or not 200 <= self.messages[0]["status"] < 300:
            return False
        return sum(len(one.get("body", b"")) for one in self.messages) <= LARGEST_ANSWER


class Once:
    """Answers a repeated order of the desk with the first one's answer.

    Args:
        app: what lies behind.
        now: monotonic seconds.
    """

    def __init__(self, app: ASGIApp, now: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._now = now
        self._held: OrderedDict[bytes, _Answer] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything but orders that carry a key."""
        key = _key_of(scope)
        if key is None:
            await self._app(scope, receive, send)
            return
        body = await read_body(scope, receive, LARGEST_ORDER) or b""
        mark = _mark(scope, key, body)
        self._forget_old()
        while (held := self._held.get(mark)) is not None:
            await held.done.wait()
            if held.is_kept:
                for message in held.messages:
                    await send(message)
                return
            if self._held.get(mark) is held:
                del self._held[mark]
        await self._first(mark, scope, replay(body, receive), send)

    async def _first(self, mark: bytes, scope: Scope, receive: Receive, send: Send) -> None:
        made = self._held[mark] = _Answer(self._now())

        async def keep(message: Message) -> None:
            made.messages.append(message)
            await send(message)

        try:
            await self._app(scope, receive, keep)
        finally:
            made.done.set()
            if not made.is_kept and self._held.get(mark) is made:
                del self._held[mark]

    def _forget_old(self) -> None:
        oldest_kept = self._now() - HELD_FOR_S
        while self._held:
            mark, oldest = next(iter(self._held.items()))
            is_due = len(self._held) >= MOST_HELD or oldest.at <= oldest_kept
            if not is_due or not oldest.done.is_set():  # whose answer is still waited for stays
                return
            del self._held[mark]


def _key_of(scope: Scope) -> bytes | None:
    if scope["type"] != "http" or scope["method"] in READS or not scope["path"].startswith(ROOTS):
        return None
    key = next((value for name, value in scope["headers"] if name == HEADER), b"")
    return key if 0 < len(key) <= LONGEST_KEY else None


def _mark(scope: Scope, key: bytes, body: bytes) -> bytes:
    """What makes an order the same one: who, where, with which key and content."""
    told = (
        caller_of(scope).actor.encode(),
        scope["method"].encode(),
        scope["path"].encode(),
        scope.get("query_string", b""),
        key,
        hashlib.sha256(body).digest(),
    )
    return hashlib.sha256(b"\0".join(told)).digest()
