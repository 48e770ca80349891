"""The demo district's map, as the first start of the demo made it."""

from pathlib import Path

import pytest

from geodata.district.district import District, load_district
from geodata.files.versions import MapVersions

LIESHAN = Path(__file__).parents[2] / "districts" / "lieshan"


@pytest.fixture(scope="session")
def lieshan() -> District:
    """The first district's folder."""
    return load_district(LIESHAN)


@pytest.fixture(scope="session")
def demo_gpkg(demo_data: Path) -> Path:
    """The demo map; treat it as read-only, or copy it."""
    current = MapVersions(demo_data / "maps").current()
    assert current is not None
    return current.path
