"""Who is behind a request or a socket; the gate (api/access/gate.py) finds out, this tells."""

from typing import cast

from starlette.types import Scope

from domain.access.callers import NOBODY, Caller
from operations.access.presence import Visit

CALLER = "onescreen.caller"
VISIT = "onescreen.visit"


def caller_of(scope: Scope) -> Caller:
    """The caller of a request or socket; nobody where the gate did not say."""
    return cast(Caller, scope.get(CALLER, NOBODY))


def visit_of(scope: Scope) -> Visit | None:
    """The session or device behind a request; None for machines and for the demo's own caller."""
    return cast("Visit | None", scope.get(VISIT))


def address_of(scope: Scope) -> str:
    """Where the caller sits, as the record names it."""
    client = scope.get("client")
    return str(client[0]) if client else "unknown"
