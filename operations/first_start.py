"""What a first start makes: the demo district's map."""

import logging
import tempfile
from collections.abc import Callable
from pathlib import Path

from geodata.district import District
from geodata.versions import MapVersions

log = logging.getLogger(__name__)
Progress = Callable[[float, str], None]


def ensure_map(district: District, maps: MapVersions, *, progress: Progress | None = None) -> None:
    """Draw the demo map when no map was ever made current; blocks for some seconds then."""
    if maps.current() is not None:
        return
    # Imported late: building needs libraries that every other start is faster without.
    from geodata.build import build_demo

    with tempfile.TemporaryDirectory() as folder:
        built = build_demo(district, Path(folder) / "demo.gpkg", progress=progress)
        maps.make_current(maps.add(built, source="demo").version)
    log.info("the demo map of %s was drawn", district.name)
