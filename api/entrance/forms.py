"""What the pages of the entrance share: their parts, their forms, and their language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from urllib.parse import parse_qsl, urlencode

from fastapi import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access.under_way import UnderWay
from api.addresses import network_key
from api.callers import address_of, caller_of
from api.cookies import cookie_of, form_fits, form_token, set_cookie
from api.languages import in_language, language_of, remember_language
from domain.access.callers import DEMO_DISPATCHER
from layouts.entrance.entrance import Frame
from operations.access.entrance import From
from operations.access.oidc import Elsewhere
from operations.access.passwords import new_token
from operations.access.people import People

FORM, KNOWN = "-form", "-known"
LONGEST_MARKS = 2000
LONGEST_NEXT = 500
# With `no-referrer` a browser sends `Origin: null` with a form, and the gate refuses it.
HEADERS = {"referrer-policy": "same-origin", "cache-control": "no-store"}
STALE_FORM = "form_stale"
Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Parts:
    """What these pages are made of."""

    people: People
    district_name: str
    zone: tzinfo
    is_demo: bool
    area_name: Callable[[str], str]
    oidc_name: str = ""
    elsewhere: Elsewhere | None = None
    under_way: UnderWay = field(default_factory=UnderWay)


async def read_form(request: Request) -> Fields:
    """The fields of a form, the first of each name; empty when it cannot be read."""
    try:
        text = (await request.body()).decode("utf-8")
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=20)
    except ValueError:
        return {}
    return dict(reversed(pairs))


def _secret(request: Request) -> tuple[str, bool]:
    """What this browser's forms are bound to, and whether it is new."""
    held = cookie_of(request.scope, FORM)
    return (held, False) if held else (new_token(), True)


def show(
    request: Request, parts: Parts, draw: Callable[[Frame], str], *, status: int = 200,
    error: str = "", note: str = "", retry_s: int = 0,
) -> Response:  # fmt: skip
    """Draw a page for this browser: its forms are bound to it, its language is the one chosen."""
    secret, is_new = _secret(request)
    frame = Frame(
        parts.district_name,
        parts.is_demo,
        form_token(secret),
        error,
        note,
        _other_language(request),
        is_auto=caller_of(request.scope) == DEMO_DISPATCHER,
    )
    response = HTMLResponse(in_language(draw(frame), request.scope), status, dict(HEADERS))
    remember_language(response, request.scope)
    if retry_s:
        response.headers["retry-after"] = str(retry_s)
    if is_new:
        set_cookie(response, request.scope, secret, suffix=FORM)
    return response


def _other_language(request: Request) -> tuple[str, str]:
    """The other language, and the address of this page in it."""
    other = "zh" if language_of(request.scope) == "en" else "en"
    path = "/account" if request.url.path.startswith("/account") else request.url.path
    query = {"lang": other}
    if after := request.query_params.get("next"):
        query["next"] = local_path(after)
    return other, f"{path}?{urlencode(query)}"


def go(target: str) -> Response:
    """Send a browser on."""
    return RedirectResponse(target, 303, dict(HEADERS))


async def own_form(request: Request) -> Fields | None:
    """The fields of a form this server drew for this browser; None for any other."""
    fields = await read_form(request)
    held = cookie_of(request.scope, FORM)
    return fields if form_fits(held, fields.get("form", "")) else None


def local_path(text: str) -> str:
    """A path of this server to go on to; `/` for anything that leads elsewhere."""
    is_plain = text.startswith("/") and not text.startswith(("//", "/\\")) and "\\" not in text
    if not is_plain or len(text) > LONGEST_NEXT or any(ord(letter) < 33 for letter in text):
        return "/"
    return "/" if text.startswith(("/login", "/logout", "/pair")) else text


def origin(request: Request) -> From:
    """Where a sign-in comes from."""
    address = address_of(request.scope)
    marks = (cookie_of(request.scope, KNOWN) or "")[:LONGEST_MARKS]
    return From(address, request.headers.get("user-agent", ""), network_key(address), marks)
