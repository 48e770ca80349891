"""Sound and film, told by what is in the file and checked to be whole; never re-encoded.

A container is walked by the lengths it states: what ends before its end, or goes on behind it, is
refused. Nothing is decoded, so the file is handed out to be saved, with `nosniff`.
"""

from domain.errors import InvalidError

_EBML = b"\x1a\x45\xdf\xa3"
_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"uuid", b"udta", b"moof",
                    b"mfra", b"sidx", b"styp", b"meta"})  # fmt: skip
_SOUND_BRANDS = (b"M4A ", b"M4B ")
# Rates in kbit/s of MPEG-1 layer III; 0 is "free" and 15 is forbidden: both are refused.
_MP3_KBITS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
_MP3_HZ = (44_100, 48_000, 32_000, 0)
_MP3_FRAMES = 3


def media_type_of(body: bytes) -> str | None:
    """The media type of sound or film; None for anything else.

    Raises:
        InvalidError: it is of a known kind, and damaged or not whole; field `file`.
    """
    if body[4:8] == b"ftyp":
        return _mp4(body)
    if body[:4] == b"RIFF" and body[8:12] == b"WAVE":
        return _wave(body)
    if body[:4] == _EBML:
        return _webm(body)
    if body[:4] == b"OggS":
        return _ogg(body)
    if body[:6] == b"#!AMR\n":
        return "audio/amr"
    if body[:3] == b"ID3" or body[:2] in {b"\xff\xfb", b"\xff\xfa"}:
        return _mp3(body)
    return None


def _damaged() -> InvalidError:
    return InvalidError(says="media_damaged", field="file", code="wrong_file")


def _mp4(body: bytes) -> str:
    """The top boxes tile the file; there is a moov and its data."""
    at, found = 0, set()
    while at < len(body):
        size, name = int.from_bytes(body[at : at + 4], "big"), body[at + 4 : at + 8]
        if size == 1:
            size = int.from_bytes(body[at + 8 : at + 16], "big")
        elif size == 0:
            size = len(body) - at
        if name not in _BOXES or size < 8 or at + size > len(body):
            raise _damaged()
        found.add(name)
        at += size
    if not {b"moov", b"mdat"} <= found:
        raise _damaged()
    return "audio/mp4" if body[8:12] in _SOUND_BRANDS else "video/mp4"


def _wave(body: bytes) -> str:
    stated = int.from_bytes(body[4:8], "little") + 8
    if stated not in {len(body), len(body) - 1} or b"fmt " not in body[12:4096]:
        raise _damaged()
    return "audio/wav"


def _webm(body: bytes) -> str:
    if b"webm" not in body[:64]:
        raise _damaged()
    has_picture = any(mark in body[:65536] for mark in (b"V_VP8", b"V_VP9", b"V_AV1"))
    return "video/webm" if has_picture else "audio/webm"


def _ogg(body: bytes) -> str:
    """Every page begins where the one before it ends."""
    at = 0
    while at < len(body):
        segments = body[at + 26] if at + 27 <= len(body) else 0
        if body[at : at + 4] != b"OggS" or at + 27 + segments > len(body):
            raise _damaged()
        at += 27 + segments + sum(body[at + 27 : at + 27 + segments])
    if at != len(body):
        raise _damaged()
    return "audio/ogg"


def _mp3(body: bytes) -> str:
    """Behind its tag some frames follow each other."""
    at = 0
    if body[:3] == b"ID3":
        length = 0
        for part in body[6:10]:
            length = length << 7 | part & 0x7F
        at = 10 + length
    for _ in range(_MP3_FRAMES):
        head = body[at : at + 4]
        if len(head) < 4 or head[0] != 0xFF or head[1] & 0xFE != 0xFA:
            raise _damaged()
        kbits, hertz = _MP3_KBITS[head[2] >> 4], _MP3_HZ[head[2] >> 2 & 3]
        if not kbits or not hertz:
            raise _damaged()
        at += 144 * kbits * 1000 // hertz + (head[2] >> 1 & 1)
    return "audio/mpeg"
