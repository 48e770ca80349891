"""Three layers of a camera's state, measured against real pictures that go wrong."""

from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from domain.video.media.connector import Channel, ChannelPage
from domain.video.media.picture import Picture, judge
from domain.video.media.status import CameraState, rates
from feeds.video.calls import SourceCalls
from feeds.video.plain import PlainConnector
from operations.video.streams.status import Status
from store.video import states as kept
from tests.support.media import MediaServer, media_server
from tests.support.stores import a_store
from tests.video.media_rooms import GATE, NOON, ACamera, rooms


@pytest.fixture(scope="module")
def media() -> Iterator[MediaServer]:
    with media_server() as made:
        yield made


class Measured:
    """A status over one camera, and what it wrote down."""

    def __init__(self, connector: PlainConnector) -> None:
        self.video = rooms({"loopback": connector})
        self.written: list[CameraState] = []
        video = self.video
        self.status = Status(video.media, video.snapshots, video.decoder, self)

    async def connected(self) -> list[ACamera]:
        return [ACamera()]

    async def all(self) -> list[CameraState]:
        return []

    async def keep(self, states: Sequence[CameraState]) -> None:
        self.written += states


@pytest.fixture
async def measured(media: MediaServer) -> AsyncIterator[Measured]:
    source = media.source()
    made = Measured(PlainConnector(source, SourceCalls(source)))
    yield made
    await made.video.stop()
    media.fault("gate")


@pytest.mark.parametrize(
    ("faults", "picture"),
    [
        ({}, Picture.OK),
        ({"is_black": True}, Picture.BLACK),
        ({"is_frozen": True}, Picture.FROZEN),
        ({"clock_stands": True}, Picture.CLOCK_STANDS),
        ({"codec": "h265"}, Picture.OK),
    ],
)
async def test_what_the_frames_show_is_told_apart(
    media: MediaServer, measured: Measured, faults: dict[str, object], picture: Picture
) -> None:
    media.fault("gate", **faults)
    for _ in range(5):  # on a slow machine the first playlist may come too late
        state = await measured.status.sample(ACamera())
        if state.has_stream:
            break
    assert (state.has_stream, state.picture) == (True, picture)
    assert state.is_signalled is None  # nobody has told
    assert measured.written[-1] == state


@pytest.mark.parametrize(
    ("faults", "says"),
    [({"refuses": True}, "video_source_refuses"), ({"no_hls": True}, "video_not_at_source")],
)
async def test_a_stream_that_does_not_come_is_no_picture(
    media: MediaServer, measured: Measured, faults: dict[str, object], says: str
) -> None:
    media.fault("gate", **faults)
    state = await measured.status.sample(ACamera())
    assert (state.has_stream, state.picture, state.trouble) == (False, None, says)
    assert measured.status.rates().playable_rate == 0.0


class Listing(PlainConnector):
    """A source that lists its cameras, two pages of them."""

    async def channels(self, page: int, count: int) -> ChannelPage:
        made = [Channel(f"c{page}-{n}", "", "x", n % 2 == 0) for n in range(count)]
        found = [*made, Channel("gate", GATE, "东门", False)] if page == 2 else made
        return ChannelPage(found[:count] if page == 1 else found[-3:], count + 3)


async def test_signalled_is_what_the_source_lists(media: MediaServer) -> None:
    source = media.source()
    made = Measured(Listing(source, SourceCalls(source)))
    await made.status.ask_sources([ACamera()])
    state = made.status.of(GATE)
    assert (state.is_signalled, state.has_stream) == (False, None)
    told = made.status.rates()
    assert (told.told, told.online_rate, told.playable_rate) == (1, 0.0, None)
    await made.video.stop()


def test_rates_tell_both_numbers_and_forget_what_is_a_day_old() -> None:
    old = NOON - timedelta(hours=25)
    states = [
        CameraState("1", is_signalled=True, signalled_at=NOON, has_stream=True, stream_at=NOON),
        CameraState("2", is_signalled=True, signalled_at=NOON, has_stream=False, stream_at=NOON),
        CameraState("3", is_signalled=True, signalled_at=old, has_stream=True, stream_at=old),
    ]
    told = rates(states, connected=4, now=NOON)
    assert (told.connected, told.told, told.sampled) == (4, 2, 2)
    assert (told.online_rate, told.playable_rate) == (1.0, 0.5)


def test_one_frame_alone_tells_black_but_not_whether_it_moves() -> None:
    assert judge([bytes(100)]) is Picture.BLACK
    assert judge([bytes(range(100))]) is Picture.UNKNOWN
    assert judge([]) is Picture.UNKNOWN


def test_what_was_measured_is_kept(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    state = CameraState(GATE, has_stream=True, stream_at=NOON, picture=Picture.FROZEN)
    with store.transaction() as tx:
        kept.keep(tx.connection, [CameraState(GATE), state])
    assert store.ask(kept.all_of) == [state]
    store.close()
