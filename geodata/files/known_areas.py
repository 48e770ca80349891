"""Whether the map in use knows an area, for command lines, which hold no map."""

from pathlib import Path

from domain.maps.known_areas import check_known
from geodata.files.layers import read_areas
from geodata.files.versions import MapVersions


def check_area(data_dir: Path, code: str | None) -> None:
    """See that the map in use has an area.

    Args:
        data_dir: where the maps are kept; without a map nothing is refused.
        code: None for the whole district.

    Raises:
        InvalidError: the map has no such area; names those whose codes are nearest.
        MapError: the map cannot be read.
    """
    current = MapVersions(data_dir / "maps").current()
    if code is not None and current is not None:
        check_known(code, {area.code: area for area in read_areas(current.path)})
