"""How many people there are, by the villages of the map."""

from collections.abc import Iterable

from domain.maps.areas import Area, Level


def people_of(areas: Iterable[Area], town: str = "") -> int | None:
    """The people of a town's villages, or of all; None where nobody told.

    Args:
        areas: of the map in use.
        town: its code; empty for the whole district.
    """
    told = [
        one.population
        for one in areas
        if one.level is Level.VILLAGE and one.population and one.code.startswith(town)
    ]
    return sum(told) or None
