"""Sound and film are told by their content, and what is not whole is refused."""

import io
import random

import pytest
from PIL import Image

from domain.errors import InvalidError
from operations.files.photo_hash import photo_hash
from operations.files.uploads import clean_upload


def box(name: bytes, body: bytes = b"") -> bytes:
    return (len(body) + 8).to_bytes(4, "big") + name + body


def mp4(brand: bytes = b"isom") -> bytes:
    return box(b"ftyp", brand + b"\0\0\0\0") + box(b"moov", b"\0" * 40) + box(b"mdat", b"x" * 100)


def wave() -> bytes:
    inside = b"WAVEfmt " + (16).to_bytes(4, "little") + b"\0" * 16 + b"data\x04\0\0\0abcd"
    return b"RIFF" + len(inside).to_bytes(4, "little") + inside


def mp3() -> bytes:
    frame = b"\xff\xfb\x90\x00" + b"\0" * 413
    return b"ID3\x03\0\0\0\0\0\x05hello" + frame * 4


def ogg() -> bytes:
    page = b"OggS" + b"\0" * 22 + b"\x01\x05hello"
    return page * 2


def webm(codec: bytes) -> bytes:
    return b"\x1a\x45\xdf\xa3" + b"\x9f\x42\x82\x84webm" + b"\0" * 30 + codec


WHOLE = {
    "video/mp4": mp4(),
    "audio/mp4": mp4(b"M4A "),
    "audio/wav": wave(),
    "audio/mpeg": mp3(),
    "audio/ogg": ogg(),
    "video/webm": webm(b"V_VP9"),
    "audio/webm": webm(b"A_OPUS"),
    "audio/amr": b"#!AMR\n" + b"\x3c" * 64,
}


@pytest.mark.parametrize("kind", WHOLE)
def test_sound_and_film_are_told_by_their_content_and_kept_as_they_are(kind: str):
    upload = clean_upload(WHOLE[kind])
    assert (upload.media_type, upload.body) == (kind, WHOLE[kind])
    assert upload.photo_hash is None


@pytest.mark.parametrize(
    "body",
    [
        mp4()[:-1],
        mp4() + b"<script>alert(1)</script>",
        box(b"ftyp", b"isom") + box(b"mdat", b"x" * 9),
        wave() + b"behind the end",
        mp3()[:300],
        ogg() + b"PK\x03\x04",
        b"\x1a\x45\xdf\xa3" + b"matroska" * 9,
    ],
)
def test_what_is_cut_or_carries_something_behind_its_end_is_refused(body: bytes):
    with pytest.raises(InvalidError):
        clean_upload(body)


def a_scene(seed: int) -> Image.Image:
    made = Image.new("RGB", (200, 150))
    dice = random.Random(seed)
    for _ in range(40):
        x, y = dice.randrange(180), dice.randrange(130)
        colour = tuple(dice.randrange(256) for _ in range(3))
        made.paste(colour, (x, y, x + dice.randrange(10, 60), y + dice.randrange(10, 60)))
    return made


def bits_apart(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


def test_the_same_photo_written_anew_smaller_and_paler_is_known_again():
    scene, packed = a_scene(1), io.BytesIO()
    scene.resize((120, 90)).point(lambda value: value // 2 + 80).save(packed, "JPEG", quality=50)
    again = Image.open(packed)
    assert bits_apart(photo_hash(scene), photo_hash(again)) <= 8
    others = [photo_hash(a_scene(seed)) for seed in range(2, 12)]
    assert min(bits_apart(photo_hash(scene), one) for one in others) > 12


def test_a_photo_is_kept_with_its_hash():
    body = io.BytesIO()
    a_scene(1).save(body, "PNG")
    assert clean_upload(body.getvalue()).photo_hash == photo_hash(a_scene(1))
