"""Cameras opened over real HTTP to a real source: the register first, tokens, ends, and faults."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.errors import FullError, InvalidError, NotFoundError, OneScreenError
from domain.video.looks.looks import Ended
from domain.video.media.playlists import PlaylistError
from domain.video.media.sources import ClockBox
from domain.video.media.ways import EndedError, NotConnectedError, TroubleError, WayKind
from feeds.video.calls import SourceCalls
from feeds.video.plain import PlainConnector
from operations.video.streams.hls import FIRST
from operations.video.streams.streams import Asked
from operations.video.streams.video_streams import VideoStreams
from tests.support.media import MediaServer, media_server
from tests.video.media_rooms import DESK, DUTY, GATE, ACamera, Clock, FakeLooks, rooms


@pytest.fixture(scope="module")
def media() -> Iterator[MediaServer]:
    with media_server() as made:
        yield made


@pytest.fixture
async def video(media: MediaServer) -> AsyncIterator[VideoStreams]:
    source = media.source()
    made = rooms(
        {"loopback": PlainConnector(source, SourceCalls(source))},
        ACamera(),
        ACamera(camera_id="2", source=None),
        ACamera(camera_id="3", address="../admin"),
    )
    yield made
    await made.stop()
    media.fault("gate")


def looks_of(video: VideoStreams) -> FakeLooks:
    looks = video.media.looks
    assert isinstance(looks, FakeLooks)
    return looks


def token_of(url: str) -> str:
    return url.split("/")[3]


async def test_a_look_is_written_first_and_the_ways_are_ours(video: VideoStreams) -> None:
    opened = await video.streams.open(GATE, DESK, DUTY)
    assert looks_of(video).events == [("begin", "live")]
    assert [one.kind for one in opened.ways] == [WayKind.WHEP, WayKind.HLS, WayKind.SNAPSHOT]
    assert all(one.url.startswith("/video/") for one in opened.ways)
    await video.streams.close(opened.look_id, DESK)
    assert looks_of(video).ended == {opened.look_id: Ended.CLOSED}
    assert len(video.media.book) == 0


async def test_no_register_no_picture(video: VideoStreams, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(*_: object, **__: object) -> str:
        raise OneScreenError("the register does not answer")

    monkeypatch.setattr(video.media.looks, "begin", fails)
    with pytest.raises(OneScreenError):
        await video.streams.open(GATE, DESK, DUTY)
    assert len(video.media.book) == 0


async def test_what_a_player_saw_is_the_state_of_the_stream(video: VideoStreams) -> None:
    opened = await video.streams.open(GATE, DESK, DUTY, Asked(holder="session:a"))
    with pytest.raises(EndedError):
        await video.seen(opened.look_id, "session:b")
    assert not video.status.of(GATE).has_stream
    await video.seen(opened.look_id, "session:a")
    at = video.status.of(GATE).first_frame_at
    assert video.status.of(GATE).has_stream
    await video.seen(opened.look_id, "session:a")  # told twice it changes nothing
    assert video.status.of(GATE).first_frame_at == at


@pytest.mark.parametrize("role", ["wall", "hall", "kiosk", "key", "machine", "village", "police"])
async def test_whoever_may_not_look_opens_nothing(video: VideoStreams, role: str) -> None:
    rights = frozenset({"facts.read", "facts.write"})
    with pytest.raises(NotAllowedError):
        await video.streams.open(GATE, Caller("x", role, rights=rights), DUTY)
    assert looks_of(video).events == []


async def test_a_point_on_the_map_is_said_not_to_be_connected(video: VideoStreams) -> None:
    with pytest.raises(NotConnectedError):
        await video.streams.open("2", DESK, DUTY)
    with pytest.raises(InvalidError):  # an address that leaves its source
        await video.streams.open("3", DESK, DUTY)
    assert len(video.media.book) == 0


async def test_a_playlist_and_its_pieces_pass_and_nothing_else(video: VideoStreams) -> None:
    opened = await video.streams.open(GATE, DESK, DUTY)
    token = token_of(opened.ways[1].url)
    playlist = await video.hls.read(token, "li", FIRST, {})
    first = next(line for line in playlist.body.decode().split("\n") if line and line[0] != "#")
    assert first.startswith(f"/video/hls/{token}/")
    piece = await video.hls.read(token, "li", first.rpartition("/")[2], {})
    assert piece.body[0] == 0x47  # MPEG-TS
    with pytest.raises(NotFoundError):
        await video.hls.read(token, "li", "snap.jpg", {})


async def test_a_token_is_worth_nothing_to_others_later_or_bent(media: MediaServer) -> None:
    source, clock = media.source(), Clock()
    video = rooms({"loopback": PlainConnector(source, SourceCalls(source))}, clock=clock)
    opened = await video.streams.open(GATE, DESK, DUTY, Asked(holder="session:a"))
    token = token_of(opened.ways[2].url)
    assert (await video.snapshots.of_token(token, "session:a")).startswith(b"\xff\xd8")
    for bent, holder in ((token, "session:b"), (token[:-1] + "x", "session:a"), ("x", "session:a")):
        with pytest.raises(EndedError):
            await video.snapshots.of_token(bent, holder)
    clock.passes(50)
    await video.streams.renew(opened.look_id, DESK, "session:a")
    clock.passes(50)
    assert await video.snapshots.of_token(token, "session:a")
    clock.passes(11)
    with pytest.raises(EndedError):
        await video.snapshots.of_token(token, "session:a")
    await video.streams.sweep()
    assert looks_of(video).ended == {opened.look_id: Ended.EXPIRED}
    with pytest.raises(EndedError):
        await video.streams.renew(opened.look_id, DESK, "session:a")
    await video.stop()


async def test_who_may_look_no_more_is_let_go_at_the_next_renewal(video: VideoStreams) -> None:
    opened = await video.streams.open(GATE, DESK, DUTY)
    with pytest.raises(EndedError):
        await video.streams.renew(opened.look_id, Caller("wang", "dispatcher"))
    video.media.cameras.hidden_from.add("li")  # type: ignore[attr-defined]
    with pytest.raises(NotFoundError):
        await video.streams.renew(opened.look_id, DESK)
    assert looks_of(video).ended == {opened.look_id: Ended.CLOSED}


async def test_one_account_opens_so_many_and_others_still_do(media: MediaServer) -> None:
    source = media.source()
    video = rooms({"loopback": PlainConnector(source, SourceCalls(source))}, most_of_one=2)
    first = await video.streams.open(GATE, DESK, DUTY)
    await video.streams.open(GATE, DESK, DUTY)
    with pytest.raises(FullError):
        await video.streams.open(GATE, DESK, DUTY)
    await video.streams.open(GATE, Caller("wang", "leader"), DUTY)
    await video.streams.close(first.look_id, DESK)
    await video.streams.open(GATE, DESK, DUTY)
    assert len(video.media.book) == 3
    await video.stop()


@pytest.mark.parametrize(
    ("faults", "says"),
    [
        ({"refuses": True}, "video_source_refuses"),
        ({"leads_to": "http://127.0.0.1:1/"}, "video_source_redirects"),
        ({"no_hls": True}, "video_not_at_source"),
    ],
)
async def test_what_fails_at_the_source_is_a_sentence_of_its_own(
    media: MediaServer, video: VideoStreams, faults: dict[str, object], says: str
) -> None:
    opened = await video.streams.open(GATE, DESK, DUTY)
    media.fault("gate", **faults)
    with pytest.raises(TroubleError) as told:
        await video.hls.read(token_of(opened.ways[1].url), "li", FIRST, {})
    assert told.value.says == says


async def test_a_playlist_that_leads_out_of_its_source_is_refused(
    media: MediaServer, video: VideoStreams
) -> None:
    opened = await video.streams.open(GATE, DESK, DUTY)
    media.fault("gate", names="http://169.254.169.254/latest/meta-data")
    with pytest.raises(PlaylistError):
        await video.hls.read(token_of(opened.ways[1].url), "li", FIRST, {})


async def test_a_recorders_clock_that_is_an_hour_off_is_told(
    media: MediaServer, video: VideoStreams
) -> None:
    media.fault("gate", clock_off_s=3600)
    opened = await video.streams.open(GATE, DESK, DUTY)
    assert opened.says == []  # nothing has been asked of it yet
    await video.hls.read(token_of(opened.ways[1].url), "li", FIRST, {})
    again = await video.streams.renew(opened.look_id, DESK)
    assert again.clock_off_s == pytest.approx(3600, abs=10)
    assert [getattr(one, "code", "") for one in again.says] == ["video_clock_ahead"]


async def test_a_recorder_that_is_down_is_told_and_its_health_says_since_when() -> None:
    with media_server() as gone:
        source = gone.source(snapshot="", clock=None)
    connector = PlainConnector(source, SourceCalls(source))
    video = rooms({"loopback": connector})
    opened = await video.streams.open(GATE, DESK, DUTY)
    with pytest.raises(TroubleError) as told:
        await video.hls.read(token_of(opened.ways[1].url), "li", FIRST, {})
    assert told.value.says == "video_source_down"
    [health] = video.answered()
    assert health.failing == "video_source_down"
    assert health.failing_since is not None
    assert health.ok_at is None
    await video.stop()


async def test_an_offer_that_is_none_and_a_way_there_is_not(video: VideoStreams) -> None:
    opened = await video.streams.open(GATE, DESK, DUTY)
    token = token_of(opened.ways[0].url)
    for body in b"", b"{}", b"v=0" + b"x" * 70_000:
        with pytest.raises(InvalidError):
            await video.signalling.offer(token, "li", body)


async def test_a_snapshot_is_kept_with_its_hash_in_the_register(video: VideoStreams) -> None:
    taken = await video.snapshots.take(GATE, DESK, DUTY)
    assert taken.jpeg.startswith(b"\xff\xd8")
    assert looks_of(video).more[taken.look_id].sha256 == taken.sha256
    assert looks_of(video).events == [("begin", "snapshot")]


async def test_where_a_source_makes_no_picture_one_is_decoded(media: MediaServer) -> None:
    source = media.source(snapshot="", clock=ClockBox(0, 0, 0.62, 0.16))
    video = rooms({"loopback": PlainConnector(source, SourceCalls(source))})
    taken = await video.snapshots.take(GATE, DESK, DUTY)
    assert taken.jpeg.startswith(b"\xff\xd8")
    await video.stop()


async def test_a_span_of_a_recording_is_one(video: VideoStreams) -> None:
    now = video.media.now()
    hour = timedelta(hours=1)
    for start, end in ((now, now - hour), (now + hour, now + 2 * hour), (now - 9 * hour, now)):
        with pytest.raises(InvalidError):
            await video.streams.playback(GATE, start, end, DESK, DUTY)
    with pytest.raises(TroubleError):  # a plain source keeps none
        await video.streams.playback(GATE, now - hour, now, DESK, DUTY)
    assert list(looks_of(video).ended.values()) == [Ended.FAILED]


async def test_on_a_wall_the_rights_of_who_sent_it_count(video: VideoStreams) -> None:
    wall = Caller("wall-1", "wall")
    opened = await video.streams.open(GATE, DESK, DUTY, Asked("device:w1", shown_on="大厅"))
    assert looks_of(video).more[opened.look_id].shown_on == "大厅"
    assert (await video.streams.renew(opened.look_id, wall, "device:w1")).name == "东门"
    with pytest.raises(EndedError):
        await video.streams.renew(opened.look_id, Caller("wall-2", "wall"), "device:w2")
    video.media.cameras.hidden_from.add("li")  # type: ignore[attr-defined]
    with pytest.raises(NotFoundError):
        await video.streams.renew(opened.look_id, wall, "device:w1")
    assert looks_of(video).ended == {opened.look_id: Ended.CLOSED}
