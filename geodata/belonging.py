"""Whether a map is of the district that the settings name: its code decides."""

from contextlib import suppress
from pathlib import Path

from geodata.district.district import District
from geodata.files.tables import MapError, read_table
from geodata.files.versions import MapsError, MapVersions


class OtherDistrictError(MapsError):
    """A map of another district; the text says which setting to change."""


def check_map_of(path: Path, district: District) -> None:
    """See that a map is of a district.

    Raises:
        OtherDistrictError: it is of another one.
        MapError: it cannot be read.
    """
    table = read_table(path, "district")
    codes = [str(code) for code in table.column("code")]
    if not codes or district.code in codes:
        return
    names = "、".join(str(name or "") for name in table.column("name"))
    raise OtherDistrictError(
        f"the map {path} is of district {codes[0]} {names}, but ONESCREEN_DISTRICT names "
        f"{district.folder}, district {district.code} {district.name}: set ONESCREEN_DISTRICT to "
        f"the folder of {names}, or give {district.name} a data folder of its own with "
        f"ONESCREEN_DATA_DIR=var-{district.code}"
    )


def check_maps_of(maps: MapVersions, district: District) -> None:
    """See that the current map and the draft of a folder are of a district.

    Raises:
        OtherDistrictError: one is of another one.
    """
    for find in (maps.current, maps.draft):
        held = None
        with suppress(MapsError):  # a damaged pointer is told by whoever needs it
            held = find()
        if held is not None:
            with suppress(MapError):
                check_map_of(held.path, district)
