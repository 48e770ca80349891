"""One built application for all tests of who may do what."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.access.gatehouse import Gatehouse
from tests.support.small_map import write_small_map


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def gate(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Gatehouse]:
    folder = tmp_path_factory.mktemp("gate")
    made = Gatehouse(folder)
    maps = made.parts.maps
    maps.make_current(maps.add(write_small_map(folder / "small.gpkg"), "test").version)
    await made.parts.areas.start()
    await made.let_in()
    await made.parts.hub.start()
    yield made
    await made.parts.hub.stop()
    made.close()
