"""In a browser: a camera is found, changed, refused to a second editor, and seen by its own."""

import json

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_accessibility import check
from tests.browser.wall_words import screen
from tools.running import RunningServer

pytestmark = pytest.mark.browser
SCHOOL, CROSSING = "34060401001320000100", "34060401001320000800"
NEW = "34060400001320009001"


def signed_in(page: Page, server: RunningServer, session: str, more: str = "") -> None:
    page.context.clear_cookies()
    cookie = {"name": "onescreen", "value": session, "url": server.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.goto(f"{server.url}/video/cameras{more}")


def saved(page: Page, days: str) -> None:
    form = page.locator("#video_cameras-camera form").first
    form.locator("input[name=retention_days]").fill(days)
    form.get_by_role("button", name="保存").click()


def test_a_camera_is_found_changed_and_seen_by_whose_it_is(
    chromium: Browser, server: RunningServer
):
    centre = server.sign_in("dispatcher", "camera-keeper")
    schools = server.sign_in("department", "camera-clerk", department="education")
    with screen(chromium, 1366, 768, bypass_csp=True) as page:
        body, card = page.locator("#video_cameras-body"), page.locator("#video_cameras-camera")
        says = page.locator("#video_cameras-says")
        signed_in(page, server, centre)
        expect(body).to_contain_text("共 892 条")
        # what is chosen stays chosen in the other language, "all" too
        gaps = body.get_by_label("缺项")
        expect(gaps.first).to_have_value("全部")
        page.locator(".switch-language").click()
        expect(body.get_by_label("Gaps").first).to_have_value("All")
        page.locator(".switch-language").click()
        expect(gaps.first).to_have_value("全部")
        body.locator("input[name=text]").first.fill(SCHOOL)
        body.get_by_role("button", name="查找").click()
        expect(body.locator("tbody tr")).to_have_count(1)
        expect(body).to_contain_text("未接入")
        body.locator("tbody tr button").click()
        expect(card).to_contain_text(SCHOOL)
        check(page, "a camera", "#video_cameras-camera")

        # somebody else saves it meanwhile: the second is told, and what was typed stays
        card.get_by_text("更改登记").click()
        with screen(chromium, 1366, 768) as other:
            signed_in(other, server, centre, f"?camera={SCHOOL}")
            other.locator("#video_cameras-camera").get_by_text("更改登记").click()
            saved(other, "91")
            expect(other.locator("#video_cameras-says")).to_contain_text("已保存")
        saved(page, "92")
        expect(says).to_contain_text("他人刚刚改过")
        expect(card.locator("input[name=retention_days]")).to_have_value("92")

        # a table is refused row by row, and then taken
        head = "编码,名称,纬度,经度,安装部位\n"
        wrong = f"{head}{NEW},演示新点,33.8,116.8,女更衣室内\n123,演示,33.8,116.8,\n"
        table(page, wrong)
        loaded = page.locator("#video_cameras-loaded")
        expect(loaded).to_contain_text("第 2 行安装部位")
        expect(loaded).to_contain_text("第 3 行编码")
        table(page, f"{head}{NEW},演示新点,33.95,116.85,路边\n")
        expect(loaded).to_contain_text("已登记或更新 1 个点位")

        body.get_by_role("button", name="统计与缺项").click()
        expect(body).to_contain_text("893")
        check(page, "figures of cameras", "#video_cameras-body")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

        signed_in(page, server, schools)  # a department finds its own cameras alone
        expect(body).to_contain_text("教育局")
        expect(body).not_to_contain_text("公安分局")
        signed_in(page, server, schools, f"?camera={CROSSING}")
        expect(page.locator("#video_cameras-card")).to_contain_text("找不到摄像机")
        told = json.loads(page.request.get(f"{server.url}/api/v1/video/cameras/map").text())
        ids = {row[0] for row in told["cameras"]}
        assert SCHOOL in ids and CROSSING not in ids


def table(page: Page, text: str) -> None:
    content = {"name": "t.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.locator("#video_cameras-upload input[type=file]").set_input_files(content)  # type: ignore[arg-type]
