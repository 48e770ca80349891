"""One picture of a camera: from its source, else decoded from what it sends."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.access.access import require
from domain.access.callers import Caller
from domain.video.looks.reasons import ACTIONS, Look, Reason, checked
from domain.video.media.connector import Connector
from domain.video.media.ways import MediaTroubleError, TroubleError, Upstream
from operations.video.looks.looks import More
from operations.video.streams.decoder import Decoder, Wanted
from operations.video.streams.newest import newest_piece
from operations.video.streams.streams import Media

_JPEG = b"\xff\xd8\xff"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A picture as JPEG, its SHA-256, and when it was taken by our clock."""

    look_id: str
    jpeg: bytes
    sha256: str
    at: datetime


class Snapshots:
    """Takes pictures.

    Args:
        media: what is shared.
        decoder: where a source makes none itself.
        secrets: name of a source → user and secret of its cameras.
    """

    def __init__(
        self, media: Media, decoder: Decoder, secrets: Mapping[str, tuple[str, str]] | None = None
    ) -> None:
        self._media, self._decoder, self._secrets = media, decoder, secrets or {}

    async def take(
        self, camera_id: str, caller: Caller, reason: Reason, address: str | None = None
    ) -> Snapshot:
        """A picture to keep: it stands in the register before it leaves, with its hash.

        Raises:
            NotAllowedError, NotFoundError, InvalidError, TroubleError: as `Streams.open`.
        """
        require(caller, ACTIONS[Look.SNAPSHOT])
        checked(reason, Look.SNAPSHOT)
        _, connector, at_source = await self._media.at_source(camera_id, caller)
        at = self._media.now()
        jpeg = await self.picture(connector, at_source)
        digest = hashlib.sha256(jpeg).hexdigest()
        look_id = await self._media.looks.begin(
            camera_id, Look.SNAPSHOT, reason, caller, address, More(sha256=digest)
        )
        return Snapshot(look_id, jpeg, digest, at)

    async def of_token(self, token: str, holder: str) -> bytes:
        """The picture of a stream that is open: where nothing else plays.

        Raises:
            EndedError: the look is over.
            TroubleError: there is no picture.
        """
        stream = self._media.book.of_token(token, holder, self._media.now())
        return await self.picture(stream.connector, stream.address, stream.sent)

    async def picture(
        self, connector: Connector, address: str, sent: Upstream | None = None
    ) -> bytes:
        """A JPEG of what a camera shows now.

        Raises:
            TroubleError: there is none.
        """
        found = await connector.snapshot(address)
        if found is not None:
            if not found.startswith(_JPEG):
                raise MediaTroubleError(says="video_no_picture", source=connector.source.name)
            return found
        sent = sent or await connector.play(address)
        wanted = await self.wanted(connector, sent, picture=True)
        return (await self._decoder.run(wanted, connector.source.name)).jpeg

    async def wanted(
        self, connector: Connector, sent: Upstream, *, picture: bool = False, apart_s: float = 0.0
    ) -> Wanted:
        """What the decoder is given of a camera.

        Raises:
            TroubleError: its source gives nothing that can be decoded here.
        """
        if not self._decoder.can():
            raise TroubleError(says="video_no_decoder", code="no_decoder")
        clock = connector.source.clock
        if sent.hls:
            body = await newest_piece(connector, sent, count=3 if apart_s else 1)
            return Wanted(body=body, picture=picture, apart_s=apart_s, clock=clock)
        if sent.rtsp:
            user, secret = self._secrets.get(connector.source.name, ("", ""))
            return Wanted(
                url=sent.rtsp, user=user, secret=secret, picture=picture, apart_s=apart_s,
                clock=clock,
            )  # fmt: skip
        raise TroubleError(says="video_no_snapshot", source=connector.source.name)
