"""What members do: the households each is linked with, and the activities of an organisation."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from domain.kind import Kept, Kind
from domain.kind_fields import AREA, Masking, fields_of
from domain.net.party.organisations import PARTY_AUDIENCE


class ActivityType(StrEnum):
    """What an organisation came together for."""

    THREE_MEETINGS = "three_meetings"  # 三会一课
    THEME_DAY = "theme_day"  # 主题党日
    TALK = "talk"  # 民情恳谈


# What counts as the meeting an organisation owes in a quarter.
MEETINGS: Collection[ActivityType] = frozenset(ActivityType) - {ActivityType.TALK}


@dataclass(frozen=True, slots=True)
class HouseholdLink:
    """A household a member looks after (联系户).

    Attributes:
        since, last_contact, ended: days, as `2026-12-31`.
        household: where they live, as the member would say it.
    """

    link_id: str
    owner: str | None
    member_id: str
    area_code: str
    since: str
    last_contact: str | None = None
    ended: str | None = None
    is_demo: bool = False
    shared_with: tuple[str, ...] = ()
    household: str | None = None


HOUSEHOLD_LINK = Kind(
    name="household_link",
    entity=HouseholdLink,
    fields=fields_of(
        HouseholdLink, area_code={"shape": AREA}, household={"personal": Masking.WORDS}
    ),
    id_field="link_id",
    audience=PARTY_AUDIENCE,
    kept=Kept.NEWEST,
    title="联系户",
    says={
        "link": "结成了联系户",
        "contact": "联系了联系户",
        "end": "结束了联系",
        "erased": "个人信息已删除",
    },
)


@dataclass(frozen=True, slots=True)
class PartyActivity:
    """An activity of an organisation; its photos are files of this kind and id.

    Attributes:
        day: on which it is, as `2026-12-31`; a day to come for what is planned.
        attendance: how many came; None while it is planned.
        shown_photos: ids of the photos that may be shown on any screen (photos.py).
    """

    activity_id: str
    owner: str | None
    organisation_id: str
    area_code: str
    activity: ActivityType
    day: str
    place: str
    by: str
    attendance: int | None = None
    is_demo: bool = False
    shared_with: tuple[str, ...] = ()
    shown_photos: tuple[str, ...] = ()
    note: str | None = None


PARTY_ACTIVITY = Kind(
    name="party_activity",
    entity=PartyActivity,
    fields=fields_of(
        PartyActivity,
        area_code={"shape": AREA},
        note={"personal": Masking.WORDS},
        shown_photos={"may_be_absent": True, "default": ()},
    ),
    id_field="activity_id",
    audience=PARTY_AUDIENCE,
    kept=Kept.NEWEST,
    title="党组织活动",
    says={
        "add": "登记了党组织活动",
        "change": "更改了党组织活动",
        "show_photo": "标记了可展示的照片",
        "hide_photo": "取消了照片的展示",
        "erased": "个人信息已删除",
    },
)
