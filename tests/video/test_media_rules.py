"""What of a source may be fetched, how playlists are handed on, and whose a token is."""

import ipaddress
from datetime import UTC, datetime

import pytest

from domain.video.media.playlists import PlaylistError, fetched_from, hand_on
from domain.video.media.sources import AddressError, Source, SourceKind
from domain.video.media.tokens import Bound, Signer, stream_of

BASE = "http://10.1.2.3:8888"
HLS = Source("hall", SourceKind.PLAIN, hls=f"{BASE}/{{address}}/index.m3u8")
ROOT = f"{BASE}/gate/index.m3u8"
OURS = "/video/hls/T/"


def test_an_address_is_filled_in_and_names_no_server() -> None:
    assert HLS.filled(HLS.hls, "mine/north-2") == f"{BASE}/mine/north-2/index.m3u8"


@pytest.mark.parametrize(
    "address",
    [
        "../admin", "a/../../b", "gate?x=1", "gate#x", "a//b", "", "gate%2e", "a b", "x" * 300,
        "http://10.9.9.9/a", "gate\r\nHost: x", ".", "a\\b",
    ],
)  # fmt: skip
def test_an_address_that_would_mean_something_else_is_refused(address: str) -> None:
    with pytest.raises(AddressError):
        HLS.filled(HLS.hls, address)


@pytest.mark.parametrize(
    ("url", "may"),
    [
        (f"{BASE}/anything", True),
        ("http://10.1.2.3:8889/gate", False),
        ("https://10.1.2.3:8888/gate", False),
        ("http://10.1.2.3:8888@evil/", False),
        ("http://user:pw@10.1.2.3:8888/", False),
        ("http://169.254.169.254/latest", False),
        ("file:///etc/passwd", False),
        ("http://10.1.2.3:99999/", False),
        ("", False),
    ],
)
def test_only_the_origins_of_a_source_are_fetched(url: str, may: bool) -> None:
    assert HLS.permits(url) is may


def test_a_camera_of_its_own_address_lies_in_the_networks_that_are_named() -> None:
    cameras = Source(
        "cams", SourceKind.PLAIN, rtsp="rtsp://{host}/{path}",
        networks=(ipaddress.ip_network("10.20.0.0/16"),),
    )  # fmt: skip
    assert cameras.filled(cameras.rtsp, "10.20.3.4:554/main") == "rtsp://10.20.3.4:554/main"
    for outside in "10.21.0.1/main", "localhost/main", "10.20.3.4@1.2.3.4/main", "169.254.1.1/x":
        with pytest.raises(AddressError):
            cameras.filled(cameras.rtsp, outside)


@pytest.mark.parametrize(
    "given",
    [
        {"kind": SourceKind.PLAIN},
        {"kind": SourceKind.WVP},
        {"kind": SourceKind.PLAIN, "rtsp": "rtsp://{host}/{path}"},
        {"kind": SourceKind.PLAIN, "hls": "http://user:secret@h/{address}"},
        {"kind": SourceKind.PLAIN, "hls": "file:///{address}"},
        {"kind": SourceKind.WVP, "base": BASE, "hls": BASE},
    ],
)
def test_a_source_that_cannot_be_one_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="source"):
        Source(name="x", **given)  # type: ignore[arg-type]


LIVE = f"""#EXTM3U
#EXT-X-TARGETDURATION:1
#EXT-X-MAP:URI="init.mp4?sign=secret"
#EXT-X-PROGRAM-DATE-TIME:2026-01-01T12:00:00.000+08:00
#EXTINF:1.0,
seg 1.m4s
#EXTINF:0.5,
{BASE}/gate/sub/2.m4s?key=secret
#EXT-X-PART:DURATION=0.2,URI="part3.m4s"
"""


def test_a_playlist_is_handed_on_with_addresses_of_ours_and_without_keys() -> None:
    with pytest.raises(PlaylistError):
        hand_on(LIVE, ROOT, ROOT, OURS)  # "seg 1" is no plain step
    made = hand_on(LIVE.replace("seg 1", "seg1"), ROOT, ROOT, OURS)
    assert "secret" not in made.text
    assert BASE not in made.text
    assert f'URI="{OURS}init.mp4"' in made.text
    assert f"\n{OURS}sub/2.m4s\n" in made.text
    assert f'URI="{OURS}part3.m4s"' in made.text
    assert made.named["sub/2.m4s"] == "key=secret"
    assert made.ends_at == datetime(2026, 1, 1, 4, 0, 1, 500_000, tzinfo=UTC)
    assert fetched_from(ROOT, "sub/2.m4s", "key=secret", {}) == f"{BASE}/gate/sub/2.m4s?key=secret"


@pytest.mark.parametrize(
    "named",
    [
        "http://169.254.169.254/latest/meta-data", "//10.9.9.9/x.ts", "/other/x.ts", "../x.ts",
        "file:///etc/passwd", "a/%2e%2e/%2e%2e/x.ts", "http://10.1.2.3:8888@10.9.9.9/gate/x.ts",
        "http://10.1.2.3:8889/gate/x.ts", "sub/..%2f..%2fx.ts", "data:text/plain,x",
    ],
)  # fmt: skip
@pytest.mark.parametrize("line", ["#EXTINF:1,\n{}", '#EXT-X-MAP:URI="{}"', '#EXT-X-KEY:URI="{}"'])
def test_a_playlist_that_names_what_lies_elsewhere_is_refused(named: str, line: str) -> None:
    with pytest.raises(PlaylistError):
        hand_on(f"#EXTM3U\n{line.format(named)}\n", ROOT, ROOT, OURS)


@pytest.mark.parametrize("text", ["", "<html>", "#EXTM3U\n" + "#\n" * 5000])
def test_what_is_no_playlist_is_refused(text: str) -> None:
    with pytest.raises(PlaylistError):
        hand_on(text, ROOT, ROOT, OURS)


def test_a_player_adds_nothing_but_what_low_latency_asks() -> None:
    asked = {"_HLS_msn": "12", "_HLS_part": "3", "path": "/etc/passwd", "_HLS_skip": "x&y=z"}
    assert fetched_from(ROOT, "index.m3u8", "", asked) == f"{ROOT}?_HLS_msn=12&_HLS_part=3"


def test_a_token_is_of_one_stream_one_camera_and_one_holder() -> None:
    signer, bound = Signer(b"1" * 32), Bound("s" * 16, "c", "session:a")
    token = signer.token(bound)
    assert stream_of(token) == "s" * 16
    assert signer.fits(token, bound)
    assert not signer.fits(token, Bound("s" * 16, "c2", "session:a"))
    assert not signer.fits(token, Bound("s" * 16, "c", "session:b"))
    assert not Signer(b"2" * 32).fits(token, bound)
    assert stream_of("nonsense") is None
