"""The demo's party: organisations of four levels, members, households, a year of activities.

Everybody is visibly invented and the same plan tells the same. The counts of the district hold
exactly: each grid has one organisation of its own, each community with grids one above them.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from domain.kind import Kind
from domain.net.party.activities import (
    HOUSEHOLD_LINK,
    PARTY_ACTIVITY,
    ActivityType,
    HouseholdLink,
    PartyActivity,
)
from domain.net.party.organisations import (
    PARTY_MEMBER,
    PARTY_ORGANISATION,
    OrganisationLevel,
    OrganisationType,
    PartyMember,
    PartyOrganisation,
    Roll,
)
from domain.net.party.self_governance import (
    COMMUNITY_ACTIVITY,
    SELF_GOVERNANCE_PLACE,
    CommunityActivity,
    SelfGovernancePlace,
)
from domain.net.party.structure import months_from
from domain.upkeep.history import HistoryPlan

TELLER = "party-1"
ACTOR = "simulator"
CHECKER = "demo-organisation"  # who has checked most of the costs
MEMBERS_PER_GRID, MEMBERS_PER_COMMUNITY, MONTHS, EVENTS = 3, 2, 12, 26
_PLACES = ("艾乡驿站", "竹邑茶馆", "暖心屋")
_EVENTS = ("庆七一", "大地欢歌", "艾乡沙龙")
_TRADES = ("教师", "医务", "个体经营", "物业", "退休", "务农", "企业职工")
_POSTS = ("楼栋长", "政策宣传岗", "矛盾调解岗", "环境整治岗")
_IN_GRID = (
    OrganisationType.BRANCH,
    OrganisationType.BRANCH,
    OrganisationType.FUNCTIONAL_BRANCH,
    OrganisationType.BRANCH,
    OrganisationType.GROUP,
)
_ENDINGS = {
    OrganisationType.BRANCH: "党支部",
    OrganisationType.FUNCTIONAL_BRANCH: "功能型党支部",
    OrganisationType.GROUP: "党小组",
}


class Community(NamedTuple):
    """A village or community of the map, with the codes of its grids."""

    code: str
    name: str
    is_urban: bool
    grids: Sequence[str]


class Told(NamedTuple):
    """One fact: its kind, what it is, and the word of its record."""

    kind: Kind[Any]
    entity: Any
    action: str


def tell_party(communities: Sequence[Community], owner: str, plan: HistoryPlan) -> Iterator[Told]:
    """Everything of the plan, organisations first.

    Args:
        communities: those of the map that have grids, by code.
        owner: the department that keeps party data.
        plan: until which day, and by which seed.
    """
    teller = _Teller(owner, plan)
    organisations = [one for place in communities for one in teller.organisations(place)]
    yield from (Told(PARTY_ORGANISATION, one, "found") for one in organisations)
    for place in communities:
        yield Told(SELF_GOVERNANCE_PLACE, teller.place(place), "add")
    for one in organisations:
        yield from teller.people(one)
    for one in organisations:
        yield from teller.activities(one)
    yield from teller.events(communities)


class _Teller:
    def __init__(self, owner: str, plan: HistoryPlan) -> None:
        self._owner, self._seed = owner, plan.seed
        self._today: date = plan.until.date()
        self._person = 0

    def _drawn(self, code: str) -> Random:
        return Random(f"{self._seed}-{code}")  # noqa: S311 - invented people, no secrets

    def _someone(self) -> str:
        self._person += 1
        return f"演示-{self._person:04d}"

    def organisations(self, place: Community) -> Iterator[PartyOrganisation]:
        """A community's, one for each grid, and groups of buildings below those of towns."""
        drawn = self._drawn(place.code)
        above = self._organisation(
            f"PO-{place.code}", place.code, OrganisationType.GENERAL_BRANCH,
            OrganisationLevel.COMMUNITY, f"{place.name}党总支", None, drawn,
        )  # fmt: skip
        yield above
        for nth, grid in enumerate(place.grids):
            kind = _IN_GRID[(nth + int(place.code[-3:])) % len(_IN_GRID)]
            name = f"{place.name}第{int(grid[12:])}网格{_ENDINGS[kind]}"
            of_grid = self._organisation(
                f"PO-{grid}", grid, kind, OrganisationLevel.GRID, name,
                above.organisation_id, drawn,
            )  # fmt: skip
            yield of_grid
            if place.is_urban and kind is not OrganisationType.GROUP:
                yield self._organisation(
                    f"PO-{grid}-1", grid, OrganisationType.GROUP, OrganisationLevel.BUILDING,
                    f"{place.name}第{int(grid[12:])}网格楼栋党小组", of_grid.organisation_id, drawn,
                )  # fmt: skip

    def _organisation(
        self, id: str, area: str, kind: OrganisationType, level: OrganisationLevel,
        name: str, parent: str | None, drawn: Random,
    ) -> PartyOrganisation:  # fmt: skip
        founded = self._today - timedelta(days=drawn.randint(1100, 4000))
        # a few terms are over, and a few end soon
        end = self._today + timedelta(days=drawn.randint(-20, 1300))
        has_secretary = level is OrganisationLevel.COMMUNITY or drawn.random() > 1 / 40
        return PartyOrganisation(
            organisation_id=id,
            owner=self._owner,
            area_code=area,
            type=kind,
            level=level,
            name=name,
            parent_id=parent,
            founded=founded.isoformat(),
            term_end=end.isoformat(),
            is_demo=True,
            secretary=self._someone() if has_secretary else None,
            deputy=self._someone() if level is OrganisationLevel.COMMUNITY else None,
        )

    def people(self, of: PartyOrganisation) -> Iterator[Told]:
        """Members of an organisation, each with a linked household."""
        drawn = self._drawn(f"{of.organisation_id}-people")
        count = {
            OrganisationLevel.COMMUNITY: MEMBERS_PER_COMMUNITY,
            OrganisationLevel.GRID: MEMBERS_PER_GRID,
        }.get(of.level, 1)
        for nth in range(1, count + 1):
            name = self._someone()
            member = PartyMember(
                member_id=f"PM-{of.organisation_id[3:]}-{nth}",
                owner=self._owner,
                organisation_id=of.organisation_id,
                area_code=of.area_code,
                roll=Roll.DOUBLE if drawn.random() < 0.3 else Roll.HERE,
                trade=drawn.choice(_TRADES),
                duty_post=drawn.choice(_POSTS) if nth == 1 else None,
                volunteer_hours=drawn.randint(0, 60),
                is_demo=True,
                name=name,
                phone=f"138-0000-{self._person:04d}",
            )
            yield Told(PARTY_MEMBER, member, "add")
            if of.level is OrganisationLevel.COMMUNITY:
                continue
            since = self._today - timedelta(days=drawn.randint(120, 700))
            last = self._today - timedelta(days=drawn.randint(1, 100))
            link = HouseholdLink(
                link_id=f"HL-{member.member_id[3:]}",
                owner=self._owner,
                member_id=member.member_id,
                area_code=of.area_code,
                since=since.isoformat(),
                last_contact=last.isoformat(),
                is_demo=True,
                household=f"演示住户-{self._person:04d}",
            )
            yield Told(HOUSEHOLD_LINK, link, "link")

    def activities(self, of: PartyOrganisation) -> Iterator[Told]:
        """A community's every month, a grid's every quarter; a few grids have missed this one."""
        if of.level is OrganisationLevel.BUILDING:
            return
        drawn = self._drawn(f"{of.organisation_id}-activities")
        is_grid = of.level is OrganisationLevel.GRID
        # grids meet in different months of a quarter
        for back in range(
            int(of.area_code[-3:]) % 3 if is_grid else 0, MONTHS, 3 if is_grid else 1
        ):
            first = months_from(self._today.replace(day=1), -back)
            day = first + timedelta(days=drawn.randint(0, 27))
            if day > self._today:
                day = self._today if first.month % 3 == 1 else first
            if is_grid and back < 3 and drawn.random() < 0.08:
                continue
            kinds = list(ActivityType)
            made = PartyActivity(
                activity_id=f"PA-{of.organisation_id[3:]}-{back:02d}",
                owner=self._owner,
                organisation_id=of.organisation_id,
                area_code=of.area_code,
                activity=kinds[0] if is_grid else kinds[back % len(kinds)],
                day=day.isoformat(),
                place="党群服务中心",
                by=ACTOR,
                attendance=drawn.randint(4, 30),
                is_demo=True,
            )
            yield Told(PARTY_ACTIVITY, made, "add")

    def place(self, of: Community) -> SelfGovernancePlace:
        """The self-governance organisation of a community."""
        drawn = self._drawn(f"{of.code}-place")
        opened = self._today - timedelta(days=drawn.randint(200, 1500))
        return SelfGovernancePlace(
            place_id=f"SG-{of.code}",
            owner=self._owner,
            area_code=of.code,
            name=_PLACES[int(of.code[-3:]) % len(_PLACES)],
            place="党群服务中心一楼",
            opened=opened.isoformat(),
            is_demo=True,
            head=self._someone(),
        )

    def events(self, communities: Sequence[Community]) -> Iterator[Told]:
        """What residents held in the year, and three that are planned."""
        if not communities:
            return
        for nth in range(EVENTS):
            place = communities[(nth * 7) % len(communities)]
            drawn = self._drawn(f"{place.code}-event-{nth}")
            is_planned = nth < 3
            day = self._today + timedelta(days=7 * (nth + 1) if is_planned else -13 * (nth - 2))
            made = CommunityActivity(
                activity_id=f"CA-demo-{nth:02d}",
                owner=self._owner,
                area_code=place.code,
                title=_EVENTS[nth % len(_EVENTS)],
                day=day.isoformat(),
                place="文化广场",
                by=ACTOR,
                place_id=f"SG-{place.code}",
                attendance=None if is_planned else drawn.randint(30, 200),
                cost_fen=None if is_planned else 100 * drawn.randint(300, 5000),
                cost_by=None if is_planned else ACTOR,
                cost_checked_by=None if is_planned or nth % 5 == 0 else CHECKER,
                is_demo=True,
            )
            yield Told(COMMUNITY_ACTIVITY, made, "add")
