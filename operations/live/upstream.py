"""What a screen may tell the server on the live socket besides hello: by kind, else refused.

A kind is registered with its handler and needs a row of its own in the access table
(`MESSAGES["/ws/live <kind>"]`). Size, pace and time are bounded for each kind. The answer comes on
the same socket, under the id the screen gave.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from domain.access.grants import GRANTS
from domain.access.routes import MESSAGES
from domain.errors import OneScreenError, RefusedError
from operations.live.hello import LONGEST_HELLO, Bounds, CloseCode, RefusedClientError

SOCKET = "/ws/live"
LONGEST_ID = 64
WITHIN_S = 10.0
Take = Callable[[Mapping[str, Any], Bounds], Awaitable[Mapping[str, Any] | None]]


@dataclass(frozen=True, slots=True)
class UpstreamKind:
    """One kind of message: `take` answers it or raises a `RefusedError`.

    `longest` bounds its JSON text in characters; `per_minute` how often one screen may say it.
    """

    name: str
    take: Take
    longest: int = 4096
    per_minute: int = 60


@dataclass(frozen=True, slots=True)
class Said:
    """A message as it came, judged by nothing but its shape."""

    kind: str
    id: str
    body: Mapping[str, Any]
    length: int


class Pacing:
    """How often one screen has said what in the minute that runs."""

    def __init__(self) -> None:
        self._since = float("-inf")
        self._counts: dict[str, int] = {}

    def allows(self, kind: UpstreamKind, now: float) -> bool:
        """Count one message; False when the kind was said often enough."""
        if now - self._since >= 60:
            self._since, self._counts = now, {}
        self._counts[kind.name] = self._counts.get(kind.name, 0) + 1
        return self._counts[kind.name] <= kind.per_minute


class Upstream:
    """The registry of kinds; an empty one refuses everything.

    Raises:
        ValueError: two kinds have one name, or the access table has no row for one.
    """

    def __init__(
        self,
        kinds: Iterable[UpstreamKind] = (),
        *,
        table: Mapping[str, str] = MESSAGES,
        within_s: float = WITHIN_S,
    ) -> None:
        self._kinds: dict[str, UpstreamKind] = {}
        self._table = table
        self._within_s = within_s
        for kind in kinds:
            if kind.name in self._kinds or f"{SOCKET} {kind.name}" not in table:
                raise ValueError(f"{kind.name!r} stands twice, or in no row of MESSAGES")
            self._kinds[kind.name] = kind

    async def answer(self, said: Said, bounds: Bounds, pacing: Pacing, now: float) -> str:
        """Do what a screen asks; the text to send back.

        Raises:
            RefusedClientError: an unknown kind, one this role may not say, or one too long.
        """
        kind = self._kinds.get(said.kind)
        if kind is None:
            raise RefusedClientError(CloseCode.NOT_A_HELLO, "nobody takes this kind of message")
        if bounds.role not in GRANTS.get(self._table[f"{SOCKET} {kind.name}"], frozenset()):
            raise RefusedClientError(CloseCode.NOT_ALLOWED, "this account may not say this")
        if said.length > kind.longest:
            raise RefusedClientError(CloseCode.TOO_BIG, "a message of this kind is shorter")
        if not pacing.allows(kind, now):
            return _told(said, {"error": {"code": "busy", "field": None}})
        try:
            async with asyncio.timeout(self._within_s):
                made = await kind.take(said.body, bounds)
        except RefusedError as refused:
            return _told(said, {"error": {"code": refused.code, "field": refused.field}})
        except (OneScreenError, TimeoutError):
            return _told(said, {"error": {"code": "failed", "field": None}})
        return _told(said, {"body": dict(made or {})})


def read_said(message: str | bytes) -> Said | None:
    """The message of a kind; None where it is none, and must be a hello.

    Raises:
        RefusedClientError: it says a kind, and is not of the shape of a message.
    """
    if not isinstance(message, str) or len(message) > LONGEST_HELLO:
        return None
    try:
        told = orjson.loads(message)
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        return None
    if not isinstance(told, dict) or "say" not in told:
        return None
    kind, key, body = told["say"], told.get("id"), told.get("body", {})
    is_named = isinstance(kind, str) and isinstance(key, str) and 0 < len(key) <= LONGEST_ID
    if not is_named or not isinstance(body, dict) or told.keys() - {"say", "id", "body"}:
        raise RefusedClientError(CloseCode.NOT_A_HELLO, "say, id and body are the whole message")
    assert isinstance(kind, str) and isinstance(key, str)  # noqa: S101 - for the types
    return Said(kind, key, body, len(message))


def _told(said: Said, more: Mapping[str, Any]) -> str:
    return orjson.dumps({"said": said.id, **more}).decode()
