"""`/login`, its second step, and `/logout`."""

from urllib.parse import urlencode

from fastapi import Request
from starlette.responses import Response

from api.addresses import is_local
from api.callers import address_of, visit_of
from api.cookies import cookie_of, drop_cookie, is_secure, set_cookie
from api.entrance.forms import (
    FORM,
    KNOWN,
    STALE_FORM,
    Parts,
    go,
    local_path,
    origin,
    own_form,
    show,
)
from api.sentences import said, sentence_of
from domain.access.roles import ADMINISTRATORS
from domain.errors import FullError
from layouts.entrance import entrance as pages
from layouts.entrance.entrance import Frame
from operations.access.entrance import SignedIn, SignInRefusedError
from operations.access.trusted_browser import LIVES

KNOWN_FOR_S = int(LIVES.total_seconds())


def login_page(
    frame: Frame, parts: Parts, after: str, name: str = "", *, is_here: bool = False
) -> str:
    """The page as it is drawn now; `is_here`: for somebody at the server itself."""
    return pages.login_page(
        frame,
        after=after,
        name=name,
        oidc_name=parts.oidc_name,
        is_first=is_here and parts.people.nobody_yet and not parts.is_demo,
    )


async def show_login(request: Request, parts: Parts) -> Response:
    """The form, or on to where somebody signed in wants to go."""
    after = local_path(request.query_params.get("next", "/"))
    if (visit := visit_of(request.scope)) is not None and visit.account is not None:
        return go(after)
    return show(
        request,
        parts,
        lambda frame: login_page(frame, parts, after, is_here=is_local(request.scope)),
        note=said("session_ended") if request.query_params.get("ended") else "",
    )


async def sign_in(request: Request, parts: Parts) -> Response:
    """Name and password."""
    fields = await own_form(request)
    after = local_path((fields or {}).get("next", "/"))
    name = (fields or {}).get("name", "")

    def draw(frame: Frame) -> str:
        return login_page(frame, parts, after, name[:64])

    if fields is None:
        return show(request, parts, draw, status=403, error=said(STALE_FORM))
    before = cookie_of(request.scope)
    try:
        signed = await parts.people.entrance.sign_in(
            name, fields.get("password", "")[:1000], origin(request), before=before
        )
    except SignInRefusedError as error:
        status = 429 if error.retry_s else 401
        return show(
            request, parts, draw, status=status, error=sentence_of(error), retry_s=error.retry_s
        )
    except FullError as error:
        return show(request, parts, draw, status=429, error=sentence_of(error), retry_s=5)
    return (half_signed_in if signed.is_half else signed_in)(request, signed, after)


def half_signed_in(request: Request, signed: SignedIn, after: str) -> Response:
    """The second step is due."""
    response = go(f"/login/code?{urlencode({'next': after})}")
    set_cookie(response, request.scope, signed.token)
    return response


def signed_in(request: Request, signed: SignedIn, after: str) -> Response:
    """Hand out the session, and go on; forms drawn before are void."""
    is_administrator = signed.account.role in ADMINISTRATORS
    response = go("/admin" if after == "/" and is_administrator else after)
    set_cookie(response, request.scope, signed.token)
    set_cookie(response, request.scope, signed.marks, suffix=KNOWN, lives_s=KNOWN_FOR_S)
    drop_cookie(response, request.scope, FORM)
    return response


async def show_code(request: Request, parts: Parts) -> Response:
    """The second step."""
    token = cookie_of(request.scope)
    if token is None or await parts.people.presence.half(token) is None:
        return go("/login")
    after = local_path(request.query_params.get("next", "/"))
    return show(request, parts, lambda frame: pages.code_page(frame, after=after))


async def give_code(request: Request, parts: Parts) -> Response:
    """A code of the app, or a recovery code."""
    fields = await own_form(request)
    after = local_path((fields or {}).get("next", "/"))

    def draw(frame: Frame) -> str:
        return pages.code_page(frame, after=after)

    if fields is None:
        return show(request, parts, draw, status=403, error=said(STALE_FORM))
    try:
        signed = await parts.people.entrance.give_code(
            cookie_of(request.scope) or "", fields.get("code", "")[:40], origin(request)
        )
    except SignInRefusedError as error:
        status = 429 if error.retry_s else 401
        return show(
            request, parts, draw, status=status, error=sentence_of(error), retry_s=error.retry_s
        )
    return signed_in(request, signed, after)


async def show_logout(request: Request, parts: Parts) -> Response:
    """Asks first."""
    return show(request, parts, pages.logout_page)


async def sign_out(request: Request, parts: Parts) -> Response:
    """Ends the session; an unknown one is no error."""
    if await own_form(request) is None:
        return show(request, parts, pages.logout_page, status=403, error=said(STALE_FORM))
    if token := cookie_of(request.scope):
        await parts.people.entrance.sign_out(token, address_of(request.scope))
    response = go("/login")
    drop_cookie(response, request.scope)
    drop_cookie(response, request.scope, FORM)
    scheme = '"cache", "storage"' if is_secure(request.scope) else ""
    if scheme:
        response.headers["clear-site-data"] = scheme
    return response
