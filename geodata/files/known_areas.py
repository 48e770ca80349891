"""Whether the map in use knows an area: asked before somebody is bound to one."""

from difflib import get_close_matches
from pathlib import Path

from domain.errors import InvalidError
from geodata.files.layers import read_areas
from geodata.files.versions import MapVersions

_NEAR = 3


def check_area(data_dir: Path, code: str | None) -> None:
    """See that the map in use has an area: whoever is bound to another sees and may do nothing.

    Args:
        data_dir: where the maps are kept; without a map nothing is known, and nothing refused.
        code: None for the whole district.

    Raises:
        InvalidError: the map has no such area; names those whose codes are nearest.
        MapError: the map cannot be read.
    """
    current = MapVersions(data_dir / "maps").current()
    if code is None or current is None:
        return
    known = {area.code: area.name for area in read_areas(current.path)}
    if code in known:
        return
    near = get_close_matches(code, known, _NEAR, cutoff=0.0)
    raise InvalidError(
        says="area_unknown_near",
        area=code[:40],
        near=", ".join(f"{one} {known[one]}".rstrip() for one in near) or "-",
        field="area",
    )
