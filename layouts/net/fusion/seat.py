"""For whom the page is drawn, what of it is looked at, and what its vocabularies are called."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dash import html
from dash.development.base_component import Component

from domain.net.fusion.joint import JointKind, LawKind, LawRole
from domain.net.fusion.pushes import FIELD_WORDS, STATE_WORDS, Direction, PushState
from domain.net.fusion.whistles import CallState, Urgency
from domain.words import Words
from layouts.office import office
from layouts.reader import Reader


class Tab(StrEnum):
    """A part of the page, in the order in which they are offered."""

    WHISTLES = "whistles"
    BEATS = "beats"
    PUSHES = "pushes"
    ACTIONS = "actions"
    LAW = "law"


@dataclass(frozen=True, slots=True)
class Seat:
    """For whom the page is drawn, and what they may do.

    Attributes:
        now: the server's moment.
        key: of the forms drawn now: one that is sent twice is known by it.
        department: whose calls they answer; empty for none.
        departments: all of the district, code and name.
        side: whether they speak for police, grid, or neither: `police`, `grid`, empty.
        may_manage: whether they keep the beats.
    """

    reader: Reader
    zone_name: str
    now: datetime
    key: str
    area_name: Callable[[str], str]
    department_name: Callable[[str], str]
    departments: Mapping[str, str]
    own_area: str = ""
    department: str = ""
    side: str = ""
    sees_whistles: bool = False
    may_blow: bool = False
    may_write: bool = False
    may_manage: bool = False

    @property
    def words(self) -> Words:
        """In the language of the reader."""
        return self.reader.words


def counted(what: str, source: str, at: datetime, seat: Seat) -> Component:
    """Below figures: what is counted, of what, and when."""
    when = office.moment(at, seat.zone_name)
    told = seat.words("来源：{source}；截至 {at}", source=source, at=when)
    return html.P([what, " · ", told], className="admin-note")


def tab_names(words: Words) -> Mapping[Tab, str]:
    """What each part is called."""
    return {
        Tab.WHISTLES: words("吹哨报到"),
        Tab.BEATS: words("警格"),
        Tab.PUSHES: words("双向推送"),
        Tab.ACTIONS: words("联巡联调联查联宣"),
        Tab.LAW: words("法网融合"),
    }


def urgency_names(words: Words) -> Mapping[Urgency, str]:
    """How soon somebody must be there."""
    return {
        Urgency.URGENT: words("紧急"),
        Urgency.USUAL: words("一般"),
        Urgency.NEXT_DAY: words("次一工作日"),
    }


def state_names(words: Words) -> Mapping[CallState, str]:
    """How far a call has come."""
    return {
        CallState.CALLED: words("待到场"),
        CallState.COMING: words("将到场"),
        CallState.ARRIVED: words("已到场"),
        CallState.REPORTED: words("已报告结果"),
        CallState.RATED: words("已评价"),
        CallState.WITHDRAWN: words("已撤回"),
    }


def push_names(words: Words) -> Mapping[PushState, str]:
    """How far a pushed item has come."""
    return {state: words(name) for state, name in STATE_WORDS.items()}


def direction_names(words: Words) -> Mapping[Direction, str]:
    """Who hands to whom."""
    return {Direction.TO_POLICE: words("网格推公安"), Direction.TO_GRID: words("公安推网格")}


def field_names(words: Words) -> Mapping[str, str]:
    """The fields of a pushed item."""
    return {field: words(name) for field, name in FIELD_WORDS.items()}


def joint_names(words: Words) -> Mapping[JointKind, str]:
    """What both sides do together."""
    return {
        JointKind.PATROL: words("联巡"),
        JointKind.MEDIATION: words("联调"),
        JointKind.INSPECTION: words("联查"),
        JointKind.PUBLICITY: words("联宣"),
    }


def role_names(words: Words) -> Mapping[LawRole, str]:
    """Who helps with the law."""
    return {
        LawRole.SOCIETY_MEMBER: words("法学会会员"),
        LawRole.LAWYER: words("律师"),
        LawRole.FIVE_OFFICERS: words("政法五大员"),
        LawRole.LAW_WISE: words("法律明白人"),
    }


def law_names(words: Words) -> Mapping[LawKind, str]:
    """What law partners do."""
    return {
        LawKind.CONSULT: words("法律咨询"),
        LawKind.TALK: words("法治宣讲"),
        LawKind.DISPUTE: words("参与化解"),
    }
