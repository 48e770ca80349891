"""Whether a PDF may act by itself, read the way the most lenient viewer would read it.

A viewer follows the file's own tables, and where these are broken looks for objects anywhere in
it. So every object that stands anywhere is read, letter by letter as the format has it, and so is
what lies packed in object streams. What is packed in a way that no program writes them is refused
instead of unpacked: a chain of filters is where objects are hidden.

The time taken is bounded by the length of the file: no part is read more than a few times.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from domain.errors import InvalidError

MOST_UNPACKED = 64 * 1024 * 1024
# Objects do not overlap in an honest file; in another one, each beginning is read again.
MOST_READ_AGAIN = 4
# A scan or a printed form needs none of these names; through them a PDF acts, or carries a file.
_ACTS = frozenset(
    b"JavaScript JS Launch EmbeddedFile EmbeddedFiles EF FileAttachment RichMedia OpenAction AA "
    b"XFA GoToE GoToR SubmitForm ImportData Rendition Movie".split()
)
_PACKED_ACTS = re.compile(
    rb"/(?:%b)(?![^\x00\t\n\f\r ()<>\[\]{}/%%])" % b"|".join(sorted(_ACTS, reverse=True))
)
_END = re.compile(rb"startxref\s{1,16}\d{1,12}\s{1,16}%%EOF\s*\Z")
_BEGINNINGS = re.compile(rb"obj(?![A-Za-z])|trailer")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
# The next thing in an object: what separates, a name, what opens a string, brackets, any word.
_TOKEN = re.compile(
    rb"(?P<blank>[\x00\t\n\f\r ]++|%[^\r\n]*+)|/(?P<name>[^\x00\t\n\f\r ()<>\[\]{}/%]*+)"
    rb"|(?P<open><<|\[)|(?P<close>>>|\])|(?P<hex><[^>]*+>?)|(?P<text>\()"
    rb"|(?P<word>[^\x00\t\n\f\r ()<>\[\]{}/%]++)|(?P<odd>.)",
    re.DOTALL,
)
_IN_TEXT = re.compile(rb"\\.|[()]", re.DOTALL)
_PIECE = 16 * 1024
_BLANKS = b"\x00\t\n\f\r "


def damaged() -> InvalidError:
    """The refusal of a file no viewer is sure to read in the same way."""
    return InvalidError(says="pdf_damaged", field="file")


def _acts() -> InvalidError:
    return InvalidError(says="pdf_acts", field="file")


def check_pdf(body: bytes) -> None:
    """Refuse a PDF that may act, carries files, is encrypted, or cannot be looked into.

    Raises:
        InvalidError: with the reason; field `file`.
    """
    if not _END.search(body[-1024:]):
        raise damaged()
    left = _Left(read=MOST_READ_AGAIN * len(body) + 1024, unpacked=MOST_UNPACKED)
    has_objects = False
    for begins in _beginnings(body):
        has_objects = True
        seen = _read_object(body, begins, left)
        if "Encrypt" in seen.names:
            raise InvalidError(says="pdf_encrypted", field="file")
        if seen.stream_at is not None and seen.may_hold_objects:
            _check_packed(body, seen, left)
    if not has_objects:
        raise damaged()


@dataclass(slots=True)
class _Left:
    """How many bytes may still be read, and may still be unpacked."""

    read: int
    unpacked: int

    def took(self, read: int, unpacked: int = 0) -> None:
        """Count; refuse a file that is more tangled than any honest one, or unpacks to more."""
        self.read -= read
        self.unpacked -= unpacked
        if self.read < 0:
            raise damaged()
        if self.unpacked < 0:
            raise InvalidError(says="pdf_too_large", field="file")


@dataclass(slots=True)
class _Seen:
    """What stands in one object: its names as a reader understands them, and words between."""

    names: set[str] = field(default_factory=set)
    tokens: list[str] = field(default_factory=list)
    stream_at: int | None = None

    @property
    def may_hold_objects(self) -> bool:
        """Viewers look at these two keys and not at what the stream says that it is."""
        return "ObjStm" in self.names or {"First", "N"} <= self.names


def _beginnings(body: bytes) -> Iterator[int]:
    """Where an object's content may begin, and that of a trailer."""
    for found in _BEGINNINGS.finditer(body):
        if found[0] == b"trailer":
            yield found.end()
            continue
        at = found.start() - 1
        while at >= 0 and body[at] in _BLANKS:
            at -= 1
        # `5 0 obj`; between the number and the word there may be a comment, which ends a line.
        before = body[at + 1 : found.start()]
        is_after_line = b"\n" in before or b"\r" in before
        if at >= 0 and (0x30 <= body[at] <= 0x39 or is_after_line):
            yield found.end()


