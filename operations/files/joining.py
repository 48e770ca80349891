"""Papers of a dossier joined into one PDF: called in the process that reads files of others.

Photos become pages, PDFs are taken page by page without what acts in them, every page carries a
running number and a watermark. What stands before them (cover, index) is drawn by whoever knows
the numbers, so joining has two steps: how many pages each part has, then the whole.
"""

import io
from collections.abc import Callable, Iterator
from typing import Any

from PIL import Image, ImageOps
from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.errors import PdfReadError
from pypdf.generic import (
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
)
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from domain.errors import InvalidError
from operations.files.packing import Part, unpacked
from operations.prints.paper import FONT, prepare

MOST_PAGES = 1500
# Of a photo on paper: more dots per inch than this are not seen, and cost megabytes.
_DOTS_PER_INCH = 150
_SMALL = 1024 * 1024
_QUALITY = 80
_MARGIN = 12 * mm
_KEPT_OF_PAGE = ("/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/Contents", "/Rotate")
_FAINT = Color(0.45, 0.45, 0.45, alpha=0.16)
Tell = Callable[[int, int], None]


def count_pages(raw: bytes) -> list[int]:
    """How many pages each part has.

    Raises:
        InvalidError: a part cannot be read, or all together are too many.
    """
    _, parts = unpacked(raw)
    counts = [len(_reader(part).pages) if _is_pdf(part) else 1 for part in parts]
    if sum(counts) > MOST_PAGES:
        raise InvalidError(says="dossier_too_long", most=MOST_PAGES, field="dossier")
    return counts


def join(raw: bytes, tell: Tell) -> bytes:
    """All parts as one PDF, with running numbers and watermark.

    Facts beside the parts: `mark`, the watermark; `first`, how many parts at the beginning bear no
    number (the cover, the index); `title`.

    Raises:
        InvalidError: a part cannot be read, or all together are too many.
    """
    facts, parts = unpacked(raw)
    writer = PdfWriter()
    unnumbered = 0
    for at, part in enumerate(parts):
        for page in _pages(part):
            _add(writer, page)
            if len(writer.pages) > MOST_PAGES:
                raise InvalidError(says="dossier_too_long", most=MOST_PAGES, field="dossier")
        if at < facts["first"]:
            unnumbered = len(writer.pages)
        tell(at + 1, len(parts) + 1)
    _mark(writer, facts["mark"], unnumbered)
    writer.add_metadata({"/Title": facts["title"], "/Producer": "OneScreen"})
    kept = io.BytesIO()
    writer.write(kept)
    tell(len(parts) + 1, len(parts) + 1)
    return kept.getvalue()


def _is_pdf(part: Part) -> bool:
    return part.media_type == "application/pdf"


def _reader(part: Part) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(part.content))
        _ = len(reader.pages)
    except (PdfReadError, ValueError, KeyError, RecursionError, AttributeError, TypeError) as error:
        raise InvalidError(says="part_damaged", name=part.name[:80], field="dossier") from error
    return reader


def _pages(part: Part) -> Iterator[PageObject]:
    if _is_pdf(part):
        yield from _reader(part).pages
        return
    yield _photo_page(part)


def _photo_page(part: Part) -> PageObject:
    """A photo on a page of its own, upright, no larger than paper shows.

    One that is small enough already goes in as it is: decoding and encoding takes the time.
    """
    jpeg, (wide, high) = _jpeg(part)
    is_wide = wide > high
    width, height = (A4[1], A4[0]) if is_wide else A4
    scale = min((width - 2 * _MARGIN) / wide, (height - 2 * _MARGIN) / high, 72 / 96)
    page = PageObject.create_blank_page(width=width, height=height)
    image = StreamObject()
    image.set_data(jpeg)
    image.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(wide),
            NameObject("/Height"): NumberObject(high),
            NameObject("/ColorSpace"): NameObject("/DeviceRGB"),
            NameObject("/BitsPerComponent"): NumberObject(8),
            NameObject("/Filter"): NameObject("/DCTDecode"),
        }
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/XObject"): DictionaryObject({NameObject("/Photo"): image})}
    )
    across, up = wide * scale, high * scale
    x, y = (width - across) / 2, (height - up) / 2
    content = DecodedStreamObject()
    content.set_data(f"q {across:.2f} 0 0 {up:.2f} {x:.2f} {y:.2f} cm /Photo Do Q".encode())
    page[NameObject("/Contents")] = content
    return page


def _jpeg(part: Part) -> tuple[bytes, tuple[int, int]]:
    """A photo as a JPEG in three colours, and its size in pixels."""
    try:
        with Image.open(io.BytesIO(part.content)) as opened:
            is_plain = opened.format == "JPEG" and opened.mode == "RGB"
            if is_plain and len(part.content) <= _SMALL and not opened.getexif():
                return part.content, opened.size
            most = _most(is_wide=opened.width > opened.height)
            # A JPEG is decoded at a half or a quarter of its size: that costs nothing.
            opened.draft("RGB", most)
            if opened.width > 2 * most[0]:
                opened.thumbnail(most, Image.Resampling.BILINEAR)
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, ValueError) as error:
        raise InvalidError(says="part_damaged", name=part.name[:80], field="dossier") from error
    kept = io.BytesIO()
    upright.save(kept, "JPEG", quality=_QUALITY)
    return kept.getvalue(), upright.size


def _most(*, is_wide: bool) -> tuple[int, int]:
    """How many pixels paper shows, across and down."""
    sides = [int((side - 2 * _MARGIN) / 72 * _DOTS_PER_INCH) for side in A4]
    return (sides[1], sides[0]) if is_wide else (sides[0], sides[1])


def _add(writer: PdfWriter, page: PageObject) -> None:
    """A page as it looks: links, forms and whatever else hangs on it stay behind."""
    added = writer.add_page(page)
    for key in list(added):
        if key not in _KEPT_OF_PAGE:
            del added[NameObject(key)]
    if added.rotation:
        added.transfer_rotation_to_content()


def _mark(writer: PdfWriter, words: str, unnumbered: int) -> None:
    """Lay number and watermark over every page, at the page's own size."""
    prepare()
    sizes = [(float(p.mediabox.width), float(p.mediabox.height)) for p in writer.pages]
    kept = io.BytesIO()
    canvas = Canvas(kept)
    total = len(sizes) - unnumbered
    for at, (width, height) in enumerate(sizes):
        canvas.setPageSize((width, height))
        _draw_mark(canvas, words, width, height)
        if at >= unnumbered:
            number = f"{at - unnumbered + 1} / {total}"
            canvas.setFillColor(HexColor("#222222"))
            canvas.setFont(FONT, 10 * width / A4[0])
            canvas.drawCentredString(width / 2, 5.5 * mm * width / A4[0], number)
        canvas.showPage()
    canvas.save()
    layers = PdfReader(io.BytesIO(kept.getvalue())).pages
    for page, layer in zip(writer.pages, layers, strict=True):
        left, bottom = float(page.mediabox.left), float(page.mediabox.bottom)
        moved = Transformation().translate(left, bottom)
        page.merge_transformed_page(layer, moved)


def _draw_mark(canvas: Any, words: str, width: float, height: float) -> None:
    canvas.saveState()
    canvas.setFillColor(_FAINT)
    canvas.setFont(FONT, width / A4[0] * 15)
    canvas.translate(width / 2, height / 2)
    canvas.rotate(35)
    for across, down in ((0, 0), (-0.12, 0.33), (0.12, -0.33)):
        canvas.drawCentredString(across * width, down * height, words)
    canvas.restoreState()
