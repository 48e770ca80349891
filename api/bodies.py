"""What the body of a request holds, and who sent it."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request

from api.callers import caller_of
from api.reading import json_body
from api.typed import Answer
from domain.access.callers import Caller
from domain.fields import as_text, check_known, check_object, optional_text

LONGEST_NOTE = 2000


def who(request: Request) -> Caller:
    """The person behind a request."""
    return caller_of(request.scope)


async def body_of(request: Request, *known: str) -> Mapping[str, Any]:
    """The JSON object of a request; an empty body is an empty object.

    Raises:
        InvalidError: no object, or a field nobody reads.
    """
    if not await request.body():
        return {}
    raw = check_object(await json_body(request))
    check_known(raw, known)
    return raw


def note_of(body: Mapping[str, Any], name: str = "note") -> str | None:
    """What was said about a step, None when nothing."""
    return optional_text(body, name, longest=LONGEST_NOTE, lines=True)


def reason_of(body: Mapping[str, Any]) -> str:
    """Why: without a reason it is not done.

    Raises:
        InvalidError: none is given.
    """
    return as_text(body.get("reason") or "", "reason", longest=LONGEST_NOTE, lines=True)


class VersionAnswer(Answer):
    """Who wrote a version and when."""

    version: int
    at: str | None
    actor: str | None


class Versions(Answer):
    """The versions, newest first."""

    items: list[VersionAnswer]