def _read_object(body: bytes, begins: int, left: _Left) -> _Seen:
    """Read from `begins` to the end of the object there, or to its stream.

    Raises:
        InvalidError: a name in it acts, or the file is more tangled than any honest one.
    """
    seen, at, depth = _Seen(), begins, 0
    while at < len(body):
        found = _TOKEN.match(body, at)
        assert found is not None  # noqa: S101 - the last alternative takes any letter
        at = found.end()
        kind = found.lastgroup
        if kind == "text":
            at = _after_text(body, at)
        elif kind == "name":
            _note_name(found["name"], seen)
        elif kind == "open":
            depth += 1
            seen.tokens.append(found["open"].decode())
        elif kind == "close":
            depth -= 1
            seen.tokens.append(found["close"].decode())
        elif kind == "word":
            word = found["word"]
            if depth <= 0 and word.startswith(b"endobj"):
                break
            if depth <= 0 and word == b"stream":
                seen.stream_at = at
                break
            seen.tokens.append(word[:16].decode("latin-1"))
    left.took(at - begins)
    return seen


def _note_name(raw: bytes, seen: _Seen) -> None:
    name = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), raw) if b"#" in raw else raw
    if name in _ACTS:
        raise _acts()
    text = name[:64].decode("latin-1")
    seen.names.add(text)
    seen.tokens.append("/" + text)


def _after_text(body: bytes, at: int) -> int:
    """The end of a text in brackets, which may hold brackets in pairs."""
    depth = 1
    while depth:
        found = _IN_TEXT.search(body, at)
        if found is None:
            return len(body)
        at = found.end()
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
    return at


def _check_packed(body: bytes, seen: _Seen, left: _Left) -> None:
    """Look into an object stream.

    Raises:
        InvalidError: it acts, holds too much, or is packed as no program packs it.
    """
    said = seen.tokens
    filters = [at for at, word in enumerate(said) if word == "/Filter"]
    behind = said[filters[0] + 1 :] if len(filters) == 1 else []
    is_plain_flate = behind[:1] == ["/FlateDecode"] or behind[:3] == ["[", "/FlateDecode", "]"]
    if not is_plain_flate or seen.names & {"DecodeParms", "DP", "F", "FFilter"}:
        raise InvalidError(says="pdf_packed_oddly", field="file")
    assert seen.stream_at is not None  # noqa: S101 - asked only for a stream
    packed = _unpacked(body, seen.stream_at, left)
    if b"#" in packed:
        packed = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), packed)
    if _PACKED_ACTS.search(packed):
        raise _acts()


def _unpacked(body: bytes, at: int, left: _Left) -> bytes:
    """What a stream holds, to the end that the packing itself has, whatever the file says.

    Check sums are not looked at: viewers do not either.
    """
    at += 2 if body[at : at + 2] == b"\r\n" else 1
    head = body[at : at + 2]
    if len(head) < 2 or head[0] & 0x0F != 8 or int.from_bytes(head, "big") % 31 or head[1] & 0x20:
        raise damaged()
    unpack, parts, at = zlib.decompressobj(-zlib.MAX_WBITS), [], at + 2
    while not unpack.eof and at < len(body):
        piece = body[at : at + _PIECE]
        try:
            part = unpack.decompress(piece, left.unpacked + 1)
        except zlib.error:
            raise damaged() from None
        at += _PIECE
        left.took(len(piece) - len(unpack.unused_data), len(part))
        parts.append(part)
    if not unpack.eof:
        raise damaged()
    return b"".join(parts)
