"""Matters walked round the loop on the page, each by the people whose steps they are."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.centre.the_desk import Desks, desks, kept_desks
from tools.running import RunningServer

pytestmark = pytest.mark.browser
PEOPLE = {
    "w-window": "window_clerk",
    "w-duty": "duty_clerk",
    "w-second": "duty_clerk",
    "w-officer": "body_officer@people_mediation",
    "w-colleague": "body_officer@people_mediation",
    "w-visits": "body_officer@visits",
    "w-leader": "leader",
    "w-review": "case_reviewer",
    "w-minutes": "study_secretary",
}
ALL = ("申请书或受理登记表", "当事人权利义务告知书", "身份证明材料", "调解记录")
ALWAYS = {
    "人民调解申请书", "受理登记表", "权利义务告知书", "授权委托书", "调查记录", "调解记录",
    "回访记录", "卷宗情况说明", "结案报告表",
}  # fmt: skip
FAILED = {"无争议事实记载表", "移送（退单）函"}
OF_PETITION = {
    "授权委托书", "移送（退单）函", "卷宗情况说明", "结案报告表", "信访事项登记表",
    "信访事项受理告知书", "信访事项调查核实记录", "联合研判会议纪要", "信访处理意见书",
    "信访事项回访记录",
}  # fmt: skip
PETITION = (
    "申请书或受理登记表",
    "信访事项受理告知书",
    "调查记录",
    "信访处理意见书及送达回证",
)


@pytest.fixture(scope="module")
def kept(chromium: Browser, server: RunningServer) -> Iterator[Desks]:
    yield from kept_desks(chromium, server, **PEOPLE)


@pytest.fixture
def people(kept: Desks) -> Iterator[Desks]:
    """Everybody at the desks of the file; whatever a page throws fails the test that it was for."""
    yield kept
    kept.left_alone()


def ask_back_and_close(people: Desks, code: str, *papers: str, prints: set[str]) -> None:
    """Called back by somebody who did not handle it; papers printed, filed; closed by another."""
    people["w-colleague"].step(code, "回访", text="已回访，没有新问题", 满意度="5")
    assert people["w-colleague"].prints(code, "结案报告表") == prints
    people["w-window"].files(code, *papers)
    people["w-duty"].step(code, "结案")
    assert people["w-duty"].stage(code) == "已结案"


def ask_back_and_close_unseen(people: Desks, code: str, *papers: str, prints: set[str]) -> None:
    """The same as by the forms; what may be printed is looked at."""
    people["w-colleague"].posts(code, "call_back", text="已回访，没有新问题", satisfaction=5)
    assert people["w-colleague"].offers(code) == prints
    people["w-window"].posts_papers(code, *papers, "结案报告表（封底）")
    assert people["w-duty"].posts(code, "close") == "closed"


def received_unseen(people: Desks, code: str) -> None:
    """Routed to the people's mediation and received, as by the forms."""
    people["w-duty"].posts(code, "route", body="people_mediation")
    people["w-officer"].posts(code, "accept")


def test_a_wage_claim_goes_from_the_window_to_paid_instalments(
    people: Desks, server: RunningServer
):
    speakers = [
        {"身份": "代表人", "name": f"演示-04{n}", "phone": f"138000004{n}0"} for n in (11, 12, 13)
    ]
    firm = {"身份": "被申请人", "性质": "单位", "name": "演示建筑公司"}
    window = people["w-window"]
    code = window.take_in(
        "拖欠十二名工人三个月工资",
        [*speakers, firm],
        amount="12",
        people_count="12",
        known_on="2026-10-01",
        **{"类型（可打首字母）": "拖欠农民工工资"},
    )
    receipt = window.page.locator(".case-taken").get_by_text("打印回执")
    slip = window.page.request.get(f"{server.url}{receipt.get_attribute('href')}")
    assert slip.body().startswith(b"%PDF-")
    people["w-duty"].posts(code, "route", body="people_mediation")  # routed by a form below
    officer = people["w-officer"]
    officer.step(code, "接收")
    officer.match(code, chair=1)
    agreed = {
        "各方同意": "是", "facts": "欠薪属实", "content": "分两期付清", "履行方式": "分期",
        "place": "银行转账", "amount": "120000",
    }  # fmt: skip
    wrong = {"instalments": "2027-01-31 60000, 2027-02-28 99"}
    officer.refused(code, "按条款登记协议", "60,099.00", **agreed, **wrong)
    right = {"instalments": "2027-01-31 60000, 2027-02-28 60000"}
    officer.does(code, "按条款登记协议", "已登记协议", **agreed, **right)
    officer.step(code, "履行一期", 第几期="第 1 期", proof="银行回单一")
    assert officer.stage(code) == "履行中"
    officer.posts(code, "pay", instalment=2, proof="银行回单二")
    ask_back_and_close(
        people, code, *ALL, "调解协议书或口头协议登记表",
        prints=ALWAYS | {"调解协议书", "履行凭证（收据）", "司法确认申请书（个人—单位）"},
    )  # fmt: skip
    card = people["w-duty"].open(code)
    expect(card).to_contain_text("化解成功")
    expect(card.locator(".case-sums .is-paid")).to_have_count(2)


