"""Departments: who may own an incident, and what each of them looks after."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.maps.areas import contains

# Whose answer a notice waits for: a department's code, or nobody's but the centre's own desk.
CENTRE_DESK = ""


@dataclass(frozen=True, slots=True)
class Department:
    """A department of the district.

    `classes` are what it is usually given. `duty` is what its duty desk is called on notices.
    `grids` are its handling grids: a name of its own for each set of common areas (codes of any
    level) it handles as one.
    """

    code: str
    name: str
    duty: str
    classes: tuple[str, ...] = ()
    grids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def handling_grid(department: Department, area_code: str) -> str | None:
    """The name of the department's grid an area lies in; the narrowest wins, None for none."""
    found = [
        (len(code), name)
        for name, codes in department.grids.items()
        for code in codes
        if contains(code, area_code)
    ]
    return max(found)[1] if found else None
