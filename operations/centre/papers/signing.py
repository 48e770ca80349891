"""A signature from a pad, placed in a frozen form as it was drawn.

What is kept proves that these bytes were signed at this time in front of this account. It is no
certificate of who held the pen.
"""

import io
from collections.abc import Sequence
from datetime import datetime, tzinfo

from pypdf import PdfReader, PdfWriter
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from domain.centre.papers.filed import Slot
from operations.centre.papers.strokes import Stroke
from operations.prints.paper import FONT, prepare

_INK, _GREY = HexColor("#101830"), HexColor("#666666")


def with_signature(
    content: bytes,
    slot: Slot,
    strokes: Sequence[Stroke],
    *,
    aspect: float,
    at: datetime,
    zone: tzinfo,
    frozen_sha256: str,
) -> bytes:
    """The form with a signature on one of its lines.

    Args:
        content: the form as it is kept now.
        slot: the line.
        strokes: checked.
        aspect: width of the pad over its height.
        at: when it was signed.
        zone: in which day and hour are told.
        frozen_sha256: of the form before anybody signed; its beginning stands under the line.
    """
    reader = PdfReader(io.BytesIO(content))
    writer = PdfWriter(clone_from=reader)
    page = writer.pages[slot.page - 1]
    box = page.mediabox
    layer = _layer(
        (float(box.width), float(box.height)), slot, strokes, aspect, at, zone, frozen_sha256
    )
    page.merge_page(PdfReader(io.BytesIO(layer)).pages[0])
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def _layer(
    size: tuple[float, float],
    slot: Slot,
    strokes: Sequence[Stroke],
    aspect: float,
    at: datetime,
    zone: tzinfo,
    frozen_sha256: str,
) -> bytes:
    prepare()
    kept = io.BytesIO()
    canvas = Canvas(kept, pagesize=size)
    canvas.setStrokeColor(_INK)
    canvas.setLineWidth(1.3)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    height = min(slot.height, slot.width / max(aspect, 0.1))
    width = min(slot.width, height * aspect)
    left = slot.x + (slot.width - width) / 2
    for stroke in strokes:
        path = canvas.beginPath()
        points = [(left + x * width, slot.y + (1 - y) * height) for x, y in stroke]
        path.moveTo(*points[0])
        for point in points[1:] or [(points[0][0] + 0.1, points[0][1])]:
            path.lineTo(*point)
        canvas.drawPath(path)
    canvas.setFont(FONT, 6)
    canvas.setFillColor(_GREY)
    moment = f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S}"
    canvas.drawString(slot.x, slot.y - 7, f"{moment} 平板签名　原文 SHA-256 {frozen_sha256[:16]}")
    canvas.save()
    return kept.getvalue()
