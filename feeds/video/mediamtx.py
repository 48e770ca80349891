"""MediaMTX: paths, WHEP, low-latency HLS and recordings.

Its server asks us who may read (operations/video/streams/hook.py): what we fetch carries a key of
ours. Written from its published API (docs/2-features and api/openapi.yaml of its repository).
"""

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

import orjson

from domain.video.media.connector import (
    Answered,
    Channel,
    ChannelPage,
    Fetcher,
    Preset,
    PresetAct,
    Recording,
    Turn,
)
from domain.video.media.sources import Source, steps_of
from domain.video.media.ways import TroubleError, Upstream

# What no browser decodes by WebRTC; by HLS some do.
_NOT_BY_WEBRTC = frozenset({"h265", "hevc"})
MOST_LISTED = 500


class MediaMtxConnector:
    """One MediaMTX.

    Args:
        source: with `whep`, `hls` and `playback` filled in (`with_usual_ports`).
        calls: its HTTP client.
        secret: of `source.user`, for its API.
        key_for: makes the key with which a path may be read, known to our answer to its question.
    """

    def __init__(
        self, source: Source, calls: Fetcher, secret: str, key_for: Callable[[str, str], str]
    ) -> None:
        self.source, self.calls = source, calls
        self._key_for = key_for
        pair = b64encode(f"{source.user}:{secret}".encode()).decode()
        self._login = {"authorization": f"Basic {pair}"} if source.user else {}

    async def channels(self, page: int, count: int) -> ChannelPage:
        """Its paths; `address` is the path's name."""
        asked = urlencode({"page": page - 1, "itemsPerPage": min(count, MOST_LISTED)})
        told = await self._ask(f"/v3/paths/list?{asked}")
        items = [one for one in _items(told) if isinstance(one.get("name"), str)]
        found = [Channel(one["name"], "", one["name"], _is_online(one)) for one in items]
        return ChannelPage(found, _whole(told.get("itemCount"), len(found)))

    async def play(self, address: str) -> Upstream:
        """Its addresses, without WHEP where the camera sends what no browser takes by it."""
        source, path = self.source, steps_of(address)
        try:
            told = await self._ask(f"/v3/paths/get/{path}")
            codecs = _codecs(told)
        except TroubleError:
            codecs = frozenset()  # a path on demand is listed only while it is read
        whep = "" if codecs & _NOT_BY_WEBRTC else source.filled(source.whep, address)
        return Upstream(
            whep=whep,
            hls=source.filled(source.hls, address),
            is_low_latency=source.is_low_latency,
            headers=self._key(address),
        )

    def _key(self, address: str) -> tuple[tuple[str, str], ...]:
        return (("authorization", f"Bearer {self._key_for(self.source.name, address)}"),)

    async def stop(self, address: str, sent: Upstream) -> None:
        """It sends to whoever reads, and to nobody else."""

    async def snapshot(self, address: str) -> bytes | None:
        """It makes none."""
        return None

    async def turn(self, address: str, turn: Turn, speed: int) -> None:
        """It turns nothing."""
        raise TroubleError(says="video_source_cannot", source=self.source.name, code="cannot")

    async def presets(self, address: str) -> Sequence[Preset]:
        """It keeps none."""
        return ()

    async def preset(self, address: str, number: int, act: PresetAct) -> None:
        """It turns nothing."""
        raise TroubleError(says="video_source_cannot", source=self.source.name, code="cannot")

    async def recordings(self, address: str, start: datetime, end: datetime) -> Sequence[Recording]:
        """What its playback server lists."""
        span = {"path": address, "start": _rfc3339(start), "end": _rfc3339(end)}
        asked = f"{self.source.playback}/list?{urlencode(span)}"
        answer = await self.calls.fetch(asked, headers=dict(self._key(address)))
        found = []
        for one in _list(answer.body):
            try:
                begun = datetime.fromisoformat(one["start"]).astimezone(UTC)
                found.append(Recording(begun, begun + timedelta(seconds=float(one["duration"]))))
            except (KeyError, TypeError, ValueError, OverflowError):
                continue
        return found

    async def playback(self, address: str, start: datetime, end: datetime) -> Upstream:
        """A recording as fragmented MP4."""
        span = {
            "path": address,
            "start": _rfc3339(start),
            "duration": f"{(end - start).total_seconds():.3f}",
            "format": "fmp4",
        }
        steps_of(address)
        return Upstream(
            mp4=f"{self.source.playback}/get?{urlencode(span, quote_via=quote)}",
            headers=self._key(address),
        )

    async def health(self) -> Answered:
        """Whether its API answers."""
        await self._ask("/v3/paths/list?page=0&itemsPerPage=1")
        return self.calls.answered()

    async def close(self) -> None:
        """End what is open."""
        await self.calls.close()

    async def _ask(self, path: str) -> Mapping[str, Any]:
        answer = await self.calls.fetch(self.source.base.rstrip("/") + path, headers=self._login)
        return read_object(answer.body, self.source.name)


def read_object(body: bytes, source: str) -> Mapping[str, Any]:
    """The JSON object a source answered.

    Raises:
        TroubleError: it is none.
    """
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError:
        told = None
    if not isinstance(told, dict):
        raise TroubleError(says="video_source_unread", source=source)
    return told


def _list(body: bytes) -> list[dict[str, Any]]:
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError:
        return []
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []


def _items(told: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    items = told.get("items")
    return [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []


def _is_online(path: Mapping[str, Any]) -> bool | None:
    """By its present words or by its old ones."""
    for name in ("online", "available", "ready"):
        if isinstance(path.get(name), bool):
            return bool(path[name])
    return None


def _codecs(path: Mapping[str, Any]) -> frozenset[str]:
    """What its tracks are coded in: told one by one, or as old versions tell it."""
    tracks = path.get("tracks2") or path.get("tracks") or []
    named = [one.get("codec") if isinstance(one, dict) else one for one in tracks]
    return frozenset(str(one).lower() for one in named)


def _whole(value: object, otherwise: int) -> int:
    return value if isinstance(value, int) else otherwise


def _rfc3339(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
