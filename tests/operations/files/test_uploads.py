"""What is uploaded is judged by its content and keeps no place."""

import io
import struct
import zlib

import pytest
from PIL import Image

from domain.errors import InvalidError
from operations.files import uploads
from operations.files.uploads import clean_upload

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\nstartxref\n9\n%%EOF\n"


def a_picture(kind: str = "JPEG", *, mode: str = "RGB", size=(8, 4), **saved: object) -> bytes:
    kept = io.BytesIO()
    Image.new(mode, size, "red").save(kept, kind, **saved)
    return kept.getvalue()


def located() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = "PhoneMaker"
    exif.get_ifd(0x8825).update({1: "N", 2: (33.0, 54.0, 0.0), 3: "E", 4: (116.0, 48.0, 0.0)})
    return exif


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_comes_back_without_its_place(kind):
    body = a_picture(kind, exif=located())
    assert b"PhoneMaker" in body
    upload = clean_upload(body)
    assert upload.media_type == f"image/{kind.lower()}"
    assert (upload.width, upload.height) == (8, 4)
    assert b"PhoneMaker" not in upload.body
    with Image.open(io.BytesIO(upload.body)) as kept:
        assert (dict(kept.getexif()), kept.format) == ({}, kind)


def test_a_picture_taken_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    upload = clean_upload(a_picture(exif=exif))
    assert (upload.width, upload.height) == (4, 8)


def test_a_second_file_behind_the_picture_is_gone():
    upload = clean_upload(a_picture("PNG") + b"<script>alert(1)</script>")
    assert b"script" not in upload.body


def test_words_inside_a_picture_are_gone():
    comment = b"tEXtComment\0<img src=x onerror=alert(1)>"
    chunk = struct.pack(">I", len(comment) - 4) + comment + struct.pack(">I", zlib.crc32(comment))
    body = a_picture("PNG")
    assert b"onerror" not in clean_upload(body[:33] + chunk + body[33:]).body


def test_transparency_stays():
    upload = clean_upload(a_picture("PNG", mode="RGBA"))
    with Image.open(io.BytesIO(upload.body)) as kept:
        assert kept.mode == "RGBA"


def test_a_pdf_stays_as_it_is():
    upload = clean_upload(PDF)
    assert (upload.media_type, upload.body) == ("application/pdf", PDF)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"GIF89a" + bytes(20),
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<html><script>alert(1)</script>",
        b"MZ" + bytes(100),
        b"PK\x03\x04" + bytes(100),
        a_picture()[:100],
        b"%PDF-1.7\n",
        PDF + b"<script>alert(1)</script>",
        PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /JavaScript /JS (x) >>"),
        PDF.replace(b"/Catalog", b"/Catalog /Open#41ction << /S /J#61vaScript /J#53 (x) >>"),
        PDF.replace(
            b"startxref",
            b"2 0 obj\n<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n"
            + zlib.compress(b"3 0 << /OpenAction 4 0 R >>")
            + b"\nendstream\nendobj\nstartxref",
        ),
    ],
)
def test_other_content_is_refused(body):
    with pytest.raises(InvalidError) as refused:
        clean_upload(body)
    assert refused.value.field == "file"


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    def boom(_picture):
        raise AssertionError("it was unpacked")

    head = b"IHDR" + struct.pack(">II", 20_000, 20_000) + b"\x08\x02\0\0\0"
    body = a_picture("PNG")
    body = body[:12] + head + struct.pack(">I", zlib.crc32(head)) + body[33:]
    monkeypatch.setattr("PIL.PngImagePlugin.PngImageFile.load", boom)
    with pytest.raises(InvalidError):
        clean_upload(body)


def test_a_file_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST_UPLOAD", 10)
    with pytest.raises(InvalidError, match="file_too_large"):
        clean_upload(PDF)
