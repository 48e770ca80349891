"""Streams over a register and a book of looks that a test can read; real calls to real servers."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from domain.access.callers import Caller
from domain.errors import NotFoundError
from domain.video.looks.looks import Ended
from domain.video.looks.reasons import Look, Reason, Why
from domain.video.media.connector import Connector
from domain.video.media.tokens import Signer
from operations.video.looks.looks import NOTHING_MORE, More
from operations.video.streams.book import StreamBook
from operations.video.streams.hook import MediaHook
from operations.video.streams.streams import Media
from operations.video.streams.video_streams import VideoStreams, Workers

NOON = datetime(2026, 1, 1, 4, tzinfo=UTC)
DESK = Caller("li", "dispatcher")
DUTY = Reason(Why.DUTY, text="夜间巡查")
GATE = "34060400001320000001"


class Clock:
    """A clock a test moves."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at

    def passes(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass
class ACamera:
    """What is asked of a camera."""

    camera_id: str = GATE
    name: str = "东门"
    source: str | None = "loopback"
    address: str | None = "gate"
    sub_address: str | None = None
    turns: bool = True


class FakeCameras:
    """A register in memory."""

    def __init__(self, *cameras: ACamera) -> None:
        self.held = {one.camera_id: one for one in cameras}
        self.hidden_from: set[str] = set()

    async def one(self, camera_id: str, caller: Caller) -> ACamera:
        if camera_id not in self.held or caller.actor in self.hidden_from:
            raise NotFoundError(says="no_camera", camera=camera_id[:32], field="camera_id")
        return self.held[camera_id]


@dataclass
class FakeLooks:
    """A register of looks in memory; `events` in the order they were written."""

    events: list[tuple[str, str]] = field(default_factory=list)
    ended: dict[str, Ended] = field(default_factory=dict)
    more: dict[str, More] = field(default_factory=dict)

    async def begin(
        self, camera_id: str, what: Look, why: Reason, caller: Caller,
        address: str | None = None, more: More = NOTHING_MORE,
    ) -> str:  # fmt: skip
        look_id = f"L-{len(self.more) + 1}"
        self.events.append(("begin", what.value))
        self.more[look_id] = more
        return look_id

    async def renew(self, look_id: str, until: datetime) -> None:
        self.events.append(("renew", look_id))

    async def end(self, look_id: str, how: Ended = Ended.CLOSED) -> None:
        self.ended.setdefault(look_id, how)


def worker(name: str) -> list[str]:
    """The command of a process beside the server."""
    return [sys.executable, "-m", f"feeds.video.{name}"]


def rooms(
    connectors: Mapping[str, Connector], *cameras: ACamera, clock: Clock | None = None,
    most_of_one: int = 64, logins: Mapping[str, tuple[str, str]] | None = None,
    hook: MediaHook | None = None,
) -> VideoStreams:  # fmt: skip
    """Everything that shows pictures, over fakes of both registers."""
    media = Media(
        FakeCameras(*(cameras or (ACamera(),))),
        FakeLooks(),
        connectors,
        StreamBook(Signer(b"k" * 32), most_of_one=most_of_one),
        now=clock or (lambda: datetime.now(UTC)),
    )
    given = logins or {}
    workers = Workers(worker("relay"), worker("frames"), given)
    return VideoStreams(media, workers, hook or MediaHook(given))
