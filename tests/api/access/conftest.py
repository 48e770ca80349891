"""People with accounts, kept in a folder of the test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.people import People


@pytest.fixture
def people(tmp_path: Path) -> Iterator[People]:
    made = People(tmp_path)
    yield made
    made.close()
