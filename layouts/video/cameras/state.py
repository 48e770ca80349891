"""How a camera is now, in three layers that do not follow from each other, and the two rates.

Source: docs/decisions/0134-three-layers-of-status.md
"""

from domain.video.cameras.camera import Camera
from domain.video.cameras.figures import RegisterFigures
from domain.video.media.picture import Picture
from domain.video.media.status import CameraState, Rates, clock_says, rates
from domain.words import Words
from layouts.office import office
from layouts.video.cameras.seat import Seat

Tile = tuple[str, str, str]


def layers(camera: Camera, seat: Seat) -> list[tuple[str, str]]:
    """Name and sentence of each layer, with when it was measured; none of what is not connected."""
    if not camera.is_connected:
        return []
    words, state = seat.words, seat.state_of(camera.camera_id)
    told = [
        (words("信令"), _signalled(state, seat)),
        (words("视频流"), _stream(state, camera.source or "", seat)),
        (words("画面"), _picture(state, seat)),
    ]
    says = clock_says(state.clock_off_s)
    return [*told, *((words("录像机时钟"), one.said(words)) for one in says)]


def short(camera: Camera, seat: Seat) -> str:
    """What a row says of stream, picture and clock; nothing where nobody has measured."""
    state, words = seat.state_of(camera.camera_id), seat.words
    if not camera.is_connected:
        return ""
    told = []
    if state.has_stream is not None:
        told.append(words("有视频流") if state.has_stream else words("无视频流"))
    if state.has_stream and state.picture not in {None, Picture.OK, Picture.UNKNOWN}:
        told.append(picture_name(state.picture, words))
    if clock_says(state.clock_off_s):
        told.append(words("时钟不准"))
    return words.listed(told)


def picture_name(picture: Picture | None, words: Words) -> str:
    """What the frames showed."""
    return {
        Picture.OK: words("画面正常"),
        Picture.BLACK: words("黑屏"),
        Picture.FROZEN: words("画面静止"),
        Picture.CLOCK_STANDS: words("画面时间不走"),
    }.get(picture or Picture.UNKNOWN, words("未能判断"))


def _signalled(state: CameraState, seat: Seat) -> str:
    words = seat.words
    if state.is_signalled is None:
        return words("来源未告知")
    says = words("信令在线") if state.is_signalled else words("信令离线")
    return _at(says, state.signalled_at, seat)


def _stream(state: CameraState, source: str, seat: Seat) -> str:
    words = seat.words
    told = []
    if state.has_stream is None:
        told.append(words("尚未检测"))
    else:
        says = words("有视频流") if state.has_stream else words("无视频流")
        told.append(_at(says, state.stream_at, seat))
    if state.trouble:
        told.append(words.of("error", state.trouble, source=source, camera="", number="—"))
    if state.first_frame_at is not None:
        at = office.moment(state.first_frame_at, seat.zone_name)
        told.append(words("最近一次首帧 {at}", at=at))
    return " · ".join(told)


def _picture(state: CameraState, seat: Seat) -> str:
    if state.picture is None:
        return seat.words("尚未检测")
    return _at(picture_name(state.picture, seat.words), state.picture_at, seat)


def _at(says: str, when: object, seat: Seat) -> str:
    at = office.moment(when, seat.zone_name)  # type: ignore[arg-type]
    return seat.words("{says}（{at}）", says=says, at=at)


def rate_tiles(told: RegisterFigures, seat: Seat) -> list[Tile]:
    """Both rates of the reader's cameras, for one hides what the other shows."""
    found = _rates(told, seat)
    words = seat.words
    online = words("信令在线 {part} / 来源已告知 {whole}", part=found.signalled, whole=found.told)
    playable = words("出首帧 {part} / 已抽测 {whole}", part=found.playable, whole=found.sampled)
    return [
        (words("在线率"), _percent(found.online_rate, found, words), online),
        (words("可播放率"), _percent(found.playable_rate, found, words), playable),
    ]


def rates_told(told: RegisterFigures, seat: Seat) -> str:
    """Where both rates come from, of which time, and how old they are; empty without a source."""
    found, words = _rates(told, seat), seat.words
    if not found.connected:
        return ""
    return words(
        "在线率来源：视频平台设备列表，近24小时；可播放率来源：逐路取首帧（10秒内），近24小时，"
        "最早一次 {oldest}；已接入 {count} 路；截至 {at}",
        oldest=office.moment(found.oldest_at, seat.zone_name),
        count=found.connected,
        at=office.moment(seat.now, seat.zone_name),
    )


def _rates(told: RegisterFigures, seat: Seat) -> Rates:
    own = (state for key, state in seat.states.items() if key in told.connected)
    return rates(own, len(told.connected), seat.now)


def _percent(rate: float | None, found: Rates, words: Words) -> str:
    if not found.connected:
        return words("未接入")
    return words("未测") if rate is None else f"{100 * rate:.1f} %"
