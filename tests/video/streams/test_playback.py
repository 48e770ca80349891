"""Recordings of a recorder that keeps them: looked at over HTTP, and taken away with a watermark.

MediaMTX is a fake of ours that holds to its published interface; its film is a real one.
"""

import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx
import numpy as np
import pytest

from api.video import exports as export_routes
from domain.access.callers import Caller
from domain.video.cameras.camera import Camera, CameraClass
from domain.video.exports.requests import Purpose
from domain.video.looks.looks import Ended
from domain.video.looks.question import Asked
from domain.video.looks.reasons import Look
from domain.video.media.connector import Fetched
from domain.video.media.sources import Source, SourceKind
from domain.video.media.ways import EndedError
from feeds.video.calls import SourceCalls
from feeds.video.mediamtx import MediaMtxConnector
from operations.threads import Work
from operations.video.exports.asked import NewRequest, Rules
from operations.video.exports.clips import StampedClips
from operations.video.exports.requests import VideoRequests
from operations.video.looks.looks import Looks
from operations.video.streams.hook import MediaHook
from operations.video.streams.video_streams import VideoStreams
from store.video import looks as kept
from tests.store.builders import GRID
from tests.support.media import film, frames_of
from tests.support.stores import a_store
from tests.video.fake_source import FakeServer, serving
from tests.video.media_page import AsDesk, app_of
from tests.video.media_rooms import DESK, DUTY, GATE, ACamera, FakeLooks, rooms

REPORTED = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=5)
MINUTE = (REPORTED - timedelta(minutes=1), REPORTED)
FILM_S = 2.0
WHY = {"kind": "duty", "text": "复看警情前一分钟"}


class Recorder:
    """MediaMTX's playback server: one path that was recorded, read with a key it asks us about."""

    def __init__(self, hook: MediaHook) -> None:
        self.hook, self.film = hook, film(FILM_S)
        self.recorded = True

    def __call__(
        self, path: str, query: dict[str, str], headers: dict[str, str]
    ) -> tuple[int, Any]:
        key = headers.get("authorization", "").removeprefix("Bearer ")
        asked = {"action": "playback", "path": query.get("path"), "token": key}
        if not self.hook.allows({**asked, "user": "", "password": ""}):
            return 401, {"error": "unauthorized"}
        begun = query.get("start", "")
        if path == "/list" and not self.recorded:
            return 200, []
        if path == "/list":
            return 200, [{"start": begun, "duration": 60.0, "url": "http://127.0.0.1/get"}]
        at = datetime.fromisoformat(begun)
        until = at + timedelta(seconds=float(query["duration"]))
        if path != "/get" or at < MINUTE[0] or until > MINUTE[1] or query["format"] != "fmp4":
            return 404, {"error": "no recordings found"}
        return 200, self.film


@dataclass
class House:
    """The routes over a recorder, and one who asks at them."""

    video: VideoStreams
    recorder: Recorder
    server: FakeServer
    client: httpx.AsyncClient


@pytest.fixture
async def house() -> AsyncIterator[House]:
    hook = MediaHook({"mtx": ("onescreen", "geheim")})
    recorder = Recorder(hook)
    with serving(recorder) as server:
        at = server.url
        source = Source(
            "mtx", SourceKind.MEDIAMTX, base=at, user="onescreen", playback=at,
            whep=f"{at}/{{address}}/whep", hls=f"{at}/{{address}}/index.m3u8",
        )  # fmt: skip
        mtx = MediaMtxConnector(source, SourceCalls(source), "geheim", hook.key_for)
        video = rooms({"mtx": mtx}, ACamera(source="mtx"), hook=hook)
        app = httpx.ASGITransport(AsDesk(app_of(video)))
        async with httpx.AsyncClient(transport=app, base_url="http://here") as client:
            yield House(video, recorder, server, client)
        await video.stop()


async def test_the_minute_before_an_incident_is_looked_at(house: House) -> None:
    start, end = (one.isoformat() for one in MINUTE)
    door = f"/api/v1/video/cameras/{GATE}"
    there = await house.client.get(f"{door}/recordings", params={"start": start, "end": end})
    assert len(there.json()["items"]) == 1
    opened = await house.client.post(
        f"{door}/playback", json={"why": WHY, "start": start, "end": end}
    )
    assert opened.status_code == 201
    [way] = opened.json()["ways"]
    assert way["kind"] == "hls"
    told = await house.client.get(way["url"])
    assert told.headers["content-type"] == "application/vnd.apple.mpegurl"
    assert (told.text.count("#EXTINF:6.000"), told.text.count("#EXT-X-ENDLIST")) == (10, 1)
    describes = await house.client.get(urljoin(way["url"], "i0.mp4"))
    film = await house.client.get(urljoin(way["url"], "p0.m4s"))
    assert (describes.status_code, film.status_code) == (200, 200)
    assert house.server.paths().count("/get") == 1  # both are of one piece
    frames = frames_of(describes.content + film.content)
    assert len(frames) == FILM_S * 10
    assert np.abs(frames[0].astype(int) - frames[-1]).max() > 100  # it moves
    looks = house.video.media.looks
    assert isinstance(looks, FakeLooks)
    assert looks.events == [("begin", "playback")]
    look_id = opened.json()["look_id"]
    assert (looks.more[look_id].start, looks.more[look_id].end) == MINUTE
    await house.client.post(f"/api/v1/video/looks/{look_id}/close")
    assert looks.ended == {look_id: Ended.CLOSED}
    for one in ("index.m3u8", "p0.m4s", "p1.m4s"):
        assert (await house.client.get(urljoin(way["url"], one))).status_code in {404, 410}


