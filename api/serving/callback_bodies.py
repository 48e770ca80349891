"""What a page's callback may be asked: its own output, inputs and state, in their shapes.

Dash trusts what its own script sends. Whatever else arrives is refused here with a sentence, and
does not become an error nobody expected.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.access.body import replay
from api.errors import refusal

PATH = "/_dash-update-component"
# What the browser's address bar holds is text, whatever a page makes of it.
_TEXTS = frozenset({"pathname", "search", "hash", "href", "data-path"})
_MOST_MATCHED = 1000


class CallbackBodies:
    """Middleware: refuses a body that no page of ours sends, before Dash reads it.

    Args:
        callbacks: Dash's own table, by output; read at each request, since it grows at the start.
    """

    def __init__(self, app: ASGIApp, *, callbacks: Mapping[str, Mapping[str, Any]]) -> None:
        self._app = app
        self._callbacks = callbacks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let everything else by."""
        asks = scope["type"] == "http" and (scope["method"], scope["path"]) == ("POST", PATH)
        if not asks:
            await self._app(scope, receive, send)
            return
        raw = await Request(scope, receive).body()
        wrong = wrong_part(raw, self._callbacks)
        if wrong is not None:
            refused = refusal(422, "invalid", wrong, says="no_request_of_a_page", part=wrong)
            await refused(scope, receive, send)
            return
        await self._app(scope, replay(raw, receive), send)


def wrong_part(raw: bytes, callbacks: Mapping[str, Mapping[str, Any]]) -> str | None:
    """The part of a callback's body that is wrong; None when it is as a page sends it."""
    try:
        body = orjson.loads(raw)
    except ValueError:
        return "body"
    if not isinstance(body, dict):
        return "body"
    output = body.get("output")
    declared = callbacks.get(output) if isinstance(output, str) else None
    if declared is None:
        return "output"
    changed = body.get("changedPropIds", [])
    if not (isinstance(changed, list) and all(isinstance(one, str) for one in changed)):
        return "changedPropIds"
    if not _are_outputs(body.get("outputs"), str(output)):
        return "outputs"
    for name in ("inputs", "state"):
        if not _are_given(body.get(name, []), declared.get(name, [])):
            return name
    return None


def _are_outputs(said: Any, output: str) -> bool:
    if not output.startswith(".."):
        return _is_place(said) or _are_places(said)
    count = len(output[2:-2].split("..."))
    return (
        isinstance(said, list)
        and len(said) == count
        and all(_is_place(one) or _are_places(one) for one in said)
    )


def _are_given(said: Any, declared: Sequence[Mapping[str, Any]]) -> bool:
    """Whether values were sent for what was declared, in its order."""
    return (
        isinstance(said, list)
        and len(said) == len(declared)
        and all(_is_given(one, asked) for one, asked in zip(said, declared, strict=True))
    )


def _is_given(said: Any, asked: Mapping[str, Any]) -> bool:
    name = asked["property"]
    if str(asked["id"]).startswith("{"):  # a pattern: as many as the page has
        return _are_places(said) and all(_is_value(one, name) for one in said)
    return _is_place(said) and said["id"] == asked["id"] and _is_value(said, name)


def _is_value(said: Any, name: str) -> bool:
    value = said.get("value")
    is_text = name not in _TEXTS or value is None or isinstance(value, str)
    return said["property"] == name and is_text


def _are_places(said: Any) -> bool:
    return isinstance(said, list) and len(said) <= _MOST_MATCHED and all(map(_is_place, said))


def _is_place(said: Any) -> bool:
    """An id and a property, as the page names what a callback reads or draws."""
    if not (isinstance(said, dict) and isinstance(said.get("property"), str)):
        return False
    name = said.get("id")
    return isinstance(name, str) or (
        isinstance(name, dict) and all(isinstance(one, str | int) for one in name.values())
    )
