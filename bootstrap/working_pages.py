"""Working pages are imported and wired when the first of them is asked for, or after the start.

With the library their forms are drawn with they are a tenth of a start, and no wall needs them. Who
asks for one, its scripts or its callbacks before they are there waits until they are.
"""

import asyncio
import importlib
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Receive, Scope, Send

from bootstrap.parts import Parts
from layouts.page import Screen, is_of_glass


class WorkingPages:
    """All of them together, as they are listed in layouts/pages.py and callbacks/pages.py."""

    def __init__(self, dash: Screen, parts: Parts) -> None:
        self._dash = dash
        self._parts = parts
        self._lock = asyncio.Lock()

    @property
    def are_there(self) -> bool:
        """Whether they are wired."""
        return bool(self._dash.owners)

    async def ready(self) -> None:
        """Wait until they are there; whoever comes first brings them."""
        async with self._lock:
            if self.are_there:
                return
            # On the loop: Dash lists libraries of components without a lock, and may be at it.
            importlib.import_module("layouts.elements.dmc")
            for name in ("layouts.pages", "callbacks.pages"):
                await asyncio.to_thread(importlib.import_module, name)
            self.wire()

    def wire(self) -> None:
        """Import and wire them at once; blocks."""
        from callbacks.pages import register

        owners = register(self._dash, self._parts)
        self._dash.list_libraries()
        self._dash.owners = owners


class AfterWorkingPages:
    """Middleware that lets what is not of the glass wait for the working pages."""

    def __init__(self, app: ASGIApp, pages: WorkingPages) -> None:
        self._app = app
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait, if need be, and pass on."""
        if not self._pages.are_there and scope["type"] == "http":
            asked = parse_qs(scope["query_string"].decode("latin-1"))
            if not is_of_glass(scope["path"], asked.get("path", [""])[0]):
                await self._pages.ready()
        await self._app(scope, receive, send)
