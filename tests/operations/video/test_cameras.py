"""The register asked: one camera, those near, each for whoever may see it."""

from collections.abc import AsyncIterator
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.errors import NotFoundError
from operations.threads import Work
from operations.video.cameras.cameras import CameraDesk, Cameras
from tests.domain.video.cameras import a_camera
from tests.support.stores import a_store

pytestmark = pytest.mark.asyncio(loop_scope="module")
CENTRE = Caller("centre", "dispatcher")
SCHOOLS = Caller("school", "department", department="education")
POLICE = Caller("police", "department", department="public_security")
NEAR, FAR, SCHOOL = (f"3406040000132000000{n}" for n in (1, 2, 3))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[CameraDesk]:
    store, work = a_store(tmp_path_factory.mktemp("cameras")), Work()
    with store.transaction() as tx:
        for one in (
            a_camera(NEAR, lat=33.8, lon=116.7),
            a_camera(FAR, lat=33.802, lon=116.7),
            a_camera(SCHOOL, lat=33.8, lon=116.7003, owner="education"),
            a_camera("34060400001320000009", lat=33.8, lon=116.7, is_removed=True),
        ):
            tx.put_camera(one, action="add", actor="test")
    yield CameraDesk(store, work, ZoneInfo("Asia/Shanghai"), {}, "340604")
    work.close()
    store.close()


async def test_the_nearest_come_first_and_none_from_farther_away(desk: CameraDesk):
    found = await Cameras(desk).near(33.8, 116.7, 100, CENTRE)
    assert [one.camera_id for _, one in found] == [NEAR, SCHOOL]
    assert [round(metres) for metres, _ in found] == [0, 28]
    assert [one.camera_id for _, one in await Cameras(desk).near(33.8, 116.7, 500, POLICE)] == [
        NEAR,
        FAR,
    ]


async def test_a_department_is_told_nothing_of_the_cameras_of_others(desk: CameraDesk):
    assert (await Cameras(desk).one(SCHOOL, SCHOOLS)).owner == "education"
    with pytest.raises(NotFoundError):
        await Cameras(desk).one(SCHOOL, POLICE)
    with pytest.raises(NotAllowedError):
        await Cameras(desk).one(SCHOOL, Caller("hall", "wall"))
    assert await Cameras(desk).near(33.8, 116.7, 500, Caller("hall", "wall")) == []
