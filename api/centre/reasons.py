"""Why somebody looks at a sealed case: told in a header, so that no proxy writes it into its log.

The header is percent-encoded UTF-8, as headers carry ASCII alone: `X-Reason: %E7%A7%BB%E4%BA%A4`.
"""

from typing import Any
from urllib.parse import unquote

from fastapi import Request

from api.reading import Query
from domain.errors import InvalidError
from domain.fields import as_text

HEADER, LONGEST = "X-Reason", 200
_TOLD = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "of a sealed case: why it is looked at, percent-encoded UTF-8",
    "schema": {"type": "string"},
}


def with_reason(told: dict[str, Any]) -> dict[str, Any]:
    """What the decorator of a route is given, with the header told beside."""
    return told | {"openapi_extra": {**told["openapi_extra"], "parameters": [_TOLD]}}


def reason_of(request: Request) -> str:
    """The reason a request gives; empty where it gives none. It has no query parameters.

    Raises:
        InvalidError: the reason stands in the address, or cannot be read.
    """
    if "reason" in request.query_params:
        raise InvalidError(says="reason_in_address", header=HEADER, field="reason")
    Query(request, ())
    told = request.headers.get(HEADER, "")
    try:
        text = unquote(told, errors="strict")
    except UnicodeDecodeError:
        raise InvalidError(says="field_not_valid", field=HEADER) from None
    return as_text(text, HEADER, longest=LONGEST) if text.strip() else ""
