"""Forms of the end: receipts, call-back, joint application, letters, closing report, cover."""

from collections.abc import Mapping, Sequence

from domain.centre.cases.agreements import paid_fen, yuan
from domain.centre.cases.case import RESULT_NAMES, ProcedureResult, Result
from domain.centre.cases.categories import CATEGORY_NAMES
from domain.centre.cases.stages import TABLE, Step
from domain.centre.keeping.rules import rule_of
from domain.centre.papers.dossier import ITEMS, Line, is_petition
from domain.centre.papers.facts import Facts, effective_on
from domain.centre.papers.filed import How
from domain.centre.papers.forms import PaperForm
from domain.centre.papers.next_bodies import NEXT_BODY, OF_COURT
from domain.centre.papers.wording import (
    PROCEDURE_TELLS,
    REMEDY_TELLS,
    SOURCES,
    SWORN,
)
from operations.centre.papers.lines import DATE, begun, day_words, moment_words, seal, sign
from operations.centre.papers.parties_table import names, party_tables
from operations.centre.papers.sheet import Sheet, blank, known

Own = Mapping[str, str]
_HOW = {How.PRINTED: "", How.SCAN: "扫描件", How.HANDED_OVER: "纸质原件"}


def receipt(facts: Facts, _own: Own) -> Sheet:
    """履行凭证（收据）: what was promised, what was paid and on what proof."""
    sheet = begun(facts, PaperForm.RECEIPT)
    sheet.facts(
        [("付 款 人", names(facts.respondents)), ("收 款 人", names(facts.applicants))], (1, 5.4)
    )
    promised = facts.case.instalments or ()
    rows = [
        (
            str(at),
            day_words(facts, one.due),
            yuan(one.fen),
            day_words(facts, one.paid_at) if one.paid_at else "",
            one.proof,
        )
        for at, one in enumerate(promised, 1)
    ]
    paid = yuan(paid_fen(promised))
    sheet.columns(
        ("期次", "应付日期", "金额（元）", "实付日期", "凭证"),
        rows,
        (0.6, 1.6, 1.4, 1.6, 1.8),
        sums=(2,),
    )
    sheet.says(f"已履行合计人民币 {paid} 元。今收到第＿＿期款项人民币（大写）{blank(14)}元整。")
    sign(sheet, facts, PaperForm.RECEIPT)
    return sheet


def call_back(facts: Facts, _own: Own) -> Sheet:
    """人民调解回访记录."""
    case = facts.case
    sheet = begun(facts, PaperForm.CALL_BACK)
    calls = facts.steps(Step.CALL_BACK)
    said = calls[-1] if calls else None
    sheet.facts(
        [
            ("当 事 人", names([*facts.applicants, *facts.respondents])),
            ("调解协议编号", known(facts.number_of(case.body), 10)),
            ("回访时间", moment_words(facts, said.at if said else None)),
            ("回访方式", "□ 上门　□ 电话　□ 其他＿＿＿＿"),
        ],
        (1.2, 5.2),
    )
    promised = case.instalments or ()
    done = f"应付 {yuan(sum(one.fen for one in promised))} 元，已付 {yuan(paid_fen(promised))} 元。"
    sheet.part("履行情况", done if promised else None, 2)
    sheet.part("回访情况", said.text if said else None, 6)
    stars = f"{case.satisfaction} 分（满分 5 分）" if case.satisfaction else None
    sheet.part("满意度", stars, 1)
    sheet.part("有无新的矛盾隐患", None, 2)
    sign(sheet, facts, PaperForm.CALL_BACK)
    return sheet


