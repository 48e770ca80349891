"""Where the net has holes: posts nobody holds, grids without a branch or an officer."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.net.people.people import NetAssignment
from domain.net.people.posts import Holder, Post, PostTable


class GapKind(StrEnum):
    """What a grid lacks."""

    VACANT = "vacant"  # the full-time worker's post
    NO_LEAD = "no_lead"
    NO_BRANCH = "no_branch"
    NO_OFFICER = "no_officer"


@dataclass(frozen=True, slots=True)
class Gap:
    """What one grid lacks.

    Attributes:
        grid: its code.
        kind: what.
        since: the first day it was so; None where nobody knows.
        covered_by: who looks after the post meanwhile; None for nobody.
    """

    grid: str
    kind: GapKind
    since: date | None = None
    covered_by: Holder | None = None

    def days(self, today: date) -> int | None:
        """For how many days; None where nobody knows."""
        return None if self.since is None else max(0, (today - self.since).days)


@dataclass(frozen=True, slots=True)
class GridPosts:
    """What is known of the two posts of a grid.

    Attributes:
        lead: who heads it; None for nobody.
        worker: the full-time worker; None for nobody.
        vacant_since: since when there is no worker; None while there is one, or nobody knows.
        knows_lead, knows_worker: whether an assignment to the post was ever written. Of a post
            nobody was ever assigned to, the map's own table tells.
    """

    lead: Holder | None = None
    worker: Holder | None = None
    vacant_since: date | None = None
    knows_lead: bool = False
    knows_worker: bool = False


@dataclass(frozen=True, slots=True)
class LastDays:
    """Of the two posts of grids: the last day each was ever held, not only covered.

    Attributes:
        leads, workers: by grid, as `2026-12-31`, an open end far in the future.
    """

    leads: Mapping[str, str]
    workers: Mapping[str, str]


def last_days(assignments: Iterable[NetAssignment], day: str) -> LastDays:
    """The last day, until a given one, on which each post was held."""
    leads: dict[str, str] = {}
    workers: dict[str, str] = {}
    for one in assignments:
        if one.covers or one.since > day:
            continue
        held = {Post.LEAD: leads, Post.WORKER: workers}.get(one.post)
        if held is not None:
            held[one.grid] = max(held.get(one.grid, ""), one.until or "9999-12-31")
    return LastDays(leads, workers)


def grid_posts(table: PostTable, last: LastDays) -> dict[str, GridPosts]:
    """What is known of each grid that anybody was ever assigned to."""
    grids = {*last.leads, *last.workers, *table.by_grid}
    return {grid: _posts(grid, table, last) for grid in grids}


def _posts(grid: str, table: PostTable, last: LastDays) -> GridPosts:
    lead = next((one for one in table.of(grid) if one.post is Post.LEAD and not one.covers), None)
    worker = next((one for one in table.workers_of(grid) if not one.covers), None)
    until = last.workers.get(grid)
    vacant = None
    if worker is None and until is not None:
        vacant = date.fromisoformat(until) + timedelta(days=1)
    return GridPosts(lead, worker, vacant, grid in last.leads, until is not None)


@dataclass(frozen=True, slots=True)
class GridFacts:
    """What of a grid is looked at for gaps, as the map in use tells it.

    Attributes:
        code: of the grid.
        has_lead: whether somebody heads it.
        vacant_since: since when the worker's post is empty; None while it is filled.
        has_branch: whether a party organisation is told of; None where nobody knows.
    """

    code: str
    has_lead: bool
    vacant_since: date | None
    has_branch: bool | None


Officers = Callable[[str], bool]


def lacks(grid: GridFacts, kind: GapKind, has_officer: Officers | None) -> bool:
    """Whether a grid lacks something; what nobody knows is lacked by none."""
    match kind:
        case GapKind.VACANT:
            return grid.vacant_since is not None
        case GapKind.NO_LEAD:
            return not grid.has_lead
        case GapKind.NO_BRANCH:
            return grid.has_branch is False
        case GapKind.NO_OFFICER:
            return has_officer is not None and not has_officer(grid.code)


def known_kinds(
    grids: Collection[GridFacts], has_officer: Officers | None, *, knows_posts: bool
) -> set[GapKind]:
    """The kinds of gaps anybody can tell of: of a kind no register is kept of, none is shown."""
    known = {GapKind.VACANT, GapKind.NO_LEAD} if knows_posts else set()
    if any(grid.has_branch is not None for grid in grids):
        known.add(GapKind.NO_BRANCH)
    return known if has_officer is None else known | {GapKind.NO_OFFICER}


def gap_codes(
    grids: Collection[GridFacts], has_officer: Officers | None, *, knows_posts: bool
) -> dict[str, list[str] | None]:
    """By kind the codes of the grids that lack it, None where nobody knows: what a wall is told.

    Args:
        grids: all of them.
        has_officer: whether a police officer is named for a grid; None where nobody knows.
        knows_posts: whether anything is known of posts at all.
    """
    known = known_kinds(grids, has_officer, knows_posts=knows_posts)
    return {
        kind.value: sorted(grid.code for grid in grids if lacks(grid, kind, has_officer))
        if kind in known
        else None
        for kind in GapKind
    }


def gaps_of(
    grids: Iterable[GridFacts], table: PostTable, has_officer: Officers | None = None
) -> list[Gap]:
    """Everything the grids lack, by kind and grid.

    Args:
        grids: of an area.
        table: who is in which post today.
        has_officer: whether a police officer is named for a grid; None where nobody knows.
    """

    def gap(grid: GridFacts, kind: GapKind) -> Gap:
        if kind is not GapKind.VACANT:
            return Gap(grid.code, kind)
        covers = next((one for one in table.workers_of(grid.code) if one.covers), None)
        return Gap(grid.code, kind, grid.vacant_since, covers)

    in_order = sorted(grids, key=lambda grid: grid.code)
    return [
        gap(grid, kind) for kind in GapKind for grid in in_order if lacks(grid, kind, has_officer)
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """The posts of an area and what it lacks: a line of the board.

    Attributes:
        code: of the area.
        grids: how many grids, which is how many full-time posts.
        filled: posts with a worker; covered ones are not among them.
        vacant: posts without.
        covered: of the vacant ones, those somebody looks after.
        long_vacant: of the vacant ones that nobody covers, those empty for long.
        leads: grids somebody heads.
        part_time: people in other posts.
        gaps: how many there are of each kind.
    """

    code: str
    grids: int
    filled: int
    vacant: int
    covered: int
    long_vacant: int
    leads: int
    part_time: int
    gaps: Mapping[GapKind, int]


def line_of(
    code: str,
    grids: Sequence[GridFacts],
    gaps: Collection[Gap],
    table: PostTable,
    today: date,
    long_vacant_days: int,
) -> Line:
    """The line of an area, of the grids in it and the gaps of all grids."""
    inside = {grid.code for grid in grids}
    own = [gap for gap in gaps if gap.grid in inside]
    vacant = [gap for gap in own if gap.kind is GapKind.VACANT]
    long_ago = [
        gap for gap in vacant
        if gap.covered_by is None and (gap.days(today) or 0) > long_vacant_days
    ]  # fmt: skip
    others = {
        one.person_id
        for grid in inside
        for one in table.of(grid)
        if one.post not in {Post.LEAD, Post.WORKER}
    }
    return Line(
        code=code,
        grids=len(grids),
        filled=len(grids) - len(vacant),
        vacant=len(vacant),
        covered=sum(gap.covered_by is not None for gap in vacant),
        long_vacant=len(long_ago),
        leads=sum(grid.has_lead for grid in grids),
        part_time=len(others),
        gaps={kind: sum(gap.kind is kind for gap in own) for kind in GapKind},
    )
