"""Figures of the party organisations: no name in any of them."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.net.party.gaps import Gap, PartyGap
from domain.net.party.organisations import (
    OrganisationLevel,
    OrganisationType,
    PartyOrganisation,
    Roll,
)
from domain.net.party.structure import Coverage, coverage, months_from, standing

MONTHS_SHOWN = 12
TOWN = 9  # digits of a town's code
HOUSEHOLDS = "households"  # the level below groups


@dataclass(frozen=True, slots=True)
class Counts:
    """What the store has counted, without loading it.

    Attributes:
        members: by roll and duty post (None for none), those who have not left.
        hours: of volunteering, of the same members.
        links: households linked now.
        activities: by month (`2026-11`) and type.
        attended: people at the activities of the last twelve months.
        places: self-governance organisations that stand.
        community_activities: by month.
        spent_fen: on those of the last twelve months, where the sum is known.
        next_day: of the next planned activity of either kind; None for none.
    """

    members: Mapping[tuple[Roll, str | None], int]
    hours: int
    links: int
    activities: Mapping[tuple[str, str], int]
    attended: int
    places: int
    community_activities: Mapping[str, int]
    spent_fen: int
    next_day: str | None = None


@dataclass(frozen=True, slots=True)
class PartyFigures:
    """What is told of a place, or of the whole district.

    Attributes:
        whole, towns: grids with an organisation of their own.
        by_type, by_level: organisations that stand.
        gaps: how many of each; `gaps_by_level` by the level of the organisation, or `HOUSEHOLDS`.
        months: the last twelve, oldest first.
        activities: by month and type; `community_activities` by month.
    """

    whole: Coverage
    towns: Mapping[str, Coverage]
    by_type: Mapping[OrganisationType, int]
    by_level: Mapping[OrganisationLevel, int]
    gaps: Mapping[PartyGap, int]
    gaps_by_level: Mapping[tuple[PartyGap, str], int]
    counts: Counts
    months: Sequence[str]
    is_demo: bool = False

    @property
    def organisations(self) -> int:
        """How many stand."""
        return sum(self.by_type.values())

    @property
    def members(self) -> int:
        """How many have not left."""
        return sum(self.counts.members.values())

    def of_roll(self, roll: Roll) -> int:
        """Members by how they belong."""
        return sum(n for (held, _), n in self.counts.members.items() if held is roll)

    @property
    def at_posts(self) -> int:
        """Members with a duty post."""
        return sum(n for (_, post), n in self.counts.members.items() if post)

    @property
    def activities(self) -> int:
        """Of organisations, in the months shown."""
        shown = set(self.months)
        return sum(n for (month, _), n in self.counts.activities.items() if month in shown)

    @property
    def community_activities(self) -> int:
        """Of residents, in the months shown."""
        return sum(self.counts.community_activities.get(month, 0) for month in self.months)


def months_shown(today: date, count: int = MONTHS_SHOWN) -> list[str]:
    """The last months, the running one among them, oldest first."""
    return [f"{months_from(today, back):%Y-%m}" for back in range(1 - count, 1)]


def figures_of(
    grids: Collection[str],
    covered: Collection[str],
    organisations: Iterable[PartyOrganisation],
    gaps: Iterable[Gap],
    counts: Counts,
    today: date,
) -> PartyFigures:
    """The figures of what is there.

    Args:
        grids: codes of the grids of the place.
        covered: codes of those with an organisation.
        organisations: of the place, ended ones too.
        gaps: of the place.
        counts: what else there is.
        today: of the district.
    """
    held, missing = standing(organisations), list(gaps)
    levels = {one.organisation_id: one.level.value for one in held}
    return PartyFigures(
        whole=coverage(grids, covered).get("", Coverage(0, 0)),
        towns=coverage(grids, covered, TOWN),
        by_type=Counter(one.type for one in held),
        by_level=Counter(one.level for one in held),
        gaps=Counter(gap.gap for gap in missing),
        gaps_by_level=Counter((gap.gap, _level_of(gap, levels)) for gap in missing),
        counts=counts,
        months=months_shown(today),
        is_demo=any(one.is_demo for one in held),
    )


def _level_of(gap: Gap, levels: Mapping[str, str]) -> str:
    """The level something is missing at."""
    if gap.gap is PartyGap.NO_CONTACT:
        return HOUSEHOLDS
    return levels.get(gap.about_id, OrganisationLevel.GRID.value)
