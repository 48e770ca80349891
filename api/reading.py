"""Reading what a request carries: its JSON body and its query parameters, named when wrong."""

import math
import re
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, TypeVar

from starlette.requests import Request

from api.errors import WrongTypeError
from api.sentences import kept
from domain.errors import FeedError, InvalidError
from domain.fields import as_choice, as_moment, check_known, missing
from feeds.bodies import Json, read_json

T = TypeVar("T")
Refuse = Callable[[str, Any, bytes], None]
_NUMBER = re.compile(r"[+-]?(\d++(?:\.\d*+)?|\.\d++)([eE][+-]?\d{1,3})?", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)


async def json_body(request: Request) -> Any:
    """The decoded JSON body, in whatever charset it says or shows.

    Raises:
        WrongTypeError: the content type says it is something else.
        InvalidError: it is not JSON; field `body`.
    """
    return (await written_body(request)).value


async def written_body(request: Request) -> Json:
    """The decoded JSON body, and how many of its characters could not be read.

    Raises:
        WrongTypeError: the content type says it is something else.
        InvalidError: it is not JSON; field `body`.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind and kind != "application/json" and not kind.endswith("+json"):
        raise WrongTypeError(
            "send the body with Content-Type: application/json",
            says="wrong_type",
            field="content-type",
        )
    try:
        return read_json(await request.body(), request.headers.get("content-type", ""))
    except FeedError as error:
        raise refused(error) from None


def refused(error: FeedError) -> InvalidError:
    """What a feed's reader could not read, as the refusal of a request."""
    about = InvalidError(error.detail, says=error.says, field=error.field)
    about.values = error.values
    return about


@asynccontextmanager
async def refusals_kept(request: Request, refuse: Refuse, feed: str) -> AsyncIterator[None]:
    """Count what is refused for its content, and keep the body with the reason."""
    try:
        yield
    except InvalidError as error:
        refuse(feed, kept(error), await request.body())
        raise
    except WrongTypeError as error:
        refuse(feed, error, await request.body())
        raise


class Query:
    """The query parameters of a request, each read once and checked.

    Raises:
        InvalidError: from every method, naming the parameter.
    """

    def __init__(self, request: Request, known: Sequence[str]) -> None:
        self._values = request.query_params
        check_known(self._values, known)
        for name in self._values:
            if len(self._values.getlist(name)) > 1:
                raise InvalidError(says="field_twice", field=name)

    def text(self, name: str) -> str | None:
        """The value; None when absent or empty."""
        return self._values.get(name) or None

    def number(self, name: str, low: float, high: float) -> float:
        """A required number."""
        text = self.text(name)
        if text is None:
            raise missing(name)
        number = float(text) if _NUMBER.fullmatch(text) else math.nan
        if not low <= number <= high:
            raise InvalidError(says="field_range", low=f"{low:g}", high=f"{high:g}", field=name)
        return number

    def whole(self, name: str, low: int, high: int, default: int) -> int:
        """A whole number, or the default."""
        text = self.text(name)
        if text is None:
            return default
        if not _WHOLE.fullmatch(text) or not low <= int(text) <= high:
            raise InvalidError(says="field_no_whole", low=low, high=high, field=name)
        return int(text)

    def words(self, name: str, allowed: Iterable[str]) -> tuple[str, ...]:
        """One or more words separated by commas; empty when absent."""
        text = self.text(name)
        if text is None:
            return ()
        allowed = list(allowed)
        return tuple(as_choice(word.strip(), name, allowed) for word in text.split(","))

    def moment(self, name: str) -> datetime | None:
        """An ISO 8601 moment with an offset; a `+` that was not escaped is understood."""
        text = self.text(name)
        return None if text is None else as_moment(text.replace(" ", "+"), name)

    def read(self, name: str, read: Callable[[str], T]) -> T | None:
        """What `read` makes of the text; its refusal is given this parameter's name."""
        text = self.text(name)
        if text is None:
            return None
        try:
            return read(text)
        except InvalidError as error:
            raise error.about(name) from None
