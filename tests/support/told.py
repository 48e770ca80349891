"""Holds what routes answer to what they tell in `/openapi.json` that they answer."""

from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from pydantic import TypeAdapter, ValidationError
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Told:
    """Stands before the routes; `wrong` names every answer that is not what its route tells.

    An answer must have every field of its model, in the types named, and no other.
    """

    def __init__(self, server: FastAPI) -> None:
        self._app: ASGIApp = server
        self._server = server
        self._adapters: dict[str, TypeAdapter[Any]] = {}
        self.wrong: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass it on, and look at what comes back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, body = 0, bytearray()

        async def watched(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            body.extend(message.get("body", b""))
            await send(message)

        asked = dict(scope)
        await self._app(scope, receive, watched)
        if 200 <= status < 300:
            self.check(asked, bytes(body))

    def check(self, scope: Scope, body: bytes) -> None:
        """Note what does not fit the model of a route."""
        route = self._route(scope)
        if route is None or route.response_model is None or scope["method"] == "HEAD":
            return
        adapter = self._adapters.setdefault(route.unique_id, TypeAdapter(route.response_model))
        try:
            adapter.validate_json(body, strict=True)
        except ValidationError as error:
            first = error.errors(include_url=False)[:3]
            named = [f"{'.'.join(map(str, one['loc']))}: {one['type']}" for one in first]
            self.wrong.append(f"{scope['method']} {route.path}: {'; '.join(named)}")

    def _route(self, scope: Scope) -> APIRoute | None:
        for held in self._server.routes:
            router = getattr(held, "original_router", None)
            for route in router.routes if router else ():
                if isinstance(route, APIRoute) and route.matches(scope)[0] is Match.FULL:
                    return route
        return None
