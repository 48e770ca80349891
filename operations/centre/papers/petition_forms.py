"""Forms of petitions: registration, notices, inquiry, joint study, opinion, call-back.

A petition has no other side: what goes to the petitioner names nobody but the petitioner.

Source: 信访工作条例, articles 22 to 24 and 31 to 35.
"""

from collections.abc import Mapping

from domain.centre.cases.agreements import yuan
from domain.centre.cases.categories import CATEGORY_NAMES
from domain.centre.cases.stages import Step
from domain.centre.papers.facts import Facts, last_day
from domain.centre.papers.forms import PaperForm
from domain.centre.papers.wording import PETITION_CHANNELS
from operations.centre.papers.lines import DATE, begun, day_words, moment_words, sign
from operations.centre.papers.parties_table import names, party_tables
from operations.centre.papers.sheet import Sheet, blank, known

Own = Mapping[str, str]


def registration(facts: Facts, _own: Own) -> Sheet:
    """信访事项登记表: who came by which way, and what is asked for."""
    case = facts.case
    sheet = begun(facts, PaperForm.PETITION_REGISTRATION)
    window = facts.centre.windows.get(case.window)
    amount = f"{yuan(case.amount_fen)} 元" if case.amount_fen else ""
    sheet.facts(
        [
            (
                "登记时间",
                day_words(facts, case.registered_at),
                "信访形式",
                PETITION_CHANNELS[case.channel],
            ),
            ("问题类型", CATEGORY_NAMES[case.category], "涉及人数", str(case.people_count)),
            ("涉及金额", amount, "接待窗口", window.name if window else ""),
        ]
    )
    party_tables(sheet, facts, facts.applicants, is_shared=False)
    sheet.part("反映的情况和请求", case.claim, 8)
    sheet.part("事实和理由", None, 4)
    sign(sheet, facts, PaperForm.PETITION_REGISTRATION)
    return sheet


def notice(facts: Facts, _own: Own) -> Sheet:
    """信访事项受理告知书: which body has it, by which way, and until when."""
    case = facts.case
    sheet = begun(facts, PaperForm.PETITION_NOTICE)
    sheet.says(f"{names(facts.applicants)}：", indent=False)
    until = day_words(facts, last_day(case.due_at, facts.zone)) if case.due_at else DATE
    sheet.says(
        f"你（单位）于{day_words(facts, case.registered_at)}提出的{CATEGORY_NAMES[case.category]}"
        f"信访事项，由{_body(facts)}于{day_words(facts, case.accepted_at)}受理。"
    )
    sheet.says(
        "本事项属于《信访工作条例》第三十一条第六项规定的情形，将听取你（单位）陈述事实和理由，"
        f"并调查核实，于{until}前出具信访处理意见书。情况复杂的，经批准可以延长，延长期限不超过"
        "三十日，并告知延期理由。"
    )
    sheet.says("在规定期限内向上级机关、单位又提出同一信访事项的，上级机关、单位不予受理。")
    _answered(sheet, facts, PaperForm.PETITION_NOTICE, day_words(facts, case.accepted_at))
    return sheet


def inquiry(facts: Facts, own: Own) -> Sheet:
    """信访事项调查核实记录: when, where, who was asked, and what was found."""
    sheet = begun(facts, PaperForm.PETITION_INQUIRY)
    sheet.facts(
        [
            ("信 访 人", names(facts.applicants), "时　　间", DATE),
            ("地　　点", own.get("place", ""), "记 录 人", ""),
            ("被调查人", own.get("person", ""), "与本事项关系", ""),
        ]
    )
    sheet.part("信访人陈述的事实和理由", facts.case.claim, 5)
    sheet.part("调查核实情况", own.get("text"), 12)
    sign(sheet, facts, PaperForm.PETITION_INQUIRY)
    return sheet


def study_minutes(facts: Facts, _own: Own) -> Sheet:
    """联合研判会议纪要: why it was studied, lead body, leader in charge, and the plan."""
    case = facts.case
    sheet = begun(facts, PaperForm.STUDY_MINUTES)
    studied = facts.steps(Step.STUDY)
    last = studied[-1] if studied else None
    beside = "、".join(facts.centre.name_of(one) for one in case.co_bodies)
    sheet.facts(
        [
            ("会议时间", moment_words(facts, last.at if last else None)),
            ("记 录 人", facts.called(last.by) if last else ""),
            ("信 访 人", names(facts.applicants)),
            ("牵头机构", _body(facts)),
            ("配合机构", beside),
            ("包案领导", facts.called(case.leader) if case.leader else ""),
        ],
        (1, 5.4),
    )
    why = facts.steps(Step.OBJECT, Step.TO_STUDY)
    sheet.part("提请研判的事由", "\n".join(one.text for one in why if one.text) or None, 3)
    sheet.part("会议纪要", last.text if last else None, 6)
    sheet.part("处置方案", case.plan, 5)
    sheet.part("参会人员（签名）", None, 3)
    return sheet


