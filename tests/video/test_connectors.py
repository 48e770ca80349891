"""WVP and MediaMTX as their interfaces are published: fakes of ours stand in for both servers."""

import base64
import hashlib
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.video.media.connector import PresetAct, Turn
from domain.video.media.sources import AddressError, Source, SourceKind
from domain.video.media.ways import MediaTroubleError, TroubleError
from feeds.video.calls import SourceCalls
from feeds.video.mediamtx import MediaMtxConnector
from feeds.video.wvp import WvpConnector
from operations.video.streams.hook import MediaHook
from operations.video.streams.turning import Turned
from tests.support.serving import until
from tests.video.fake_source import FakeServer, serving
from tests.video.media_rooms import DESK, DUTY, GATE, NOON, ACamera, FakeLooks, rooms

SHANGHAI = ZoneInfo("Asia/Shanghai")
PAIR = "34060400002000000001/34060400001320000001"


class FakeWvp:
    """WVP's published answers: a login, channels, play, front-end, recordings."""

    def __init__(self) -> None:
        self.timeouts, self.media, self.url = 0, "", ""
        self.token = "jwt-1"

    def __call__(
        self, path: str, query: dict[str, str], headers: dict[str, str]
    ) -> tuple[int, Any]:
        if path == "/api/user/login":
            fits = query.get("password") == hashlib.md5(b"geheim").hexdigest()
            if not fits or query.get("username") != "onescreen":
                return 200, {"code": 100, "msg": "用户名或密码错误"}
            return 200, {"code": 0, "data": {"accessToken": self.token}}
        if headers.get("access-token") != self.token:
            return 200, {"code": 401, "msg": "请登录后重新请求"}
        if path == "/api/common/channel/list":
            page = int(query["page"])
            items = [_channel(n) for n in range(1, 6)][(page - 1) * 2 : page * 2]
            return 200, {"code": 0, "data": {"total": 5, "list": items}}
        if "/play" in path and "stop" not in path and "snap" not in path and "query" not in path:
            if self.timeouts:
                self.timeouts -= 1
                return 200, {"code": 100, "msg": "点播超时"}
            media = self.media or self.url
            return 200, {"code": 0, "data": {
                "stream": "34060400001320000001_1", "mediaServerId": "zlm-1",
                "rtc": f"{media}/index/api/webrtc?app=rtp&stream=x&type=play",
                "hls": f"{media}/rtp/x/hls.m3u8", "flv": f"{media}/rtp/x.live.flv",
            }}  # fmt: skip
        if path.endswith("/playback/query"):
            one = {"startTime": "2026-01-01 12:00:00", "endTime": "2026-01-01 12:10:00"}
            return 200, {"code": 0, "data": [one, {"startTime": "kaputt"}]}
        if path.endswith("/preset/query"):
            named = [{"presetId": "1", "presetName": "校门"}, {"presetId": "900"}]
            return 200, {"code": 0, "data": named}
        return 200, {"code": 0, "data": None}


def _channel(number: int) -> dict[str, Any]:
    return {
        "gbId": number, "gbDeviceId": f"3406040000132000000{number}", "gbName": f"摄像机{number}",
        "gbStatus": "ON" if number % 2 else "OFF", "gbLongitude": 116.8, "gbLatitude": 0,
        "gbPtzType": 1,
    }  # fmt: skip


@pytest.fixture
def fake() -> Iterator[tuple[FakeWvp, FakeServer, WvpConnector]]:
    answers = FakeWvp()
    with serving(answers) as server:
        answers.url = server.url
        source = Source("xueliang", SourceKind.WVP, base=server.url, user="onescreen")
        yield answers, server, WvpConnector(source, SourceCalls(source), "geheim", SHANGHAI)


Fake = tuple[FakeWvp, FakeServer, WvpConnector]


async def test_channels_come_page_by_page(fake: Fake) -> None:
    _, _, wvp = fake
    first, last = await wvp.channels(1, 2), await wvp.channels(3, 2)
    assert (first.total, [one.address for one in first.channels]) == (5, ["1", "2"])
    assert [one.address for one in last.channels] == ["5"]
    assert (first.channels[0].is_on, first.channels[1].is_on) == (True, False)
    assert (first.channels[0].lon, first.channels[0].lat) == (116.8, None)  # 0 is no place


