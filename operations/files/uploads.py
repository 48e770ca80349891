"""What people upload, made harmless: pictures are decoded and written anew, the rest is checked.

A picture that is written anew carries no place, no camera serial and no second file behind it. The
kind is what the content is, never what its name or sender says. Whoever serves such a file sends
it with `nosniff`, and a PDF as an attachment.
"""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

from domain.errors import InvalidError
from operations.files.media import media_type_of
from operations.files.pdf_scan import check_pdf
from operations.files.photo_hash import photo_hash

LARGEST_UPLOAD = 30 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 12_000
_QUALITY = 85
_FORMATS = ("JPEG", "PNG", "WEBP")
# Pictures of present phones carry a second one (a gain map, a depth) and are told as MPO.
_KINDS = {"MPO": "JPEG"}
_MEDIA_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
# A picture whose pixels are refined again and again costs time without growing: cameras need ten.
MOST_SCANS = 100
_SCAN = b"\xff\xda"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it may be kept.

    `width` and `height` in pixels and `photo_hash`: None where it is no picture.
    """

    media_type: str
    body: bytes
    width: int | None = None
    height: int | None = None
    photo_hash: str | None = None


def clean_upload(body: bytes) -> Upload:
    """Check what was uploaded and return what may be kept; called in a process of its own.

    JPEG, PNG and WebP come back re-encoded in their own format, upright, with no metadata, the
    first picture of several; PDF, sound and film come back as they are.

    Raises:
        InvalidError: too large, damaged, or of no kind that is kept; field `file`.
    """
    if not body:
        raise InvalidError(says="file_empty", field="file")
    if len(body) > LARGEST_UPLOAD:
        raise InvalidError(says="file_too_large", most=LARGEST_UPLOAD // 2**20, field="file")
    if body.startswith(b"%PDF-"):
        return _checked_pdf(body)
    if body.startswith(b"\xff\xd8") and body.count(_SCAN) > MOST_SCANS:
        raise InvalidError(says="picture_refined", field="file")
    if (media_type := media_type_of(body)) is not None:
        return Upload(media_type, body)
    return _redrawn(body)


def _checked_pdf(body: bytes) -> Upload:
    check_pdf(body)
    return Upload("application/pdf", body)


def _redrawn(body: bytes) -> Upload:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(body), formats=_FORMATS) as picture:
                kind = _KINDS.get(str(picture.format), str(picture.format))
                _check_size(*picture.size)
                picture.load()
                upright = ImageOps.exif_transpose(picture)
                return _written(upright, kind)
    except InvalidError:
        raise
    except Image.DecompressionBombError as error:
        raise InvalidError(says="picture_too_large", field="file") from error
    except MemoryError:
        raise
    except Exception as error:
        # There is no list of what a damaged picture may make a decoder raise.
        raise InvalidError(says="file_unknown", field="file") from error


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise InvalidError(says="picture_too_large", field="file")


def _written(picture: Image.Image, kind: str) -> Upload:
    """The pixels alone in a new file: `info` (EXIF, comments, profiles) is left behind."""
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    mode = "RGBA" if has_alpha and kind != "JPEG" else "RGB"
    pixels = picture.convert(mode)
    bare = Image.new(mode, pixels.size)
    bare.paste(pixels)
    kept = io.BytesIO()
    options = {} if kind == "PNG" else {"quality": _QUALITY}
    bare.save(kept, kind, **options)
    return Upload(_MEDIA_TYPES[kind], kept.getvalue(), *bare.size, photo_hash(bare))