def extension(facts: Facts, _own: Own) -> Sheet:
    """延长办理期限告知书: the new last day, and why."""
    case = facts.case
    sheet = begun(facts, PaperForm.EXTENSION_NOTICE)
    sheet.says(f"{names(facts.applicants)}：", indent=False)
    until = day_words(facts, last_day(case.due_at, facts.zone)) if case.due_at else DATE
    sheet.says(
        f"你（单位）于{day_words(facts, case.registered_at)}提出的{CATEGORY_NAMES[case.category]}"
        f"信访事项情况复杂，根据《信访工作条例》第三十四条，经批准，办理期限延长至{until}。"
    )
    said = facts.steps(Step.EXTEND)
    sheet.part("延期理由", said[-1].text if said else None, 4)
    _answered(
        sheet, facts, PaperForm.EXTENSION_NOTICE, day_words(facts, said[-1].at if said else None)
    )
    return sheet


def opinion(facts: Facts, own: Own) -> Sheet:
    """信访处理意见书: request, facts and reasons, opinion with its legal basis, the way of review.

    Source: 信访工作条例, articles 32 and 35.
    """
    case = facts.case
    sheet = begun(facts, PaperForm.PETITION_OPINION)
    sheet.says(f"{names(facts.applicants)}：", indent=False)
    sheet.says(
        f"你（单位）于{day_words(facts, case.registered_at)}提出的{CATEGORY_NAMES[case.category]}"
        f"信访事项，{_body(facts)}于{day_words(facts, case.accepted_at)}受理，已办理完毕。"
    )
    sheet.part("一、投诉请求", case.claim, 4)
    sheet.part("二、事实和理由", own.get("text"), 8)
    sheet.head("三、处理意见及依据")
    sheet.says(
        "□ 请求事实清楚，符合规定，予以支持　□ 请求事由合理但缺乏法律依据，作出解释说明　"
        "□ 请求缺乏事实根据或者不符合规定，不予支持",
        indent=False,
    )
    said = facts.steps(Step.REPLY) or facts.steps(Step.TRANSFER)  # as it was ended once
    sheet.part("具体意见", said[-1].text if said else None, 4)
    sheet.part("法律法规依据", own.get("basis"), 3)
    sheet.says(
        "如不服本处理意见，可以自收到本意见书之日起三十日内，请求原办理机关、单位的上一级机关、"
        "单位复查。"
    )
    _answered(
        sheet, facts, PaperForm.PETITION_OPINION, day_words(facts, said[-1].at if said else None)
    )
    return sheet


def call_back(facts: Facts, _own: Own) -> Sheet:
    """信访事项回访记录: by somebody other than who handled it."""
    case = facts.case
    sheet = begun(facts, PaperForm.PETITION_CALL_BACK)
    calls = facts.steps(Step.CALL_BACK)
    said = calls[-1] if calls else None
    sheet.facts(
        [
            ("信 访 人", names(facts.applicants)),
            ("办理机构", _body(facts)),
            ("回访时间", moment_words(facts, said.at if said else None)),
            ("回访方式", "□ 上门　□ 电话　□ 其他＿＿＿＿"),
        ],
        (1.2, 5.2),
    )
    sheet.part("处理意见落实情况", None, 3)
    sheet.part("回访情况", said.text if said else None, 6)
    stars = f"{case.satisfaction} 分（满分 5 分）" if case.satisfaction else None
    sheet.part("满意度", stars, 1)
    sheet.part("有无新的诉求", None, 2)
    sign(sheet, facts, PaperForm.PETITION_CALL_BACK)
    return sheet


def _body(facts: Facts) -> str:
    return facts.centre.name_of(facts.case.body) or blank(10)


def _answered(sheet: Sheet, facts: Facts, form: PaperForm, day: str) -> None:
    """Phone, seal and day, and below the receipt that the petitioner signs."""
    sheet.says(f"如有疑问，请与本中心联系，电话：{known(facts.centre.phone, 10)}。")
    sheet.gap(8)
    sheet.right(f"{_body(facts)}（印章）")
    sheet.right(day)
    sheet.head("送达回证")
    sign(sheet, facts, form)
