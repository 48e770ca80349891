"""`/login/oidc`: out to the other server, and back with its word."""

import logging

from fastapi import Request
from starlette.responses import Response

from api.access.under_way import LIVES
from api.callers import address_of
from api.cookies import cookie_of, drop_cookie, set_cookie
from api.entrance.forms import Parts, go, local_path, origin, show
from api.entrance.sign_in import half_signed_in, login_page, signed_in
from api.sentences import said, sentence_of
from operations.access.entrance import SignInRefusedError
from operations.access.oidc import AwayError, ElsewhereError

log = logging.getLogger(__name__)
ELSEWHERE = "-oidc"
NOT_FINISHED = "oidc_not_finished"
CANCELLED = "oidc_cancelled"
NOT_THERE = "oidc_not_there"


async def begin(request: Request, parts: Parts) -> Response:
    """Send a browser to the other server."""
    after = local_path(request.query_params.get("next", "/"))
    if parts.elsewhere is None:
        return go("/login")
    try:
        address, attempt = await parts.elsewhere.begin(_here(request))
        secret = parts.under_way.keep(attempt, after, address_of(request.scope))
    except ElsewhereError as error:
        log.warning("sign-in elsewhere: %s", error)
        return _back(request, parts, said(NOT_THERE), 503, after)
    response = go(address)
    set_cookie(response, request.scope, secret, suffix=ELSEWHERE, lives_s=LIVES.seconds)
    return response


async def come_back(request: Request, parts: Parts) -> Response:
    """Let somebody in on the other server's word, when an account here is theirs."""
    held = cookie_of(request.scope, ELSEWHERE)
    kept = parts.under_way.take(held) if held else None
    code = request.query_params.get("code", "")
    if parts.elsewhere is None or kept is None:
        return _back(request, parts, said(NOT_FINISHED), 400)
    attempt, after = kept
    if not code:
        is_no = request.query_params.get("error") == "access_denied"
        return _back(request, parts, said(CANCELLED if is_no else NOT_FINISHED), 400, after)
    try:
        identity = await parts.elsewhere.finish(
            attempt, code[:4000], request.query_params.get("state", "")[:200]
        )
        signed = await parts.people.entrance.let_in(
            identity, origin(request), before=cookie_of(request.scope)
        )
    except ElsewhereError as error:
        log.warning("sign-in elsewhere: %s", error)
        is_away = isinstance(error, AwayError)
        words = said(NOT_THERE if is_away else NOT_FINISHED)
        return _back(request, parts, words, 503 if is_away else 400, after)
    except SignInRefusedError as error:
        return _back(request, parts, sentence_of(error), 403, after)
    enter = half_signed_in if signed.is_half else signed_in
    response = enter(request, signed, after)
    drop_cookie(response, request.scope, ELSEWHERE)
    return response


def _here(request: Request) -> str:
    """The address the other server sends people back to."""
    return str(request.base_url).rstrip("/") + "/login/oidc/callback"


def _back(request: Request, parts: Parts, error: str, status: int, after: str = "/") -> Response:
    response = show(
        request, parts, lambda frame: login_page(frame, parts, after), status=status, error=error
    )
    drop_cookie(response, request.scope, ELSEWHERE)
    return response
