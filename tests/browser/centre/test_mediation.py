"""Mediation on the card of a case, and a leader's signature from a phone, in a real browser."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect
from pypdf import PdfReader

from tests.browser.centre.the_desk import Desk, Desks, desks, kept_desks
from tools.running import RunningServer

pytestmark = pytest.mark.browser
PEOPLE = {
    "w-window": "window_clerk",
    "w-duty": "duty_clerk",
    "w-officer": "body_officer@people_mediation",
    "w-colleague": "body_officer@people_mediation",
}
LEADER = {"w-leader": "leader"}
PHONE = {"width": 390, "height": 844}
PAPERS = ("申请书或受理登记表", "当事人权利义务告知书", "身份证明材料", "调解记录")


@pytest.fixture(scope="module")
def kept(chromium: Browser, server: RunningServer) -> Iterator[Desks]:
    yield from kept_desks(chromium, server, **PEOPLE)


@pytest.fixture
def people(kept: Desks) -> Iterator[Desks]:
    """Everybody at the desks of the file; whatever a page throws fails the test that it was for."""
    yield kept
    kept.left_alone()


def a_case(people: Desks, claim: str, *names: str, **said: Any) -> str:
    """A case the people's mediation has in hand; its code."""
    code = people["w-window"].brings(claim, *names, **said)
    received(people, code)
    return code


def received(people: Desks, code: str) -> None:
    """Routed and received as by the forms, which walk through the loop elsewhere."""
    people["w-duty"].posts(code, "route", body="people_mediation")
    people["w-officer"].posts(code, "accept")


def folded(desk: Desk, form: str) -> Locator:
    """A form of the section that was folded away, opened; by its id or the beginning of it."""
    part = desk.page.locator(f"#case-mediation details[id^={form}]").first
    part.locator("summary").first.click()
    return part.locator("form").first


def a_session(desk: Desk, code: str, at: str) -> None:
    """Book a session at an hour of tomorrow; the first way of meeting that is offered."""
    desk.open(code)
    form = folded(desk, "plan-session")
    form.locator("input[name=begins_time]").fill(at)
    desk.choose(form, "休息日也要安排", "是")
    desk.sends(form)
    desk.said("已安排")


def a_record(desk: Desk, code: str, *names: str, **words: str) -> None:
    """Write a session down to which everybody has agreed."""
    desk.open(code)
    form = folded(desk, "write-")
    for name in names:
        desk.choose(form, f"{name} 的意见", "同意")
    if "protection" in words:
        desk.choose(form, "已告知可申请人身安全保护令", "是")
    for field in ("facts", "positions", "undisputed"):
        form.locator(f"textarea[name={field}]").fill(words.get(field, f"演示{field}"))
    desk.sends(form)
    desk.said("已保存调解记录")


def asked_back_and_closed(people: Desks, code: str, *papers: str) -> None:
    """To the end as by the forms, which walk through the loop elsewhere."""
    people["w-colleague"].posts(code, "call_back", text="已回访", satisfaction=5)
    people["w-window"].posts_papers(code, *papers, "结案报告表（封底）")
    assert people["w-duty"].posts(code, "close") == "closed"


def test_a_mediator_is_matched_with_reasons_sits_and_settles(people: Desks):
    code = a_case(people, "两家漏水争执", "演示-0451", "演示-0452")
    officer = people["w-officer"]
    match = officer.open(code).locator("#match")
    match.locator("summary").first.click()
    expect(match).to_contain_text("擅长此类纠纷")
    expect(match.locator("#why-first")).to_contain_text(re.compile("排在|按编号排序"))
    officer.match(code)
    a_session(officer, code, "09:00")
    a_record(officer, code, "演示-0451", "演示-0452", undisputed="漏水属实")
    section = officer.page.locator("#case-mediation")
    expect(section).to_contain_text("漏水属实")
    officer.does(
        code, "按条款登记协议", "已登记协议", 各方同意="是", facts="漏水属实",
        content="当日修好", 履行方式="当场履行", place="当事人家中",
    )  # fmt: skip
    assert officer.stage(code) in {"待回访", "履行中"}


