"""`/account`: one's own password, second factor and sessions."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from fastapi import Request
from starlette.responses import Response

from api.access.refusals import sign_in_again
from api.callers import address_of, visit_of
from api.cookies import cookie_of, set_cookie
from api.entrance.forms import STALE_FORM, Fields, Parts, go, own_form, show
from api.sentences import said, sentence_of
from domain.access.roles import ADMINISTRATORS
from domain.errors import RefusedError
from layouts.entrance.account import OwnFacts, SessionLine, account_page
from operations.access.presence import Visit


async def show_account(request: Request, parts: Parts) -> Response:
    """The page; who has no account is sent to sign in."""
    visit = visit_of(request.scope)
    if visit is None or visit.account is None:
        return _to_sign_in(request)  # the demo's own caller has no account
    return await _account(request, parts, visit)


def _to_sign_in(request: Request) -> Response:
    """To the page that leads back here; whose session has ended is told so."""
    is_ended = cookie_of(request.scope) is not None
    return go(sign_in_again("/account", is_ended=True) if is_ended else "/login")


async def _account(
    request: Request, parts: Parts, visit: Visit, *, error: str = "", note: str = "",
    codes: tuple[str, ...] = (), status: int = 200,
) -> Response:  # fmt: skip
    facts = await _own_facts(parts, visit)
    facts = replace(facts, new_codes=codes)
    return show(
        request, parts, lambda frame: account_page(frame, facts),
        error=error, note=note, status=status,
    )  # fmt: skip


async def _own_facts(parts: Parts, visit: Visit) -> OwnFacts:
    account, session = visit.account, visit.session
    assert account is not None and session is not None  # noqa: S101 - checked before
    qr = secret = ""
    if account.totp_secret is None and visit.due != "password":
        enrolment = parts.people.own.enrolment(visit)
        secret = enrolment.secret
        import segno  # a second factor is enrolled seldom

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
    visit, fields = visit_of(request.scope), await own_form(request)
    if visit is None or visit.account is None:
        return _to_sign_in(request)
    if fields is None:
        return await _account(request, parts, visit, error=said(STALE_FORM), status=403)
    try:
        return await act(visit, fields, address_of(request.scope))
    except RefusedError as error:
        return await _account(request, parts, visit, error=sentence_of(error), status=422)


async def change_password(request: Request, parts: Parts) -> Response:
    """A new password; the session goes on under a new token."""

    async def act(visit: Visit, fields: Fields, address: str) -> Response:
        new = fields.get("new", "")
        if new != fields.get("again", ""):
            return await _account(request, parts, visit, error=said("passwords_differ"), status=422)
        token = await parts.people.own.change_password(visit, fields.get("old", ""), new, address)
        response = go("/account")
        set_cookie(response, request.scope, token)
        return response

    return await _own_act(request, parts, act)


async def set_factor(request: Request, parts: Parts) -> Response:
    """The second factor, once the app shows the right code."""

    async def act(visit: Visit, fields: Fields, address: str) -> Response:
        codes = await parts.people.own.confirm_enrolment(visit, fields.get("code", ""), address)
        after = await parts.people.presence.who(cookie_of(request.scope) or "")
        return await _account(
            request, parts, after or visit, note=said("second_factor_on"), codes=tuple(codes)
        )

    return await _own_act(request, parts, act)


async def remove_factor(request: Request, parts: Parts) -> Response:
    """Gives the second factor up."""

    async def act(visit: Visit, fields: Fields, address: str) -> Response:
        await parts.people.own.remove_second_factor(visit, fields.get("password", ""), address)
        return go("/account")

    return await _own_act(request, parts, act)


async def end_session(request: Request, parts: Parts) -> Response:
    """Ends one of one's own sessions."""

    async def act(visit: Visit, _fields: Fields, address: str) -> Response:
        await parts.people.own.end_session(visit, str(request.path_params["public_id"]), address)
        return go("/account")

    return await _own_act(request, parts, act)
