"""Forms of the mediation: inquiry, record, agreement written or oral, what nobody disputes."""

from collections.abc import Mapping

from domain.centre.cases.agreements import yuan
from domain.centre.cases.categories import CATEGORY_NAMES
from domain.centre.cases.stages import Step
from domain.centre.papers.facts import Facts
from domain.centre.papers.forms import PaperForm
from domain.centre.papers.wording import PROCEDURE_TELLS, UNDISPUTED_NOTE
from operations.centre.papers.lines import begun, day_words, moment_words, seal, sign
from operations.centre.papers.parties_table import names, party_tables
from operations.centre.papers.sheet import Sheet, known

Own = Mapping[str, str]


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
    sessions = facts.steps(Step.SESSION)
    rooms = facts.centre.rooms
    sheet.facts(
        [
            ("申 请 人", names(facts.applicants)),
            ("被申请人", names(facts.respondents)),
            ("参 加 人", own.get("person", "")),
        ],
        (1, 5.4),
    )
    sheet.says("人民调解委员会已将人民调解的相关规定告知各方当事人。")
    for at, one in enumerate(sessions, 1):
        room = rooms[one.room].name if one.room and one.room in rooms else ""
        sheet.head(f"第 {at} 次调解")
        sheet.facts([("时　　间", moment_words(facts, one.at), "地　　点", room)])
        sheet.part("调解记录", one.text, 6)
    if not sessions:
        sheet.facts([("时　　间", moment_words(facts, None), "地　　点", "")])
        sheet.part("调解记录", own.get("text"), 14)
    ended = facts.case.procedure_result
    sheet.part("调解结果", f"{PROCEDURE_TELLS[ended]}。" if ended else None, 2)
    sign(sheet, facts, PaperForm.MEDIATION_RECORD)
    return sheet


def agreement(facts: Facts, own: Own) -> Sheet:
    """人民调解协议书, all official items: parties, facts, content, manner, place and time, seal."""
    sheet = begun(facts, PaperForm.AGREEMENT)
    sides = [*facts.applicants, *facts.respondents]
    party_tables(sheet, facts, sides, is_shared=True)
    sheet.part("纠纷主要事实、争议事项和各方责任", facts.case.claim, 6)
    sheet.part("经调解，自愿达成如下协议", facts.case.agreement, 6)
    _performance(sheet, facts, own)
    copies = len(sides) + 1
    sheet.says(
        f"本协议一式 {copies} 份，当事人各执一份，人民调解委员会留存一份。"
        "调解协议书自各方当事人签名、盖章或者按指印，人民调解员签名并加盖人民调解委员会印章之日起生效。"
    )
    sign(sheet, facts, PaperForm.AGREEMENT, seal(facts))
    return sheet


def _performance(sheet: Sheet, facts: Facts, own: Own) -> None:
    """Manner, place and time of what is to be done; instalments as a table that adds up."""
    sheet.head("履行方式、地点、期限")
    sheet.facts([("履行方式", own.get("manner", "")), ("履行地点", own.get("place", ""))], (1, 5.4))
    promised = facts.case.instalments or ()
    if not promised:
        sheet.facts([("履行期限", day_words(facts, None))], (1, 5.4))
        return
    rows = [
        (str(at), day_words(facts, one.due), yuan(one.fen)) for at, one in enumerate(promised, 1)
    ]
    total = yuan(sum(one.fen for one in promised))
    sheet.columns(
        ("期次", "履行期限（当日前）", "金额（元）"), [*rows, ("合计", "", total)], (1, 3, 2.4)
    )


def oral_agreement(facts: Facts, own: Own) -> Sheet:
    """人民调解口头协议登记表: effective when it was agreed."""
    sheet = begun(facts, PaperForm.ORAL_AGREEMENT)
    party_tables(sheet, facts, [*facts.applicants, *facts.respondents], is_shared=True)
    sheet.part("纠纷主要事实、争议事项", facts.case.claim, 5)
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
    sheet.part("各方无争议的事实", own.get("text"), 14)
    sheet.part("尚有争议的事项", None, 3)
    sheet.says(UNDISPUTED_NOTE)
    sign(sheet, facts, PaperForm.UNDISPUTED)
    return sheet
