"""Joint actions of police and grid, and the law partners of a grid: what they did together.

A joint resolution counts once and is credited to both sides; one that is a case of the dispute
centre is counted there and not a second time.

Source: docs/net.md, "Joint actions" and "Law in the grid"
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.errors import InvalidError
from domain.kind import Audience, Kept, Kind, Owned
from domain.kind_fields import AREA, Masking, fields_of


class JointKind(StrEnum):
    """What both sides do together."""

    PATROL = "joint_patrol"  # 联巡
    MEDIATION = "joint_mediation"  # 联调
    INSPECTION = "joint_inspection"  # 联查
    PUBLICITY = "joint_publicity"  # 联宣


class LawRole(StrEnum):
    """Who helps a grid with the law."""

    SOCIETY_MEMBER = "law_society_member"  # 法学会会员
    LAWYER = "law_lawyer"  # 律师
    FIVE_OFFICERS = "law_five_officers"  # 政法五大员
    LAW_WISE = "law_wise"  # 法律明白人


class LawKind(StrEnum):
    """What a law partner does."""

    CONSULT = "law_consult"
    TALK = "law_talk"
    DISPUTE = "law_dispute"


@dataclass(frozen=True, slots=True)
class JointAction:
    """What police and grid did together.

    `police_people` and `grid_people` name those of either side; `is_resolved`: a conflict was
    settled there; `case_code`: the case of the centre it is, where it is one.
    """

    action_id: str
    action: JointKind
    day: str
    area_code: str
    owner: str | None
    at: datetime
    by: str
    shared_with: tuple[str, ...] = ()
    is_resolved: bool = False
    case_code: str | None = None
    is_demo: bool = False
    place: str | None = None
    police_people: str | None = None
    grid_people: str | None = None
    found: str | None = None
    result: str | None = None


JOINT_ACTION = Kind(
    name="joint_action",
    entity=JointAction,
    fields=fields_of(
        JointAction,
        area_code={"shape": AREA},
        place={"personal": Masking.WORDS},
        police_people={"personal": Masking.WORDS},
        grid_people={"personal": Masking.WORDS},
        found={"personal": Masking.WORDS},
        result={"personal": Masking.WORDS},
    ),
    id_field="action_id",
    audience=Audience(("net.fusion.see",), area_field="area_code", owned=Owned.ITSELF),
    kept=Kept.NEWEST,
    title="警网联动",
    says={"add": "登记了警网联动", "erased": "个人信息已删除"},
)


@dataclass(frozen=True, slots=True)
class LawPartner:
    """Somebody who helps grids with the law; `grids` are those they are paired with.

    `owner` is the department of justice: no other department's officers see them.
    """

    partner_id: str
    role: LawRole
    area_code: str
    owner: str | None
    shared_with: tuple[str, ...] = ()
    grids: tuple[str, ...] = ()
    is_demo: bool = False
    name: str | None = None
    body: str | None = None
    phone: str | None = None


LAW_PARTNER = Kind(
    name="law_partner",
    entity=LawPartner,
    fields=fields_of(
        LawPartner,
        area_code={"shape": AREA},
        name={"personal": Masking.PERSON},
        body={"personal": Masking.WORDS},
        phone={"personal": Masking.PHONE},
    ),
    id_field="partner_id",
    audience=Audience(
        ("net.fusion.see",), area_field="area_code", serves_below=True, owned=Owned.ITSELF
    ),
    kept=Kept.NEWEST,
    title="法网伙伴",
    says={"add": "登记了法网伙伴", "change": "更改了法网伙伴", "erased": "个人信息已删除"},
)


@dataclass(frozen=True, slots=True)
class LawService:
    """A consultation, a talk, or a dispute joined.

    `partners` are ids; `audience` how many listened to a talk; `case_code` the dispute's case.
    """

    service_id: str
    service: LawKind
    day: str
    area_code: str
    owner: str | None
    at: datetime
    by: str
    shared_with: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    audience: int = 0
    case_code: str | None = None
    is_demo: bool = False
    topic: str | None = None
    people: str | None = None
    opinion: str | None = None


LAW_SERVICE = Kind(
    name="law_service",
    entity=LawService,
    fields=fields_of(
        LawService,
        area_code={"shape": AREA},
        topic={"personal": Masking.WORDS},
        people={"personal": Masking.WORDS},
        opinion={"personal": Masking.WORDS},
    ),
    id_field="service_id",
    audience=Audience(("net.fusion.see",), area_field="area_code", owned=Owned.ITSELF),
    kept=Kept.NEWEST,
    title="法网服务",
    says={"add": "登记了法网服务", "erased": "个人信息已删除"},
)


@dataclass(frozen=True, slots=True)
class JointResolutions:
    """What was settled together, each once; both sides are credited with every one of theirs.

    `actions` are joint actions that are no case of the centre, `cases` those settled there, and
    `joint_cases` joint actions that are among these.
    """

    actions: int
    cases: int
    joint_cases: int = 0

    @property
    def count(self) -> int:
        """All of them, each once."""
        return self.actions + self.cases

    @property
    def credited(self) -> int:
        """With how many the police are credited, and the grids with the very same."""
        return self.actions + self.joint_cases


def resolutions_of(actions: Iterable[JointAction], settled_cases: int) -> JointResolutions:
    """Joint resolutions: the centre's settled cases, and joint actions that are none of them."""
    resolved = [one for one in actions if one.is_resolved]
    own = {one.action_id for one in resolved if not one.case_code}
    of_cases = {one.case_code for one in resolved if one.case_code}
    return JointResolutions(len(own), settled_cases, len(of_cases))


def check_law_service(service: LawService) -> None:
    """See that a service tells what its kind needs.

    Raises:
        InvalidError: a consultation without an opinion, a talk to nobody, a dispute without a case.
    """
    needed = {
        LawKind.CONSULT: ("opinion", bool(service.opinion)),
        LawKind.TALK: ("audience", service.audience > 0),
        LawKind.DISPUTE: ("case_code", bool(service.case_code)),
    }
    name, is_told = needed[service.service]
    if not is_told:
        raise InvalidError(says="law_service_lacks", field=name)