async def test_a_recording_that_is_watched_is_no_file_to_take_away(house: House) -> None:
    start, end = (one.isoformat() for one in MINUTE)
    opened = await house.client.post(
        f"/api/v1/video/cameras/{GATE}/playback", json={"why": WHY, "start": start, "end": end}
    )
    at = opened.json()["ways"][0]["url"]
    for path in ("recording.mp4", "p10.m4s", "p-1.m4s", "i0.m4s", "p0.mp4"):
        assert (await house.client.get(urljoin(at, path))).status_code == 404
    # typed into a browser, or saved as a link
    opens = {"sec-fetch-dest": "document"}
    assert (await house.client.get(urljoin(at, "p0.m4s"), headers=opens)).status_code == 404
    got = await house.client.get(urljoin(at, "p0.m4s"))
    assert got.headers.get("content-disposition") is None


async def test_what_was_not_recorded_is_said(house: House) -> None:
    house.recorder.recorded = False
    start, end = (one.isoformat() for one in MINUTE)
    opened = await house.client.post(
        f"/api/v1/video/cameras/{GATE}/playback", json={"why": WHY, "start": start, "end": end}
    )
    told = await house.client.get(opened.json()["ways"][0]["url"])
    assert (told.status_code, told.json()["error"]["code"]) == (503, "video_no_media")


async def test_a_look_that_ends_while_a_piece_is_fetched_shows_it_no_more(house: House) -> None:
    video = house.video
    opened = await video.streams.playback(GATE, *MINUTE, DESK, DUTY)
    token = opened.ways[0].url.split("/")[3]
    [stream] = list(video.media.book)
    fetch = stream.connector.calls.fetch

    async def closed_meanwhile(url: str, **given: Any) -> Fetched:
        fetched = await fetch(url, **given)
        if "/get" in url:
            await video.streams.close(opened.look_id, DESK)
        return fetched

    stream.connector.calls.fetch = closed_meanwhile  # type: ignore[method-assign]
    with pytest.raises(EndedError):
        await video.hls.read(token, DESK.actor, "p0.m4s", {})


async def test_a_recording_that_was_approved_is_taken_away_with_a_watermark(
    house: House, tmp_path: Path
) -> None:
    store, work = a_store(tmp_path), Work()
    with store.transaction() as tx:
        camera = Camera(GATE, "东门球机", CameraClass.CROSSING, 33.9, 116.8, GRID)
        tx.put_camera(camera, action="map", actor="map")
    looks = Looks(store, work)
    requests = VideoRequests(
        store, work, looks, tmp_path / "video", rules=Rules(), now=lambda: datetime.now(UTC)
    )
    requests.clips = StampedClips(house.video.media, [sys.executable, "-m", "feeds.video.stamping"])
    app = app_of(house.video, export_routes.router(requests))
    li, wang = Caller("li", "dispatcher"), Caller("wang", "leader")
    new = NewRequest(Purpose.TAKE, GATE, *MINUTE, "失窃案", "治安管理处罚法", "烈公调〔2026〕1号")
    asked = await requests.ask(new, li)
    door = f"/api/v1/video/exports/{asked.request_id}/recording.mp4"
    transport = httpx.ASGITransport(AsDesk(app))
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
        assert (await client.get(door)).status_code == 404  # nobody has approved it
        await requests.decide(asked.request_id, wang, is_approved=True)
        made = await requests.make(asked.request_id, li, "10.0.0.7")
        taken = await client.get(door)
    assert (taken.status_code, taken.headers["content-type"]) == (200, "video/mp4")
    assert sha256(taken.content).hexdigest() == made.sha256
    before, after = frames_of(house.recorder.film), frames_of(taken.content)
    assert len(after) == len(before)
    for one, other in zip(before, after, strict=True):
        band = slice(one.shape[0] - 40, None)
        assert np.abs(one[band].astype(int) - other[band]).mean() > 20  # who, when, why: in each
        middle = slice(one.shape[0] // 2, one.shape[0] * 3 // 4)
        assert np.abs(one[middle].astype(int) - other[middle]).mean() < 20  # and still the picture
    auditor = Caller("audit-1", "audit_admin")
    found = store.ask(lambda c: kept.found(c, Asked(what=Look.EXPORT), auditor))[0]
    assert [(one.sha256, one.by) for one in found] == [(made.sha256, "li")] * 2
    work.close()
    store.close()
