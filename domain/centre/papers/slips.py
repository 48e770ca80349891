"""What the slip of a case says (受理回执, 一次性告知): handed to whoever brought it in.

Never a word of the people in it, of what is claimed or against whom: a slip is left lying about.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from domain.centre.cases.case import Case
from domain.centre.cases.categories import Category
from domain.centre.cases.parties import MOST_REPRESENTATIVES
from domain.centre.premises.places import Centre

ALWAYS = (
    "本回执",
    "身份证原件及复印件；单位带营业执照副本和法定代表人身份证明",
    "与诉求有关的材料原件及复印件",
    "委托他人办理的，带授权委托书和受托人身份证",
)
OF_GROUPS = "推选代表的书面材料，代表不超过 5 名"
_LABOUR = "劳动合同、考勤记录、工资单或转账记录"
_LAND = "不动产权证、宅基地或承包经营权证书"
OF_CATEGORY: Mapping[Category, str] = MappingProxyType(
    {
        Category.MARRIAGE_FAMILY: "结婚证、户口簿",
        Category.HOUSING_PLOT: _LAND,
        Category.FOREST_LAND: _LAND,
        Category.DEMOLITION: "征收补偿协议或决定书、权属证书",
        Category.CONTRACT: "合同、付款凭证、往来记录",
        Category.MIGRANT_WAGES: _LABOUR,
        Category.OTHER_LABOUR: _LABOUR,
        Category.MEDICAL: "病历、收费票据、鉴定意见",
        Category.TRAFFIC: "道路交通事故认定书、医疗费票据、保险单",
        Category.PROPERTY_SERVICE: "物业服务合同、缴费凭证",
        Category.E_COMMERCE: "订单、付款凭证、聊天记录",
        Category.OTHER_CONSUMER: "购物凭证、付款凭证",
    }
)


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip, in the words it is printed with.

    Attributes:
        code: of the case, also printed as a QR code.
        registered_at: when it was taken in.
        window: where it was, by name; empty where a system brought it in.
        phone: of the window, or of the centre; empty where neither is known.
        due_at: the end of its time limit, while one runs.
        bring: what to bring to the next visit.
    """

    code: str
    registered_at: datetime
    window: str
    phone: str
    due_at: datetime | None
    bring: tuple[str, ...]


def slip_of(case: Case, centre: Centre) -> Slip:
    """The slip of a case as it stands."""
    window = centre.windows.get(case.window)
    return Slip(
        code=case.code,
        registered_at=case.registered_at,
        window=window.name if window else "",
        phone=(window.phone if window else "") or centre.phone,
        due_at=None if case.paused_at else case.due_at,
        bring=to_bring(case),
    )


def to_bring(case: Case) -> tuple[str, ...]:
    """What whoever brought a case in is told once to bring."""
    more = [OF_CATEGORY[case.category]] if case.category in OF_CATEGORY else []
    if case.people_count > MOST_REPRESENTATIVES:
        more.append(OF_GROUPS)
    return (*ALWAYS, *more)
