"""The sources of pictures a district names, read from its folder. Secrets never stand there."""

import ipaddress
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from domain.video.media.sources import ClockBox, Source, SourceKind
from geodata.district.district import DistrictError, refuse_unknown
from geodata.district.refused import read_of

FILE = "video.toml"
_KEYS = (
    "name", "kind", "base", "media", "user", "whep", "hls", "rtsp", "snapshot", "playback",
    "networks", "low_latency", "clock",
)  # fmt: skip
MOST = 50


def load_sources(folder: Path) -> tuple[Source, ...]:
    """The sources; none where the district has no such file.

    Raises:
        DistrictError: the file cannot be read, or an entry is wrong.
    """
    path = folder / FILE
    if not path.exists():
        return ()
    with read_of(path):
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        refuse_unknown(raw, ("sources",), "", path)
        sources = []
        for one in raw.get("sources", ()):
            refuse_unknown(one, _KEYS, "[[sources]] ", path)
            sources.append(_usual(_source(one)))
        names = [one.name for one in sources]
        if len(set(names)) < len(names) or len(names) > MOST:
            raise DistrictError(f"{path}: two sources of one name, or more than {MOST}")
    return tuple(sources)


def _source(one: dict[str, Any]) -> Source:
    """A source as an entry says it."""
    clock = one.get("clock")
    texts = ("base", "user", "whep", "hls", "rtsp", "snapshot", "playback")
    told: dict[str, Any] = {name: str(one[name]) for name in texts if name in one}
    return Source(
        name=str(one["name"]),
        kind=SourceKind(one["kind"]),
        **told,
        media=tuple(map(str, one.get("media", ()))),
        networks=tuple(ipaddress.ip_network(net) for net in one.get("networks", ())),
        is_low_latency=bool(one.get("low_latency", one["kind"] == SourceKind.MEDIAMTX)),
        clock=ClockBox(*map(float, clock)) if clock else None,
    )


def _usual(source: Source) -> Source:
    """A MediaMTX at its usual ports, where nothing else is said."""
    if source.kind is not SourceKind.MEDIAMTX:
        return source
    parts = urlsplit(source.base)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    at = f"{parts.scheme}://{host}"
    return replace(
        source,
        whep=source.whep or f"{at}:8889/{{address}}/whep",
        hls=source.hls or f"{at}:8888/{{address}}/index.m3u8",
        playback=source.playback or f"{at}:9996",
    )
