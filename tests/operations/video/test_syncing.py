"""A source lists its cameras: new, changed, gone, refused, and nothing told of half a list."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
import pytest_asyncio

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.errors import NotFoundError, NotReadyError
from domain.video.cameras.sync_times import next_at
from domain.video.cameras.vocabulary import CameraStatus, Mount, TakenFrom
from operations.video.cameras.syncing import Syncing
from store.video import cameras as kept
from tests.operations.video.test_register import CENTRE, GRID, NOW, Given, camera_id

SOURCE = "wvp"
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Channel:
    camera_id: str
    name: str = "演示通道"
    address: str = "d/c"
    is_on: bool | None = True
    lat: float | None = 33.8
    lon: float | None = 116.7
    ptz_type: int | None = 1


@dataclass
class Page:
    channels: list[Channel]
    total: int


@dataclass
class AFakeSource:
    """Lists what it is given, in pages; `tells` so many in all."""

    listed: list[Channel] = field(default_factory=list)
    tells: int | None = None

    async def channels(self, page: int, count: int) -> Page:
        cut = self.listed[(page - 1) * count : page * count]
        return Page(cut, len(self.listed) if self.tells is None else self.tells)


class Lists(Given):
    """The register, and a source beside it."""

    def __init__(self, folder) -> None:
        super().__init__(folder)
        self.source = AFakeSource()
        self.syncing = Syncing(
            self.desk, lambda lat, lon, _crs: (lat, lon, GRID), lambda: {SOURCE: self.source}
        )

    def held(self, camera_id: str):
        return self.store.ask(lambda one: kept.one_of(one, camera_id))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def given(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Lists]:
    made = Lists(tmp_path_factory.mktemp("lists"))
    yield made
    made.work.close()
    made.store.close()


async def test_a_list_of_many_pages_adds_connects_and_refuses_by_name(given: Lists):
    new = [Channel(camera_id(1000 + n), f"演示新通道{n}") for n in range(450)]
    known = Channel(camera_id(1), "另一名称", address="d/1", is_on=False, lat=34.0)
    wrong = [
        Channel("34060300001320000001"),
        Channel(new[0].camera_id),
        Channel(camera_id(1999), "女更衣室"),
        Channel(camera_id(1998), lat=None),
    ]
    given.source.listed = [*new, known, *wrong]
    told = await given.syncing.sync(SOURCE, CENTRE)
    assert (told.listed, told.count("add"), told.count("sync"), told.count("missing")) == (
        455, 450, 1, 0,
    )  # fmt: skip
    assert [one.wrong.says for one in told.not_taken] == [
        "camera_region_wrong", "camera_twice", "camera_banned_place", "camera_without_place",
    ]  # fmt: skip
    added, held = given.held(new[3].camera_id), given.held(camera_id(1))
    assert (added.taken_from, added.mount, added.status) == (
        TakenFrom.SOURCE, Mount.DOME, CameraStatus.ONLINE,
    )  # fmt: skip
    # what a map or a person told of a camera is not changed by a list
    assert (held.name, held.lat, held.status) == ("演示点位001", 33.8, CameraStatus.OFFLINE)
    assert (held.source, held.address) == (SOURCE, "d/1")
    again = await given.syncing.sync(SOURCE, CENTRE)
    assert again.changes == []


async def test_what_is_listed_no_more_is_marked_and_stays(given: Lists):
    gone = given.source.listed.pop(5).camera_id
    told = await given.syncing.sync(SOURCE, CENTRE)
    assert [one.camera_id for one in told.missing] == [gone]
    assert given.held(gone).missing_since is not None
    assert (await given.syncing.sync(SOURCE, CENTRE)).changes == []
    given.source.listed.insert(0, Channel(gone, "演示新通道5"))
    assert (await given.syncing.sync(SOURCE, CENTRE)).count("sync") == 1
    assert given.held(gone).missing_since is None


async def test_half_a_list_changes_nothing(given: Lists):
    kept_back, given.source.listed = given.source.listed, given.source.listed[:100]
    given.source.tells = len(kept_back)
    with pytest.raises(NotReadyError):
        await given.syncing.sync(SOURCE, CENTRE)
    assert given.held(kept_back[200].camera_id).missing_since is None
    given.source.listed, given.source.tells = kept_back, None


async def test_by_time_a_list_is_taken_and_what_it_came_to_is_told_with_its_age(given: Lists):
    given.source.listed.append(Channel(camera_id(1700), "演示新来的"))
    await given.syncing.by_time(SOURCE)
    assert given.held(camera_id(1700)).source == SOURCE
    last = given.syncing.last(CENTRE)[SOURCE]
    assert last is not None and last.wrong is None
    assert (last.listed, last.added, last.missing) == (len(given.source.listed), 1, 0)
    given.source.tells = 9999
    await given.syncing.by_time(SOURCE)  # half a list: told, and nothing changed
    given.source.tells = None
    later = given.syncing.last(CENTRE)[SOURCE]
    assert later is not None and later.wrong is not None
    assert (later.wrong.says, later.whole_at) == ("camera_list_short", last.whole_at)
    assert given.syncing.last(Caller("clerk", "department", department="education")) == {}


async def test_a_list_that_lost_most_of_its_cameras_marks_none_of_them_by_itself(given: Lists):
    kept_back, given.source.listed = given.source.listed, given.source.listed[:3]
    await given.syncing.by_time(SOURCE)
    last = given.syncing.last(CENTRE)[SOURCE]
    assert last is not None and last.wrong is not None
    assert last.wrong.says == "camera_list_shrunk"
    assert given.held(kept_back[200].camera_id).missing_since is None
    told = await given.syncing.sync(SOURCE, CENTRE)  # a person who looked says so
    assert len(told.missing) > 400
    given.source.listed = kept_back
    await given.syncing.by_time(SOURCE)
    assert given.held(kept_back[200].camera_id).missing_since is None


async def test_the_job_asks_when_the_time_has_come_and_again_after_it(given: Lists):
    clock = [next_at(NOW, HOUR, SOURCE) - timedelta(milliseconds=1)]
    desk = replace(given.desk, now=lambda: clock[0])
    asked: list[str] = []

    class Job(Syncing):
        async def by_time(self, source: str) -> None:
            asked.append(source)
            clock[0] += HOUR  # as if it had taken its time
            if len(asked) == 3:
                raise asyncio.CancelledError

    place, sources = (lambda *_: (0.0, 0.0, GRID)), (lambda: {SOURCE: given.source})
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(Job(desk, place, sources, HOUR).run(), 20)
    assert asked == [SOURCE] * 3
    await Syncing(desk, place, sources).run()  # only by hand: there is nothing to do


async def test_lists_are_taken_by_the_centre_alone(given: Lists):
    assert given.syncing.names(CENTRE) == [SOURCE]
    clerk = Caller("clerk", "department", department="education")
    assert given.syncing.names(clerk) == []
    with pytest.raises(NotAllowedError):
        await given.syncing.sync(SOURCE, clerk)
    with pytest.raises(NotFoundError):
        await given.syncing.sync("other", CENTRE)
