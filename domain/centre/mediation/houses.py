"""What a district says of its mediation: pools, groups, brand rooms, the marriage alliance.

Nobody's name stands in the code: who founded or hosts what is the district's own data.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class AllianceLevel(StrEnum):
    """The three levels of the marriage alliance (婚调联盟)."""

    DISTRICT = "district"
    TOWN = "town"
    VILLAGE = "village"


@dataclass(frozen=True, slots=True)
class Group:
    """A mediation group (调解小组), and the categories it does."""

    code: str
    name: str
    categories: tuple[str, ...] = ()
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class Pool:
    """A town pool (镇街调解员库) and the towns it serves, by their codes."""

    code: str
    name: str
    towns: tuple[str, ...] = ()
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class BrandRoom:
    """A brand mediation room (品牌调解室): its host, what it is known for, its honours."""

    code: str
    name: str
    host: str = ""
    specialty: str = ""
    honours: tuple[str, ...] = ()
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class Alliance:
    """The marriage alliance: teams on three levels, tied to the family court's station.

    `director` is who founded or leads it; never written into a case by itself.
    """

    name: str
    director: str = ""
    station: str = ""
    teams: Mapping[AllianceLevel, tuple[str, ...]] = field(default_factory=dict)
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class Houses:
    """All of it; empty where a district says nothing."""

    groups: Mapping[str, Group] = field(default_factory=dict)
    pools: Mapping[str, Pool] = field(default_factory=dict)
    rooms: Mapping[str, BrandRoom] = field(default_factory=dict)
    alliance: Alliance | None = None

    @property
    def group_of_category(self) -> Mapping[str, str]:
        """Which group does which category; the first that names it."""
        found: dict[str, str] = {}
        for group in self.groups.values():
            for category in group.categories:
                found.setdefault(category, group.code)
        return MappingProxyType(found)


NO_HOUSES = Houses()
