"""The newest piece of a live playlist, with what a decoder needs before it."""

import re
from urllib.parse import unquote

from domain.video.media.connector import Connector
from domain.video.media.playlists import LARGEST, fetched_from, hand_on
from domain.video.media.ways import MediaTroubleError, Upstream

LARGEST_PIECE = 8 * 1024 * 1024
_MAP = re.compile(r'#EXT-X-MAP:URI="([^"]+)"')
_DEEPEST = 3


async def newest_piece(connector: Connector, sent: Upstream, count: int = 1) -> bytes:
    """The last pieces of a live playlist as one file; of several renditions the last one named.

    Raises:
        TroubleError: the source does not give it.
        PlaylistError: the playlist names what lies elsewhere.
    """
    url, headers = sent.hls, dict(sent.headers)
    for _ in range(_DEEPEST):
        answer = await connector.calls.fetch(url, headers=headers, most=LARGEST)
        made = hand_on(answer.body.decode("utf-8", "replace"), url, sent.hls, "")
        lines = [line for line in made.text.split("\n") if line and not line.startswith("#")]
        if not lines:
            raise MediaTroubleError(says="video_no_media", source=connector.source.name)
        queries = made.named

        def at(path: str, queries: dict[str, str] = queries) -> str:
            return fetched_from(sent.hls, path, queries.get(path, ""), {})

        if "#EXT-X-STREAM-INF" in made.text:
            url = at(unquote(lines[-1]))
            continue
        wanted = [unquote(one) for one in lines[-count:]]
        if found := _MAP.search(made.text):
            wanted.insert(0, unquote(found[1]))
        body = bytearray()
        for path in wanted:
            piece = await connector.calls.fetch(at(path), headers=headers, most=LARGEST_PIECE)
            body += piece.body
        return bytes(body)
    raise MediaTroubleError(says="video_no_media", source=connector.source.name)
