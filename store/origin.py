"""Who asks, and from where: noted at the gate, written beside what they decide."""

from contextvars import ContextVar
from dataclasses import replace

from domain.audit.audit import KIND
from domain.live.records import Change
from domain.personal.masks import FROM

# The actor of the request under way and the address they sit at; None outside of requests.
ORIGIN: ContextVar[tuple[str, str] | None] = ContextVar("onescreen_origin", default=None)


def with_origin(change: Change) -> Change:
    """The change with the address of the person who makes it; others stay as they are.

    Records of kind `audit` carry their address themselves.
    """
    asks = ORIGIN.get()
    if asks is None or change.kind == KIND or change.actor != asks[0]:
        return change
    return replace(change, private={**(change.private or {}), FROM: asks[1]})
