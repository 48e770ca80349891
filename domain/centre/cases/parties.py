"""The people of a case: who claims, who is claimed against, who speaks for a group.

Source: 信访工作条例, article 20: a group is spoken for by five at most.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.errors import InvalidError
from domain.kind import Audience, HangsOn, Kept, Kind, Owned
from domain.kind_fields import Masking, fields_of

MOST_REPRESENTATIVES = 5
MOST_PARTIES = 60


class PartyRole(StrEnum):
    """On which side somebody stands."""

    APPLICANT = "applicant"
    RESPONDENT = "respondent"
    REPRESENTATIVE = "representative"  # of a group of applicants
    PROXY = "proxy"


class PartyKind(StrEnum):
    """What a party is."""

    PERSON = "person"
    FIRM = "firm"
    GROUP = "group"  # a village, a shift, a building: spoken for by representatives


class Succession(StrEnum):
    """What becomes of a case when a party dies."""

    HEIRS = "heirs"  # it goes on with who comes into their place
    ENDS = "ends"  # there is nobody, or the right ended with the person


@dataclass(frozen=True, slots=True)
class CaseParty:
    """Somebody in a case. What tells who it is lies apart and can be erased by itself.

    `is_dead`: they died while the case ran; the case goes on with heirs, or has ended.
    """

    party_id: str
    case_code: str
    role: PartyRole
    party: PartyKind
    name: str | None = None
    phone: str | None = None
    id_number: str | None = None
    address: str | None = None
    is_dead: bool = False


def check_parties(roles: Sequence[PartyRole], people_count: int) -> None:
    """Whether a case can be registered with these parties.

    Raises:
        InvalidError: nobody claims anything, they are too many, a group without
            representatives, or with too many.
    """
    if not {PartyRole.APPLICANT, PartyRole.REPRESENTATIVE} & set(roles):
        raise InvalidError(says="case_without_applicant", field="parties")
    if len(roles) > MOST_PARTIES:
        raise InvalidError(says="parties_too_many", most=MOST_PARTIES, field="parties")
    speakers = sum(role is PartyRole.REPRESENTATIVE for role in roles)
    if speakers > MOST_REPRESENTATIVES:
        raise InvalidError(
            says="representatives_too_many", most=MOST_REPRESENTATIVES, field="parties"
        )
    applicants = sum(role is PartyRole.APPLICANT for role in roles)
    if people_count > MOST_REPRESENTATIVES and not speakers and applicants < people_count:
        raise InvalidError(
            says="group_without_representatives", most=MOST_REPRESENTATIVES, field="parties"
        )


CASE_PARTY = Kind(
    name="case_party",
    entity=CaseParty,
    fields=fields_of(
        CaseParty,
        name={"personal": Masking.PERSON},
        phone={"personal": Masking.PHONE},
        id_number={"personal": Masking.WORDS},
        address={"personal": Masking.WORDS},
    ),
    id_field="party_id",
    audience=Audience(("cases.see",), owned=Owned.SUBJECT),
    kept=Kept.WITH_SUBJECT,
    is_one_person=True,
    hangs_on=HangsOn(id_field="case_code", kind_field="", kind="case"),
    title="案件当事人",
    says={
        "add": "登记了当事人",
        "correct": "更正了当事人信息",
        "died": "当事人死亡",
        "erased": "个人信息已删除",
    },
)