def confirmation(facts: Facts, own: Own, form: PaperForm) -> Sheet:
    """司法确认申请书: both apply together; the agreement's content as it was agreed."""
    case = facts.case
    sheet = begun(facts, form, number="")
    party_tables(
        sheet, facts, [*facts.applicants, *facts.respondents], is_shared=True, shows_id=True
    )
    agreed = facts.steps(Step.AGREE)
    when = day_words(facts, agreed[-1].at if agreed else None)
    committee = facts.letterhead.committee or blank(10)
    sheet.says(
        f"申请人因{CATEGORY_NAMES[case.category]}，于{when}经{committee}主持调解，达成了如下调解"
        f"协议（编号：{known(facts.number_of(case.body), 10)}）："
    )
    sheet.part("调解协议内容", case.agreement, 6)
    in_force = effective_on(case, facts.entries, facts.papers, facts.zone)
    sheet.says(f"该协议自{day_words(facts, in_force)}起生效。现请求人民法院依法予以确认。")
    sheet.says(SWORN)
    sheet.says("此致", indent=False)
    sheet.says(known(facts.letterhead.court, 12), indent=False)
    sheet.says("附：人民调解协议书 1 份；身份证明材料；主持调解的证明。", indent=False)
    sign(sheet, facts, form)
    return sheet


def transfer_letter(facts: Facts, own: Own) -> Sheet:
    """移送（退单）函: to another body; what it is about, why, and the way that was told."""
    case = facts.case
    sheet = begun(facts, PaperForm.TRANSFER_LETTER)
    is_answered = case.procedure_result is ProcedureResult.ANSWERED  # it was handed on to nobody
    ends = () if is_answered else (Step.TRANSFER, Step.FAIL)
    said = facts.steps(Step.OBJECT, *ends)
    last = said[-1] if said else None
    is_objection = last is not None and last.step is Step.OBJECT
    to = facts.letterhead.centre if is_objection else _next_body(facts)
    sheet.says(f"{own.get('to') or to or blank(14)}：", indent=False)
    what = "退回" if is_objection else "移送"
    sheet.says(
        f"{_sides(facts)}的{CATEGORY_NAMES[case.category]}"
        f"（案件编码 {case.code}），现依规定{what}你单位，请依法处理，并将结果反馈本中心。"
    )
    sheet.part("事由", own.get("text") or (last.text if last else None), 4)
    if case.remedy and not is_objection:
        sheet.says(f"已告知当事人可以{REMEDY_TELLS[case.remedy]}。")
    count = sum(1 for one in facts.papers if not one.is_removed)
    sheet.says(f"附：卷宗材料 {count or '＿＿'} 份。", indent=False)
    sheet.gap(10)
    sheet.right(f"{facts.letterhead.centre}（印章）")
    sheet.right(DATE)
    return sheet


def _next_body(facts: Facts) -> str:
    """Who a case is handed on to, by the way that was told; empty where that names nobody."""
    remedy = facts.case.remedy
    if remedy in OF_COURT:
        return facts.letterhead.court
    return NEXT_BODY.get(remedy, "") if remedy else ""


def _sides(facts: Facts) -> str:
    """Both sides in a sentence, or the one there is."""
    applying = names(facts.applicants)
    return f"{applying}与{names(facts.respondents)}" if facts.respondents else applying


def dossier_note(facts: Facts, own: Own) -> Sheet:
    """卷宗情况说明: how the case went, step by step; without what was said in it."""
    sheet = begun(facts, PaperForm.DOSSIER_NOTE)
    rows = [
        (moment_words(facts, one.at), TABLE[one.step].name, facts.called(one.by))
        for one in facts.entries
        if one.step is not Step.PAPER
    ]
    sheet.head("办理经过")
    sheet.columns(("时间", "步骤", "经办"), rows, (2.6, 2.2, 2))
    sheet.part("需要说明的情况", own.get("text"), 6)
    sheet.right("说明人（签名）　　　　　　　　")
    sheet.right(DATE)
    return sheet


