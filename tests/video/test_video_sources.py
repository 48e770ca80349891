"""What a district says of its sources, the demo's own one, and that no token is written down."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from api.access.gate import _without_key
from domain.video.cameras.camera import Camera, CameraClass
from domain.video.media.sources import SourceKind
from domain.video.media.ways import WayKind
from feeds.video.demo_connector import NAME, DemoConnector
from geodata.district.refused import DistrictError
from geodata.district.video import FILE, load_sources
from operations.threads import Work
from operations.video.streams.demo import ADDRESSES, chosen, connect_demo_cameras
from operations.video.streams.hls import FIRST
from operations.video.streams.shelf import StoredStates
from settings import ROOT
from store.video import cameras as kept
from tests.store.builders import GRID
from tests.support.stores import a_store
from tests.video.media_rooms import DESK, DUTY, GATE, ACamera, rooms

WVP = '[[sources]]\nname = "x"\nkind = "wvp"\nbase = "http://10.1.2.3:18080"\n'
PLAIN = '[[sources]]\nname = "y"\nkind = "plain"\nhls = "http://10.1.4.4/{address}/i.m3u8"\n'
MTX = '[[sources]]\nname = "z"\nkind = "mediamtx"\nbase = "http://10.1.3.3:9997"\n'


def test_a_district_names_its_sources(tmp_path: Path) -> None:
    assert load_sources(tmp_path) == ()
    (tmp_path / FILE).write_text(WVP + PLAIN + "clock = [0, 0, 0.4, 0.1]\n" + MTX, "utf-8")
    wvp, plain, mtx = load_sources(tmp_path)
    assert (wvp.kind, plain.kind) == (SourceKind.WVP, SourceKind.PLAIN)
    assert plain.clock is not None
    assert mtx.whep == "http://10.1.3.3:8889/{address}/whep"
    assert mtx.permits("http://10.1.3.3:9996/list")
    assert mtx.is_low_latency


@pytest.mark.parametrize(
    "text",
    [
        WVP + 'secret = "geheim"\n',
        WVP + WVP,
        WVP.replace("10.1.2.3", "user:geheim@10.1.2.3"),
        WVP.replace("wvp", "onvif"),
        WVP.replace('base = "http://10.1.2.3:18080"\n', ""),
        PLAIN.replace("http:", "file:"),
        PLAIN + 'networks = ["all"]\n',
        PLAIN + "clock = [0, 0, 2, 1]\n",
        "sources = 1\n",
    ],
)
def test_an_entry_that_is_wrong_is_refused_at_the_start(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, "utf-8")
    with pytest.raises(DistrictError):
        load_sources(tmp_path)


def test_the_example_of_the_document_is_read(tmp_path: Path) -> None:
    document = (ROOT / "docs" / "video-streams.md").read_text("utf-8")
    (tmp_path / FILE).write_text(document.split("```toml")[1].split("```")[0], "utf-8")
    assert len(load_sources(tmp_path)) == 4


def _camera(number: int, kind: CameraClass, **given: object) -> Camera:
    made = Camera(f"3406040000132000{number:04}", "x", kind, 33.9, 116.8, GRID, is_demo=True)
    return replace(made, **given)  # type: ignore[arg-type]


def test_a_handful_of_demo_cameras_of_all_classes_is_connected_once(tmp_path: Path) -> None:
    cameras = [_camera(n, list(CameraClass)[n % 3]) for n in range(1, 20)]
    real = _camera(99, CameraClass.MINE, is_demo=False)
    assert len({one.camera_class for one in chosen(cameras)}) == 3
    assert chosen([real]) == []
    store = a_store(tmp_path)
    with store.transaction() as tx:
        for one in [*cameras, real]:
            tx.put_camera(one, action="map", actor="map")
    assert connect_demo_cameras(store, NAME) == len(ADDRESSES)
    assert connect_demo_cameras(store, NAME) == 0
    found = store.ask(lambda one: kept.of_source(one, NAME))
    assert sorted(one.address or "" for one in found) == sorted(ADDRESSES)
    store.close()


async def test_only_cameras_of_a_configured_source_are_measured(tmp_path: Path) -> None:
    store, work = a_store(tmp_path), Work()
    with store.transaction() as tx:
        for n, source in enumerate(("a", "b", None)):
            one = _camera(n, CameraClass.MINE, source=source, address="gate")
            tx.put_camera(one, action="map", actor="map")
    shelf = StoredStates(store, work, {"a"})
    assert [one.source for one in await shelf.connected()] == ["a"]
    work.close()
    store.close()


async def test_the_demos_cameras_start_when_one_is_opened_and_end_with_the_server() -> None:
    connector = DemoConnector()
    video = rooms({NAME: connector}, ACamera(source=NAME))
    assert connector._process is None
    opened = await video.streams.open(GATE, DESK, DUTY)
    assert opened.is_demo
    assert [one.kind for one in opened.ways] == [WayKind.WHEP, WayKind.HLS, WayKind.SNAPSHOT]
    token = opened.ways[1].url.split("/")[3]
    assert (await video.hls.read(token, "li", FIRST, {})).body.startswith(b"#EXTM3U")
    process = connector._process
    assert process is not None
    await video.stop()
    assert process.returncode is not None


async def test_the_demos_cameras_are_started_ahead_of_the_first_look() -> None:
    connector = DemoConnector()
    video = rooms({NAME: connector}, ACamera(source=NAME))
    await connector.ahead(ADDRESSES[0])
    ahead = connector._process
    assert ahead is not None and connector.calls.answered().ok_at is not None
    begun = time.perf_counter()
    opened = await video.streams.open(GATE, DESK, DUTY)
    token = opened.ways[1].url.split("/")[3]
    assert (await video.hls.read(token, "li", FIRST, {})).body.startswith(b"#EXTM3U")
    print(f"first look at a demo camera by HLS: {time.perf_counter() - begun:.2f} s")
    assert connector._process is ahead  # nothing is begun twice
    await video.stop()


@pytest.mark.parametrize(
    "path", ["/video/hls/abc.def/index.m3u8", "/video/whep/abc.def", "/video/snap/abc.def"]
)
def test_no_token_of_a_stream_is_written_down(path: str) -> None:
    told = _without_key({"type": "http", "method": "GET", "path": path})
    assert "abc" not in told
