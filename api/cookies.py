"""The session cookie, and the token that proves who a form was drawn for."""

import hashlib
import hmac
from http.cookies import CookieError, SimpleCookie

from starlette.responses import Response
from starlette.types import Scope

from api.tokens import header

PLAIN, SECURE = "onescreen", "__Host-onescreen"
DEVICE_LIVES_S = 400 * 24 * 3600  # as long as browsers keep any cookie


def is_secure(scope: Scope) -> bool:
    """Whether the caller came over TLS, to this server or to a trusted proxy."""
    return scope.get("scheme") in {"https", "wss"}


def cookie_of(scope: Scope, suffix: str = "") -> str | None:
    """The value of our cookie; None when it was not sent."""
    name = (SECURE if is_secure(scope) else PLAIN) + suffix
    for key, value in scope["headers"]:
        if key == b"cookie":
            try:
                found = SimpleCookie(value.decode("latin-1")).get(name)
            except CookieError:
                continue
            if found is not None and found.value:
                return found.value
    return None


def set_cookie(
    response: Response, scope: Scope, value: str, *, suffix: str = "", lives_s: int | None = None
) -> None:
    """Hand the cookie out: not for scripts, not for other sites, over TLS only where there is."""
    secure = is_secure(scope)
    response.set_cookie(
        (SECURE if secure else PLAIN) + suffix,
        value,
        max_age=lives_s,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def drop_cookie(response: Response, scope: Scope, suffix: str = "") -> None:
    """Take the cookie back."""
    set_cookie(response, scope, "", suffix=suffix, lives_s=0)


def form_token(secret: str) -> str:
    """What a form carries besides the cookie `secret`; the secret cannot be told from it."""
    return hmac.new(secret.encode(), b"onescreen form", hashlib.sha256).hexdigest()


def form_fits(secret: str | None, offered: str) -> bool:
    """Whether a form was drawn for the browser that holds the cookie."""
    return bool(secret) and hmac.compare_digest(form_token(secret or ""), offered)


def asked_by_another_site(scope: Scope) -> bool:
    """Whether a browser says that a page of somebody else made it ask."""
    return header(scope, b"sec-fetch-site") in {"cross-site", "same-site"}


def origin_fits(scope: Scope) -> bool:
    """No browser, or a page of this very server; with a cookie of ours it must say so."""
    origin = header(scope, b"origin")
    if asked_by_another_site(scope):
        return False
    if origin is None:
        return cookie_of(scope) is None or header(scope, b"sec-fetch-site") == "same-origin"
    scheme, _, authority = origin.partition("://")
    if is_secure(scope) and scheme.lower() != "https":
        return False  # a page somebody on the way put into plain HTTP under our name
    return bool(authority) and authority.lower() == (header(scope, b"host") or "").lower()


def public_origin_fits(scope: Scope) -> bool:
    """The same for a page whose address is its only key, which reads no cookie.

    It is sent with `no-referrer`, so that its address goes nowhere; then browsers say `null` of
    where its form stood.
    """
    if asked_by_another_site(scope):
        return False
    return header(scope, b"origin") == "null" or origin_fits(scope)
