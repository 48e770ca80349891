"""The papers of a case (一案一卷): which are there, and which must be before it is closed.

A dispute has the dossier of people's mediation; a request that is handled as a petition has one of
its own, with the notices and the opinion that the petition rules ask for.

Source: the forms of people's mediation dossiers (人民调解文书格式), items 1 to 13; 信访工作条例,
articles 22, 23, 31 to 34.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from domain.centre.cases.case import Case, ProcedureResult, Remedy
from domain.centre.cases.petitions import Matter, Way


class Paper(StrEnum):
    """The items of dossiers, in the order in which they are filed."""

    APPLICATION = "application"
    RIGHTS_NOTICE = "rights_notice"
    IDENTITY = "identity"
    PROXY = "proxy"
    INQUIRY = "inquiry"
    EVIDENCE = "evidence"
    MEDIATION_RECORD = "mediation_record"
    AGREEMENT = "agreement"
    PETITION_NOTICE = "petition_notice"
    STUDY_MINUTES = "study_minutes"
    EXTENSION_NOTICE = "extension_notice"
    PETITION_OPINION = "petition_opinion"
    RECEIPTS = "receipts"
    CALL_BACK_RECORD = "call_back_record"
    JUDICIAL_CONFIRMATION = "judicial_confirmation"
    DOSSIER_NOTE = "dossier_note"
    CLOSING_REPORT = "closing_report"


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its name, and whether every mediated case needs it."""

    name: str
    is_must: bool = False


ITEMS: Mapping[Paper, Item] = MappingProxyType(
    {
        Paper.APPLICATION: Item("申请书或受理登记表", is_must=True),
        Paper.RIGHTS_NOTICE: Item("当事人权利义务告知书", is_must=True),
        Paper.IDENTITY: Item("身份证明材料", is_must=True),
        Paper.PROXY: Item("授权委托书"),
        Paper.INQUIRY: Item("调查记录"),
        Paper.EVIDENCE: Item("证据材料"),
        Paper.MEDIATION_RECORD: Item("调解记录", is_must=True),
        Paper.AGREEMENT: Item("调解协议书或口头协议登记表", is_must=True),
        Paper.PETITION_NOTICE: Item("信访事项受理告知书"),
        Paper.STUDY_MINUTES: Item("联合研判会议纪要"),
        Paper.EXTENSION_NOTICE: Item("延长办理期限告知书"),
        Paper.PETITION_OPINION: Item("信访处理意见书及送达回证"),
        Paper.RECEIPTS: Item("履行凭证"),
        Paper.CALL_BACK_RECORD: Item("回访记录"),
        Paper.JUDICIAL_CONFIRMATION: Item("司法确认材料"),
        Paper.DOSSIER_NOTE: Item("卷宗情况说明"),
        Paper.CLOSING_REPORT: Item("结案报告表（封底）", is_must=True),
    }
)
# Only petitions have these.
_OF_PETITION = frozenset(
    {
        Paper.PETITION_NOTICE,
        Paper.STUDY_MINUTES,
        Paper.EXTENSION_NOTICE,
        Paper.PETITION_OPINION,
    }
)
# And these are of mediation: in a petition they stand where mediation was tried (article 33).
_OF_MEDIATION = frozenset(
    {
        Paper.RIGHTS_NOTICE,
        Paper.MEDIATION_RECORD,
        Paper.AGREEMENT,
        Paper.RECEIPTS,
        Paper.JUDICIAL_CONFIRMATION,
    }
)
# What a case has by ending at all, and what only mediation and agreement bring.
_ALWAYS = frozenset({Paper.APPLICATION, Paper.CLOSING_REPORT})
_OF_AGREEMENT = frozenset({Paper.AGREEMENT})


@dataclass(frozen=True, slots=True)
class Course:
    """How a case went, as far as its dossier asks.

    Attributes:
        was_handled: whether a body has worked on it.
        was_agreed: whether it ended in an agreement.
        is_petition: whether it is a request handled as a petition (article 31, item 6).
        is_unmediated: whether it is a suggestion or a report: it is answered, and nobody mediates.
        was_answered: whether the petition ended with an opinion: a review of it may be asked for.
        was_studied: whether a joint study decided on it.
        was_extended: whether its limit was made longer, which the petitioner is told (article 34).
    """

    was_handled: bool = False
    was_agreed: bool = False
    is_petition: bool = False
    is_unmediated: bool = False
    was_answered: bool = False
    was_studied: bool = False
    was_extended: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a dossier as it stands: its number there, must it be there, and is it."""

    paper: Paper
    number: int
    is_must: bool
    is_there: bool

    @property
    def is_missing(self) -> bool:
        """Whether it keeps the case from being closed."""
        return self.is_must and not self.is_there


def is_petition(case: Case) -> bool:
    """Whether a case is handled as a petition and ends with an opinion (article 31, item 6)."""
    return case.matter is Matter.REQUEST and case.way is Way.PETITION


def course_of(case: Case) -> Course:
    """How a case went."""
    return Course(
        was_handled=bool(case.handlers),
        was_agreed=case.procedure_result is ProcedureResult.AGREED,
        is_petition=is_petition(case),
        is_unmediated=case.matter in {Matter.SUGGESTION, Matter.REPORT},
        was_answered=case.remedy is Remedy.PETITION_REVIEW
        and case.procedure_result is not ProcedureResult.WITHDRAWN,
        was_studied=bool(case.plan),
        was_extended=case.has_been_extended,
    )


def needed_papers(course: Course) -> frozenset[Paper]:
    """What a case must have by how it went.

    A matter that was refused or withdrawn before anybody handled it needs its registration and its
    closing report; a failed mediation needs no agreement. A petition that was answered needs the
    inquiry and the opinion with its receipt; one that was agreed on needs the agreement instead.
    """
    if not course.was_handled or course.is_unmediated:
        return _ALWAYS
    if course.is_petition:
        return _ALWAYS | _of_petition(course)
    needed = {paper for paper, item in ITEMS.items() if item.is_must}
    return frozenset(needed if course.was_agreed else needed - _OF_AGREEMENT)


def _of_petition(course: Course) -> frozenset[Paper]:
    asked = {
        Paper.PETITION_NOTICE: True,
        Paper.STUDY_MINUTES: course.was_studied,
        Paper.EXTENSION_NOTICE: course.was_extended,
        Paper.INQUIRY: course.was_answered,
        Paper.PETITION_OPINION: course.was_answered,
        Paper.AGREEMENT: course.was_agreed,
    }
    return frozenset(paper for paper, is_asked in asked.items() if is_asked)


def lines_of(held: Collection[Paper], course: Course) -> tuple[Line, ...]:
    """The items of a dossier in their order: number, must it be there, is it.

    An item of the other sort of dossier is among them where it is there or must be.
    """
    needed = needed_papers(course)
    others = _OF_MEDIATION if course.is_petition else _OF_PETITION
    own = [one for one in Paper if one not in others or one in held or one in needed]
    return tuple(Line(paper, at, paper in needed, paper in held) for at, paper in enumerate(own, 1))


def missing_papers(held: Collection[Paper], course: Course) -> tuple[Paper, ...]:
    """What must be in the dossier and is not, in the order of the items."""
    return tuple(line.paper for line in lines_of(held, course) if line.is_missing)
