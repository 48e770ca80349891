"""One built application for all tests of who may do what."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.access.gatehouse import Gatehouse


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def gate(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Gatehouse]:
    made = Gatehouse(tmp_path_factory.mktemp("gate"))
    await made.let_in()
    await made.parts.hub.start()
    yield made
    await made.parts.hub.stop()
    made.close()
