"""Self-governance of communities: their places (艾乡驿站, 竹邑茶馆 …), and what happens there."""

from dataclasses import dataclass

from domain.kind import Kept, Kind
from domain.kind_fields import AREA, Masking, fields_of
from domain.net.party.organisations import PARTY_AUDIENCE


@dataclass(frozen=True, slots=True)
class SelfGovernancePlace:
    """A self-governance organisation and the place it has.

    Attributes:
        name: what people call it, such as 艾乡驿站.
        place: where it is.
        opened, ended: days, as `2026-12-31`.
        head: who looks after it.
    """

    place_id: str
    owner: str | None
    area_code: str
    name: str
    place: str
    opened: str | None = None
    ended: str | None = None
    is_demo: bool = False
    shared_with: tuple[str, ...] = ()
    head: str | None = None


SELF_GOVERNANCE_PLACE = Kind(
    name="self_governance_place",
    entity=SelfGovernancePlace,
    fields=fields_of(
        SelfGovernancePlace, area_code={"shape": AREA}, head={"personal": Masking.PERSON}
    ),
    id_field="place_id",
    audience=PARTY_AUDIENCE,
    kept=Kept.NEWEST,
    title="自治组织",
    says={
        "add": "登记了自治组织",
        "change": "更改了自治组织",
        "end": "撤销了自治组织",
        "erased": "个人信息已删除",
    },
)


@dataclass(frozen=True, slots=True)
class CommunityActivity:
    """An activity of the residents, such as 庆七一 or 艾乡沙龙; photos are files of it.

    Attributes:
        place_id: the self-governance organisation that holds it; None for the community itself.
        day: on which it is, as `2026-12-31`; a day to come for what is planned.
        attendance: how many came; None while it is planned.
        cost_fen: what was spent, in fen; None where nobody has said.
        cost_by: who said it; `cost_checked_by` another person who has checked it.
        called_off: the day on which a planned one was called off.
        shown_photos: ids of the photos that may be shown on any screen (photos.py).
    """

    activity_id: str
    owner: str | None
    area_code: str
    title: str
    day: str
    place: str
    by: str
    place_id: str | None = None
    attendance: int | None = None
    cost_fen: int | None = None
    is_demo: bool = False
    shared_with: tuple[str, ...] = ()
    shown_photos: tuple[str, ...] = ()
    cost_by: str | None = None
    cost_checked_by: str | None = None
    called_off: str | None = None
    note: str | None = None


COMMUNITY_ACTIVITY = Kind(
    name="community_activity",
    entity=CommunityActivity,
    fields=fields_of(
        CommunityActivity,
        area_code={"shape": AREA},
        note={"personal": Masking.WORDS},
        shown_photos={"may_be_absent": True, "default": ()},
        cost_by={"may_be_absent": True},
        cost_checked_by={"may_be_absent": True},
        called_off={"may_be_absent": True},
    ),
    id_field="activity_id",
    audience=PARTY_AUDIENCE,
    kept=Kept.NEWEST,
    title="群众活动",
    says={
        "add": "登记了群众活动",
        "change": "更改了群众活动",
        "call_off": "取消了群众活动",
        "check_cost": "核对了活动花费",
        "show_photo": "标记了可展示的照片",
        "hide_photo": "取消了照片的展示",
        "erased": "个人信息已删除",
    },
)