def closing_report(facts: Facts, _own: Own) -> Sheet:
    """结案报告表."""
    case = facts.case
    sheet = begun(facts, PaperForm.CLOSING_REPORT)
    result = RESULT_NAMES[case.result] if case.result else ""
    how = PROCEDURE_TELLS[case.procedure_result] if case.procedure_result else ""
    sheet.facts(
        [
            ("案件编码", case.code, "法定文号", facts.number_of(case.body)),
            ("受理日期", day_words(facts, case.registered_at), "案件来源", SOURCES[case.channel]),
            (
                "结案日期",
                day_words(facts, case.closed_at),
                "纠纷类型",
                CATEGORY_NAMES[case.category],
            ),
            ("程序结果", how, "案件结果", result),
        ]
    )
    sheet.facts(
        [("申 请 人", names(facts.applicants)), ("被申请人", names(facts.respondents))], (1, 5.4)
    )
    sheet.part("纠纷事实", case.claim, 5)
    sheet.part("处理经过和结果", _outcome(facts), 5)
    if case.remedy:
        sheet.says(f"已告知下一步救济途径：可以{REMEDY_TELLS[case.remedy]}。")
    promised = case.instalments or ()
    if promised:
        sheet.says(
            f"应履行人民币 {yuan(sum(one.fen for one in promised))} 元，"
            f"已履行 {yuan(paid_fen(promised))} 元。"
        )
    sign(sheet, facts, PaperForm.CLOSING_REPORT, seal(facts))
    return sheet


def _outcome(facts: Facts) -> str | None:
    """What was agreed; else the words of the step that ended the procedure."""
    if facts.case.result is Result.SETTLED and facts.case.agreement:
        return facts.case.agreement
    ends = facts.steps(
        Step.FAIL, Step.REPLY, Step.REPLY_SUGGESTION, Step.TRANSFER, Step.WITHDRAW, Step.REFUSE,
        Step.ENFORCE, Step.DIED, Step.JOIN,
    )  # fmt: skip
    return ends[-1].text if ends else None


def cover(facts: Facts) -> Sheet:
    """封面: names, number, days, who put it together, how long it is kept."""
    case, head = facts.case, facts.letterhead
    kept = rule_of(case, head.kept)
    is_of_petition = is_petition(case)
    by = head.centre if is_of_petition else head.committee or head.centre
    sheet = Sheet(by, "信 访 卷 宗" if is_of_petition else "调 解 卷 宗")
    sheet.gap(16)
    kind = CATEGORY_NAMES[case.category]
    name = f"{_sides(facts)}{kind}"
    sheet.facts(
        [
            ("卷　　名", name),
            ("卷　　号", facts.number_of(case.body)),
            ("案件编码", case.code),
            ("承 办 人" if is_of_petition else "调 解 员", "、".join(facts.mediator_names)),
            ("受理日期" if is_of_petition else "调解日期", day_words(facts, case.accepted_at)),
            ("结案日期", day_words(facts, case.closed_at)),
            ("立 卷 人", facts.called(facts.account)),
            ("立卷日期", day_words(facts, facts.at)),
            ("保管期限", f"{kept.years} 年"),
            ("备　　注", f"保管依据：{kept.reason}"),
        ],
        (1.2, 5.2),
    )
    return sheet


def index(facts: Facts, rows: Sequence[tuple[str, str, str]]) -> Sheet:
    """卷内目录: each paper with its pages, and how it is there."""
    sheet = Sheet(facts.letterhead.centre, "卷 内 目 录", facts.number_of(facts.case.body))
    numbered = [(str(at), *row) for at, row in enumerate(rows, 1)]
    sheet.columns(("序号", "文书名称", "页号", "备注"), numbered, (0.7, 4.2, 1.2, 1.6))
    return sheet


def back_cover(facts: Facts, pages: int, missing: Sequence[Line]) -> Sheet:
    """封底: how many pages, what is missing, who put it together and who checked it."""
    sheet = Sheet(facts.letterhead.centre, "卷 宗 封 底")
    lacks = "、".join(ITEMS[one.paper].name for one in missing)
    sheet.facts(
        [
            ("本卷页数", f"{pages} 页"),
            ("缺少材料", lacks or "无"),
            ("立 卷 人", facts.called(facts.account)),
            ("立卷日期", day_words(facts, facts.at)),
            ("检 查 人", ""),
            ("检查日期", DATE),
        ],
        (1.2, 5.2),
    )
    return sheet


def how_words(how: How) -> str:
    """How a paper is there, as the index says it."""
    return _HOW[how]
