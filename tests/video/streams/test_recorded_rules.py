"""Recordings in short pieces: where they are cut, what their playlist says, how fast they go."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import FullError
from domain.video.media.recorded import (
    AT_ONCE,
    NotFragmentedError,
    Pace,
    number_of,
    pieces_of,
    playlist_of,
    split,
)

NOON = datetime(2026, 1, 1, 4, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def cut(*recorded: tuple[float, float], until: float = 60.0) -> list[tuple[float, float]]:
    spans = [(at(start), at(end)) for start, end in recorded]
    found = pieces_of(spans, NOON, at(until))
    return [((one.start - NOON).total_seconds(), one.seconds) for one in found]


def test_a_span_is_cut_into_pieces_and_the_rest_goes_with_the_last():
    assert cut((-100, 100), until=12) == [(0, 6), (6, 6)]
    assert cut((-100, 100), until=12.3) == [(0, 6), (6, 6.3)]
    assert cut((-100, 100), until=15) == [(0, 6), (6, 6), (12, 3)]


def test_what_was_not_recorded_is_left_out_and_what_was_twice_is_taken_once():
    assert cut((0, 6), (30, 33)) == [(0, 6), (30, 3)]
    assert cut((0, 8), (4, 10), until=12) == [(0, 6), (6, 2), (8, 2)]
    assert cut((5, 5.2)) == []
    assert cut() == []


def test_the_playlist_names_each_piece_and_ends():
    text = playlist_of(pieces_of([(NOON, at(8))], NOON, at(8)))
    assert text.splitlines()[4:] == [
        '#EXT-X-MAP:URI="i0.mp4"', "#EXTINF:6.000,", "p0.m4s",
        "#EXT-X-DISCONTINUITY", '#EXT-X-MAP:URI="i1.mp4"', "#EXTINF:2.000,", "p1.m4s",
        "#EXT-X-ENDLIST",
    ]  # fmt: skip


def test_only_what_the_playlist_names_is_there():
    assert [number_of(one, 2) for one in ("i0.mp4", "p1.m4s")] == [0, 1]
    for wrong in (
        "p2.m4s",
        "p1.mp4",
        "i1.m4s",
        "q0.m4s",
        "p.m4s",
        "p٣.m4s",
        "p0",
        "",
        "p999999.m4s",
    ):
        assert number_of(wrong, 2) is None, wrong


def box(kind: bytes, body: bytes = b"") -> bytes:
    return (8 + len(body)).to_bytes(4, "big") + kind + body


def test_a_film_is_split_into_what_describes_it_and_itself():
    described = box(b"ftyp", b"iso5") + box(b"moov", b"tracks")
    film = box(b"moof", b"one") + box(b"mdat", b"pictures")
    assert split(described + film) == (described, film)


@pytest.mark.parametrize(
    "body", [b"", b"<html>", box(b"ftyp") + box(b"moov") + box(b"mdat"), box(b"moof")[:6]]
)
def test_what_is_no_such_film_is_refused(body: bytes):
    with pytest.raises(NotFragmentedError):
        split(body)


def test_pieces_are_handed_out_at_once_and_then_four_times_as_fast_as_they_are_watched():
    pace = Pace()
    for _ in range(AT_ONCE):
        pace.take(1000.0)
    with pytest.raises(FullError):
        pace.take(1000.0)
    taken = 0
    for tenth in range(600):  # a minute of asking without a pause: forty pieces of six seconds
        try:
            pace.take(1000.0 + tenth / 10)
        except FullError:
            continue
        taken += 1
    assert taken in {39, 40}
