"""A party organisation, and a member of one.

Party data are sensitive about people: besides role and area, a record names the department that
keeps it, and no other department sees it.
"""

from dataclasses import dataclass
from enum import StrEnum

from domain.kind import Audience, Kept, Kind, Owned
from domain.kind_fields import AREA, Masking, fields_of

# Who sees a record: see `party.members` in the access table, the area, and the owning department.
PARTY_AUDIENCE = Audience(("party.members",), area_field="area_code", owned=Owned.ITSELF)


class OrganisationType(StrEnum):
    """What kind of organisation it is."""

    COMMITTEE = "committee"  # 党委
    GENERAL_BRANCH = "general_branch"  # 党总支
    BRANCH = "branch"  # 党支部
    FUNCTIONAL_BRANCH = "functional_branch"  # 功能型党支部
    GROUP = "group"  # 党小组


class OrganisationLevel(StrEnum):
    """Where it stands; the fourth level is a member's linked households."""

    COMMUNITY = "community"
    GRID = "grid"
    BUILDING = "building"


class Roll(StrEnum):
    """How a member belongs to the organisation."""

    HERE = "here"  # 组织关系在本组织
    DOUBLE = "double"  # 双报到


@dataclass(frozen=True, slots=True)
class PartyOrganisation:
    """A party organisation of a community, a grid, or some buildings of a grid.

    Attributes:
        owner: the department that keeps it; `shared_with`: others that see it too.
        area_code: of the community (12 digits) or the grid (15).
        parent_id: the organisation above; None for a community's.
        founded, term_end, ended: days, as `2026-12-31`; None for not known, or not ended.
        secretary, deputy: names; None where the post stands empty.
    """

    organisation_id: str
    owner: str | None
    area_code: str
    type: OrganisationType
    level: OrganisationLevel
    name: str
    parent_id: str | None = None
    founded: str | None = None
    term_end: str | None = None
    ended: str | None = None
    is_demo: bool = False
    shared_with: tuple[str, ...] = ()
    secretary: str | None = None
    deputy: str | None = None


PARTY_ORGANISATION = Kind(
    name="party_organisation",
    entity=PartyOrganisation,
    fields=fields_of(
        PartyOrganisation,
        area_code={"shape": AREA},
        secretary={"personal": Masking.PERSON},
        deputy={"personal": Masking.PERSON},
    ),
    id_field="organisation_id",
    audience=PARTY_AUDIENCE,
    kept=Kept.NEWEST,
    title="党组织",
    says={
        "found": "成立了党组织",
        "change": "更改了党组织信息",
        "secretary": "更换了党组织书记",
        "end": "撤销了党组织",
        "erased": "个人信息已删除",
    },
)


@dataclass(frozen=True, slots=True)
class PartyMember:
    """A member of an organisation.

    Attributes:
        area_code: that of the organisation.
        trade: what they work in.
        duty_post: what they do for the grid, such as 楼栋长.
        volunteer_hours: to date.
        left: the day they left, as `2026-12-31`; None while they belong to it.
    """

    member_id: str
    owner: str | None
    organisation_id: str
    area_code: str
    roll: Roll
    trade: str | None = None
    duty_post: str | None = None
    volunteer_hours: int = 0
    left: str | None = None
    is_demo: bool = False
    shared_with: tuple[str, ...] = ()
    name: str | None = None
    phone: str | None = None


PARTY_MEMBER = Kind(
    name="party_member",
    entity=PartyMember,
    fields=fields_of(
        PartyMember,
        area_code={"shape": AREA},
        name={"personal": Masking.PERSON},
        phone={"personal": Masking.PHONE},
    ),
    id_field="member_id",
    audience=PARTY_AUDIENCE,
    kept=Kept.NEWEST,
    title="党员",
    says={
        "add": "登记了党员",
        "change": "更改了党员信息",
        "leave": "党员转出",
        "erased": "个人信息已删除",
    },
)
