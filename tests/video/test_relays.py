"""A camera that speaks RTSP alone: packed as HLS in a process of its own, while somebody looks."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from aio_rtsp_toolkit.server import RtspServer

from domain.errors import FullError
from domain.video.media.picture import Picture, judge
from domain.video.media.sources import Source, SourceKind
from domain.video.media.ways import TroubleError, WayKind
from feeds.video.calls import SourceCalls
from feeds.video.plain import PlainConnector
from operations.video.streams.hls import FIRST
from operations.video.streams.video_streams import VideoStreams
from tests.support.serving import until
from tests.video.media_rooms import DESK, DUTY, GATE, ACamera, rooms


def _film(path: Path) -> None:
    """Twenty seconds of a bar that moves."""
    with av.open(str(path), "w") as made:
        stream = made.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt, stream.gop_size = 160, 90, "yuv420p", 5
        stream.options = {"preset": "ultrafast", "tune": "zerolatency", "profile": "baseline"}
        for tick in range(200):
            drawn = np.zeros((90, 160, 3), np.uint8)
            drawn[:, (tick * 3) % 140 : (tick * 3) % 140 + 20] = 255
            frame = av.VideoFrame.from_ndarray(drawn, format="rgb24")
            frame.pts, frame.time_base = tick, Fraction(1, 10)
            made.mux(stream.encode(frame))
        made.mux(stream.encode())


@pytest.fixture
async def source(tmp_path: Path) -> AsyncIterator[Source]:
    await asyncio.to_thread(_film, tmp_path / "gate.mp4")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = RtspServer(str(tmp_path), "127.0.0.1", port)
    await server.start()
    yield Source("loopback", SourceKind.PLAIN, rtsp=f"rtsp://127.0.0.1:{port}/{{address}}")
    await server.close()


def _rooms(source: Source, address: str = "gate.mp4") -> VideoStreams:
    connector = PlainConnector(source, SourceCalls(source))
    return rooms({"loopback": connector}, ACamera(address=address))


async def test_rtsp_reaches_a_browser_as_hls_and_ends_with_the_last_look(source: Source) -> None:
    video = _rooms(source)
    video.relays._lingers_s = 0.0
    opened = await video.streams.open(GATE, DESK, DUTY)
    assert [one.kind for one in opened.ways] == [WayKind.HLS, WayKind.SNAPSHOT]
    token = opened.ways[0].url.split("/")[3]
    playlist = (await video.hls.read(token, "li", FIRST, {})).body.decode()
    assert "init.mp4" in playlist
    assert (await video.hls.read(token, "li", "init.mp4", {})).body[4:8] == b"ftyp"
    assert len(video.relays) == 1
    await video.streams.close(opened.look_id, DESK)
    await until(lambda: len(video.relays) == 0)
    await video.stop()


async def test_a_picture_is_taken_of_it_and_its_state_measured(source: Source) -> None:
    video = _rooms(source)
    taken = await video.snapshots.take(GATE, DESK, DUTY)
    assert taken.jpeg.startswith(b"\xff\xd8")
    connector = video.media.connectors["loopback"]
    wanted = await video.snapshots.wanted(connector, await connector.play("gate.mp4"), apart_s=0.5)
    decoded = await video.decoder.run(wanted, "loopback")
    assert len(decoded.grids) == 2
    assert judge(decoded.grids) is Picture.OK
    await video.stop()


async def test_a_camera_that_is_not_there_says_so(source: Source) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    gone = Source("loopback", SourceKind.PLAIN, rtsp=f"rtsp://127.0.0.1:{port}/{{address}}")
    video = _rooms(gone)
    opened = await video.streams.open(GATE, DESK, DUTY)
    with pytest.raises(TroubleError) as told:
        await video.hls.read(opened.ways[0].url.split("/")[3], "li", FIRST, {})
    assert told.value.says == "video_source_down"
    await video.stop()


async def test_one_that_leads_elsewhere_is_not_followed() -> None:
    asked = []

    async def leads(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readline())
        writer.write(b"RTSP/1.0 302 Found\r\nCSeq: 1\r\nLocation: rtsp://127.0.0.1:1/x\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(leads, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    source = Source("loopback", SourceKind.PLAIN, rtsp=f"rtsp://127.0.0.1:{port}/{{address}}")
    video = _rooms(source)
    with pytest.raises(TroubleError) as told:
        await video.snapshots.take(GATE, DESK, DUTY)
    assert told.value.says == "video_source_redirects"
    assert len(asked) == 1
    server.close()
    await video.stop()


async def test_no_more_run_at_once_than_may(source: Source) -> None:
    video = _rooms(source)
    video.relays._most = 0
    opened = await video.streams.open(GATE, DESK, DUTY)
    with pytest.raises(FullError):
        await video.hls.read(opened.ways[0].url.split("/")[3], "li", FIRST, {})
    await video.stop()


async def test_without_the_parts_it_is_said(source: Source) -> None:
    video = _rooms(source)
    video.streams._takes_rtsp = lambda: False
    opened = await video.streams.open(GATE, DESK, DUTY)
    assert [one.kind for one in opened.ways] == [WayKind.SNAPSHOT]
    video.relays._command = None
    with pytest.raises(TroubleError) as told:
        await video.hls.read(opened.ways[0].url.split("/")[3], "li", FIRST, {})
    assert told.value.says == "video_no_relay"
    await video.stop()


async def test_a_stream_that_dies_while_somebody_looks_is_told(source: Source) -> None:
    video = _rooms(source)
    opened = await video.streams.open(GATE, DESK, DUTY)
    token = opened.ways[0].url.split("/")[3]
    await video.hls.read(token, "li", FIRST, {})
    [relay] = video.relays._relays.values()
    with suppress(ProcessLookupError):
        relay.process.kill()
    await relay.process.wait()
    with pytest.raises(TroubleError) as told:
        await video.hls.read(token, "li", FIRST, {})
    assert told.value.says == "video_stream_died"
    # asked again, it is begun again: a recorder that comes back is seen
    assert (await video.hls.read(token, "li", FIRST, {})).body.startswith(b"#EXTM3U")
    await video.stop()
