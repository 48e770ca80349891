"""What the register's page says of a camera's three layers and of the two rates."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from catalogues import read_catalogues
from domain.video.cameras.figures import RegisterFigures
from domain.video.cameras.filing import Gap
from domain.video.media.picture import Picture
from domain.video.media.status import CameraState
from layouts.reader import Reader
from layouts.video.cameras.figures import figures
from layouts.video.cameras.listing import told_status
from layouts.video.cameras.seat import Seat
from layouts.video.cameras.state import layers, short
from tests.domain.video.cameras import ID, a_camera

NOW = datetime(2026, 11, 29, 4, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
CONNECTED = a_camera(source="xueliang", address="1023")
MEASURED = CameraState(
    ID,
    is_signalled=True,
    signalled_at=NOW - MINUTE,
    has_stream=True,
    stream_at=NOW - 2 * MINUTE,
    first_frame_at=NOW - 2 * MINUTE,
    picture=Picture.BLACK,
    picture_at=NOW - 2 * MINUTE,
    clock_off_s=3700.0,
)


def seat(*states: CameraState) -> Seat:
    words = read_catalogues().words("zh")
    told = {one.camera_id: one for one in states}
    return Seat(Reader(words), "Asia/Shanghai", NOW, "k", str, {}, states=told)


def figures_of(*connected: str) -> RegisterFigures:
    return RegisterFigures(900, 0, {}, {}, {}, dict.fromkeys(Gap, 0), frozenset(connected), 0)


def test_each_layer_is_told_with_its_moment():
    told = dict(layers(CONNECTED, seat(MEASURED)))
    assert told == {
        "信令": "信令在线（2026-11-29 11:59:00）",
        "视频流": "有视频流（2026-11-29 11:58:00） · 最近一次首帧 2026-11-29 11:58:00",
        "画面": "黑屏（2026-11-29 11:58:00）",
        "录像机时钟": "录像机时钟快 1 小时 1 分 40 秒",
    }
    assert short(CONNECTED, seat(MEASURED)) == "有视频流、黑屏、时钟不准"


def test_what_failed_is_said_beside_the_last_first_frame():
    failed = replace(MEASURED, has_stream=False, trouble="video_source_down")
    said = dict(layers(CONNECTED, seat(failed)))["视频流"]
    assert "无视频流" in said and "“xueliang”连接不上" in said and "最近一次首帧" in said
    assert short(CONNECTED, seat(failed)) == "无视频流、时钟不准"


def test_nothing_is_told_of_what_is_not_connected_or_was_never_measured():
    assert layers(a_camera(), seat(MEASURED)) == []
    assert short(a_camera(), seat(MEASURED)) == ""
    assert told_status(a_camera(), seat(MEASURED)) == "未接入"
    assert told_status(CONNECTED, seat()) == "已接入，来源未告知"
    assert dict(layers(CONNECTED, seat()))["视频流"] == "尚未检测"


def test_both_rates_stand_with_source_window_and_age_and_count_only_the_readers_cameras():
    dark = CameraState("b", is_signalled=True, signalled_at=NOW, has_stream=False, stream_at=NOW)
    others = CameraState("c", is_signalled=False, signalled_at=NOW)
    shown = str(figures(figures_of(ID, "b"), seat(MEASURED, dark, others)))
    assert "100.0 %" in shown and "信令在线 2 / 来源已告知 2" in shown
    assert "50.0 %" in shown and "出首帧 1 / 已抽测 2" in shown
    assert "近24小时" in shown and "最早一次 2026-11-29 11:58:00" in shown
    assert "截至 2026-11-29 12:00:00" in shown


def test_without_a_source_no_rate_is_told():
    shown = str(figures(figures_of(), seat(MEASURED)))
    assert shown.count("未接入") == 2 and " %" not in shown
