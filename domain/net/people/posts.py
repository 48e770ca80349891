"""Who holds the posts of a grid on a day: what every part of the net asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType


class Post(StrEnum):
    """What somebody is in a grid."""

    LEAD = "lead"  # 网格长, of the two committees of the community
    WORKER = "worker"  # 专职网格员
    DEPUTY = "deputy"  # 两代表一委员
    PARTY_MEMBER = "party_member"
    GROUP_HEAD = "group_head"  # 村民小组长
    FIVE_ELDERS = "five_elders"  # 五老
    VILLAGE_WORTHY = "village_worthy"  # 乡贤
    PARTY_MEMBER_WITHOUT_DUTY = "party_member_without_duty"  # 无职党员
    RESIDENT = "resident"
    VOLUNTEER = "volunteer"
    DOUBLE_REGISTERED = "double_registered"  # 双报到
    BUILDING_HEAD = "building_head"  # 楼栋长
    LINKED_HOUSEHOLD = "linked_household"  # 联系户
    HANDLER = "handler"  # of a department's own handling grid; never of a common one


_GRID = 15  # digits of its code
# The posts every grid has exactly one of; all others are part-time.
ONE_PER_GRID = frozenset({Post.LEAD, Post.WORKER})


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody in a post of a grid.

    Attributes:
        person_id: who.
        grid: its code.
        post: which.
        since, until: from which day to which, both of them included; None for open.
        covers: whether the post is only looked after: it stays vacant.
        account: the login name of that person; None for nobody who signs in.
        unit_id: the unit of that person on the map; None for none.
        name: theirs; None where it may not be told, or was erased.
    """

    person_id: str
    grid: str
    post: Post
    since: date
    until: date | None = None
    covers: bool = False
    account: str | None = None
    unit_id: str | None = None
    name: str | None = None


def community_of(grid: str) -> str:
    """The village or community a grid lies in; empty where it is no grid's code."""
    return grid[:12] if len(grid) == _GRID and grid.isdecimal() else ""


@dataclass(frozen=True, slots=True)
class PostTable:
    """Everybody in a post on one day."""

    holders: Sequence[Holder] = ()
    by_grid: Mapping[str, Sequence[Holder]] = field(init=False)
    by_account: Mapping[str, Sequence[Holder]] = field(init=False)

    def __post_init__(self) -> None:
        by_grid: dict[str, list[Holder]] = {}
        by_account: dict[str, list[Holder]] = {}
        for one in self.holders:
            by_grid.setdefault(one.grid, []).append(one)
            if one.account:
                by_account.setdefault(one.account, []).append(one)
        object.__setattr__(self, "by_grid", MappingProxyType(by_grid))
        object.__setattr__(self, "by_account", MappingProxyType(by_account))

    def of(self, grid: str) -> Sequence[Holder]:
        """Everybody of a grid."""
        return self.by_grid.get(grid, ())

    def lead_of(self, grid: str) -> Holder | None:
        """Who heads a grid; whoever covers, where nobody does."""
        leads = [one for one in self.of(grid) if one.post is Post.LEAD]
        return min(leads, key=lambda one: one.covers, default=None)

    def workers_of(self, grid: str) -> Sequence[Holder]:
        """The full-time workers of a grid, whoever covers last; empty where nobody does."""
        workers = [one for one in self.of(grid) if one.post is Post.WORKER]
        return sorted(workers, key=lambda one: one.covers)

    def grids_of(self, account: str) -> Sequence[str]:
        """The grids somebody who signs in leads, works in or covers."""
        held = self.by_account.get(account, ())
        return sorted({one.grid for one in held if one.post in ONE_PER_GRID})