def test_a_marriage_case_with_violence_brings_nobody_face_to_face(people: Desks):
    window = people["w-window"]
    code = window.brings(
        "要求离婚，曾被殴打", "演示-0421", "演示-0422",
        category="marriage_family", flags=["violence"],
    )  # fmt: skip
    received_unseen(people, code)
    officer = people["w-officer"]
    officer.match(code)
    expect(officer.open(code)).to_contain_text("不安排面对面调解")
    officer.page.locator("#plan-session > summary").click()
    officer.page.locator("#plan-session").get_by_label("方式").first.click()
    offered = officer.page.locator("[role=option]:visible")
    expect(offered.first).to_contain_text("背对背")
    expect(offered).to_have_count(2)
    officer.page.keyboard.press("Escape")
    officer.posts(code, "fail", remedy="court", text="一方坚持离婚")
    ask_back_and_close_unseen(people, code, *ALL, prints=ALWAYS | FAILED)


def test_a_petition_wrongly_routed_is_objected_to_twice_studied_and_led(people: Desks):
    code = people["w-window"].take_in(
        "征地补偿没有到位",
        [{"name": "演示-0431"}],
        **{"类型（可打首字母）": "征地拆迁", "事项性质": "申诉求决"},
    )
    duty, officer = people["w-duty"], people["w-officer"]
    leader = people["w-leader"]  # who has signed in may be chosen
    duty.step(code, "分流派单", 承办="人民调解中心", way="petition", 时限="人民调解")
    officer.step(code, "退单异议", text="不是民间纠纷")
    duty.step(code, "同意退单")
    duty.posts(code, "route", body="people_mediation", way="petition", clock="mediate.people")
    officer.posts(code, "object", text="仍不是民间纠纷")
    assert duty.stage(code) == "联合研判"
    people["w-minutes"].step(
        code, "研判定责",
        承办="人民来访接待中心", way="petition", 时限="出具处理意见书", 风险等级="橙",
        包案领导="w-leader", plan="先核实面积，后分批补偿", text="会议纪要：信访牵头",
    )  # fmt: skip
    leader.sit_down()
    expect(leader.open(code)).to_contain_text("先核实面积")
    leader.step(code, "领导签批", text="同意按方案办理")
    people["w-visits"].step(code, "出具处理意见", text="已出具处理意见书")
    people["w-second"].posts(code, "call_back", text="知道可以复查", satisfaction=4)
    assert people["w-visits"].prints(code, "信访处理意见书") == OF_PETITION
    duty.refused(code, "结案", "复核")
    people["w-review"].step(code, "结案复核", text="卷宗齐全")
    duty.refused(code, "结案", "信访处理意见书")  # printed, and not signed for
    people["w-window"].posts_papers(code, *PETITION, "联合研判会议纪要", "结案报告表（封底）")
    assert duty.posts(code, "close") == "closed"
    expect(duty.open(code)).to_contain_text("请求信访复查")


@pytest.mark.parametrize("way", ["向法院起诉", "申请劳动仲裁"])
def test_a_failed_mediation_is_handed_on(people: Desks, way: str):
    claim = f"工伤赔偿协商不成（{way}）"
    code = people["w-window"].brings(claim, "演示-0441", "演示-0442", category="other_labour")
    received_unseen(people, code)
    people["w-officer"].step(code, "调解不成", 救济途径=way, text="差额太大")
    ask_back_and_close_unseen(people, code, *ALL, prints=ALWAYS | FAILED)
    expect(people["w-duty"].open(code)).to_contain_text("调解不成")


def test_the_second_clerk_is_shown_what_the_first_has_done(people: Desks):
    code = people["w-window"].brings("两人同办", "演示-0451")
    second = people["w-second"]
    card = second.open(code)
    people["w-duty"].step(code, "分流派单", 承办="人民调解中心")
    form = card.locator("details.case-step.is-next form")
    form.locator("textarea[name=text]").fill("写到一半的说明")
    form.locator("button[type=submit]").click()
    second.said("刚刚由他人办理过")
    expect(card).to_contain_text("写到一半的说明")
    expect(card.locator(".case-track [aria-current=step]")).to_have_text("待接收")


def test_what_is_typed_outlives_the_page(chromium: Browser, server: RunningServer):
    with desks(chromium, server, **{"w-draft": "window_clerk"}) as people:
        desk = people["w-draft"]
        desk.page.keyboard.press("Alt+n")
        form = desk.page.locator(".case-intake form")
        expect(form.locator("input[name=name-1]")).to_be_focused()
        desk.page.keyboard.type("演示-0461")
        desk.page.keyboard.press("Enter")
        desk.page.keyboard.type("13800000461")
        form.locator("textarea[name=claim]").fill("写到一半停电了")
        expect(desk.page.locator(".case-saved")).to_be_visible()
        desk.page.keyboard.type("，来电了")  # and left at once
        desk.sit_down()
        desk.page.keyboard.press("Alt+n")
        expect(form.locator("textarea[name=claim]")).to_have_value("写到一半停电了，来电了")
        expect(form.locator("input[name=name-1]")).to_have_value("演示-0461")
        expect(form.locator("input[name=phone-1]")).to_have_value("13800000461")
