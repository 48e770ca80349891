"""No callback without a rule: each is checked against the access table whenever it is called."""

import functools
from collections.abc import Awaitable, Callable
from typing import Any, cast

from dash import Dash

from domain.access.access import require
from domain.access.callers import NOBODY, Caller
from domain.access.grants import GRANTS
from domain.access.routes import CALLBACKS
from operations.access.presence import CURRENT, ORIGIN

Callback = Callable[..., Awaitable[Any]]


class NoRuleError(Exception):
    """A callback was registered that the access table does not know."""


def caller() -> Caller:
    """Who called the callback under way."""
    return CURRENT.get() or NOBODY


def address() -> str | None:
    """Where the caller of the callback under way sits, for the record."""
    origin = ORIGIN.get()
    return origin[1] if origin else None


def name_of(function: Callable[..., Any]) -> str:
    """How the table names a callback: its module and its own name."""
    return f"{function.__module__.rpartition('.')[2]}.{function.__name__}"


class Guarded:
    """The app as the pages' modules see it: `callback` checks the table, all else is Dash's own."""

    def __init__(self, app: Dash) -> None:
        self._app = app

    def callback(self, *args: Any, **kwargs: Any) -> Callable[[Callback], Callback]:
        """Like `Dash.callback`.

        Raises:
            NoRuleError: `domain.access.CALLBACKS` has no line for the function.
        """

        def wire(function: Callback) -> Callback:
            action = CALLBACKS.get(name_of(function))
            if action is None or action not in GRANTS:
                raise NoRuleError(
                    f"{name_of(function)} needs a line in CALLBACKS of domain/access/routes.py"
                )

            needed = action

            @functools.wraps(function)
            async def checked(*given: Any, **named: Any) -> Any:
                require(caller(), needed)
                return await function(*given, **named)

            return cast(Callback, self._app.callback(*args, **kwargs)(checked))

        return wire

    def __getattr__(self, name: str) -> Any:
        return getattr(self._app, name)
