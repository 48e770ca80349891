"""Files made to hold, crash or cheat whoever reads them."""

import base64
import io
import zipfile
import zlib
from collections.abc import Callable, Mapping

from openpyxl import Workbook
from PIL import Image

_EMPTY = b"\x78\x9c\x00\x00\x00\xff\xff"
PDF = b"%%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%bstartxref\n9\n%%%%EOF\n"
ACTS = b"3 0 << /OpenAction << /S /JavaScript /JS (x) >> >>"


def photo(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **saved: object) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", size, "red").save(kept, kind, **saved)
    return kept.getvalue()


def phone_photo() -> bytes:
    """As present phones take them: a second picture (a gain map) lies behind the first."""
    kept, second = io.BytesIO(), Image.new("L", (20, 15), 90)
    Image.new("RGB", (40, 30), "red").save(kept, "MPO", save_all=True, append_images=[second])
    return kept.getvalue()


def endless_jpeg(scans: int = 2000, size: int = 6300) -> bytes:
    """A progressive picture whose last refinement is told again and again."""
    kept = io.BytesIO()
    Image.new("L", (size, size), 128).save(kept, "JPEG", progressive=True, quality=10)
    body = kept.getvalue()
    last = body.rindex(b"\xff\xda")
    return body[:-2] + body[last:-2] * scans + b"\xff\xd9"


def a_pdf(extra: bytes = b"") -> bytes:
    return PDF % extra


def object_stream(
    packed: bytes, filters: bytes, keys: bytes = b"/Type /ObjStm /N 1 /First 4"
) -> bytes:
    return a_pdf(
        b"2 0 obj\n<< %b /Filter %b /Length %d >>\nstream\n%b\nendstream\nendobj\n"
        % (keys, filters, len(packed), packed)
    )


def _stored(content: bytes) -> bytes:
    """Flate data that is not packed, so that what it holds can be read in the file."""
    pack = zlib.compressobj(0)
    return pack.compress(content) + pack.flush()


def acting_pdfs() -> Mapping[str, bytes]:
    """PDFs that run a script when they are opened, each hidden in its own way."""
    flate = zlib.compress(ACTS)
    ascii85 = base64.a85encode(ACTS) + b"~>"
    return {
        "plain": a_pdf(b"2 0 obj\n<< /OpenAction 3 0 R >>\nendobj\n"),
        "escaped": a_pdf(b"2 0 obj\n<< /Open#41ction 3 0 R >>\nendobj\n"),
        "no-blank": a_pdf(b"2 0 obj<</OpenAction 3 0 R>>endobj\n"),
        "comment": a_pdf(b"2 %x\n0 %x\nobj % endobj\n<< /OpenAction 3 0 R >>\nendobj\n"),
        "in-a-text": a_pdf(b"2 0 obj\n<< /A (endobj) /B (stream\n) /OpenAction 3 0 R >>\nendobj\n"),
        "behind-a-word": a_pdf(b"2 0 obj\n<< /A endobj /OpenAction 3 0 R >>\nendobj\n"),
        "inside-a-text": a_pdf(b"2 0 obj\n(5 0 obj << /OpenAction 3 0 R >> endobj)\nendobj\n"),
        "trailer": a_pdf(b"trailer\n<< /Root << /OpenAction 3 0 R >> >>\n"),
        "flate": object_stream(flate, b"/FlateDecode"),
        "no-type": object_stream(flate, b"/FlateDecode", b"/N 1 /First 4"),
        "hex": object_stream(ACTS.hex().encode() + b">", b"/ASCIIHexDecode"),
        "ascii85": object_stream(ascii85, b"/ASCII85Decode"),
        "chain": object_stream(base64.a85encode(flate) + b"~>", b"[/ASCII85Decode /FlateDecode]"),
        "twice": object_stream(zlib.compress(flate), b"[/FlateDecode /FlateDecode]"),
        "indirect": object_stream(flate, b"9 0 R"),
        "stored": object_stream(_stored(b"endstream endobj " + ACTS), b"/FlateDecode"),
        "encrypted": a_pdf(b"trailer\n<< /Encrypt 5 0 R >>\n"),
    }


def endless_pdf(count: int) -> Mapping[str, bytes]:
    """PDFs that ask a careless reader to begin again at every word."""
    bodies = {
        "streams": b"stream\n" * count,
        "texts": b"1 0 obj (\n" * count,
        "dictionaries": b"1 0 obj <<\n" * count,
        "words": b"0\n" + b"obj\n" * count,
        "blanks": b"0" + b" " * count + b"obj",
        "packed": b"1 0 obj<</ObjStm/Filter/FlateDecode>>stream\n\x78\x9c\x00\x00\x00\xff\xff"
        * count,
    }
    return {name: b"%PDF-1.4\n" + body + b"startxref\n1\n%%EOF" for name, body in bodies.items()}


_PLAIN = b"\x14\x00\x00\x00\x08"


def _workbook() -> bytes:
    book, kept = Workbook(), io.BytesIO()
    book.active.append(["日期", "班次", "单位编号", "岗位", "备注"])
    book.active.append(["2026-07-01", "白班", "P1", "巡逻", ""])
    book.save(kept)
    return kept.getvalue()


def _rewritten(change: Callable[[str, bytes], bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_workbook())) as book, zipfile.ZipFile(kept, "w") as made:
        for part in book.infolist():
            made.writestr(part.filename, change(part.filename, book.read(part)))
    return kept.getvalue()


def damaged_sheets() -> Mapping[str, bytes]:
    """Workbooks that a spreadsheet program would offer to repair."""
    whole = _workbook()
    first = whole.index(b"PK\x01\x02")
    return {
        "sheet": _rewritten(lambda name, body: body[:200] if "sheet1" in name else body),
        "workbook": _rewritten(lambda name, body: body[:90] if name == "xl/workbook.xml" else body),
        "index": _rewritten(
            lambda name, body: (
                body.replace(b"<v>0</v>", b"<v>999</v>") if "sheet1" in name else body
            )
        ),
        "number": _rewritten(
            lambda name, body: body.replace(b"<v>0</v>", b"<v>" + b"9" * 5000 + b"</v>")
        ),
        "no-strings": _rewritten(lambda name, body: b"" if "sharedStrings" in name else body),
        "encrypted": whole[:first]
        + whole[first:].replace(b"\x14\x00\x00\x00\x08", b"\x14\x00\x01\x00\x08"),
        "method": whole.replace(b"\x14\x00\x00\x00\x08\x00", b"\x14\x00\x00\x00\x63\x00"),
        "deflate": whole[:60] + b"\xff" * 60 + whole[120:],
        "cut": whole[: len(whole) // 2],
        "no-book": b"PK\x03\x04" + bytes(100),
    }
