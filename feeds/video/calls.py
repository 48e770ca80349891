"""Calls to a source: only at its own origins, no redirect followed, bounded in size and time."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from domain.video.media.connector import Answered, Fetched
from domain.video.media.sources import Source
from domain.video.media.ways import TroubleError

if TYPE_CHECKING:  # imported with the first call
    import httpx

log = logging.getLogger("onescreen.video")
logging.getLogger("httpx").setLevel(logging.WARNING)
LARGEST, WITHIN_S, CONNECT_S, SILENT_S = 1024 * 1024, 8.0, 3.0, 20.0
# A player asks for parts of many streams at once; more calls wait.
MOST_AT_ONCE, WAIT_S = 48, 5.0
# An answer that is slow is no measure of the clock.
_CLOCK_WITHIN_S = 2.0


def _now() -> datetime:
    return datetime.now(UTC)


class SourceCalls:
    """The one HTTP client of a source.

    Args:
        source: whose origins are asked.
        now: the clock its own is measured against.
    """

    def __init__(self, source: Source, now: Callable[[], datetime] = _now) -> None:
        self._source, self._now = source, now
        self._client: httpx.AsyncClient | None = None
        self._places = asyncio.Semaphore(MOST_AT_ONCE)
        self._told = Answered(source.name, None, None, "", None, None)

    def answered(self) -> Answered:
        """How it is."""
        return self._told

    async def close(self) -> None:
        """End what is open."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def fetch(
        self, url: str, *, method: str = "GET", body: bytes | None = None,
        headers: Mapping[str, str] | None = None, most: int = LARGEST,
        within_s: float = WITHIN_S, may_refuse: bool = False,
    ) -> Fetched:  # fmt: skip
        """One call.

        Args:
            url: of one of the source's origins.
            method: of HTTP.
            body: to send.
            headers: to send.
            most: bytes of the answer.
            within_s: seconds for all of it.
            may_refuse: whether a 4xx is an answer like others.

        Raises:
            TroubleError: it is down, refuses, leads elsewhere, or answers too much.
        """
        sent = dict(headers or {})
        try:
            async with (
                asyncio.timeout(within_s),
                self._call(url, method, body, sent, may_refuse=may_refuse) as answer,
            ):
                read = bytearray()
                async for piece in answer.aiter_bytes():
                    read += piece
                    if len(read) > most:
                        raise self._failed("video_source_too_much")
                return Fetched(answer.status_code, answer.headers, bytes(read), url)
        except TimeoutError:
            raise self._failed("video_source_slow") from None

    @asynccontextmanager
    async def streamed(
        self, url: str, *, headers: Mapping[str, str], most: int, within_s: float
    ) -> AsyncIterator[tuple[Fetched, AsyncIterator[bytes]]]:
        """One call whose answer is read piece by piece, up to `most` bytes.

        Raises:
            TroubleError: as `fetch`.
        """
        async with self._call(url, "GET", None, dict(headers), may_refuse=False) as answer:
            fetched = Fetched(answer.status_code, answer.headers, b"", url)
            yield fetched, _bounded(answer, most, within_s)

    @asynccontextmanager
    async def _call(
        self, url: str, method: str, body: bytes | None, headers: dict[str, str], *,
        may_refuse: bool,
    ) -> "AsyncIterator[httpx.Response]":  # fmt: skip
        import httpx

        if not self._source.permits(url) or not url.startswith(("http://", "https://")):
            raise TroubleError(says="video_address_outside", source=self._source.name)
        try:
            await asyncio.wait_for(self._places.acquire(), WAIT_S)
        except TimeoutError:
            raise TroubleError(says="video_source_busy", source=self._source.name) from None
        begun = asyncio.get_running_loop().time()
        try:
            async with self._opened().stream(method, url, content=body, headers=headers) as answer:
                self._judge(answer, may_refuse)
                took_s = asyncio.get_running_loop().time() - begun
                self._worked(answer.headers.get("date"), took_s)
                yield answer
        except httpx.TimeoutException:
            raise self._failed("video_source_slow") from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError):
            raise self._failed("video_source_down") from None
        finally:
            self._places.release()

    def _judge(self, answer: "httpx.Response", may_refuse: bool) -> None:
        status = answer.status_code
        if status in {401, 403} and not may_refuse:
            raise self._failed("video_source_refuses")
        if 300 <= status < 400:
            raise self._failed("video_source_redirects")
        if status >= 500:
            raise self._failed("video_source_fails")
        if status >= 400 and not may_refuse:
            # The source works; what was asked for is not there.
            raise TroubleError(says="video_not_at_source", source=self._source.name)

    def _opened(self) -> "httpx.AsyncClient":
        import httpx

        if self._client is None:
            self._client = httpx.AsyncClient(
                follow_redirects=False,
                trust_env=False,
                timeout=httpx.Timeout(SILENT_S, connect=CONNECT_S),
                limits=httpx.Limits(max_connections=MOST_AT_ONCE, keepalive_expiry=30),
            )
        return self._client

    def _worked(self, date: str | None, took_s: float) -> None:
        told, now = self._told, self._now()
        if told.failing:
            log.warning("source %s of pictures answers again", told.source)
        off_s = told.clock_off_s
        if date and took_s < _CLOCK_WITHIN_S:
            try:
                off_s = (parsedate_to_datetime(date) - now).total_seconds()
            except (ValueError, TypeError):
                off_s = None
        self._told = Answered(told.source, now, now, "", None, off_s)

    def _failed(self, says: str) -> TroubleError:
        told, now = self._told, self._now()
        if not told.failing:
            log.error("source %s of pictures fails: %s", told.source, says)
        since = told.failing_since or now
        self._told = Answered(told.source, now, told.ok_at, says, since, told.clock_off_s)
        return TroubleError(says=says, source=told.source)


async def _bounded(answer: "httpx.Response", most: int, within_s: float) -> AsyncIterator[bytes]:
    """The pieces of an answer; cut off where it is longer, or takes longer, than it may."""
    loop, read = asyncio.get_running_loop(), 0
    over_at = loop.time() + within_s
    async for piece in answer.aiter_bytes():
        read += len(piece)
        if read > most or loop.time() > over_at:
            return
        yield piece
