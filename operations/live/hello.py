"""What a client of the live socket may say, and how it is refused. No I/O."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import orjson

from domain.errors import InvalidError, OneScreenError
from domain.maps.areas import contains, level_of
from operations.live.views import ROLES, ViewClass, view_of

LONGEST_HELLO = 64 * 1024
LONGEST_EPOCH = 100


class CloseCode(IntEnum):
    """Why the server closes a live socket (docs/live-protocol.md)."""

    NOT_TEXT = 1003
    TOO_MANY_HELLOS = 1008
    TOO_BIG = 1009
    FAILED = 1011
    STOPPING = 1012
    FULL = 1013
    NOT_A_HELLO = 4400
    SIGNED_OUT = 4401
    NOT_ALLOWED = 4403
    SILENT = 4408
    TOO_SLOW = 4008


class RefusedClientError(OneScreenError):
    """A client is to be closed; `reason` travels in the close frame (≤ 123 bytes)."""

    def __init__(self, code: CloseCode, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Hello:
    """What a client asks to see, and how far it has come (None: it holds nothing).

    `takes_gzip`: its snapshots may come compressed, as one binary message.
    """

    view: ViewClass
    epoch: str | None = None
    seq: int | None = None
    takes_gzip: bool = False


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the server lets a client see, whatever it asks for."""

    role: str
    area: str | None = None
    department: str | None = None
    person: str | None = None


def read_hello(
    message: str | bytes,
    *,
    role: str,
    area: str | None = None,
    department: str | None = None,
    person: str | None = None,
) -> Hello:
    """Read the one message a client may send.

    `role`, `area`, `department` and `person` are the server's decision: a client may ask for
    less, never for more.

    Raises:
        RefusedClientError: the message is no hello; says why.
    """
    if not isinstance(message, str):
        raise RefusedClientError(CloseCode.NOT_TEXT, "send JSON text, not binary")
    if len(message) > LONGEST_HELLO:
        raise RefusedClientError(CloseCode.TOO_BIG, "a hello is at most 64 KiB")
    try:
        body = orjson.loads(message)
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        raise _not_a_hello("not JSON") from None
    if not isinstance(body, dict):
        raise _not_a_hello("not an object")
    if body.get("hello") != 1 or isinstance(body["hello"], bool):
        raise _not_a_hello("hello must be 1")
    return Hello(
        _view(body.get("view"), Bounds(role, area, department, person)),
        _epoch(body.get("epoch")),
        _seq(body.get("seq")),
        body.get("packed") == "gzip",
    )


def _not_a_hello(why: str) -> RefusedClientError:
    return RefusedClientError(CloseCode.NOT_A_HELLO, why)


def _epoch(value: Any) -> str | None:
    if value is None or (isinstance(value, str) and len(value) <= LONGEST_EPOCH):
        return value
    raise _not_a_hello("epoch must be text or null")


def _seq(value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise _not_a_hello("seq must be a whole number or null")


def _view(value: Any, bounds: Bounds) -> ViewClass:
    if bounds.role not in ROLES:
        raise RefusedClientError(CloseCode.NOT_ALLOWED, "this account may not see this")
    if value is not None and not isinstance(value, dict):
        raise _not_a_hello("view must be an object")
    area = (value or {}).get("area")
    if area is None:
        return view_of(bounds.role, bounds.area, bounds.department, bounds.person)
    if not isinstance(area, str):
        raise _not_a_hello("view.area must be an area code")
    try:
        level_of(area)
    except InvalidError as error:
        raise _not_a_hello(f"view.area: {error.message}") from None
    if bounds.area is not None and not contains(bounds.area, area):
        raise RefusedClientError(CloseCode.NOT_ALLOWED, "view.area lies outside your own")
    return view_of(bounds.role, area, bounds.department, bounds.person)
