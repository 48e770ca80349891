"""Draws who took a recording, when and why into every picture of it, in a process of its own.

    python -m feeds.video.stamping

It opens no address. It reads one line of JSON (`size`, `lines`, `font`) and then the recording
from its input, and writes an MP4 to its output: H.264 without B-frames, no sound.
"""

import io
import json
import resource
import sys
from fractions import Fraction
from typing import Any

LARGEST_MEMORY, MOST_SECONDS = 2 * 1024**3, 600
WIDEST = 1920
_FAINT, _DARK, _LIGHT = (255, 255, 255, 46), (0, 0, 0, 150), (255, 255, 255, 235)


def main() -> int:
    """Stamp once."""
    resource.setrlimit(resource.RLIMIT_AS, (LARGEST_MEMORY, LARGEST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    told = json.loads(sys.stdin.buffer.readline(8192))
    body = sys.stdin.buffer.read(int(told["size"]))
    made = stamped(body, [str(one) for one in told["lines"]], str(told["font"]))
    if made is None:
        return 6
    sys.stdout.buffer.write(made)
    return 0


def stamped(body: bytes, lines: list[str], font: str) -> bytes | None:
    """The recording with these lines in every picture; None where it holds no picture."""
    import av

    kept = io.BytesIO()
    count = 0
    try:
        with av.open(io.BytesIO(body), "r") as taken, av.open(kept, "w", format="mp4") as made:
            stream = taken.streams.video[0]
            rate = stream.average_rate or Fraction(25)
            written = made.add_stream("libx264", rate=rate)
            size = _even(stream.width, stream.height)
            written.width, written.height = size
            written.pix_fmt = "yuv420p"
            written.options = {"bf": "0", "preset": "veryfast", "crf": "23"}
            mark = _mark(size, lines, font)
            for frame in taken.decode(stream):
                image = frame.to_image()  # type: ignore[no-untyped-call]
                image = image.convert("RGBA").resize(size)
                image.alpha_composite(mark)
                stamped_frame = av.VideoFrame.from_image(  # type: ignore[no-untyped-call]
                    image.convert("RGB")
                )
                for packet in written.encode(stamped_frame):
                    made.mux(packet)
                count += 1
            for packet in written.encode():
                made.mux(packet)
    except (av.error.FFmpegError, OSError, IndexError):
        return None
    return kept.getvalue() if count else None


def _even(width: int, height: int) -> tuple[int, int]:
    scale = min(1.0, WIDEST / max(width, 1))
    return max(2, int(width * scale) // 2 * 2), max(2, int(height * scale) // 2 * 2)


def _mark(size: tuple[int, int], lines: list[str], font: str) -> Any:
    """What lies over every picture: the lines in a band below, and the first faint across it."""
    from PIL import Image, ImageDraw, ImageFont

    width, height = size
    mark = Image.new("RGBA", size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(mark)
    letter = max(10, height // 36)
    face = ImageFont.truetype(font, letter)
    faint = ImageFont.truetype(font, letter * 2)
    for row in range(3):
        draw.text((width * row // 6, height * (row + 1) // 5), lines[0], _FAINT, font=faint)
    top = height - (letter + 4) * len(lines) - 6
    draw.rectangle((0, top, width, height), fill=_DARK)
    for at, line in enumerate(lines):
        draw.text((6, top + 3 + at * (letter + 4)), line, _LIGHT, font=face)
    return mark


if __name__ == "__main__":
    sys.exit(main())
