"""The ways a picture takes to a browser, and what an opened camera is answered with."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.errors import NotFoundError, NotReadyError
from domain.saying import Spoken


class WayKind(StrEnum):
    """How a browser gets a picture, the quickest first."""

    WHEP = "whep"
    LLHLS = "llhls"
    HLS = "hls"
    SNAPSHOT = "snapshot"


class Half(StrEnum):
    """Which half of showing a picture failed: asking for it, or its frames."""

    SIGNALLING = "signalling"
    MEDIA = "media"


class TroubleError(NotReadyError):
    """A source or a recorder does not give its picture now (HTTP 503); its sentence says why."""

    code = "video_trouble"
    half = Half.SIGNALLING


class MediaTroubleError(TroubleError):
    """The source answered, and its frames do not come."""

    code = "video_no_media"
    half = Half.MEDIA


class NotConnectedError(NotFoundError):
    """The camera is only a point on the map: it has no source."""

    code = "not_connected"


class EndedError(NotFoundError):
    """A look is over, or its token has expired: the camera is opened again."""

    code = "look_ended"


@dataclass(frozen=True, slots=True)
class Upstream:
    """Where the picture of a camera is to be had at its source. It never leaves the server.

    Attributes:
        is_zlm: whether `whep` is asked in ZLMediaKit's own way, which answers in JSON.
        is_low_latency: whether `hls` is told in parts.
        mp4: a recording as fragmented MP4: fetched by this server, and never handed on whole.
        stream: by which the source ends a recording that is sent.
        headers: what its fetches carry, such as a key of a media server.
    """

    whep: str = ""
    is_zlm: bool = False
    hls: str = ""
    is_low_latency: bool = False
    mp4: str = ""
    rtsp: str = ""
    snapshot: str = ""
    stream: str = ""
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Way:
    """One way: `url` is of this server, and holds a token."""

    kind: WayKind
    url: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A camera somebody looks at.

    Attributes:
        look_id: of the register of looks; by it the look is renewed and closed.
        name: of the camera.
        expires_at: until when the addresses hold unless they are renewed.
        ways: the quickest first; `playable` of them all is tried in this order.
        says: sentences for beside the picture, such as that the recorder's clock is wrong.
        is_demo: whether the picture is the demo's own.
        clock_off_s: how far the source's clock is ahead of ours, None where it is not known.
    """

    look_id: str
    name: str
    expires_at: datetime
    ways: Sequence[Way]
    says: Sequence[Spoken] = ()
    is_demo: bool = False
    clock_off_s: float | None = None
