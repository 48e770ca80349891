"""What every kind of source can be asked, behind one interface (feeds/video/)."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from domain.video.media.sources import Source
from domain.video.media.ways import Upstream


class Turn(StrEnum):
    """What a camera that turns is told; `stop` always follows."""

    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"
    UP_LEFT = "upleft"
    UP_RIGHT = "upright"
    DOWN_LEFT = "downleft"
    DOWN_RIGHT = "downright"
    ZOOM_IN = "zoomin"
    ZOOM_OUT = "zoomout"
    STOP = "stop"


class PresetAct(StrEnum):
    """What is done with a preset: go there, keep it, forget it."""

    CALL = "call"
    ADD = "add"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Channel:
    """A camera as its source lists it; the place is WGS 84 degrees, None where it tells none.

    `address` is by which the source is asked for it, `camera_id` its national id.
    """

    address: str
    camera_id: str
    name: str
    is_on: bool | None
    lat: float | None = None
    lon: float | None = None
    ptz_type: int | None = None
    civil_code: str = ""
    manufacturer: str = ""


@dataclass(frozen=True, slots=True)
class ChannelPage:
    """A page of channels, and how many there are in all."""

    channels: Sequence[Channel]
    total: int


@dataclass(frozen=True, slots=True)
class Preset:
    """A kept direction of a camera that turns: 1 to 255."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Recording:
    """A piece of recording there is."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a source answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """How a source is: when it last answered, what failed last, how far its clock is ahead.

    `failing` names the sentence (context `error`) of the trouble that lasts, empty while it works.
    """

    source: str
    asked_at: datetime | None
    ok_at: datetime | None
    failing: str
    failing_since: datetime | None
    clock_off_s: float | None


class Fetcher(Protocol):
    """Calls to one source, at its own addresses only, bounded in size and time."""

    async def fetch(
        self, url: str, *, method: str = "GET", body: bytes | None = None,
        headers: Mapping[str, str] | None = None, most: int = ..., within_s: float = ...,
        may_refuse: bool = False,
    ) -> Fetched:  # fmt: skip
        """One call.

        Raises:
            TroubleError: it is down, refuses, leads elsewhere, or answers too much.
        """
        ...

    def streamed(
        self, url: str, *, headers: Mapping[str, str], most: int, within_s: float
    ) -> AbstractAsyncContextManager[tuple[Fetched, AsyncIterator[bytes]]]:
        """One call whose answer is read piece by piece."""
        ...

    def answered(self) -> Answered:
        """How it is."""
        ...

    async def close(self) -> None:
        """End what is open."""
        ...


class Connector(Protocol):
    """A source of pictures. Every call may raise `TroubleError`, and ends in bounded time."""

    source: Source
    calls: Fetcher

    async def channels(self, page: int, count: int) -> ChannelPage:
        """A page of its cameras, from 1."""
        ...

    async def play(self, address: str) -> Upstream:
        """Have a camera send; where its picture is to be had."""
        ...

    async def stop(self, address: str, sent: Upstream) -> None:
        """Nobody looks any more at what was sent."""
        ...

    async def snapshot(self, address: str) -> bytes | None:
        """One picture as JPEG; None where the source makes none itself."""
        ...

    async def turn(self, address: str, turn: Turn, speed: int) -> None:
        """Turn or zoom until told to stop; `speed` 1 to 100."""
        ...

    async def presets(self, address: str) -> Sequence[Preset]:
        """Its kept directions."""
        ...

    async def preset(self, address: str, number: int, act: PresetAct) -> None:
        """Do something with one of them."""
        ...

    async def recordings(self, address: str, start: datetime, end: datetime) -> Sequence[Recording]:
        """What was recorded between two moments."""
        ...

    async def playback(self, address: str, start: datetime, end: datetime) -> Upstream:
        """Have a recording sent."""
        ...

    async def health(self) -> Answered:
        """Ask whether it is there."""
        ...

    async def close(self) -> None:
        """End what is open."""
        ...