def test_a_case_with_violence_is_closed_apart_and_told_of_protection(people: Desks):
    names = ("演示-0421", "演示-0422")
    code = a_case(
        people, "要求离婚，曾被殴打", *names, category="marriage_family", flags=["violence"]
    )
    officer = people["w-officer"]
    officer.match(code)
    a_session(officer, code, "10:30")
    section = officer.page.locator("#case-mediation")
    expect(section).to_contain_text("背对背")
    expect(section).to_contain_text("不公开")
    a_record(officer, code, *names, protection="yes")
    officer.posts(code, "fail", remedy="court", text="一方坚持离婚")
    asked_back_and_closed(people, code, *PAPERS)


def test_a_failed_mediation_goes_to_court_with_what_is_not_in_dispute(
    people: Desks, server: RunningServer
):
    code = a_case(people, "借款三万元未还", "演示-0441", "演示-0442")
    officer = people["w-officer"]
    officer.match(code)
    a_session(officer, code, "14:00")
    a_record(
        officer, code, "演示-0441", "演示-0442",
        undisputed="借款三万元属实", positions="愿还两万元",
    )  # fmt: skip
    officer.posts(code, "fail", remedy="court", text="差额太大")
    sheet = officer.page.request.get(f"{server.url}/api/v1/cases/{code}/papers/undisputed_form.pdf")
    assert sheet.ok, sheet.text()
    told = "".join(page.extract_text() for page in PdfReader(io.BytesIO(sheet.body())).pages)
    told = re.sub(r"\s", "", told)
    assert "借款三万元属实" in told
    assert "两万元" not in told  # what was offered is never told to a court
    asked_back_and_closed(people, code, *PAPERS)
    expect(people["w-duty"].open(code)).to_contain_text("调解不成")


def test_a_leader_signs_from_a_phone(people: Desks, chromium: Browser, server: RunningServer):
    with desks(chromium, server, size=PHONE, **LEADER) as phones:
        leader = phones["w-leader"]  # who has signed in may be chosen
        code = a_case(people, "多户停水", "演示-0461")
        people["w-duty"].step(code, "领导包案", 包案领导="w-leader", text="请包案")
        leader.sit_down()
        expect(leader.open(code)).to_contain_text("多户停水")
        leader.step(code, "领导签批", text="同意按方案办理")
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert leader.page.evaluate(wide) <= 0  # nothing has to be moved sideways
        expect(leader.open(code)).to_contain_text("领导签批")


def test_the_clerk_calls_the_people_of_a_session(people: Desks, server: RunningServer):
    window = people["w-window"]
    code = window.take_in(
        "邻居占道",
        [
            {"name": "演示-0471", "phone": "13800000471"},
            {"name": "演示-0472", "身份": "申请人"},
        ],
    )
    received(people, code)
    officer = people["w-officer"]
    officer.posts(code, "fail", remedy="court", text="差额太大")
    window.page.goto(f"{server.url}/centre?view=calls")
    row = window.page.locator("button.case-row", has_text=code).filter(has_text="演示-0471")
    row.click()
    sheet = window.page.locator(".case-call")
    expect(sheet.locator("a[href='tel:13800000471']")).to_be_visible()
    sheet.locator("input[name=note]").fill("知道可以起诉")
    window.sends(sheet.locator("form").first)
    window.said("已记录")
    expect(row).to_have_count(0)
    other = window.page.locator("button.case-row", has_text=code)
    other.click()
    with window.page.expect_download() as printed:
        sheet.get_by_role("button", name="打印提醒单", exact=True).click()
    assert printed.value.suggested_filename == f"{code}-reminder.pdf"
    window.said("已打印提醒单")
    expect(window.open(code)).to_contain_text("知道可以起诉")
