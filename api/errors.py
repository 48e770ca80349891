"""One shape for every refusal: `{"error": {"code", "field", "message"}}`."""

import logging
import math
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse, Response

from api.sentences import SENTENCES, said, sentence_of
from domain.access.access import NotAllowedError
from domain.errors import (
    ConflictError,
    FeedError,
    FullError,
    InvalidError,
    NotFoundError,
    NotReadyError,
    OneScreenError,
    RefusedError,
)
from domain.saying import Spoken

log = logging.getLogger(__name__)
SAID_AGAIN_S = 60.0
MOST_KINDS = 100

JSON_PATHS = ("/api", "/ingest", "/map", "/ws", "/healthz")
# A player asks here, beside pages of the same subject.
_MEDIA_PATHS = ("/video/whep", "/video/hls", "/video/snap", "/video/hook")
_HTTP: Mapping[int, RefusedError] = {
    400: RefusedError(says="request_unread", field="request", code="bad_request"),
    404: RefusedError(says="nothing_at_path", field="path", code="not_found"),
    405: RefusedError(says="method_not_taken", field="method", code="method_not_allowed"),
}


class WrongTypeError(RefusedError):
    """The body is not of a type this path reads (HTTP 415)."""

    code = "wrong_type"


STATUS_OF: tuple[tuple[type[OneScreenError], int], ...] = (
    (NotAllowedError, 403),
    (NotFoundError, 404),
    (ConflictError, 409),
    (FullError, 507),
    (NotReadyError, 503),
    (InvalidError, 422),
    (FeedError, 422),
    (WrongTypeError, 415),
    (RefusedError, 422),
)


def answer(
    content: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """A JSON response; what is to be said in it is said in the language of whoever asks."""
    try:
        body = orjson.dumps(content, default=_spoken)
    except TypeError:  # a key that is a word of an enumeration is written as the word
        body = orjson.dumps(content, default=_spoken, option=orjson.OPT_NON_STR_KEYS)
    return Response(body, status, dict(headers or {}), media_type="application/json")


def _spoken(value: object) -> str:
    """What JSON itself does not know: a sentence that waited for its reader."""
    if isinstance(value, Spoken):
        return value.said(SENTENCES.words())
    raise TypeError(type(value).__name__)


def error_body(code: str, field: str | None, message: str) -> dict[str, Any]:
    """The body every refusal has."""
    return {"error": {"code": code, "field": field, "message": message}}


def refusal(
    status: int,
    code: str,
    field: str | None,
    *,
    says: str,
    headers: Mapping[str, str] | None = None,
    **values: Any,
) -> Response:
    """A refusal as a response, in the reader's language: `says` and `values` as in an error."""
    error = RefusedError(says=says, field=field, code=code, **values)
    return answer(error_body(code, field, sentence_of(error)), status, headers)


def feed_refusal(status: int, code: str, error: FeedError) -> Response:
    """The refusal of what a feed sent."""
    return answer(error_body(code, error.field, sentence_of(error)), status)


def refusal_of(error: OneScreenError) -> Response:
    """The response to a refusal the project raised on purpose; others are failures (503)."""
    for kind, status in STATUS_OF:
        if isinstance(error, kind):
            return _told(error, status)
    says = getattr(error, "says", None) or "store_failed"
    return failure(error, status=503, code="unavailable", says=says)


class ExpectedFaults:
    """The numbers of troubles that come again: each kind is logged once a minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: dict[str, tuple[float, str]] = {}

    def number_of(self, error: OneScreenError) -> str:
        """The number under which the log knows a trouble; logged where it is new."""
        kind, now = f"{type(error).__name__} {str(error)[:80]}", self._clock()
        at, fault = self._known.get(kind, (-math.inf, ""))
        if now - at < SAID_AGAIN_S:
            return fault
        if len(self._known) >= MOST_KINDS:
            self._known.clear()
        fault = secrets.token_hex(4)
        self._known[kind] = now, fault
        log.error("fault %s: %s: %s", fault, type(error).__name__, error)
        return fault


_EXPECTED = ExpectedFaults()


def noted(error: BaseException) -> str:
    """Log what went wrong; the number under which the log knows it.

    What is expected (a full disk, a database that is away) is one line a minute under one number,
    however many requests it fails.
    """
    if isinstance(error, OneScreenError):
        return _EXPECTED.number_of(error)
    fault = secrets.token_hex(4)
    log.error("fault %s: %s", fault, type(error).__name__, exc_info=error)
    return fault


def failure(
    error: BaseException,
    *,
    status: int = 500,
    code: str = "internal",
    says: str = "server_failed",
) -> Response:
    """The answer to what should not happen: a number to ask the log by, nothing of the inside."""
    fault = noted(error)
    body = error_body(code, None, said("with_fault_number", what=said(says), fault=fault))
    body["error"]["fault"] = fault
    return answer(body, status)


def _told(error: Any, status: int) -> Response:
    code = getattr(error, "code", "invalid")
    if others := getattr(error, "others", ()):
        return _all_told([error, *others], status)
    status = 429 if code == "busy" else status
    return answer(error_body(code, error.field, sentence_of(error)), status)


def _all_told(errors: Sequence[Any], status: int) -> Response:
    """Every wrong field at once: the first where one is read, all of them in `fields`."""
    told = [
        {
            "code": one.code,
            "field": one.field,
            "message": sentence_of(one),
        }
        for one in errors
    ]
    body = error_body(errors[0].code, errors[0].field, "".join(one["message"] for one in told))
    body["error"]["fields"] = told
    return answer(body, status)


def is_json_path(path: str) -> bool:
    """True where machines ask and even a 404 is JSON."""
    return any(
        path == start or path.startswith(start + "/") for start in (*JSON_PATHS, *_MEDIA_PATHS)
    )


def install_errors(app: FastAPI) -> None:
    """Answer every error under the JSON paths in the one shape. Call it before other middleware."""
    app.add_exception_handler(OneScreenError, _on_refusal)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(ClientDisconnect, _on_gone)
    app.add_exception_handler(Exception, _on_failure)


async def _on_refusal(_request: Request, error: Exception) -> Response:
    assert isinstance(error, OneScreenError)  # noqa: S101 - how the handler is registered
    return refusal_of(error)


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - how the handler is registered
    headers = dict(error.headers or {})
    if not is_json_path(request.url.path):
        return PlainTextResponse(str(error.detail), error.status_code, headers)
    told = _HTTP.get(error.status_code, RefusedError(str(error.detail), says="not_done"))
    body = error_body(told.code, told.field, sentence_of(told))
    return answer(body, error.status_code, headers)


async def _on_validation(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - how the handler is registered
    first = error.errors()[0]
    field = str(first["loc"][-1]) if first.get("loc") else "request"
    if first.get("type") == "missing":
        return refusal(422, "missing", field, says="field_missing")
    return refusal(422, "invalid", field, says="field_not_valid")


async def _on_gone(_request: Request, _error: Exception) -> Response:
    return refusal(400, "gone", "body", says="sender_gone")


async def _on_failure(_request: Request, error: Exception) -> Response:
    return failure(error)
