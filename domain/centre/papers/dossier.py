"""The papers of a case (一案一卷): which are there, and which must be before it is closed.

Source: the forms of people's mediation dossiers (人民调解文书格式), items 1 to 13.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Paper(StrEnum):
    """The 13 items of a dossier."""

    APPLICATION = "application"
    RIGHTS_NOTICE = "rights_notice"
    IDENTITY = "identity"
    PROXY = "proxy"
    INQUIRY = "inquiry"
    EVIDENCE = "evidence"
    MEDIATION_RECORD = "mediation_record"
    AGREEMENT = "agreement"
    RECEIPTS = "receipts"
    CALL_BACK_RECORD = "call_back_record"
    JUDICIAL_CONFIRMATION = "judicial_confirmation"
    DOSSIER_NOTE = "dossier_note"
    CLOSING_REPORT = "closing_report"


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its number, its name, and whether every mediated case needs it."""

    number: int
    name: str
    is_must: bool


ITEMS: Mapping[Paper, Item] = MappingProxyType(
    {
        Paper.APPLICATION: Item(1, "申请书或受理登记表", True),
        Paper.RIGHTS_NOTICE: Item(2, "当事人权利义务告知书", True),
        Paper.IDENTITY: Item(3, "身份证明材料", True),
        Paper.PROXY: Item(4, "授权委托书", False),
        Paper.INQUIRY: Item(5, "调查记录", False),
        Paper.EVIDENCE: Item(6, "证据材料", False),
        Paper.MEDIATION_RECORD: Item(7, "调解记录", True),
        Paper.AGREEMENT: Item(8, "调解协议书或口头协议登记表", True),
        Paper.RECEIPTS: Item(9, "履行凭证", False),
        Paper.CALL_BACK_RECORD: Item(10, "回访记录", False),
        Paper.JUDICIAL_CONFIRMATION: Item(11, "司法确认材料", False),
        Paper.DOSSIER_NOTE: Item(12, "卷宗情况说明", False),
        Paper.CLOSING_REPORT: Item(13, "结案报告表（封底）", True),
    }
)
# What a case has by ending at all, and what only mediation and agreement bring.
_ALWAYS = frozenset({Paper.APPLICATION, Paper.CLOSING_REPORT})
_OF_AGREEMENT = frozenset({Paper.AGREEMENT})


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a dossier as it stands: must it be there, and is it."""

    paper: Paper
    is_must: bool
    is_there: bool

    @property
    def is_missing(self) -> bool:
        """Whether it keeps the case from being closed."""
        return self.is_must and not self.is_there


def needed_papers(*, was_handled: bool, was_agreed: bool) -> frozenset[Paper]:
    """What a case must have by how it went.

    A matter that was refused or withdrawn before anybody handled it needs its registration and its
    closing report; a failed mediation needs no agreement.
    """
    if not was_handled:
        return _ALWAYS
    needed = {paper for paper, item in ITEMS.items() if item.is_must}
    return frozenset(needed if was_agreed else needed - _OF_AGREEMENT)


def lines_of(held: Collection[Paper], *, was_handled: bool, was_agreed: bool) -> tuple[Line, ...]:
    """All items in their order, each with whether it must be there and whether it is."""
    needed = needed_papers(was_handled=was_handled, was_agreed=was_agreed)
    return tuple(Line(paper, paper in needed, paper in held) for paper in Paper)


def missing_papers(
    held: Collection[Paper], *, was_handled: bool, was_agreed: bool
) -> tuple[Paper, ...]:
    """What must be in the dossier and is not, in the order of the items."""
    lines = lines_of(held, was_handled=was_handled, was_agreed=was_agreed)
    return tuple(line.paper for line in lines if line.is_missing)
