"""Matters walked round the loop over HTTP, each with what its papers must tell.

A walk ends where the case waits for its closing, so that every form it can be printed on is open.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from domain.centre.papers.dossier import Paper
from domain.centre.papers.forms import PaperForm
from tests.centre.the_centre import CASES, TheCentre

F = PaperForm
COMMITTEE, COURT, HEADING = (
    "烈山区人民调解委员会",
    "淮北市烈山区人民法院",
    "烈山区矛盾纠纷多元化解中心",
)
WORKERS = [
    {"role": "representative", "name": f"演示-04{n}", "phone": f"138000004{n}0",
     "id_number": "11010119900307002X", "address": f"演示路{n}号"}
    for n in (11, 12, 13)
]  # fmt: skip
FIRM = {"role": "respondent", "party": "firm", "name": "演示建筑公司", "phone": "05610000042"}
WIFE = {"name": "演示-0421", "phone": "13800000421", "address": "演示秘密住址"}
HUSBAND = {"role": "respondent", "name": "演示-0422", "phone": "13800000422"}
VISITOR = {"name": "演示-0431", "phone": "13800000431"}


@dataclass(frozen=True, slots=True)
class Walked:
    """A case before its closing.

    Attributes:
        prints: who files its papers and exports its dossier.
        names: everybody whom a paper about both sides names.
        tells: what each form says that the case has.
        never: what no form that both sides take home may say.
        signed: the items that come back signed on paper.
    """

    code: str
    prints: str
    names: tuple[str, ...]
    tells: Mapping[PaperForm, tuple[str, ...]]
    cover: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    own: Mapping[PaperForm, Mapping[str, str]] = field(default_factory=dict)
    signed: tuple[Paper, ...] = (Paper.APPLICATION, Paper.RIGHTS_NOTICE, Paper.MEDIATION_RECORD)


def today() -> str:
    """The district's day as a form writes it."""
    day = (datetime.now(UTC) + timedelta(hours=8)).date()
    return f"{day.year}年{day.month}月{day.day}日"


async def _called_back(centre: TheCentre, code: str, who: str = "colleague") -> None:
    await centre.done(code, who, "call_back", text="演示回访无新问题", satisfaction=5)


async def wages(centre: TheCentre) -> Walked:
    """Twelve workers by three representatives, paid in two instalments."""
    code = await centre.handled(
        "walk-wages", parties=[*WORKERS, FIRM], claim="拖欠十二名工人三个月工资",
        people_count=12, amount_fen=12_000_000,
    )  # fmt: skip
    await centre.done(
        code, "mediates", "session", has_consent=True, text="三名代表与公司到场", room="R1"
    )
    await centre.done(
        code, "mediates", "agree", has_consent=True, form="written", agreement="演示条款分两期付清",
        amount_fen=12_000_000, text="签字",
        instalments=[
            {"due": "2027-01-31", "fen": 7_000_000}, {"due": "2027-02-28", "fen": 5_000_000},
        ],
    )  # fmt: skip
    for n in (1, 2):
        await centre.done(code, "mediates", "pay", instalment=n, proof=f"演示回单{n}")
    await _called_back(centre, code)
    signed = {"how": "handed_over", "item": "agreement", "signed_on": "2026-01-05"}
    centre.json(await centre.call("POST", f"{CASES}/{code}/papers", "mediates", signed), 201)
    workers = tuple(one["name"] for one in WORKERS)
    claim, terms = "拖欠十二名工人三个月工资", "演示条款分两期付清"
    wages, number = "拖欠农民工工资", "烈人调字第"
    return Walked(
        code,
        "mediates",
        (*workers, FIRM["name"]),
        {
            F.APPLICATION: (claim, "120,000.00", "13800000411", "演示路11号", "05610000042"),
            F.REGISTRATION: (today(), wages, "12", "120,000.00", claim, "当事人申请", "演示路13号"),
            F.PROXY: ("11010119900307002X", wages),
            F.INQUIRY: (wages, number),
            F.MEDIATION_RECORD: (number, "各方自愿达成协议", "第1次调解", "调解一室", today()),
            F.AGREEMENT: (
                number, claim, terms, "分期履行", "2027年1月31日", "70,000.00", "2027年2月28日",
                "50,000.00", "120,000.00", "一式5份", COMMITTEE,
            ),
            F.RECEIPT: ("演示回单1", "演示回单2", "120,000.00", "2027年1月31日", today()),
            F.CALL_BACK: (number, "演示回访无新问题", "5分", "120,000.00", today()),
            F.CONFIRMATION_FIRM: (
                wages, terms, COURT, COMMITTEE, number, "2026年1月5日", "11010119900307002X",
            ),
            F.DOSSIER_NOTE: ("登记受理", "分流派单", "接收", "达成协议", "履行一期", "回访"),
            F.CLOSING_REPORT: (number, wages, claim, terms, "化解成功", "当事人申请", "120,000.00"),
        },
        cover=(wages, number, "10年", "立卷人mediates", "调解员mediates"),
    )  # fmt: skip


