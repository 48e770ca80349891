"""Pages of administration in a real Chromium: what is done there is done, and asked about first."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.slow import held_up, wait_for_any
from tests.browser.wall_words import screen
from tools.running import RunningServer

pytestmark = pytest.mark.browser


@contextmanager
def office(chromium: Browser, server: RunningServer, role: str, path: str) -> Iterator[Page]:
    with screen(chromium, 1366, 768) as page:
        cookie = {"name": "onescreen", "value": server.sign_in(role), "url": server.url}
        page.context.add_cookies([cookie])
        page.goto(server.url + path)
        page.wait_for_selector(".admin-form, .admin-table, .admin-none")
        yield page


def opened(page: Page, name: str) -> Locator:
    """The card of an account; looked for first, for a long list is drawn slowly."""
    page.locator("[name=q]").fill(name)
    page.keyboard.press("Enter")
    expect(page.locator(".admin-table tbody tr")).to_have_count(1)
    page.locator("tbody tr", has_text=name).get_by_role("button").click()
    card = page.locator(".admin-card")
    expect(card).to_contain_text("停用此账号")
    return card


def test_a_key_is_shown_once_replaced_after_a_question_and_revoked(
    chromium: Browser, server: RunningServer
):
    with office(chromium, server, "system_admin", "/admin/keys") as page:
        page.locator("[name=name]").first.fill("网关七号")
        page.keyboard.press("Enter")
        row = page.locator("tbody tr", has_text="网关七号")
        expect(row).to_contain_text("上报任何力量的位置")
        once = page.locator(".admin-once code")
        expect(once).to_have_text(re.compile(r".{21}"))
        first = once.inner_text()
        row.get_by_role("button", name="更换密钥").click()
        page.keyboard.press("Escape")
        expect(page.locator("dialog")).to_have_count(0)
        expect(page.locator(".admin-once code")).to_have_text(first)
        row.get_by_role("button", name="更换密钥").click()
        page.locator("dialog").get_by_role("button", name="更换密钥").click()
        expect(page.locator(".admin-once code")).not_to_have_text(first)
        row.get_by_role("button", name="撤销设备").click()
        page.locator("dialog").get_by_role("button", name="撤销设备").click()
        expect(row).to_contain_text("已撤销")


def test_another_system_has_a_key_that_may_do_what_it_lists(
    chromium: Browser, server: RunningServer
):
    with office(chromium, server, "system_admin", "/admin/keys") as page:
        page.locator("[name=name]").last.fill("运维平台")
        page.get_by_role("textbox", name="权限").click()
        page.get_by_role("option", name="只读取运行指标").click()
        page.get_by_role("button", name="给其他系统发放密钥").click()
        row = page.locator("tbody tr", has_text="运维平台")
        expect(row).to_contain_text("读取运行指标")
        expect(page.locator(".admin-once code")).to_have_text(re.compile(r"\w"))
        key = {"authorization": f"Bearer {page.locator('.admin-once code').inner_text()}"}
        assert httpx.get(server.url + "/metrics", headers=key).status_code == 200
        assert httpx.get(server.url + "/api/v1/incidents", headers=key).status_code in {401, 403}
        row.get_by_role("button", name="撤销设备").click()
        page.locator("dialog").get_by_role("button", name="撤销设备").click()
        expect(row).to_contain_text("已撤销")
        assert httpx.get(server.url + "/metrics", headers=key).status_code == 401


def test_a_device_without_a_unit_is_adopted(chromium: Browser, server: RunningServer):
    sent = {"id": "phone-0077", "lat": "33.81", "lon": "116.71"}
    key = {"authorization": f"Bearer {server.token}"}
    httpx.get(server.url + "/ingest/osmand", params=sent, headers=key).raise_for_status()
    with office(chromium, server, "system_admin", "/admin/held") as page:
        for _ in range(20):
            if page.locator("tbody tr", has_text="phone-0077").count():
                break
            page.wait_for_timeout(1000)
            page.reload()
            page.wait_for_selector(".admin-table, .admin-none")
        page.fill("[name=call_sign]", "网格七七")
        page.get_by_role("button", name="认领为力量").click()
        expect(page.locator(".admin-says").first).to_contain_text("已认领")
        for _ in range(20):
            if not page.locator("tbody tr", has_text="phone-0077").count():
                break
            page.wait_for_timeout(1000)
            page.reload()
            page.wait_for_selector(".admin-table, .admin-none")
        expect(page.locator(".admin-body")).not_to_contain_text("phone-0077")


def test_what_is_held_about_a_person_is_found_with_a_reason_and_handed_out(
    chromium: Browser, server: RunningServer
):
    server.sign_in("audit_admin")
    with office(chromium, server, "security_admin", "/admin/privacy") as page:
        page.fill("[name=value]", "nobody-of-this-name")
        page.fill("[name=reason]", "本人申请查阅")
        page.locator(".mantine-Select-input").first.click()
        page.get_by_role("option", name="账号", exact=True).click()
        page.get_by_role("button", name="查找").click()
        expect(page.locator(".admin-says .is-bad")).to_contain_text("没有找到")
        expect(page.locator("[name=value]")).to_have_value("nobody-of-this-name")
        page.fill("[name=value]", "test-audit-admin")
        page.get_by_role("button", name="查找").click()
        expect(page.locator(".admin-card")).to_contain_text("账号 1")
        with page.expect_download() as handed:
            page.get_by_role("button", name="导出全部").click()
        assert re.fullmatch(r"subject-account-\d{8}-\d{6}\.zip", handed.value.suggested_filename)
        page.get_by_role("button", name="清除个人信息").click()
        page.locator("dialog").get_by_role("button", name="清除个人信息").click()
        expect(page.locator(".admin-says .is-bad")).to_contain_text("仍在使用")


def test_the_record_is_narrowed_by_a_name_in_it_and_by_a_day(
    chromium: Browser, server: RunningServer
):
    server.sign_in("system_admin")
    with office(chromium, server, "audit_admin", "/admin/journal") as page:
        expect(page.locator("tbody tr .admin-link").first).to_be_visible()
        name = page.locator("tbody tr .admin-link", has_text="test-system-admin").first
        if not name.count():
            page.fill("[name=entity]", "test-system-admin")
            page.get_by_role("button", name="查询").click()
        else:
            name.click()
        expect(page.locator("tbody tr", has_not_text="test-system-admin")).to_have_count(0)
        page.locator("summary").first.click()
        expect(page.locator("details[open] pre")).to_contain_text('"seq"')
        page.locator(".mantine-DateTimePicker-input").first.click()
        expect(page.locator(".mantine-DateTimePicker-calendarHeader")).to_contain_text("月")
        page.keyboard.press("Escape")
        link = page.get_by_role("link", name="导出 CSV")
        expect(link).to_have_attribute(
            "href", re.compile(r"^/api/v1/admin/journal\.csv\?.*test-system-admin")
        )


def test_a_card_follows_the_language_and_keeps_what_is_typed_in_it(
    chromium: Browser, server: RunningServer
):
    server.sign_in("audit_admin")
    with office(chromium, server, "security_admin", "/admin/accounts") as page:
        card = opened(page, "test-audit-admin")
        card.locator("[name=display_name]").fill("赵审计")
        page.locator(".switch-language").click()
        expect(card).to_contain_text("Disable")
        expect(card.locator("[name=display_name]")).to_have_value("赵审计")
        page.locator(".switch-language").click()
        expect(card).to_contain_text("停用此账号")
        expect(card.locator("[name=display_name]")).to_have_value("赵审计")


def test_what_is_typed_and_chosen_while_a_card_is_drawn_anew_stays(
    chromium: Browser, server: RunningServer
):
    server.sign_in("audit_admin")
    with office(chromium, server, "security_admin", "/admin/accounts") as page:
        card = opened(page, "test-audit-admin")
        name = card.locator("[name=display_name]")
        card.get_by_role("textbox", name="角色").click()
        page.get_by_role("option", name="指挥调度员").click()
        expect(card.locator("[name=role]")).to_have_value("dispatcher")
        waiting = held_up(page, '"changedPropIds":["reader.data"]')
        name.fill("赵")
        page.locator(".switch-language").click()
        wait_for_any(page, waiting)
        name.press("End")
        page.keyboard.type("审计")
        for route in waiting:
            route.continue_()
        expect(card).to_contain_text("Disable")
        expect(name).to_have_value("赵审计")
        expect(card.locator("[name=role]")).to_have_value("dispatcher")
        page.unroute_all()


def test_what_is_typed_stays_when_something_else_is_done_or_it_is_refused(
    chromium: Browser, server: RunningServer
):
    server.sign_in("audit_admin")
    with office(chromium, server, "security_admin", "/admin/accounts") as page:
        card = opened(page, "test-audit-admin")
        name = card.locator("[name=display_name]")
        name.fill("钱审计")
        card.locator("[name=area]").fill("77")
        card.get_by_role("button", name="停用此账号").click()
        page.locator("dialog").get_by_role("button", name="停用此账号").click()
        expect(card).to_contain_text("启用此账号")
        expect(name).to_have_value("钱审计")
        card.get_by_role("button", name="保存").click()
        expect(page.locator(".admin-says .is-bad")).to_be_visible()
        page.locator(".switch-language").click()
        expect(card).to_contain_text("Enable")
        expect(name).to_have_value("钱审计")
        page.locator(".switch-language").click()
        expect(card).to_contain_text("启用此账号")
        card.locator("[name=area]").fill("")
        card.get_by_role("button", name="保存").click()
        expect(page.locator("tbody tr", has_text="test-audit-admin")).to_contain_text("钱审计")
        card.get_by_role("button", name="启用此账号").click()
        expect(card).to_contain_text("停用此账号")
        expect(name).to_have_value("钱审计")


def test_an_account_names_its_department_and_is_found_by_that_name(
    chromium: Browser, server: RunningServer
):
    server.sign_in("department")
    with office(chromium, server, "security_admin", "/admin/accounts") as page:
        row = page.locator("tbody tr", has_text="test-department")
        page.locator("[name=q]").fill("应急管理")
        page.keyboard.press("Enter")
        # the demo has an officer of every department: all that is left is of this one
        others = page.locator(".admin-table tbody tr").filter(has_not_text="应急管理局")
        expect(others).to_have_count(0)
        expect(row).to_be_visible()


def test_codes_have_words_on_the_chinese_pages(chromium: Browser, server: RunningServer):
    key = {"authorization": f"Bearer {server.token}"}
    sent = {"id": "phone-0078", "lat": "north", "lon": "116.71"}
    httpx.get(server.url + "/ingest/osmand", params=sent, headers=key)
    with office(chromium, server, "system_admin", "/admin/maps") as page:
        expect(page.locator(".admin-table")).to_contain_text("镇街、村（社区）")
        page.goto(server.url + "/admin/settings")
        expect(page.locator("tbody tr", has_text="ONESCREEN_DEMO").first).to_contain_text("是")
        lengths = page.locator("tbody tr", has_text="ONESCREEN_PASSWORD_LENGTH")
        expect(lengths).to_contain_text("密码最短长度")
        page.goto(server.url + "/admin/feeds")
        row = page.locator("tbody tr", has_text="phone-0078").first
        for _ in range(10):
            if row.count():
                break
            page.wait_for_timeout(1000)
            page.reload()
            page.wait_for_selector(".admin-table")
        expect(row).to_contain_text("定位终端")
        expect(row).to_contain_text("纬度有误或缺失")
