"""Forms of the beginning: application, registration, rights and duties, proxy, refusal."""

from collections.abc import Mapping

from domain.centre.cases.agreements import yuan
from domain.centre.cases.categories import CATEGORY_NAMES
from domain.centre.cases.parties import PartyRole
from domain.centre.cases.stages import Step
from domain.centre.papers.facts import Facts
from domain.centre.papers.forms import PaperForm
from domain.centre.papers.wording import DUTIES, REMEDY_TELLS, RIGHTS, SOURCES, TOLD_BESIDE
from operations.centre.papers.lines import begun, day_words, seal, sign
from operations.centre.papers.parties_table import names, party_tables
from operations.centre.papers.sheet import Sheet, blank, known

Own = Mapping[str, str]


def application(facts: Facts, _own: Own) -> Sheet:
    """人民调解申请书: both sides, the facts, what is asked for, the applicant's signature."""
    sheet = begun(facts, PaperForm.APPLICATION)
    party_tables(sheet, facts, facts.applicants, is_shared=False)
    party_tables(sheet, facts, facts.respondents or [], is_shared=True)
    if not facts.respondents:
        sheet.facts([("被申请人", "", "联系方式", "")])
    sheet.part("纠纷简要情况", facts.case.claim, 6)
    sheet.head("当事人申请事项")
    amount = facts.case.amount_fen
    wanted = f"请求给付人民币 {yuan(amount)} 元。" if amount else facts.case.claim
    sheet.listed([wanted or blank(34), blank(34), blank(34)])
    sheet.says("人民调解委员会已将申请人民调解的相关规定告知我，现自愿申请人民调解委员会进行调解。")
    sign(sheet, facts, PaperForm.APPLICATION)
    return sheet


def registration(facts: Facts, _own: Own) -> Sheet:
    """人民调解受理登记表."""
    case = facts.case
    sheet = begun(facts, PaperForm.REGISTRATION)
    source = SOURCES[case.channel]
    window = facts.centre.windows.get(case.window)
    sheet.facts(
        [
            ("登记时间", day_words(facts, case.registered_at), "案件来源", source),
            ("纠纷类型", CATEGORY_NAMES[case.category], "涉及人数", str(case.people_count)),
            (
                "涉及金额",
                f"{yuan(case.amount_fen)} 元" if case.amount_fen else "",
                "受理窗口",
                window.name if window else "",
            ),
        ]
    )
    party_tables(sheet, facts, facts.applicants, is_shared=False)
    party_tables(sheet, facts, facts.respondents, is_shared=False)
    sheet.part("纠纷简要情况", case.claim, 6)
    sign(sheet, facts, PaperForm.REGISTRATION, seal(facts))
    return sheet


def rights_notice(facts: Facts, _own: Own) -> Sheet:
    """当事人权利义务告知书: what the law grants and asks; names alone of whom it is told to."""
    sheet = begun(facts, PaperForm.RIGHTS_NOTICE)
    sheet.says(f"{names([*facts.applicants, *facts.respondents])}：", indent=False)
    sheet.says("根据《中华人民共和国人民调解法》，现将当事人在人民调解活动中的权利义务告知如下：")
    sheet.head("一、当事人享有下列权利（第二十三条）")
    sheet.listed(RIGHTS)
    sheet.head("二、当事人履行下列义务（第二十四条）")
    sheet.listed(DUTIES)
    sheet.head("三、其他事项")
    sheet.listed(TOLD_BESIDE)
    sheet.says("以上内容已告知我，我已清楚。")
    sign(sheet, facts, PaperForm.RIGHTS_NOTICE, seal(facts))
    return sheet


def proxy(facts: Facts, own: Own) -> Sheet:
    """授权委托书: who gives and who has the power; nothing of the other side but names."""
    sheet = begun(facts, PaperForm.PROXY)
    chosen = [one for one in facts.parties if one.party_id == own.get("party")]
    givers = chosen or facts.applicants
    sheet.head("委托人")
    party_tables(sheet, facts, givers, is_shared=False, shows_id=True)
    sheet.head("受委托人")
    proxies = facts.of(PartyRole.PROXY)
    if proxies:
        party_tables(sheet, facts, proxies, is_shared=False, shows_id=True)
    else:
        sheet.facts([("姓名", "", "性别", ""), ("联系方式", "", "身份证号码", "")])
    applying = {one.party_id for one in facts.applicants}
    is_applying = any(one.party_id in applying for one in givers)
    others = facts.respondents if is_applying else facts.applicants
    kind = CATEGORY_NAMES[facts.case.category]
    sheet.says(f"现委托上列受委托人，在委托人与{names(others)}之间的{kind}中，作为委托代理人。")
    sheet.part("委托事项和权限", own.get("text"), 4)
    sheet.says(
        "委托权限为（请勾选）：□ 一般代理　□ 特别授权（代为承认、放弃、变更请求，进行和解，"
        "达成并签署调解协议）。未勾选的，视为一般代理。"
    )
    sign(sheet, facts, PaperForm.PROXY)
    return sheet


def refusal(facts: Facts, _own: Own) -> Sheet:
    """不予受理告知书: to whoever applied: why, and the ways that are open; nobody else is in it."""
    sheet = begun(facts, PaperForm.REFUSAL)
    sheet.says(f"{names(facts.applicants)}：", indent=False)
    case = facts.case
    sheet.says(
        f"你（单位）于{day_words(facts, case.registered_at)}提出的"
        f"{CATEGORY_NAMES[case.category]}事项，经审查，决定不予受理。"
    )
    said = facts.steps(Step.REFUSE)
    sheet.part("不予受理的理由", said[-1].text if said else None, 4)
    sheet.head("救济途径")
    way = REMEDY_TELLS[case.remedy] if case.remedy else blank(24)
    sheet.says(f"你（单位）可以{way}。")
    sheet.says(f"如有疑问，请与本中心联系，电话：{known(facts.centre.phone, 10)}。")
    sheet.gap(8)
    sheet.right(f"{facts.letterhead.centre}（印章）")
    sheet.right(day_words(facts, said[-1].at if said else None))
    sheet.head("送达回证")
    sign(sheet, facts, PaperForm.REFUSAL)
    return sheet
