"""The table of contents of all server callbacks: one module per part of the screen."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from dash import Dash

from callbacks import community, nearest
from callbacks.guarded import Guarded
from callbacks.providers import Providers
from callbacks.statistics import area, brief

__all__ = ["WORKING", "Providers", "register"]

# The callbacks of each page of domain/pages.py, given what the product is made of.
WORKING: Mapping[str, Callable[[Dash, Any], None]] = {
    "area": area.register,
    "brief": brief.register,
}


def register(app: Dash, providers: Providers, parts: Any) -> dict[str, str]:
    """Wire every callback; each is a coroutine, for a sync one would block the whole server.

    Args:
        app: where they are wired.
        providers: what the callbacks of the glass ask for.
        parts: what the product is made of; each working page names what it takes.

    Returns:
        The name of the working page of each of their callbacks, by its output.

    Raises:
        NoRuleError: a callback has no line in the access table (domain/access/access.py).
    """
    guarded = cast(Dash, Guarded(app))
    community.register(guarded, providers)
    nearest.register(guarded, providers)
    owners: dict[str, str] = {}
    for name, wire in WORKING.items():
        before = len(app._callback_list)
        wire(guarded, parts)
        owners |= {one["output"]: name for one in app._callback_list[before:]}
    return owners
