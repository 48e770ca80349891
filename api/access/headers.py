"""What every answer carries, whatever made it: the headers that keep browsers careful."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from starlette.types import Message, Scope, Send

from api.cookies import is_secure
from domain.pages.page import DEVICES, Headers
from domain.pages.pages import headers_at
from operations.access.presence import CURRENT

# The Content-Security-Policy of a page with these headers.
Csp = Callable[[Headers], str]

SECURITY_HEADERS: Mapping[str, str] = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": ", ".join(f"{device}=()" for device in DEVICES),
}
# What a browser may keep; a page of somebody's must not come back after they have signed out.
_KEPT = ("/assets/", "/_dash-component-suites/", "/map/", "/basemap/", "/_favicon.ico")
# A year, for this name only: what the district runs under other names is not ours to say.
TLS_ONLY = "max-age=31536000"


def with_headers(scope: Scope, send: Send, csp: Csp | None) -> Send:
    """A `send` that adds what is missing; what a route has said itself stays.

    Args:
        scope: of the request.
        send: takes the answer on.
        csp: makes the Content-Security-Policy of a page; None sends none.
    """
    extra = dict(SECURITY_HEADERS)
    if not scope["path"].startswith(_KEPT):
        extra["cache-control"] = "no-store"
    if is_secure(scope):
        extra["strict-transport-security"] = TLS_ONLY

    of_page = headers_at(scope["path"])

    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": _headers(message, extra, csp, of_page)}
        await send(message)

    return send_with_headers


def _headers(
    message: Message, extra: Mapping[str, str], csp: Csp | None, of_page: Headers
) -> list[tuple[bytes, bytes]]:
    headers = list(message.get("headers", []))
    present = {name.lower() for name, _ in headers}
    added = dict(extra)
    if csp is not None and _is_page(headers):
        caller = CURRENT.get()
        if caller is not None and caller.role == "wall":
            of_page = replace(of_page, devices=frozenset())  # it looks; nobody speaks from it
        added["content-security-policy"] = csp(of_page)
        added["permissions-policy"] = permissions_policy(of_page)
    headers.extend(
        (name.encode(), value.encode())
        for name, value in added.items()
        if name.encode() not in present
    )
    return headers


def permissions_policy(of_page: Headers) -> str:
    """Devices a page of this server may ask for; none but those of its row."""
    allowed = {device: "(self)" if device in of_page.devices else "()" for device in DEVICES}
    return ", ".join(f"{device}={who}" for device, who in allowed.items())


def _is_page(headers: list[tuple[bytes, bytes]]) -> bool:
    return any(
        name.lower() == b"content-type" and value.startswith(b"text/html")
        for name, value in headers
    )
