"""What the routes of cameras read and answer."""

from pydantic import Field

from api.typed import Answer, Body, Mapped
from domain.moments import to_iso
from domain.video.media.connector import Answered, Preset, Recording
from domain.video.media.status import Rates
from domain.video.media.ways import Opened


class CameraOpenIn(Body):
    """Why: `kind`, `subject`, `text`, `basis`, `document`; `sub`: a small picture."""

    why: Mapped = None
    sub: bool = False


class CameraPlaybackIn(Body):
    """A span of a recording, with a zone, and why."""

    start: str = Field(max_length=40)
    end: str = Field(max_length=40)
    why: Mapped = None


class CameraSnapshotIn(Body):
    """Why a picture is kept."""

    why: Mapped = None


class CameraTurnIn(Body):
    """A command such as `left`; it stops by itself after `seconds`."""

    command: str = Field(max_length=16)
    speed: int = Field(50, ge=1, le=100)
    seconds: float = Field(0.8, gt=0, le=3)
    why: Mapped = None


class CameraPresetIn(Body):
    """A kept direction: `call`, `add` or `delete`."""

    number: int = Field(ge=1, le=255)
    act: str = Field("call", max_length=8)
    why: Mapped = None


class WayOut(Answer):
    """One way to the picture: `whep`, `llhls`, `hls` or `snapshot`."""

    kind: str
    url: str


class CameraOpenedOut(Answer):
    """An open look. The ways are tried in this order and hold until `expires_at`."""

    look_id: str
    name: str
    expires_at: str
    ways: list[WayOut]
    says: list[str]
    is_demo: bool
    clock_off_s: float | None


class RecordingOut(Answer):
    """A piece of recording there is."""

    start: str
    end: str


class RecordingsOut(Answer):
    """What was recorded."""

    items: list[RecordingOut]


class PresetOut(Answer):
    """A kept direction."""

    number: int
    name: str


class PresetsOut(Answer):
    """The kept directions of a camera."""

    items: list[PresetOut]


class VideoDoneOut(Answer):
    """It was done."""

    done: bool = True


class SourceOut(Answer):
    """How a source is; `says` tells what fails since `failing_since`."""

    name: str
    ok_at: str | None
    failing_since: str | None
    says: str | None
    clock_off_s: float | None


class RatesOut(Answer):
    """Online: registered of those told of. Playable: with a first frame of those sampled."""

    connected: int
    told: int
    signalled: int
    sampled: int
    playable: int
    oldest_at: str | None


class SourcesOut(Answer):
    """All sources, and the rates of their cameras."""

    items: list[SourceOut]
    rates: RatesOut


def opened_out(opened: Opened, says: list[str]) -> CameraOpenedOut:
    """As it is sent."""
    return CameraOpenedOut(
        look_id=opened.look_id,
        name=opened.name,
        expires_at=to_iso(opened.expires_at),
        ways=[WayOut(kind=one.kind.value, url=one.url) for one in opened.ways],
        says=says,
        is_demo=opened.is_demo,
        clock_off_s=opened.clock_off_s,
    )


def recordings_out(found: list[Recording]) -> RecordingsOut:
    """As they are sent."""
    return RecordingsOut(
        items=[RecordingOut(start=to_iso(one.start), end=to_iso(one.end)) for one in found]
    )


def presets_out(found: list[Preset]) -> PresetsOut:
    """As they are sent."""
    return PresetsOut(items=[PresetOut(number=one.number, name=one.name) for one in found])


def rates_out(one: Rates) -> RatesOut:
    """As they are sent."""
    return RatesOut(
        connected=one.connected,
        told=one.told,
        signalled=one.signalled,
        sampled=one.sampled,
        playable=one.playable,
        oldest_at=to_iso(one.oldest_at) if one.oldest_at else None,
    )


def source_out(one: Answered, says: str | None) -> SourceOut:
    """As it is sent."""
    return SourceOut(
        name=one.source,
        ok_at=to_iso(one.ok_at) if one.ok_at else None,
        failing_since=to_iso(one.failing_since) if one.failing_since else None,
        says=says,
        clock_off_s=one.clock_off_s,
    )
