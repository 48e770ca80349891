"""What a first start makes: the demo district's map, and the word whether facts are invented."""

import logging
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from domain.errors import OneScreenError
from domain.live.records import Change
from domain.maps.map_versions import NoMapError
from geodata.belonging import check_maps_of
from geodata.district.district import District
from geodata.files.versions import MapVersions
from store import Store

log = logging.getLogger(__name__)
MODE = "mode"
Progress = Callable[[float, str], None]


def ensure_map(district: District, maps: MapVersions, *, progress: Progress | None = None) -> None:
    """Draw the demo map when no map was ever made current; blocks for some seconds then."""
    if maps.current() is not None:
        return
    # Imported late: building needs libraries that every other start is faster without.
    from geodata.build.build import build_demo

    with tempfile.TemporaryDirectory() as folder:
        built = build_demo(district, Path(folder) / "demo.gpkg", progress=progress)
        maps.make_current(maps.add(built, source="demo").version)
    log.info("the demo map of %s was drawn", district.name)


def check_map(district: District, maps: MapVersions) -> None:
    """See before anything is opened whether there is a map, or what a demo map is drawn from.

    Raises:
        NoMapError: neither; the text says how to bring one.
        OtherDistrictError: the map there is of another district.
    """
    check_maps_of(maps, district)
    if maps.current() is None and not (district.inputs / "district.geojson").exists():
        raise NoMapError(
            f"{district.name} has no map yet: import its levels with python -m onescreen import "
            "(docs/new-district.md), then start again"
        )


class WrongModeError(OneScreenError):
    """A database of invented facts was opened for real ones, or the other way round."""


def ensure_mode(store: Store, *, is_demo: bool, at: datetime) -> None:
    """Note in a new journal whether its facts are invented, and hold every later start to it.

    Raises:
        WrongModeError: the journal was begun for the other kind of facts.
    """
    noted = store.history(MODE, MODE)
    if noted:
        if noted[-1].state["is_demo"] is is_demo:
            return
        held, wanted = ("demo", "real") if not is_demo else ("real", "demo")
        raise WrongModeError(
            f"this database holds {held} facts and was opened for {wanted} ones; "
            "set ONESCREEN_DEMO accordingly, or name another database"
        )
    if store.is_empty():
        with store.transaction(at) as tx:
            state = {"id": MODE, "is_demo": is_demo}
            tx.append(Change(MODE, MODE, "begin", state, "first start", at))
