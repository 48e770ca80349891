"""`/survey/{token}`: a questionnaire for whoever holds its one-time link, without a script.

Source: docs/net.md, "Surveys"
"""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from api.languages import language_of
from api.sentences import SENTENCES
from domain.errors import FullError, NotFoundError, RefusedError
from domain.net.surveys.questions import MOST_OPTIONS, MOST_QUESTIONS, without_skipped
from domain.words import sentence
from layouts.net.surveys.link_page import (
    ANSWER,
    PROBLEM,
    Sheet,
    closed_page,
    form_page,
    thanks_page,
)
from operations.net.surveys.interviews import Told
from operations.net.surveys.links import SurveyLinks

HEADERS: Mapping[str, str] = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex, nofollow, noarchive",
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
}
_MOST_FIELDS = MOST_QUESTIONS * MOST_OPTIONS + 1
_BUSY_S = 5


def router(links: SurveyLinks, *, place: str, is_demo: bool) -> APIRouter:
    """The page of a link.

    Args:
        links: what links open.
        place: whose survey it is.
        is_demo: what is shown is invented.
    """
    routes = APIRouter(include_in_schema=False)

    def sheet(request: Request, error: RefusedError | None = None) -> Sheet:
        words = SENTENCES.in_language(language_of(request.scope))
        return Sheet(place, words, is_demo, sentence(error, words) if error else "")

    @routes.get("/survey/{token}")
    async def ask(token: str, request: Request) -> Response:
        try:
            wave, form = await links.open(token)
        except NotFoundError as error:
            return _answer(closed_page(sheet(request, error)), 404)
        return _answer(form_page(sheet(request), wave.name, form))

    @routes.post("/survey/{token}")
    async def take(token: str, request: Request) -> Response:
        answers, has_problem = _told(await request.body())
        try:
            wave, form = await links.open(token)
            try:
                await links.send(token, Told(without_skipped(form, answers), has_problem))
            except NotFoundError:
                raise
            except FullError as error:
                page = form_page(sheet(request, error), wave.name, form, answers)
                return _answer(page, 429, wait_s=_BUSY_S)
            except RefusedError as error:
                return _answer(form_page(sheet(request, error), wave.name, form, answers), 422)
        except NotFoundError as error:
            return _answer(closed_page(sheet(request, error)), 404)
        return _answer(thanks_page(sheet(request)))

    return routes


def _told(body: bytes) -> tuple[dict[str, list[str]], bool]:
    """What a form says of each question; empty when it cannot be read."""
    try:
        pairs = parse_qsl(body.decode("utf-8"), max_num_fields=_MOST_FIELDS)
    except ValueError:
        return {}, False
    answers: dict[str, list[str]] = {}
    for name, value in pairs:
        if name.startswith(ANSWER):
            answers.setdefault(name.removeprefix(ANSWER), []).append(value)
    return answers, any(name == PROBLEM for name, _ in pairs)


def _answer(page: str, status: int = 200, *, wait_s: int = 0) -> Response:
    response = HTMLResponse(page, status, dict(HEADERS))
    if wait_s:
        response.headers["retry-after"] = str(wait_s)
    return response
