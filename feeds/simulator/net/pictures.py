"""Pictures of the demo's activities: drawn, of nobody, and seen to be."""

import random
from io import BytesIO

from PIL import Image, ImageDraw

SIZE = (960, 640)
_SKIES = ((38, 70, 120), (86, 62, 104), (40, 96, 92), (110, 76, 52))
_COATS = ((214, 84, 72), (236, 178, 72), (96, 170, 214), (130, 196, 120), (200, 200, 210))


def draw_picture(number: int) -> bytes:
    """Heads and coats before a stage, as JPEG; the same number, the same picture."""
    drawn = random.Random(f"picture-{number}")  # noqa: S311
    width, height = SIZE
    picture = Image.new("RGB", SIZE, _SKIES[number % len(_SKIES)])
    pen = ImageDraw.Draw(picture)
    pen.rectangle((width // 6, height // 8, width * 5 // 6, height // 2), fill=(178, 42, 46))
    pen.rectangle((0, height * 3 // 4, width, height), fill=(58, 64, 72))
    for row in range(3):
        size = 56 + 26 * row
        for left in range(-size // 2 + drawn.randint(0, size), width, size * 2):
            top = height * (46 + 14 * row) // 100 + drawn.randint(0, 20)
            coat = drawn.choice(_COATS)
            pen.rounded_rectangle((left, top + size, left + size * 3 // 2, height), 24, fill=coat)
            pen.ellipse(
                (left + size // 4, top, left + size * 5 // 4, top + size), fill=(226, 188, 160)
            )
    kept = BytesIO()
    picture.save(kept, "JPEG", quality=80)
    return kept.getvalue()
