"""What a test tells a demo camera to do wrong."""

from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Faults:
    """Nothing by default.

    Attributes:
        refuses: everything is answered 401.
        no_whep, no_hls, no_snapshot: this way is answered 404.
        stalls: whatever answers, no frame follows.
        is_black: the picture is black; is_frozen: it stands, with its clock.
        clock_stands: the picture moves, its clock does not.
        clock_off_s: how far the recorder's clock is ahead.
        codec: `h264`, `h264-b` (with B-frames, which WebRTC takes badly), or `h265`.
        leads_to: everything is answered with a redirect there.
        names: an address its playlist names besides.
    """

    refuses: bool = False
    no_whep: bool = False
    no_hls: bool = False
    no_snapshot: bool = False
    stalls: bool = False
    is_black: bool = False
    is_frozen: bool = False
    clock_stands: bool = False
    clock_off_s: float = 0.0
    codec: str = "h264"
    leads_to: str = ""
    names: str = ""


def told(raw: dict[str, Any]) -> Faults:
    """As JSON tells them.

    Raises:
        TypeError: one of no such name.
    """
    return Faults(**raw)
