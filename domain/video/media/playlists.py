"""HLS playlists as they are handed on: every address of ours, none that leaves its source.

What a playlist names lies below the folder the first one lies in; an address elsewhere is refused,
and a query a source wrote into it stays on the server: it may be a key.

Source: RFC 8216 and draft-pantos-hls-rfc8216bis; docs/decisions/0132
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, unquote, urljoin, urlsplit

from domain.errors import InvalidError
from domain.video.media.sources import folder_of, is_plain_step, split_origin

LARGEST = 256 * 1024
MOST_LINES = 4000
# What a player adds to ask for a part that is not there yet (low latency); nothing else is passed.
PASSED_ON = frozenset({"_HLS_msn", "_HLS_part", "_HLS_skip"})
_URI = re.compile(r'URI="([^"]*)"')
_EXTINF = re.compile(r"#EXTINF:([\d.]{1,12})")
_WHEN = re.compile(r"#EXT-X-PROGRAM-DATE-TIME:(\S{10,40})")


class PlaylistError(InvalidError):
    """A playlist that is none, or that names an address outside its source."""

    code = "playlist"


@dataclass(slots=True)
class HandedOn:
    """A playlist as it is handed on.

    Attributes:
        text: with addresses of ours.
        named: path below the root → the query its source wrote to it.
        ends_at: the moment its last picture was taken, as its recorder tells it; None: it is not.
    """

    text: str = ""
    named: dict[str, str] = field(default_factory=dict)
    ends_at: datetime | None = None


def hand_on(text: str, url: str, root: str, ours: str) -> HandedOn:
    """A playlist with addresses of ours.

    Args:
        text: as the source wrote it.
        url: where it was fetched.
        root: of the stream's first playlist; all it names lies in the same folder or below.
        ours: what stands before a path below that folder, such as `/video/hls/<token>/`.

    Raises:
        PlaylistError: it is no playlist, too long, or names an address outside.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0].lstrip("\ufeff").strip() != "#EXTM3U" or len(lines) > MOST_LINES:
        raise PlaylistError(says="video_no_playlist")
    made = HandedOn(ends_at=_ends_at(lines))

    def as_ours(named: str) -> str:
        path, query = below(urljoin(url, named), root)
        made.named[path] = query
        return ours + quote(path)

    told = []
    for line in lines:
        if line and not line.startswith("#"):
            told.append(as_ours(line.strip()))
        else:
            told.append(_URI.sub(lambda found: f'URI="{as_ours(found[1])}"', line))
    made.text = "\n".join(told)
    return made


def below(url: str, root: str) -> tuple[str, str]:
    """The path of an address below the folder of `root`, decoded, and its query.

    Raises:
        PlaylistError: it lies elsewhere.
    """
    parts, folder = urlsplit(url), folder_of(root)
    path = unquote(parts.path)
    rest = path[len(folder) :]
    if (
        split_origin(url) != split_origin(root)
        or "@" in parts.netloc
        or not path.startswith(folder)
        or not all(map(is_plain_step, rest.split("/")))
    ):
        raise PlaylistError(says="video_playlist_outside")
    return rest, parts.query


def fetched_from(root: str, path: str, query: str, asked: Mapping[str, str]) -> str:
    """The address at the source of a path below its root.

    Args:
        root: of the stream's first playlist.
        path: below its folder, decoded, as a playlist has named it.
        query: what the source wrote to it.
        asked: what the player adds.
    """
    more = [f"{name}={value}" for name, value in asked.items()
            if name in PASSED_ON and re.fullmatch(r"[\w-]{1,12}", value)]  # fmt: skip
    told = "&".join(filter(None, (query, *more)))
    parts = urlsplit(root)
    whole = f"{parts.scheme}://{parts.netloc}{quote(folder_of(root) + path)}"
    return f"{whole}?{told}" if told else whole


def _ends_at(lines: list[str]) -> datetime | None:
    """The last moment told, and how long what follows it lasts."""
    at: datetime | None = None
    for line in lines:
        if found := _WHEN.match(line):
            try:
                at = datetime.fromisoformat(found[1]).astimezone(UTC)
            except (ValueError, OverflowError):
                return None
        elif at is not None and (found := _EXTINF.match(line)):
            try:
                at += timedelta(seconds=float(found[1]))
            except (ValueError, OverflowError):
                return None
    return at
