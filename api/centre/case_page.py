"""`/case/{token}`: what a party sees of their case by the address on their slip, without a script.

Source: docs/centre.md, "For the person"
"""

from collections.abc import Mapping
from datetime import tzinfo
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from api.addresses import network_key
from api.callers import address_of
from api.languages import language_of
from api.sentences import SENTENCES
from domain.errors import FullError, RefusedError
from domain.words import sentence
from layouts.centre.person.case_page import Sheet, ask_page, case_page
from operations.centre.person.case_page import CasePages, NotShownError, Opened, WaitError

HEADERS: Mapping[str, str] = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex, nofollow, noarchive",
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
}
_BUSY_S = 5


def router(pages: CasePages, *, place: str, zone: tzinfo, is_demo: bool) -> APIRouter:
    """The page of a party.

    Args:
        pages: shows a case to who proves whose slip it is.
        place: whose centre it is.
        zone: in which days and hours are told.
        is_demo: what is shown is invented.
    """
    routes = APIRouter(include_in_schema=False)

    def sheet(request: Request, error: str = "") -> Sheet:
        words = SENTENCES.in_language(language_of(request.scope))
        return Sheet(place, words, zone, is_demo, error)

    @routes.get("/case/{token}")
    async def ask(token: str, request: Request) -> Response:
        del token  # nothing is asked of the store before somebody proves whose slip it is
        return _answer(ask_page(sheet(request)))

    @routes.post("/case/{token}")
    async def show(token: str, request: Request) -> Response:
        said = _fields(await request.body())
        try:
            opened = await _opened(pages, token, said, network_key(address_of(request.scope)))
        except WaitError as error:
            return _refused(sheet(request, _sentence(request, error)), 429, error.wait_s)
        except NotShownError as error:
            return _refused(sheet(request, _sentence(request, error)), 403)
        except FullError as error:
            return _refused(sheet(request, _sentence(request, error)), 429, _BUSY_S)
        except RefusedError as error:
            return await _once_more(pages, token, said, sheet(request, _sentence(request, error)))
        return _answer(case_page(sheet(request), opened.shown, opened.pass_key))

    return routes


async def _opened(pages: CasePages, token: str, said: Mapping[str, str], address: str) -> Opened:
    if "stars" in said:
        return await pages.rate(token, said.get("pass", ""), said["stars"], said.get("words", ""))
    if "pass" in said:
        return await pages.again(token, said["pass"])
    return await pages.open(token, said.get("proof", ""), address)


async def _once_more(
    pages: CasePages, token: str, said: Mapping[str, str], sheet: Sheet
) -> Response:
    """A rating that was refused: the case is shown again, with the reason."""
    try:
        opened = await pages.again(token, said.get("pass", ""))
    except NotShownError:
        return _refused(sheet, 403)
    return _answer(case_page(sheet, opened.shown, opened.pass_key), 422)


def _fields(body: bytes) -> dict[str, str]:
    """The fields of a form, the first of each name; empty when it cannot be read."""
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=8)
    except ValueError:
        return {}
    return dict(reversed(pairs))


def _sentence(request: Request, error: RefusedError) -> str:
    return sentence(error, SENTENCES.in_language(language_of(request.scope)))


def _answer(page: str, status: int = 200) -> Response:
    return HTMLResponse(page, status, dict(HEADERS))


def _refused(sheet: Sheet, status: int, wait_s: int = 0) -> Response:
    """The form again, with the sentence: the same for every address."""
    response = _answer(ask_page(sheet), status)
    if wait_s:
        response.headers["retry-after"] = str(wait_s)
    return response
