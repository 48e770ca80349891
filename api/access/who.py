"""Finding out who calls: by session or device cookie, by key, or by sitting at this machine."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from starlette.types import Scope

from api.addresses import is_local
from api.cookies import cookie_of
from api.tokens import IngestToken, bearer_of, path_key_of, query_key_of
from domain.access.access import may
from domain.access.callers import DEMO_DISPATCHER, MACHINE, NOBODY, Caller
from domain.access.roles import KEY
from operations.access.presence import Visit

# The caller, set by the server itself where it asks itself (api/serving/packed.py); nothing from
# outside can.
INSIDE = "onescreen.inside"
# A bound phone's key lies beside the session of whoever signed in: it outlives it, and opens the
# doors of the field alone.
PHONE_COOKIE, FIELD = "-phone", "field."


class Presence(Protocol):
    """The part of operations/access/presence.py the gate asks."""

    async def who(self, token: str, *, is_act: bool = False) -> Visit | None:
        """Who holds a token; None for nobody."""

    async def phone(self, key: str) -> Visit | None:
        """The bound phone of a key; None for none."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the gate found out. `token` is the one it was found by."""

    caller: Caller
    visit: Visit | None = None
    token: str | None = None


class Doorman:
    """Names the caller of a scope.

    Args:
        token: the ingest token.
        presence: sessions and devices; None where there are none.
        is_demo: whoever sits at this machine is the demo's dispatcher.
    """

    def __init__(
        self,
        token: IngestToken,
        presence: Presence | None,
        *,
        is_demo: bool,
    ) -> None:
        self._token = token
        self._presence = presence
        self._is_demo = is_demo

    async def who(self, scope: Scope, action: str, *, is_act: bool) -> Known:
        """The caller; of several proofs the one that allows `action` counts.

        Raises:
            OneScreenError: the store cannot be asked.
        """
        ourselves: Caller | None = scope.get(INSIDE)
        if ourselves is not None:
            return Known(ourselves)
        if is_door(scope["path"]):
            return await self._at_the_door(scope)
        bearer = bearer_of(scope)
        is_machine = self._token.fits(bearer)
        if is_machine and may(MACHINE, action):
            return Known(MACHINE)
        if bearer and not is_machine and (known := await self._with_key(bearer)):
            return known
        if (phone := await self._bound_phone(scope, action)) is not None:
            return phone
        cookie = cookie_of(scope)
        if cookie and self._presence and (visit := await self._presence.who(cookie, is_act=is_act)):
            return Known(visit.caller, visit, cookie)
        # Whoever shows a key that does not fit is a program that is mistaken, or worse.
        is_mistaken = bearer is not None and not is_machine
        if self._is_demo and not is_mistaken and is_local(scope):
            return Known(DEMO_DISPATCHER)
        return Known(MACHINE if is_machine else NOBODY)

    async def _bound_phone(self, scope: Scope, action: str) -> Known | None:
        """The phone whose key the browser holds: for what the field asks, and for nothing else."""
        if self._presence is None or not action.startswith(FIELD):
            return None
        key = cookie_of(scope, PHONE_COOKIE)
        visit = await self._presence.phone(key) if key else None
        if visit is None or not may(visit.caller, action):
            return None
        return Known(visit.caller, visit, key)

    async def _with_key(self, bearer: str) -> Known | None:
        """The machine whose own key this is; a wall's or a feed's is none."""
        visit = await self._presence.who(bearer) if self._presence else None
        if visit is None or visit.device is None or visit.device.kind != KEY:
            return None
        return Known(visit.caller, visit, bearer)

    async def _at_the_door(self, scope: Scope) -> Known:
        keys = [bearer_of(scope), path_key_of(scope), query_key_of(scope)]
        for key in keys:
            if key and (known := await self.holder_of(key)):
                return known
        return Known(NOBODY)

    async def holder_of(self, key: str) -> Known | None:
        """Who may send positions with a key; None when nobody holds it."""
        if self._token.fits(key):
            return Known(MACHINE)
        visit = await self._presence.who(key) if self._presence else None
        if visit is None or visit.device is None or not may(visit.caller, "feed.send"):
            return None
        return Known(visit.caller, visit, key)

    def still_there(self, known: Known) -> Callable[[], Awaitable[bool]] | None:
        """Asks again whether a caller may stay; None for those that nothing can end."""
        presence, token = self._presence, known.token
        if presence is None or token is None:
            return None

        is_phone = known.visit is not None and known.visit.phone is not None

        async def ask() -> bool:
            if is_phone:
                return await presence.phone(token) is not None
            visit = await presence.who(token)
            return visit is not None and visit.caller == known.caller and visit.due is None

        return ask


def is_door(path: str) -> bool:
    """Whether a path is the keyed door of feeds."""
    return path == "/ingest" or path.startswith("/ingest/")
