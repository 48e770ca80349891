"""Reading a request's body before anything looks at it: never more than a limit, never for long."""

import asyncio

from starlette.types import Message, Receive, Scope

READ_WITHIN_S = 20.0
THROWN_AWAY_AT_MOST = 16 * 1024 * 1024


class BodyTooLargeError(Exception):
    """The body is longer than the limit."""


class SlowBodyError(Exception):
    """The body did not come whole, or not within the time allowed."""


async def read_body(scope: Scope, receive: Receive, limit: int) -> bytes | None:
    """The whole body; None when there is none to wait for.

    A body that is too long is taken and thrown away up to a bound, because a sender that is
    cut off while still writing seldom gets to read why.

    Raises:
        BodyTooLargeError: longer than `limit` bytes, said or found.
        SlowBodyError: not there in time.
    """
    headers = {name.lower(): value for name, value in scope["headers"]}
    if b"content-length" not in headers and b"transfer-encoding" not in headers:
        return None
    try:
        async with asyncio.timeout(READ_WITHIN_S):
            return await _gather(receive, limit)
    except TimeoutError:
        raise SlowBodyError from None


async def _gather(receive: Receive, limit: int) -> bytes:
    chunks: list[bytes] = []
    length, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise SlowBodyError  # half a message must not pass for a whole one
        chunk = message.get("body", b"")
        length += len(chunk)
        if length <= limit:
            chunks.append(chunk)
        elif length > THROWN_AWAY_AT_MOST:
            break
        more = message.get("more_body", False)
    if length > limit:
        raise BodyTooLargeError
    return b"".join(chunks)


def replay(body: bytes, receive: Receive) -> Receive:
    """A `receive` that hands out the body once, then what comes after it."""
    handed_out = False

    async def again() -> Message:
        nonlocal handed_out
        if handed_out:
            return await receive()
        handed_out = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
