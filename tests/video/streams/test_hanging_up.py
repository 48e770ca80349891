"""A look that ends is ended at WVP and at its media server: contract fakes of both, in one server.

Written from ZLMediaKit's server/WebApi.cpp: `/index/api/whep` answers 201 with a `Location` of
`/index/api/delete_webrtc`; older ones know `/index/api/webrtc` alone, whose JSON names no way out.
"""

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.access.callers import Caller
from domain.video.media.sources import Source, SourceKind
from feeds.video.calls import SourceCalls
from feeds.video.wvp import WvpConnector
from operations.video.streams.video_streams import VideoStreams
from tests.support.serving import until
from tests.video.fake_source import FakeServer, serving
from tests.video.media_rooms import DESK, DUTY, GATE, ACamera, rooms

OFFER = b"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\n"
WANG = Caller("wang", "leader")


class WvpAndZlm:
    """Both; `sessions` are those that are open at the media server."""

    def __init__(self) -> None:
        self.is_old, self.url = False, ""
        self.sessions: set[str] = set()
        self.playing = 0
        self.refuses_delete = False

    def __call__(
        self, path: str, query: dict[str, str], headers: dict[str, str]
    ) -> tuple[Any, ...]:
        if path.startswith("/index/api/"):
            return self._zlm(path.removeprefix("/index/api/"), query, headers[":method"])
        if path == "/api/user/login":
            return 200, {"code": 0, "data": {"accessToken": "jwt"}}
        if path.endswith("/play"):
            self.playing += 1
            rtc = f"{self.url}/index/api/webrtc?app=rtp&stream=x&type=play"
            return 200, {"code": 0, "data": {"stream": "x", "rtc": rtc}}
        if path.endswith("/play/stop"):
            self.playing = 0
        return 200, {"code": 0, "data": None}

    def _zlm(self, what: str, query: dict[str, str], method: str) -> tuple[Any, ...]:
        if what == "webrtc":
            return 200, {"code": 0, "sdp": "v=0 answer", "id": "zlm_1", "type": "answer"}
        if self.is_old:
            return 404, {"code": -400, "msg": "no such api"}
        if what == "whep":
            name = f"zlm_{len(self.sessions) + 1}"
            self.sessions.add(name)
            to = f"{self.url}/index/api/delete_webrtc?id={name}&token=t{name}"
            return 201, b"v=0 answer", {"location": to, "content-type": "application/sdp"}
        if self.refuses_delete:
            return 500, b""
        assert (what, method, query["token"]) == ("delete_webrtc", "DELETE", "t" + query["id"])
        self.sessions.discard(query["id"])
        return 200, b""


Fake = tuple[WvpAndZlm, FakeServer, VideoStreams]


@pytest.fixture
def fake() -> Iterator[Fake]:
    answers = WvpAndZlm()
    with serving(answers) as server:
        answers.url = server.url
        source = Source("xueliang", SourceKind.WVP, base=server.url, user="onescreen")
        wvp = WvpConnector(source, SourceCalls(source), "geheim", ZoneInfo("Asia/Shanghai"))
        yield answers, server, rooms({"xueliang": wvp}, ACamera(source="xueliang", address="1"))


async def offered(video: VideoStreams, who: Caller) -> str:
    """A camera opened and a session begun on it; the look."""
    opened = await video.streams.open(GATE, who, DUTY)
    assert opened.ways[0].kind.value == "whep"
    token = opened.ways[0].url.rpartition("/")[2]
    _, answer = await video.signalling.offer(token, who.actor, OFFER)
    assert answer.startswith(b"v=0")
    return opened.look_id


async def test_the_end_of_a_look_ends_its_session_and_the_last_one_the_camera(fake: Fake) -> None:
    answers, server, video = fake
    mine, theirs = await offered(video, DESK), await offered(video, WANG)
    assert answers.sessions == {"zlm_1", "zlm_2"}
    await video.streams.close(mine, DESK)
    await until(lambda: answers.sessions == {"zlm_2"})
    assert answers.playing  # somebody else still looks
    await video.streams.close(theirs, WANG)
    await until(lambda: not answers.sessions and not answers.playing)
    assert "/api/common/channel/playback/stop" not in server.paths()  # it was live
    await video.stop()


async def test_the_end_of_the_server_ends_all_of_them(fake: Fake) -> None:
    answers, _, video = fake
    await offered(video, DESK)
    await video.stop()
    assert (answers.sessions, answers.playing) == (set(), 0)


async def test_a_media_server_that_ends_no_session_still_has_its_camera_stopped(
    fake: Fake,
) -> None:
    answers, _, video = fake
    look = await offered(video, DESK)
    answers.refuses_delete = True
    await video.streams.close(look, DESK)
    await until(lambda: not answers.playing)
    await video.stop()


async def test_an_older_media_server_is_asked_in_its_own_way(fake: Fake) -> None:
    answers, server, video = fake
    answers.is_old = True
    look = await offered(video, DESK)
    assert server.paths()[-2:] == ["/index/api/whep", "/index/api/webrtc"]
    await video.streams.close(look, DESK)
    await until(lambda: not answers.playing)
    assert "/index/api/delete_webrtc" not in server.paths()
    await video.stop()
