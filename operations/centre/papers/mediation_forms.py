"""Forms of the mediation: inquiry, record, agreement written or oral, what nobody disputes."""

from collections.abc import Mapping
from datetime import date

from domain.centre.cases.agreements import yuan
from domain.centre.cases.categories import CATEGORY_NAMES
from domain.centre.cases.stages import Step
from domain.centre.mediation.sessions import Manner
from domain.centre.mediation.settlements import Performance
from domain.centre.papers.facts import Facts
from domain.centre.papers.forms import PaperForm
from domain.centre.papers.wording import PROCEDURE_TELLS, UNDISPUTED_NOTE
from operations.centre.papers.lines import begun, day_words, moment_words, seal, sign
from operations.centre.papers.parties_table import names, party_tables
from operations.centre.papers.sheet import Sheet, known

Own = Mapping[str, str]
_MANNERS = {
    Manner.TOGETHER: "面对面",
    Manner.APART: "背对背",
    Manner.REMOTE: "远程视频",
    Manner.HOME_VISIT: "上门",
}
_PERFORMED = {
    Performance.AT_ONCE: "即时履行",
    Performance.BY_A_DAY: "限期一次履行",
    Performance.IN_INSTALMENTS: "分期履行",
    Performance.ACT: "履行一定行为",
}


def inquiry(facts: Facts, own: Own) -> Sheet:
    """人民调解调查记录: whom was asked what, where and by whom."""
    sheet = begun(facts, PaperForm.INQUIRY)
    sheet.facts(
        [
            ("时　　间", moment_words(facts, None), "地　　点", own.get("place", "")),
            ("被调查人", own.get("person", ""), "调查事项", CATEGORY_NAMES[facts.case.category]),
            ("参 加 人", ""),
        ]
    )
    sheet.part("调查记录", own.get("text"), 16)
    sheet.says("以上记录已经本人核对，与所述一致。")
    sign(sheet, facts, PaperForm.INQUIRY)
    return sheet


def mediation_record(facts: Facts, own: Own) -> Sheet:
    """人民调解记录: every session of the case, and how it ended."""
    sheet = begun(facts, PaperForm.MEDIATION_RECORD)
    sheet.facts(
        [
            ("申 请 人", names(facts.applicants)),
            ("被申请人", names(facts.respondents)),
            ("参 加 人", own.get("person", "")),
        ],
        (1, 5.4),
    )
    sheet.says("人民调解委员会已将人民调解的相关规定告知各方当事人。")
    _sessions(sheet, facts, own)
    ended = facts.case.procedure_result
    sheet.part("调解结果", f"{PROCEDURE_TELLS[ended]}。" if ended else None, 2)
    sign(sheet, facts, PaperForm.MEDIATION_RECORD)
    return sheet


def _sessions(sheet: Sheet, facts: Facts, own: Own) -> None:
    """Each session: when, where, who mediated and was there, facts and issues.

    What a side offered (`positions`) stands in no paper.
    """
    for at, sat in enumerate(facts.sat, 1):
        sheet.head(f"第 {at} 次调解")
        when = f"{moment_words(facts, sat.begins_at)} 至 {moment_words(facts, sat.ends_at)}"
        mediators = "、".join(facts.mediators.get(one, "") for one in sat.mediators)
        sheet.facts(
            [
                ("时　　间", when),
                ("地　　点", _room(facts, sat.place)),
                ("方　　式", _MANNERS[sat.manner]),
                ("调 解 员", mediators),
                ("邀请参加", sat.guest_names or ""),
            ],
            (1, 5.4),
        )
        sheet.part("各方陈述的事实", sat.facts, 5)
        sheet.part("争议事项", sat.issues, 3)
        if sat.refusals:
            sheet.says("一方当事人明确拒绝调解，调解终止。")
    told = [] if facts.sat else facts.steps(Step.SESSION)
    for at, entry in enumerate(told, 1):
        sheet.head(f"第 {at} 次调解")
        when, where = moment_words(facts, entry.at), _room(facts, entry.room)
        sheet.facts([("时　　间", when, "地　　点", where)])
        sheet.part("调解记录", entry.text, 6)
    if not facts.sat and not told:
        sheet.facts([("时　　间", moment_words(facts, None), "地　　点", "")])
        sheet.part("调解记录", own.get("text"), 14)


