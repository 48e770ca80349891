"""The demo district, built once for all tests of the map."""

from pathlib import Path

import pytest

from geodata.build import build_demo
from geodata.district import District, load_district

LIESHAN = Path(__file__).parents[2] / "districts" / "lieshan"


@pytest.fixture(scope="session")
def lieshan() -> District:
    """The first district's folder."""
    return load_district(LIESHAN)


@pytest.fixture(scope="session")
def demo_gpkg(lieshan: District, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo map; treat it as read-only, or copy it."""
    return build_demo(lieshan, tmp_path_factory.mktemp("maps") / "demo.gpkg")
