"""Who is behind a request or a socket."""

from starlette.types import Scope

from domain.callers import DEMO_DISPATCHER, Caller


def caller_of(_scope: Scope) -> Caller:
    """The caller of a request or socket.

    Until accounts exist the gate (api/access.py) lets in this machine only, and whoever sits there
    is the demo's dispatcher.
    """
    return DEMO_DISPATCHER
