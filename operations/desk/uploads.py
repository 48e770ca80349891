"""What people upload, made harmless: pictures are decoded and written anew, the rest is checked.

A picture that is written anew carries no place, no camera serial and no second file behind it. The
kind is what the content is, never what its name or sender says. Whoever serves such a file sends
it with `nosniff`, and a PDF as an attachment.
"""

import io
import re
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from domain.errors import InvalidError

LARGEST_UPLOAD = 20 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 12_000
_QUALITY = 85
_FORMATS = ("JPEG", "PNG", "WEBP")
_MEDIA_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
_PDF_END = re.compile(rb"startxref\s+\d+\s+%%EOF\s*\Z")
# A PDF may act on its own through these names; a scan or a printed form needs none of them.
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
MOST_UNPACKED = 64 * 1024 * 1024
_PDF_ACTS = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|RichMedia|OpenAction|AA|XFA)\b")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it may be kept: `width` and `height` in pixels, None where it is no picture."""

    media_type: str
    body: bytes
    width: int | None = None
    height: int | None = None


def clean_upload(body: bytes) -> Upload:
    """Check what was uploaded and return what may be kept. Takes CPU: call it on a thread.

    JPEG, PNG and WebP come back re-encoded in their own format, upright, with no metadata; PDF
    comes back as it is.

    Raises:
        InvalidError: too large, damaged, or neither a picture nor a PDF; field `file`.
    """
    if not body:
        raise InvalidError("the file is empty", field="file")
    if len(body) > LARGEST_UPLOAD:
        raise InvalidError(f"a file holds at most {LARGEST_UPLOAD // 2**20} MB", field="file")
    if body.startswith(b"%PDF-"):
        return _checked_pdf(body)
    return _redrawn(body)


def _checked_pdf(body: bytes) -> Upload:
    if not _PDF_END.search(body[-1024:]):
        raise InvalidError("the PDF is damaged or has something behind its end", field="file")
    if any(_PDF_ACTS.search(_plain_names(part)) for part in (body, *_unpacked(body))):
        raise InvalidError("a PDF with scripts, actions or embedded files is refused", field="file")
    return Upload("application/pdf", body)


def _plain_names(pdf: bytes) -> bytes:
    """The bytes with names as a reader understands them: `/J#61vaScript` is `/JavaScript`."""
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), pdf)


def _unpacked(pdf: bytes) -> Iterator[bytes]:
    """What lies packed in streams, where objects may hide too.

    Raises:
        InvalidError: more than can be looked at.
    """
    left = MOST_UNPACKED
    for found in _STREAM.finditer(pdf):
        unpack = zlib.decompressobj()
        try:
            part = unpack.decompress(found[1], left)
        except zlib.error:
            continue  # a picture, or packed another way: no objects
        left -= len(part)
        if left <= 0 or unpack.unconsumed_tail:
            raise InvalidError("PDF 解开后太大；请另存为普通 PDF 后再上传", field="file")
        yield part


def _redrawn(body: bytes) -> Upload:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(body), formats=_FORMATS) as picture:
                kind = str(picture.format)
                _check_size(*picture.size)
                picture.load()
                upright = ImageOps.exif_transpose(picture)
                return _written(upright, kind)
    except InvalidError:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise InvalidError("send a JPEG, PNG or WebP picture, or a PDF", field="file") from error
    except Image.DecompressionBombError as error:
        raise InvalidError("the picture is too large", field="file") from error


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise InvalidError(
            f"a picture has at most {MOST_PIXELS // 1_000_000} million pixels", field="file"
        )


def _written(picture: Image.Image, kind: str) -> Upload:
    """The pixels alone in a new file: `info` (EXIF, comments, profiles) is left behind."""
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    mode = "RGBA" if has_alpha and kind != "JPEG" else "RGB"
    pixels = picture.convert(mode)
    bare = Image.new(mode, pixels.size)
    bare.paste(pixels)
    kept = io.BytesIO()
    options = {"optimize": True} if kind == "PNG" else {"quality": _QUALITY}
    bare.save(kept, kind, **options)
    return Upload(_MEDIA_TYPES[kind], kept.getvalue(), *bare.size)
