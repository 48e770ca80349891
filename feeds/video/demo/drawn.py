"""A moving picture with the time in it: drawn, so that nobody takes it for a place."""

from datetime import datetime
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT, RATE = 480, 270, 10
# Where the time stands, as shares of width and height (domain/video/media/sources.ClockBox).
CLOCK = (0.0, 0.0, 0.62, 0.16)
_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
)
Pixels = NDArray[np.uint8]


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    for path in _FONTS:
        if Path(path).is_file():
            return ImageFont.truetype(path, size)
    return ImageFont.load_default(size)


@cache
def _glyphs() -> dict[str, Pixels]:
    """The signs of a time, drawn once: text is too slow for every frame."""
    return {sign: _text(sign, 22)[:, :15] for sign in "0123456789-: ."}


def _text(text: str, size: int) -> Pixels:
    image = Image.new("L", (max(16, size * (len(text) + 1)), size + 10), 0)
    ImageDraw.Draw(image).text((1, 2), text, 255, _font(size))
    return np.asarray(image)


@cache
def _ground(name: str) -> Pixels:
    """What stands still: a colour of its own for each camera, a road, and what it is."""
    red, green, blue = (40 + (sum(name.encode()) * step) % 60 for step in (7, 13, 29))
    made = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    made[:] = (red, green, blue)
    made[HEIGHT // 2 : HEIGHT * 4 // 5] = (70, 70, 74)
    made[HEIGHT * 13 // 20 : HEIGHT * 13 // 20 + 4, ::] = (200, 200, 120)
    label = _text(f"演示画面 DEMO {name}", 20)[:, :WIDTH]
    shown = made[HEIGHT - label.shape[0] :, : label.shape[1]]
    shown[label > 90] = (255, 255, 255)
    return made


def picture(name: str, at: datetime, tick: int) -> Pixels:
    """A frame: height × width × 3."""
    made = _ground(name).copy()
    x = (tick * 9 + sum(name.encode())) % (WIDTH - 40)
    made[HEIGHT * 11 // 20 : HEIGHT * 11 // 20 + 26, x : x + 40] = (230, 90, 60)
    y = HEIGHT // 5 + int(18 * np.sin(tick / 7))
    made[y : y + 16, WIDTH * 3 // 4 : WIDTH * 3 // 4 + 16] = (250, 250, 250)
    left = 4
    for sign in at.strftime("%Y-%m-%d %H:%M:%S.") + str(at.microsecond // 100_000):
        glyph = _glyphs()[sign]
        shown = made[4 : 4 + glyph.shape[0], left : left + glyph.shape[1]]
        shown[glyph[: shown.shape[0], : shown.shape[1]] > 90] = (255, 255, 255)
        left += 13
    return made


def black() -> Pixels:
    """A frame of a lens that is covered."""
    return np.zeros((HEIGHT, WIDTH, 3), np.uint8)
