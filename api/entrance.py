"""`/login`, `/logout`, `/account`, `/pair`: pages and forms before and beside the screen."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo
from urllib.parse import parse_qsl, urlencode

import segno
from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.callers import address_of, caller_of, visit_of
from api.cookies import (
    DEVICE_LIVES_S,
    cookie_of,
    drop_cookie,
    form_fits,
    form_token,
    is_secure,
    set_cookie,
)
from domain.access import ADMINISTRATORS, may
from domain.errors import FullError, RefusedError
from layouts import entrance as pages
from layouts.entrance import Frame, OwnFacts, SessionLine
from operations.entrance import From, SignedIn, SignInRefusedError
from operations.passwords import new_token
from operations.people import People
from operations.presence import Visit

FORM, PAIR, AFTER = "-form", "-pair", "-next"
LONGEST_NEXT = 500
# With `no-referrer` a browser sends `Origin: null` with a form, and the gate refuses it.
_HEADERS = {"referrer-policy": "same-origin", "cache-control": "no-store"}
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


def router(parts: Parts) -> APIRouter:
    """The routes of the entrance."""
    routes = APIRouter()
    for path, methods, answer in (
        ("/login", ["GET"], _show_login),
        ("/login", ["POST"], _sign_in),
        ("/login/code", ["GET"], _show_code),
        ("/login/code", ["POST"], _give_code),
        ("/logout", ["GET"], _show_logout),
        ("/logout", ["POST"], _sign_out),
        ("/account", ["GET"], _show_account),
        ("/account/password", ["POST"], _change_password),
        ("/account/factor", ["POST"], _set_factor),
        ("/account/factor/remove", ["POST"], _remove_factor),
        ("/account/sessions/{public_id}", ["POST"], _end_session),
        ("/pair", ["GET"], _show_pair),
        ("/pair", ["POST"], _pair),
    ):
        routes.add_api_route(path, _bound(answer, parts), methods=methods)
    return routes


def _bound(
    answer: Callable[[Request, Parts], Awaitable[Response]], parts: Parts
) -> Callable[[Request], Awaitable[Response]]:
    async def respond(request: Request) -> Response:
        return await answer(request, parts)

    return respond


# forms -------------------------------------------------------------------------------------


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


def _show(
    request: Request, parts: Parts, draw: Callable[[Frame], str], *, status: int = 200,
    error: str = "", note: str = "", retry_s: int = 0,
) -> Response:  # fmt: skip
    secret, is_new = _secret(request)
    frame = Frame(parts.district_name, parts.is_demo, form_token(secret), error, note)
    response = HTMLResponse(draw(frame), status, dict(_HEADERS))
    if retry_s:
        response.headers["retry-after"] = str(retry_s)
    if is_new:
        set_cookie(response, request.scope, secret, suffix=FORM)
    return response


def _go(target: str) -> Response:
    return RedirectResponse(target, 303, dict(_HEADERS))


async def _own_form(request: Request) -> Fields | None:
    """The fields of a form this server drew for this browser; None for any other."""
    fields = await read_form(request)
    held = cookie_of(request.scope, FORM)
    return fields if form_fits(held, fields.get("form", "")) else None


STALE_FORM = "页面已过期，请重试"


def local_path(text: str) -> str:
    """A path of this server to go on to; `/` for anything that leads elsewhere."""
    is_plain = text.startswith("/") and not text.startswith(("//", "/\\")) and "\\" not in text
    if not is_plain or len(text) > LONGEST_NEXT or any(ord(letter) < 33 for letter in text):
        return "/"
    return "/" if text.startswith(("/login", "/logout", "/pair")) else text


def _origin(request: Request) -> From:
    return From(address_of(request.scope), request.headers.get("user-agent", ""))


# signing in --------------------------------------------------------------------------------


async def _show_login(request: Request, parts: Parts) -> Response:
    after = local_path(request.query_params.get("next", "/"))
    if (visit := visit_of(request.scope)) is not None and visit.account is not None:
        return _go(after)
    return _show(
        request,
        parts,
        lambda frame: pages.login_page(frame, after=after, oidc_name=parts.oidc_name),
    )


async def _sign_in(request: Request, parts: Parts) -> Response:
    fields = await _own_form(request)
    after = local_path((fields or {}).get("next", "/"))
    name = (fields or {}).get("name", "")

    def draw(frame: Frame) -> str:
        return pages.login_page(frame, after=after, name=name[:64], oidc_name=parts.oidc_name)

    if fields is None:
        return _show(request, parts, draw, status=403, error=STALE_FORM)
    before = cookie_of(request.scope)
    try:
        signed = await parts.people.entrance.sign_in(
            name, fields.get("password", "")[:1000], _origin(request), before=before
        )
    except SignInRefusedError as error:
        status = 429 if error.retry_s else 401
        return _show(
            request, parts, draw, status=status, error=error.message, retry_s=error.retry_s
        )
    except FullError:
        return _show(request, parts, draw, status=429, error="登录的人太多，请稍后再试", retry_s=5)
    if signed.is_half:
        response = _go(f"/login/code?{urlencode({'next': after})}")
        set_cookie(response, request.scope, signed.token)
        return response
    return signed_in(request, signed, after)


def signed_in(request: Request, signed: SignedIn, after: str) -> Response:
    """Hand out the session, and go on; forms drawn before are void."""
    is_administrator = signed.account.role in ADMINISTRATORS
    response = _go("/admin" if after == "/" and is_administrator else after)
    set_cookie(response, request.scope, signed.token)
    drop_cookie(response, request.scope, FORM)
    return response


async def _show_code(request: Request, parts: Parts) -> Response:
    token = cookie_of(request.scope)
    if token is None or await parts.people.presence.half(token) is None:
        return _go("/login")
    after = local_path(request.query_params.get("next", "/"))
    return _show(request, parts, lambda frame: pages.code_page(frame, after=after))


async def _give_code(request: Request, parts: Parts) -> Response:
    fields = await _own_form(request)
    after = local_path((fields or {}).get("next", "/"))

    def draw(frame: Frame) -> str:
        return pages.code_page(frame, after=after)

    if fields is None:
        return _show(request, parts, draw, status=403, error=STALE_FORM)
    try:
        signed = await parts.people.entrance.give_code(
            cookie_of(request.scope) or "", fields.get("code", "")[:40], _origin(request)
        )
    except SignInRefusedError as error:
        status = 429 if error.retry_s else 401
        return _show(
            request, parts, draw, status=status, error=error.message, retry_s=error.retry_s
        )
    return signed_in(request, signed, after)


async def _show_logout(request: Request, parts: Parts) -> Response:
    return _show(request, parts, pages.logout_page)


async def _sign_out(request: Request, parts: Parts) -> Response:
    if await _own_form(request) is None:
        return _show(request, parts, pages.logout_page, status=403, error=STALE_FORM)
    if token := cookie_of(request.scope):
        await parts.people.entrance.sign_out(token, address_of(request.scope))
    response = _go("/login")
    drop_cookie(response, request.scope)
    drop_cookie(response, request.scope, FORM)
    scheme = '"cache", "storage"' if is_secure(request.scope) else ""
    if scheme:
        response.headers["clear-site-data"] = scheme
    return response


# one's own account -------------------------------------------------------------------------


async def _show_account(request: Request, parts: Parts) -> Response:
    visit = visit_of(request.scope)
    if visit is None or visit.account is None:
        return _go("/login")  # the demo's own caller has no account
    return await _account(request, parts, visit)


async def _account(
    request: Request, parts: Parts, visit: Visit, *, error: str = "", note: str = "",
    codes: tuple[str, ...] = (), status: int = 200,
) -> Response:  # fmt: skip
    facts = await _own_facts(parts, visit)
    facts = replace(facts, new_codes=codes)
    return _show(
        request, parts, lambda frame: pages.account_page(frame, facts),
        error=error, note=note, status=status,
    )  # fmt: skip


async def _own_facts(parts: Parts, visit: Visit) -> OwnFacts:
    account, session = visit.account, visit.session
    assert account is not None and session is not None  # noqa: S101 - checked before
    qr = secret = ""
    if account.password_hash and account.totp_secret is None and visit.due != "password":
        enrolment = parts.people.own.enrolment(visit)
        secret = enrolment.secret
        qr = segno.make(enrolment.uri, error="m").svg_inline(scale=4, border=1, omitsize=True)
    lines = [
        SessionLine(
            kept.public_id, kept.seen_at, kept.created_at, kept.address, kept.agent,
            kept.token_hash == session.token_hash,
        )
        for kept in await parts.people.own.sessions(visit)
    ]  # fmt: skip
    return OwnFacts(
        name=account.name,
        display_name=account.display_name,
        role=account.role,
        area_name=parts.area_name(account.area) if account.area else "",
        zone=parts.zone,
        due=visit.due,
        has_password=account.password_hash is not None,
        has_second_factor=account.totp_secret is not None,
        may_remove_factor=account.role not in ADMINISTRATORS,
        recovery_left=len(account.recovery),
        shortest_password=parts.people.presence.rules.shortest_password,
        qr=qr,
        secret=secret,
        sessions=lines,
    )


async def _own_act(
    request: Request, parts: Parts, act: Callable[[Visit, Fields, str], Awaitable[Response]]
) -> Response:
    """Do what a form of the account page asks; a refusal is shown on that page."""
    visit, fields = visit_of(request.scope), await _own_form(request)
    if visit is None or visit.account is None:
        return _go("/login")
    if fields is None:
        return await _account(request, parts, visit, error=STALE_FORM, status=403)
    try:
        return await act(visit, fields, address_of(request.scope))
    except RefusedError as error:
        return await _account(request, parts, visit, error=error.message, status=422)


async def _change_password(request: Request, parts: Parts) -> Response:
    async def act(visit: Visit, fields: Fields, address: str) -> Response:
        new = fields.get("new", "")
        if new != fields.get("again", ""):
            return await _account(request, parts, visit, error="两次输入的新密码不一致", status=422)
        token = await parts.people.own.change_password(visit, fields.get("old", ""), new, address)
        response = _go("/account")
        set_cookie(response, request.scope, token)
        return response

    return await _own_act(request, parts, act)


async def _set_factor(request: Request, parts: Parts) -> Response:
    async def act(visit: Visit, fields: Fields, address: str) -> Response:
        codes = await parts.people.own.confirm_enrolment(visit, fields.get("code", ""), address)
        after = await parts.people.presence.who(cookie_of(request.scope) or "")
        return await _account(
            request, parts, after or visit, note="双因素认证已启用", codes=tuple(codes)
        )

    return await _own_act(request, parts, act)


async def _remove_factor(request: Request, parts: Parts) -> Response:
    async def act(visit: Visit, fields: Fields, address: str) -> Response:
        await parts.people.own.remove_second_factor(visit, fields.get("password", ""), address)
        return _go("/account")

    return await _own_act(request, parts, act)


async def _end_session(request: Request, parts: Parts) -> Response:
    async def act(visit: Visit, _fields: Fields, address: str) -> Response:
        await parts.people.own.end_session(visit, str(request.path_params["public_id"]), address)
        return _go("/account")

    return await _own_act(request, parts, act)


# walls -------------------------------------------------------------------------------------


def _may_pair(request: Request) -> bool:
    return may(caller_of(request.scope), "walls.pair")


async def _show_pair(request: Request, parts: Parts) -> Response:
    secret = cookie_of(request.scope, PAIR)
    pairing = parts.people.devices.pairing_of(secret) if secret else None
    if secret and pairing is not None:
        key = parts.people.devices.take_key(secret)
        if key is None:
            return _show(request, parts, lambda frame: pages.pair_page(frame, pairing.code))
        response = _go("/")
        set_cookie(response, request.scope, key, lives_s=DEVICE_LIVES_S)
        drop_cookie(response, request.scope, PAIR)
        return response
    draw = pages.confirm_pair_page if _may_pair(request) else pages.pair_begin_page
    return _show(request, parts, draw)


async def _pair(request: Request, parts: Parts) -> Response:
    fields = await _own_form(request)
    confirms = _may_pair(request)
    draw = pages.confirm_pair_page if confirms else pages.pair_begin_page
    if fields is None:
        return _show(request, parts, draw, status=403, error=STALE_FORM)
    try:
        if not confirms:
            return await _begin_pairing(request, parts)
        device = await parts.people.devices.pair_wall(
            caller_of(request.scope),
            fields.get("code", ""),
            fields.get("name", ""),
            area=fields.get("area", "").strip() or None,
            address=address_of(request.scope),
        )
    except RefusedError as error:
        return _show(request, parts, draw, status=422, error=error.message)
    return _show(request, parts, draw, note=f"已配对：{device.name}")


async def _begin_pairing(request: Request, parts: Parts) -> Response:
    _, secret = parts.people.devices.begin_pairing(address_of(request.scope))
    response = _go("/pair")
    set_cookie(response, request.scope, secret, suffix=PAIR)
    return response
