"""Decodes what a camera sent, in a process of its own with narrow bounds.

It opens no address itself but one of RTSP:

    python -m feeds.video.frames

It reads one line of JSON and then so many bytes (`size`) from its input, and writes one line of
JSON and then a picture as JPEG (`size` bytes; 0 where none was wanted).
"""

import base64
import io
import json
import resource
import sys
from typing import TYPE_CHECKING, Any

from feeds.video.relay import first_answer, with_login

if TYPE_CHECKING:
    from av import VideoFrame

LARGEST_MEMORY, MOST_SECONDS = 2 * 1024**3, 20
GRID_WIDTH, GRID_HEIGHT = 64, 36
WIDEST = 1280


def main() -> int:
    """Decode once."""
    resource.setrlimit(resource.RLIMIT_AS, (LARGEST_MEMORY, LARGEST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    told = json.loads(sys.stdin.buffer.readline(8192))
    body = sys.stdin.buffer.read(int(told["size"]))
    if told.get("url") and (code := first_answer(told["url"])):
        return code
    frames = _frames(told, body)
    if not frames:
        return 6
    jpeg = _jpeg(frames[-1]) if told.get("picture") else b""
    answer = {
        "grids": [_grid(one) for one in frames],
        "clocks": [_grid(one, told["clock"]) for one in frames] if told.get("clock") else [],
        "width": frames[-1].width,
        "height": frames[-1].height,
        "size": len(jpeg),
    }
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + jpeg)
    return 0


def _frames(told: dict[str, Any], body: bytes) -> "list[VideoFrame]":
    """The first frame and one so many seconds after it; the first alone where none follows."""
    import av

    apart_s = float(told.get("apart_s") or 0)
    source: Any = io.BytesIO(body)
    given: dict[str, str] = {}
    if told.get("url"):
        source = with_login(told["url"], told.get("user", ""), told.get("secret", ""))
        given = {"rtsp_transport": "tcp", "allowed_media_types": "video"}
    found: list[VideoFrame] = []
    try:
        with av.open(source, options=given, timeout=(5.0, 8.0)) as taken:
            stream = taken.streams.video[0]
            stream.thread_count = 1
            for frame in taken.decode(stream):
                if not found:
                    found.append(frame)
                    if not apart_s:
                        break
                else:
                    found[1:] = [frame]
                    if frame.time is None or frame.time - (found[0].time or 0) >= apart_s:
                        break
    except (av.error.FFmpegError, OSError, IndexError):
        return found
    return found


def _grid(frame: "VideoFrame", box: list[float] | None = None) -> str:
    """The brightness of a frame, or of a box in it, as a small grid."""
    import numpy as np

    grey = frame.to_ndarray(format="gray")
    height, width = grey.shape
    if box:
        left, top, wide, high = box
        grey = grey[
            int(top * height) : max(int((top + high) * height), int(top * height) + 1),
            int(left * width) : max(int((left + wide) * width), int(left * width) + 1),
        ]
    rows = np.linspace(0, grey.shape[0] - 1, GRID_HEIGHT).astype(int)
    columns = np.linspace(0, grey.shape[1] - 1, GRID_WIDTH).astype(int)
    return base64.b64encode(np.ascontiguousarray(grey[np.ix_(rows, columns)]).tobytes()).decode()


def _jpeg(frame: "VideoFrame") -> bytes:
    image = frame.to_image()  # type: ignore[no-untyped-call]
    if image.width > WIDEST:
        image = image.resize((WIDEST, round(image.height * WIDEST / image.width)))
    made = io.BytesIO()
    image.save(made, "JPEG", quality=85)
    return made.getvalue()


if __name__ == "__main__":
    sys.exit(main())
