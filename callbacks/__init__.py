"""The table of contents of all server callbacks: one module per part of the screen."""

from dash import Dash

from callbacks import community, nearest
from callbacks.providers import Providers

__all__ = ["Providers", "register"]


def register(app: Dash, providers: Providers) -> None:
    """Wire every callback; each is a coroutine, for a sync one would block the whole server."""
    community.register(app, providers)
    nearest.register(app, providers)