def _room(facts: Facts, code: str | None) -> str:
    rooms = facts.centre.rooms
    return rooms[code].name if code and code in rooms else ""


def agreement(facts: Facts, own: Own) -> Sheet:
    """人民调解协议书, all official items: parties, facts, content, manner, place and time, seal."""
    sheet = begun(facts, PaperForm.AGREEMENT)
    sides = [*facts.applicants, *facts.respondents]
    party_tables(sheet, facts, sides, is_shared=True)
    _facts_and_issues(sheet, facts)
    sheet.part("经调解，自愿达成如下协议", facts.case.agreement, 6)
    _performance(sheet, facts, own)
    copies = len(sides) + 1
    sheet.says(
        f"本协议一式 {copies} 份，当事人各执一份，人民调解委员会留存一份。"
        "调解协议书自各方当事人签名、盖章或者按指印，人民调解员签名并加盖人民调解委员会印章之日起生效。"
    )
    sign(sheet, facts, PaperForm.AGREEMENT, seal(facts))
    return sheet


def _facts_and_issues(sheet: Sheet, facts: Facts) -> None:
    """As the agreement tells them item by item, or else the claim."""
    items = facts.settlement
    known_facts = items.facts if items else None
    sheet.part("纠纷主要事实", known_facts or facts.case.claim, 5)
    sheet.part("争议事项和各方责任", items.issues if items else None, 3)


def _performance(sheet: Sheet, facts: Facts, own: Own) -> None:
    """Manner, place and time of what is to be done; instalments as a table that adds up."""
    items = facts.settlement
    sheet.head("履行方式、地点、期限")
    promised = facts.case.instalments or ()
    told = _PERFORMED[items.manner] if items else _performed(len(promised))
    manner = own.get("manner") or told
    place = own.get("place") or (items.place if items else "") or ""
    sheet.facts([("履行方式", manner), ("履行地点", place)], (1, 5.4))
    if not promised:
        due = date.fromisoformat(items.due) if items and items.due else None
        sheet.facts([("履行期限", day_words(facts, due))], (1, 5.4))
        return
    rows = [
        (str(at), day_words(facts, one.due), yuan(one.fen)) for at, one in enumerate(promised, 1)
    ]
    total = yuan(sum(one.fen for one in promised))
    sheet.columns(
        ("期次", "履行期限（当日前）", "金额（元）"),
        [*rows, ("合计", "", total)],
        (1, 3, 2.4),
        sums=(2,),
    )


def _performed(payments: int) -> str:
    """The manner of what is promised, where the agreement does not tell it item by item."""
    if not payments:
        return ""
    return _PERFORMED[Performance.IN_INSTALMENTS if payments > 1 else Performance.BY_A_DAY]


def oral_agreement(facts: Facts, own: Own) -> Sheet:
    """人民调解口头协议登记表: effective when it was agreed."""
    sheet = begun(facts, PaperForm.ORAL_AGREEMENT)
    party_tables(sheet, facts, [*facts.applicants, *facts.respondents], is_shared=True)
    _facts_and_issues(sheet, facts)
    sheet.part("达成协议内容", facts.case.agreement, 5)
    _performance(sheet, facts, own)
    agreed = facts.steps(Step.AGREE)
    when = day_words(facts, agreed[-1].at if agreed else None)
    sheet.says(f"口头调解协议自各方当事人达成协议之日（{when}）起生效。")
    sign(sheet, facts, PaperForm.ORAL_AGREEMENT, seal(facts))
    return sheet


def undisputed(facts: Facts, own: Own) -> Sheet:
    """无争议事实记载表: only what was written for it; never the record or what was offered."""
    sheet = begun(facts, PaperForm.UNDISPUTED)
    sheet.facts(
        [
            ("申 请 人", names(facts.applicants)),
            ("被申请人", names(facts.respondents)),
            ("纠纷类型", known(CATEGORY_NAMES[facts.case.category])),
        ],
        (1, 5.4),
    )
    sheet.part("各方无争议的事实", own.get("text") or facts.undisputed, 14)
    sheet.part("尚有争议的事项", None, 3)
    sheet.says(UNDISPUTED_NOTE)
    sign(sheet, facts, PaperForm.UNDISPUTED)
    return sheet
