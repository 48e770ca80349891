"""`/pair`: a screen shows a code, a person confirms it."""

from fastapi import Request
from starlette.responses import Response

from api.callers import address_of, caller_of
from api.cookies import DEVICE_LIVES_S, cookie_of, drop_cookie, set_cookie
from api.entrance.forms import STALE_FORM, Parts, go, own_form, show
from api.sentences import said, sentence_of
from domain.access.access import may
from domain.errors import RefusedError
from layouts.entrance import entrance as pages

PAIR = "-pair"


def _may_pair(request: Request) -> bool:
    return may(caller_of(request.scope), "walls.pair")


async def show_pair(request: Request, parts: Parts) -> Response:
    """The code of this screen, or the form of those who may confirm one."""
    secret = cookie_of(request.scope, PAIR)
    pairing = parts.people.devices.pairing_of(secret) if secret else None
    if secret and pairing is not None:
        key = parts.people.devices.take_key(secret)
        if key is None:
            return show(request, parts, lambda frame: pages.pair_page(frame, pairing.code))
        response = go("/")
        set_cookie(response, request.scope, key, lives_s=DEVICE_LIVES_S)
        drop_cookie(response, request.scope, PAIR)
        return response
    draw = pages.confirm_pair_page if _may_pair(request) else pages.pair_begin_page
    return show(request, parts, draw)


async def pair(request: Request, parts: Parts) -> Response:
    """Asks for a code, or confirms one."""
    fields = await own_form(request)
    confirms = _may_pair(request)
    draw = pages.confirm_pair_page if confirms else pages.pair_begin_page
    if fields is None:
        return show(request, parts, draw, status=403, error=said(STALE_FORM))
    try:
        if not confirms:
            return await _begin_pairing(request, parts)
        device = await parts.people.devices.pair_wall(
            caller_of(request.scope),
            fields.get("code", ""),
            fields.get("name", ""),
            kind=fields.get("kind") or "wall",
            area=fields.get("area", "").strip() or None,
            address=address_of(request.scope),
        )
    except RefusedError as error:
        return show(request, parts, draw, status=422, error=sentence_of(error))
    return show(request, parts, draw, note=said("paired", device=device.name))


async def _begin_pairing(request: Request, parts: Parts) -> Response:
    _, secret = parts.people.devices.begin_pairing(address_of(request.scope))
    response = go("/pair")
    set_cookie(response, request.scope, secret, suffix=PAIR)
    return response
