"""How a camera is, in three layers that do not follow from each other, and the two rates.

Signalled: its source says that it is registered. Stream: a first frame came. Picture: the frames
show something. A camera can be signalled and never send a frame.

Source: docs/decisions/0134-three-layers-of-status.md
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.saying import Saying, Spoken
from domain.video.media.picture import Picture

# What is older says nothing of now.
GOOD_FOR = timedelta(hours=24)
# A clock that is off by less is told by nobody: pictures take a few seconds to come.
CLOCK_MAY_BE_OFF_S = 30.0


@dataclass(frozen=True, slots=True)
class CameraState:
    """What was measured of a camera; None where nobody has measured, or could.

    Attributes:
        is_signalled: as its source told at `signalled_at`.
        has_stream: whether a first frame came when it was asked for at `stream_at`.
        first_frame_at: when the last first frame came.
        picture: what the frames showed at `picture_at`.
        clock_off_s: how far its recorder's clock was ahead.
        trouble: the sentence (context `error`) of what failed last.
    """

    camera_id: str
    is_signalled: bool | None = None
    signalled_at: datetime | None = None
    has_stream: bool | None = None
    stream_at: datetime | None = None
    first_frame_at: datetime | None = None
    picture: Picture | None = None
    picture_at: datetime | None = None
    clock_off_s: float | None = None
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class Rates:
    """Two rates with their denominators; both are told, for one hides what the other shows.

    Attributes:
        connected: cameras with a source: what should be there.
        told: of these, whose source has said within a day whether they are registered.
        signalled: of those, registered.
        sampled: of the connected, asked for a first frame within a day.
        playable: of those, one came in time.
        oldest_at: when the oldest of these samples was taken.
    """

    connected: int
    told: int
    signalled: int
    sampled: int
    playable: int
    oldest_at: datetime | None

    @property
    def online_rate(self) -> float | None:
        """Registered of those that were told of; None where none was."""
        return self.signalled / self.told if self.told else None

    @property
    def playable_rate(self) -> float | None:
        """With a first frame of those that were sampled; None where none was."""
        return self.playable / self.sampled if self.sampled else None


def rates(states: Iterable[CameraState], connected: int, now: datetime) -> Rates:
    """The rates of the cameras that are connected."""
    since = now - GOOD_FOR
    told = signalled = sampled = playable = 0
    oldest: datetime | None = None
    for one in states:
        if one.signalled_at is not None and one.signalled_at >= since:
            told += 1
            signalled += bool(one.is_signalled)
        if one.stream_at is not None and one.stream_at >= since:
            sampled += 1
            playable += bool(one.has_stream)
            oldest = one.stream_at if oldest is None else min(oldest, one.stream_at)
    return Rates(connected, told, signalled, sampled, playable, oldest)


def clock_says(off_s: float | None) -> list[Spoken]:
    """By how much a recorder's clock is wrong; nothing where it is right, or not known."""
    if off_s is None or abs(off_s) < CLOCK_MAY_BE_OFF_S:
        return []
    minutes, seconds = divmod(round(abs(off_s)), 60)
    hours, minutes = divmod(minutes, 60)
    return [
        Saying(
            "video_clock_ahead" if off_s > 0 else "video_clock_behind",
            hours=hours,
            minutes=minutes,
            seconds=seconds,
        )
    ]
