from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.operations.field.the_field import TheField, the_field


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[TheField]:
    async with the_field(tmp_path) as made:
        yield made
