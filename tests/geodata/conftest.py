"""The demo district, built once for all tests of the map."""

from pathlib import Path

import pytest

from geodata.build import build_demo
from geodata.district import District, load_district
from tests.conftest import MakeOnce

LIESHAN = Path(__file__).parents[2] / "districts" / "lieshan"


@pytest.fixture(scope="session")
def lieshan() -> District:
    """The first district's folder."""
    return load_district(LIESHAN)


@pytest.fixture(scope="session")
def demo_gpkg(lieshan: District, make_once: MakeOnce) -> Path:
    """The demo map; treat it as read-only, or copy it."""
    name = "demo.gpkg"
    return make_once("map", lambda folder: build_demo(lieshan, folder / name)) / name