async def test_the_first_time_out_is_tried_once_more_and_the_second_is_told(fake: Fake) -> None:
    answers, server, wvp = fake
    answers.timeouts = 1
    sent = await wvp.play("1")
    assert sent.is_zlm
    assert sent.hls.endswith("/rtp/x/hls.m3u8")
    answers.timeouts = 2
    with pytest.raises(TroubleError) as told:
        await wvp.play("1")
    assert (told.value.says, told.value.half.value) == ("video_play_timeout", "signalling")
    assert server.paths().count("/api/common/channel/play") == 4


async def test_a_media_server_nobody_named_is_not_asked(fake: Fake) -> None:
    answers, _, wvp = fake
    answers.media = "http://169.254.169.254"
    with pytest.raises(MediaTroubleError) as told:
        await wvp.play("1")
    assert told.value.says == "video_media_elsewhere"


async def test_a_login_that_ran_out_is_renewed_and_a_wrong_one_told(fake: Fake) -> None:
    answers, server, wvp = fake
    await wvp.channels(1, 2)
    answers.token = "jwt-2"
    await wvp.channels(1, 2)
    assert server.paths().count("/api/user/login") == 2
    source = wvp.source
    wrong = WvpConnector(source, SourceCalls(source), "falsch", SHANGHAI)
    with pytest.raises(TroubleError) as told:
        await wrong.channels(1, 2)
    assert told.value.says == "video_source_refuses"
    assert "falsch" not in str(told.value)


async def test_recordings_and_playback_are_asked_in_local_time(fake: Fake) -> None:
    _, server, wvp = fake
    [found] = await wvp.recordings("1", NOON, NOON + timedelta(minutes=10))
    assert found.start == NOON
    sent = await wvp.playback("1", NOON, NOON + timedelta(minutes=1))
    assert server.asked[-1][1]["startTime"] == "2026-01-01 12:00:00"
    await wvp.stop("1", sent)
    assert server.asked[-1][0] == "/api/common/channel/playback/stop"
    assert server.asked[-1][1]["stream"] == sent.stream


async def test_both_kinds_of_address_and_no_other(fake: Fake) -> None:
    _, server, wvp = fake
    await wvp.turn(PAIR, Turn.LEFT, 100)
    assert server.asked[-1] == (
        f"/api/front-end/ptz/{PAIR}",
        {"command": "left", "horizonSpeed": "255", "verticalSpeed": "255", "zoomSpeed": "15"},
    )
    assert [one.number for one in await wvp.presets("1")] == [1]
    await wvp.preset("1", 3, PresetAct.CALL)
    assert server.asked[-1] == (
        "/api/common/channel/front-end/preset/call", {"presetId": "3", "channelId": "1"},
    )  # fmt: skip
    for wrong in "../../user/list", "1?x=2", "a/b/c", "":
        with pytest.raises(AddressError):
            await wvp.turn(wrong, Turn.LEFT, 10)


async def test_a_camera_that_turns_is_told_to_stop_whatever_becomes_of_who_turned_it(
    fake: Fake,
) -> None:
    _, server, wvp = fake
    video = rooms({"xueliang": wvp}, ACamera(source="xueliang", address="1"))

    def commands() -> list[str]:
        return [query["command"] for path, query in server.asked if path.endswith("/ptz")]

    await video.turning.turn(GATE, Turned(Turn.LEFT, 50, 0.05), DESK, DUTY)
    await until(lambda: commands() == ["left", "stop"])
    # a held key: one stop after the last of them
    await video.turning.turn(GATE, Turned(Turn.UP, 50, 3.0), DESK, DUTY)
    await video.turning.turn(GATE, Turned(Turn.UP, 50, 3.0), DESK, DUTY)
    assert commands() == ["left", "stop", "up", "up"]
    await video.stop()  # the server ends: it still stops
    assert commands() == ["left", "stop", "up", "up", "stop"]
    looks = video.media.looks
    assert isinstance(looks, FakeLooks)
    assert looks.events == [("begin", "ptz")] * 3


NOW_PATHS = {
    "itemCount": 2, "pageCount": 1, "items": [
        {"name": "gate", "online": True, "tracks2": [{"codec": "H264"}]},
        {"name": "mine/north", "ready": False, "tracks": ["H265"]},
    ],
}  # fmt: skip


