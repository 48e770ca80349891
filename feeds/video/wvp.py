"""WVP-GB28181-pro: cameras of GB/T 28181 by its REST interface; its media server sends the frames.

A camera is addressed by its number in WVP's own list (`1023`), or on older servers by device and
channel (`34060400002000000001/34060400001320000001`). An address of a stream is never kept: with no
viewer the camera stops, so each look asks anew. Written from the controllers of its repository
(src/main/java/com/genersoft/iot/vmp/gb28181/controller).
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Any
from urllib.parse import quote, urlencode

from domain.video.media.connector import (
    Answered,
    Channel,
    ChannelPage,
    Fetched,
    Fetcher,
    Preset,
    PresetAct,
    Recording,
    Turn,
)
from domain.video.media.sources import AddressError, Source
from domain.video.media.ways import MediaTroubleError, TroubleError, Upstream
from feeds.video.mediamtx import read_object

LARGEST_PICTURE = 4 * 1024 * 1024
# It waits for the camera itself: an invitation takes seconds, and the first after a rest is lost.
PLAY_WITHIN_S, PRESETS_WITHIN_S = 12.0, 5.0
_CHANNEL = re.compile(r"\d{1,10}")
_PAIR = re.compile(r"([\w-]{1,64})/([\w-]{1,64})")
_COMMON = "/api/common/channel"


class WvpConnector:
    """One WVP.

    Args:
        source: `base` is WVP itself, `media` the origins its media server is reached at.
        calls: its HTTP client.
        secret: the password of `source.user`.
        zone: of its clock; it tells and reads local times.
    """

    def __init__(self, source: Source, calls: Fetcher, secret: str, zone: tzinfo) -> None:
        self.source, self.calls = source, calls
        self._secret, self._zone = secret, zone
        self._token = ""

    async def channels(self, page: int, count: int) -> ChannelPage:
        """A page of its list of all channels."""
        told = await self._ask(f"{_COMMON}/list", {"page": page, "count": count})
        held = told.get("list")
        items = [one for one in held if isinstance(one, dict)] if isinstance(held, list) else []
        total = told.get("total")
        read = [one for item in items if (one := _channel(item))]
        return ChannelPage(read, total if isinstance(total, int) else len(read))

    async def play(self, address: str) -> Upstream:
        """Invite the camera; the first time-out, often after a rest, is tried once more."""
        try:
            return await self._play(address)
        except TroubleError as error:
            if error.code != "play_timeout":
                raise
            return await self._play(address)

    async def _play(self, address: str) -> Upstream:
        path, asked = _at(address, f"{_COMMON}/play", "/api/play/start/{pair}")
        return self._upstream(await self._ask(path, asked, PLAY_WITHIN_S))

    async def stop(self, address: str, sent: Upstream) -> None:
        """Tell it that nobody looks any more."""
        if sent.stream:
            stream = quote(sent.stream, safe="")
            path, asked = _at(
                address, f"{_COMMON}/playback/stop", f"/api/playback/stop/{{pair}}/{stream}"
            )
            if "channelId" in asked:
                asked["stream"] = sent.stream
        else:
            path, asked = _at(address, f"{_COMMON}/play/stop", "/api/play/stop/{pair}")
        await self._ask(path, asked)

    async def snapshot(self, address: str) -> bytes | None:
        """Its own picture of a channel; only by device and channel."""
        pair = _PAIR.fullmatch(address)
        if pair is None:
            return None
        asked = {"deviceId": pair[1], "channelId": pair[2]}
        answer = await self._signed_in("/api/play/snap?" + urlencode(asked), LARGEST_PICTURE)
        return answer.body if answer.body.startswith(b"\xff\xd8") else None

    async def turn(self, address: str, turn: Turn, speed: int) -> None:
        """Turn or zoom; `speed` 1 to 100 is told in its own steps."""
        fast, zoom = round(speed * 255 / 100), max(1, round(speed * 15 / 100))
        path, asked = _at(address, f"{_COMMON}/front-end/ptz", "/api/front-end/ptz/{pair}")
        if "channelId" in asked:
            told = {"panSpeed": fast, "tiltSpeed": fast, "zoomSpeed": zoom}
        else:
            told = {"horizonSpeed": fast, "verticalSpeed": fast, "zoomSpeed": zoom}
        await self._ask(path, {"command": turn.value, **asked, **told}, PRESETS_WITHIN_S)

    async def presets(self, address: str) -> Sequence[Preset]:
        """Its kept directions."""
        path, asked = _preset_at(address, "query")
        told = await self._data(path, PRESETS_WITHIN_S, asked)
        found = []
        for one in told if isinstance(told, list) else []:
            if isinstance(one, dict) and str(one.get("presetId", "")).isdigit():
                number = int(one["presetId"])
                if 1 <= number <= 255:
                    found.append(Preset(number, str(one.get("presetName") or "")[:64]))
        return found

    async def preset(self, address: str, number: int, act: PresetAct) -> None:
        """Go to a kept direction, keep the present one, or forget one."""
        path, asked = _preset_at(address, act.value)
        await self._ask(path, {"presetId": number, **asked}, PRESETS_WITHIN_S)

    async def recordings(self, address: str, start: datetime, end: datetime) -> Sequence[Recording]:
        """What the recorder lists."""
        path, asked = _at(address, f"{_COMMON}/playback/query", "/api/gb_record/query/{pair}")
        told = await self._data(path, PLAY_WITHIN_S, {**asked, **self._span(start, end)})
        if isinstance(told, dict):
            told = told.get("recordList") or told.get("list")
        found = []
        for one in told if isinstance(told, list) else []:
            try:
                begun, over = self._moment(one["startTime"]), self._moment(one["endTime"])
            except (KeyError, TypeError, ValueError):
                continue
            found.append(Recording(begun, over))
        return found

    async def playback(self, address: str, start: datetime, end: datetime) -> Upstream:
        """Have the recorder send."""
        path, asked = _at(address, f"{_COMMON}/playback", "/api/playback/start/{pair}")
        span = self._span(start, end)
        told = await self._ask(path, {**asked, **span}, PLAY_WITHIN_S)
        # A live picture has such a name as well, and is ended without it.
        return replace(self._upstream(told), stream=str(told.get("stream") or "")[:128])

    async def health(self) -> Answered:
        """Whether it answers and lets us in."""
        await self._ask(f"{_COMMON}/list", {"page": 1, "count": 1})
        return self.calls.answered()

    async def close(self) -> None:
        """End what is open."""
        await self.calls.close()

    def _span(self, start: datetime, end: datetime) -> dict[str, str]:
        return {"startTime": self._local(start), "endTime": self._local(end)}

    def _local(self, at: datetime) -> str:
        return at.astimezone(self._zone).strftime("%Y-%m-%d %H:%M:%S")

    def _moment(self, told: str) -> datetime:
        at = datetime.fromisoformat(told)
        return at if at.tzinfo else at.replace(tzinfo=self._zone)

    def _upstream(self, told: Mapping[str, Any]) -> Upstream:
        """The addresses its media server can be asked at; what lies elsewhere is left out."""

        def first(*names: str) -> str:
            for name in names:
                url = told.get(name)
                if isinstance(url, str) and len(url) < 2000 and self.source.permits(url):
                    return url
            return ""

        rtc = first("rtc", "rtcs")
        made = Upstream(
            whep=rtc,
            is_zlm="/index/api/webrtc" in rtc,
            hls=first("hls", "https_hls"),
            rtsp=first("rtsp", "rtsps"),
        )
        if not (made.whep or made.hls or made.rtsp):
            # It answered, and names a media server the district's file does not.
            raise MediaTroubleError(says="video_media_elsewhere", source=self.source.name)
        return made

    async def _ask(
        self, path: str, asked: Mapping[str, object], within_s: float = 8.0
    ) -> Mapping[str, Any]:
        told = await self._data(path, within_s, asked)
        return told if isinstance(told, dict) else {}

    async def _data(self, path: str, within_s: float, asked: Mapping[str, object]) -> Any:
        """The `data` of an answer; signed in anew once where it knows us no more."""
        query = f"?{urlencode(asked)}" if asked else ""
        told = read_object(
            (await self._signed_in(path + query, within_s=within_s)).body, self.source.name
        )
        if told.get("code") == 401:
            self._token = ""
            told = read_object(
                (await self._signed_in(path + query, within_s=within_s)).body, self.source.name
            )
        self._judge(told)
        return told.get("data", told if "list" in told else None)

    def _judge(self, told: Mapping[str, Any]) -> None:
        code, message = told.get("code", 0), str(told.get("msg") or "")
        if code == 0:
            return
        name = self.source.name
        if "收流超时" in message:
            raise MediaTroubleError(says="video_no_media", source=name)
        if "超时" in message:
            raise TroubleError(says="video_play_timeout", source=name, code="play_timeout")
        if code == 401:
            raise TroubleError(says="video_source_refuses", source=name)
        raise TroubleError(says="video_source_says_no", source=name, number=code)

    async def _signed_in(
        self, path: str, most: int = 2 * 1024 * 1024, within_s: float = 8.0
    ) -> Fetched:
        url = self.source.base.rstrip("/") + path
        for _ in range(2):
            if not self._token:
                await self._sign_in()
            answer = await self.calls.fetch(
                url, headers={"access-token": self._token}, most=most, within_s=within_s,
                may_refuse=True,
            )  # fmt: skip
            if answer.status not in {401, 403}:
                break
            self._token = ""
        if answer.status in {401, 403}:
            raise TroubleError(says="video_source_refuses", source=self.source.name)
        if answer.status >= 400:
            raise TroubleError(says="video_not_at_source", source=self.source.name)
        return answer

    async def _sign_in(self) -> None:
        # Its interface asks for the password so; whoever reads the line could sign in with it.
        digest = hashlib.md5(self._secret.encode(), usedforsecurity=False).hexdigest()
        asked = urlencode({"username": self.source.user, "password": digest})
        url = f"{self.source.base.rstrip('/')}/api/user/login?{asked}"
        answer = await self.calls.fetch(url)
        told = read_object(answer.body, self.source.name)
        data = told.get("data")
        token = data.get("accessToken") if isinstance(data, dict) else None
        if told.get("code") != 0 or not isinstance(token, str) or not token:
            raise TroubleError(says="video_source_refuses", source=self.source.name)
        self._token = token


def _at(address: str, common: str, pair: str) -> tuple[str, dict[str, object]]:
    """Path and query for a camera: by its number in the list, or by device and channel.

    Raises:
        AddressError: it is neither.
    """
    if _CHANNEL.fullmatch(address):
        return common, {"channelId": address}
    if _PAIR.fullmatch(address):
        return pair.replace("{pair}", address), {}
    raise AddressError(says="video_address_not_plain", field="address")


def _preset_at(address: str, act: str) -> tuple[str, dict[str, object]]:
    return _at(
        address, f"{_COMMON}/front-end/preset/{act}", f"/api/front-end/preset/{act}/{{pair}}"
    )


def _channel(item: Mapping[str, Any]) -> Channel | None:
    """A channel of its list; None where it names none of its own."""
    number = item.get("gbId")
    if not isinstance(number, int):
        return None
    status = item.get("gbStatus")
    ptz = item.get("gbPtzType")
    return Channel(
        address=str(number),
        camera_id=str(item.get("gbDeviceId") or ""),
        name=str(item.get("gbName") or "")[:128],
        is_on={"ON": True, "OFF": False}.get(str(status).upper()),
        lat=_degrees(item.get("gbLatitude"), 90),
        lon=_degrees(item.get("gbLongitude"), 180),
        ptz_type=ptz if isinstance(ptz, int) else None,
        civil_code=str(item.get("gbCivilCode") or "")[:12],
        manufacturer=str(item.get("gbManufacturer") or "")[:64],
    )


def _degrees(value: object, most: float) -> float | None:
    """A coordinate; 0 stands where a platform knows none."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return float(value) if value and abs(value) <= most else None