async def marriage(centre: TheCentre) -> Walked:
    """A marriage with violence: nobody face to face, and no address on a paper of both sides."""
    code = await centre.handled(
        "walk-marriage", parties=[WIFE, HUSBAND], claim="演示要求离婚", category="marriage_family",
        flags=["violence"],
    )  # fmt: skip
    await centre.done(
        code,
        "mediates",
        "session",
        has_consent=True,
        is_apart=True,
        told_protection=True,
        text="分室进行",
        room="R1",
    )
    await centre.done(code, "mediates", "fail", remedy="court", text="演示一方坚持离婚")
    await _called_back(centre, code)
    marriage, number, reason = "婚姻家庭", "烈人调字第", "演示一方坚持离婚"
    return Walked(
        code,
        "mediates",
        (WIFE["name"], HUSBAND["name"]),
        {
            F.APPLICATION: ("演示要求离婚", "13800000421", "演示秘密住址"),
            F.REGISTRATION: (marriage, "演示要求离婚", "13800000422"),
            F.MEDIATION_RECORD: (number, "调解不成", "第1次调解"),
            F.CALL_BACK: ("演示回访无新问题", "5分"),
            F.UNDISPUTED: (marriage, number),
            F.TRANSFER_LETTER: (COURT, marriage, code, reason, "提起诉讼"),
            F.CLOSING_REPORT: (marriage, "演示要求离婚", reason, "调解不成", "提起诉讼"),
        },
        cover=(marriage, number, "5年"),
        never=("演示秘密住址", "13800000421", "13800000422"),
    )  # fmt: skip


async def petition(centre: TheCentre) -> Walked:
    """A petition wrongly routed: objected to twice, studied jointly, led by a leader."""
    code = await centre.take_in(
        "walk-petition", parties=[VISITOR], claim="演示征地补偿没有到位", category="demolition",
        matter="request",
    )  # fmt: skip
    routed = {"body": "people_mediation", "way": "petition", "clock": "mediate.people"}
    await centre.done(code, "duty", "route", **routed)
    await centre.done(code, "mediates", "object", text="演示不是民间纠纷")
    await centre.done(code, "duty", "take_back")
    await centre.done(code, "duty", "route", **routed)
    await centre.done(code, "mediates", "object", text="演示仍不是民间纠纷")
    await centre.done(
        code, "keeps-minutes", "study", body="visits", way="petition", clock="petition.handle",
        level="orange", leader="in-charge", plan="先核实面积", text="会议纪要：信访牵头",
    )  # fmt: skip
    await centre.done(code, "in-charge", "sign", text="同意按方案办理")
    await centre.done(code, "receives", "reply", text="演示已出具意见书")
    await _called_back(centre, code, "reviewer")
    land, number = "征地拆迁", "烈信字第"
    return Walked(
        code,
        "receives",
        (VISITOR["name"],),
        {
            F.PETITION_REGISTRATION: (land, "演示征地补偿没有到位", "13800000431", "走访"),
            F.PETITION_NOTICE: (land, "人民来访接待中心", "第三十一条第六项", today()),
            F.PETITION_INQUIRY: ("演示征地补偿没有到位", "演示核实面积"),
            F.STUDY_MINUTES: ("会议纪要：信访牵头", "先核实面积", "演示不是民间纠纷", "in-charge"),
            F.PETITION_OPINION: (
                number,
                land,
                "演示征地补偿没有到位",
                "演示已出具意见书",
                "演示已核实",
                "演示补偿办法第六条",
                "三十日内",
                "复查",
                "送达回证",
            ),
            F.PETITION_CALL_BACK: ("演示回访无新问题", "5分"),
            F.TRANSFER_LETTER: (land, "演示仍不是民间纠纷", "退回", HEADING, code),
            F.DOSSIER_NOTE: ("退单异议", "同意退单", "研判定责", "领导签批", "出具处理意见"),
            F.CLOSING_REPORT: (number, land, "已答复", "演示已出具意见书", "复查"),
        },
        cover=(land, number, "10年", "信访卷宗"),
        signed=(
            Paper.APPLICATION,
            Paper.PETITION_NOTICE,
            Paper.INQUIRY,
            Paper.PETITION_OPINION,
        ),
        own={
            F.PETITION_INQUIRY: {"text": "演示核实面积"},
            F.PETITION_OPINION: {"text": "演示已核实", "basis": "演示补偿办法第六条"},
        },
    )


def handed_on(remedy: str, to: str, tells: str) -> Callable[[TheCentre], Awaitable[Walked]]:
    """A failed mediation that is handed on."""

    async def walk(centre: TheCentre) -> Walked:
        code = await centre.handled(
            f"walk-{remedy}", parties=[WORKERS[0] | {"role": "applicant"}, FIRM],
            claim="演示工伤赔偿协商不成", category="other_labour", amount_fen=3_000_000,
        )  # fmt: skip
        await centre.done(code, "mediates", "session", has_consent=True, text="到场", room="R1")
        await centre.done(code, "mediates", "fail", remedy=remedy, text="演示差额太大")
        await _called_back(centre, code)
        labour = "其他劳动争议"
        agreed = {"text": "演示双方确认用工期间"}
        return Walked(
            code,
            "mediates",
            (WORKERS[0]["name"], FIRM["name"]),
            {
                F.APPLICATION: ("30,000.00", "演示工伤赔偿协商不成"),
                F.UNDISPUTED: (labour, "演示双方确认用工期间"),
                F.TRANSFER_LETTER: (to, labour, "演示差额太大", tells, code),
                F.CLOSING_REPORT: ("演示差额太大", tells, "调解不成"),
            },
            cover=(labour, "5年"),
            own={F.UNDISPUTED: agreed},
        )

    return walk


Walk = Callable[[Any], Awaitable[Walked]]
WALKS: Mapping[str, Walk] = {
    "wages": wages,
    "marriage": marriage,
    "petition": petition,
    "court": handed_on("court", COURT, "提起诉讼"),
    "arbitration": handed_on("labour_arbitration", "劳动人事争议仲裁委员会", "申请仲裁"),
}