def _mediamtx(path: str, query: dict[str, str], headers: dict[str, str]) -> tuple[int, Any]:
    """MediaMTX's published answers: paths, old and new words, and recordings."""
    login = base64.b64encode(b"onescreen:geheim").decode()
    if path.startswith("/v3") and headers.get("authorization") != f"Basic {login}":
        return 401, {"error": "unauthorized"}
    if path == "/v3/paths/list":
        return 200, NOW_PATHS
    if path == "/v3/paths/get/gate":
        return 200, NOW_PATHS["items"][0]  # type: ignore[index]
    if path == "/v3/paths/get/mine/north":
        return 200, NOW_PATHS["items"][1]  # type: ignore[index]
    if path == "/list":
        return 200, [{"start": "2026-01-01T12:00:00+08:00", "duration": 60.5}, {"start": 1}]
    return 404, {"error": "not found"}


async def test_mediamtx_by_old_and_new_words() -> None:
    hook = MediaHook({"mtx": ("onescreen", "geheim")})
    with serving(_mediamtx) as server:
        at = server.url
        source = Source(
            "mtx", SourceKind.MEDIAMTX, base=at, user="onescreen", playback=at,
            whep=f"{at}/{{address}}/whep", hls=f"{at}/{{address}}/index.m3u8",
            is_low_latency=True,
        )  # fmt: skip
        mtx = MediaMtxConnector(source, SourceCalls(source), "geheim", hook.key_for)
        page = await mtx.channels(1, 100)
        assert [(one.address, one.is_on) for one in page.channels] == [
            ("gate", True), ("mine/north", False),
        ]  # fmt: skip
        sent = await mtx.play("gate")
        assert (sent.whep, sent.is_low_latency) == (f"{at}/gate/whep", True)
        # what no browser takes by WebRTC is not offered by it
        assert (await mtx.play("mine/north")).whep == ""
        [found] = await mtx.recordings("gate", NOON, NOON + timedelta(hours=1))
        assert found.end - found.start == timedelta(seconds=60.5)
        sent = await mtx.playback("gate", NOON, NOON + timedelta(minutes=1))
        assert sent.mp4.startswith(f"{at}/get?path=gate&start=2026-01-01T04%3A00%3A00.000Z")
        key = dict(sent.headers)["authorization"].removeprefix("Bearer ")
        assert hook.allows({"action": "read", "path": "gate", "token": key})
        await mtx.close()


def test_the_hook_says_yes_to_keys_of_ours_for_their_path_alone() -> None:
    clock = [datetime(2026, 1, 1, tzinfo=UTC)]
    hook = MediaHook({"mtx": ("onescreen", "geheim")}, lambda: clock[0])
    key = hook.key_for("mtx", "gate")
    reads = {"action": "read", "path": "gate", "token": key, "user": "", "password": ""}
    assert hook.allows(reads)
    assert hook.allows({**reads, "action": "playback"})
    empty = {"action": "read", "path": "gate", "token": "", "user": "", "password": ""}
    assert not hook.allows(empty)
    for wrong in ({"path": "mine"}, {"token": key + "x"}, {"action": "publish"}, {"action": "api"}):
        assert not hook.allows({**reads, **wrong})
    api = {"action": "api", "user": "onescreen", "password": "geheim"}
    assert hook.allows(api)
    assert not hook.allows({**api, "password": "falsch"})
    assert not MediaHook({"mtx": ("onescreen", "")}).allows({**api, "password": ""})
    clock[0] += timedelta(hours=13)
    assert not hook.allows(reads)


def test_the_hook_answers_from_memory_among_thousands_of_keys() -> None:
    hook = MediaHook({"mtx": ("onescreen", "geheim")})
    keys = [hook.key_for("mtx", f"c{n}") for n in range(5000)]
    asked = {"action": "read", "path": "c4999", "token": keys[-1]}
    assert not hook.allows({"action": "read", "path": "c0", "token": keys[0]})  # the oldest went
    begun = time.perf_counter()
    assert all(hook.allows(asked) for _ in range(100))
    assert (time.perf_counter() - begun) / 100 < 0.005
