"""Pictures end at once with the session they were opened in, also at the media server."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.access.accounts import AccountRules, Session
from domain.video.looks.looks import Ended
from domain.video.media.sources import Source, SourceKind
from domain.video.media.ways import EndedError
from feeds.video.calls import SourceCalls
from feeds.video.plain import PlainConnector
from operations.access.presence import Presence
from operations.threads import Work
from operations.video.streams.leaving import Holders, Leaving
from operations.video.streams.streams import Asked
from tests.support.serving import until
from tests.support.stores import a_store
from tests.video.media_rooms import DESK, DUTY, GATE, FakeLooks, rooms


@dataclass
class HungUp:
    """Whether the media server was told; here no server is needed."""

    streams: list[str] = field(default_factory=list)

    async def __call__(self, stream: object) -> None:
        self.streams.append(stream.look_id)  # type: ignore[attr-defined]


def session(number: int) -> Session:
    now = datetime.now(UTC)
    name = f"{number:016d}-hash"
    return Session(name, "li", now, now, now + timedelta(hours=1), "127.0.0.1", "a browser")


async def test_who_signs_out_sees_no_frame_more_and_others_go_on(tmp_path: Path) -> None:
    store, work = a_store(tmp_path), Work()
    held = [session(1), session(2)]
    with store.transaction() as tx:
        for one in held:
            tx.accounts.put_session(one)
    source = Source("loopback", SourceKind.PLAIN, hls="http://127.0.0.1:1/{address}/index.m3u8")
    video = rooms({"loopback": PlainConnector(source, SourceCalls(source))})
    hung_up = HungUp()
    video.streams._hung_up = hung_up
    holders = [*(f"session:{one.public_id}" for one in held), "li"]
    looks = [
        (await video.streams.open(GATE, DESK, DUTY, Asked(holder=one))).look_id for one in holders
    ]
    presence = Presence(store, work, AccountRules())
    leaving = Leaving(video.streams, Holders(store, work, lambda: datetime.now(UTC)).gone)
    presence.on_change.append(leaving.look)
    running = asyncio.create_task(leaving.run())
    try:
        presence.forget()  # something else has changed: all stay
        await leaving.end_gone()
        assert len(video.media.book) == 3
        with store.transaction() as tx:
            tx.accounts.end_session(held[0].token_hash)
        begun = asyncio.get_running_loop().time()
        presence.forget()
        await until(lambda: hung_up.streams)
        assert asyncio.get_running_loop().time() - begun < 4  # told, not found by looking around
    finally:
        running.cancel()
    assert hung_up.streams == looks[:1]
    assert isinstance(video.media.looks, FakeLooks)
    assert video.media.looks.ended == {looks[0]: Ended.CLOSED}
    with pytest.raises(EndedError):
        await video.streams.renew(looks[0], DESK, holders[0])
    for look, holder in zip(looks[1:], holders[1:], strict=True):
        assert await video.streams.renew(look, DESK, holder)
    await video.stop()
    work.close()
    store.close()
