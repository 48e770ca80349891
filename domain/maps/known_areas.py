"""Whether a map knows an area: asked before a key, a wall or an account is bound to one."""

from collections.abc import Mapping
from difflib import get_close_matches

from domain.errors import InvalidError
from domain.maps.areas import Area

_NEAR = 3


def check_known(code: str, known: Mapping[str, Area]) -> None:
    """See that a map has an area: whoever is bound to another sees nothing.

    Args:
        code: of the area.
        known: the areas of the map in use by code; where there are none, nothing is refused.

    Raises:
        InvalidError: the map has no such area; names those whose codes are nearest.
    """
    if not known or code in known:
        return
    near = get_close_matches(code, known, _NEAR, cutoff=0.0)
    raise InvalidError(
        says="area_unknown_near",
        area=code[:40],
        near=", ".join(f"{one} {known[one].name}".rstrip() for one in near),
        field="area",
    )
