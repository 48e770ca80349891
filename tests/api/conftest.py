"""The door on the small map, shared by the tests of one file."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from tests.support.door import AUTH, Door, open_door
from tests.support.small_map import write_small_map


@pytest.fixture(scope="session")
def small_map(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_map(tmp_path_factory.mktemp("map") / "small.gpkg")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def door(tmp_path_factory: pytest.TempPathFactory, small_map: Path) -> AsyncIterator[Door]:
    async with open_door(tmp_path_factory.mktemp("var"), small_map) as opened:
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client(door: Door) -> AsyncIterator[httpx.AsyncClient]:
    """A source on this machine that has the token."""
    transport = httpx.ASGITransport(door.app, raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://localhost:8050", headers=AUTH
    ) as made:
        yield made
