"""An agreement is printed, signed on the pad and exported with its dossier, in a real browser."""

import hashlib
import io
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, Route, expect
from pypdf import PdfReader

from tests.browser.centre.the_desk import Desk
from tests.browser.wall_words import screen
from tools.running import RunningServer

pytestmark = pytest.mark.browser
CASES = "/api/v1/cases"


def asked(server: RunningServer, role: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
    cookies = {"onescreen": server.sign_in(role)}
    with httpx.Client(
        base_url=server.url, cookies=cookies, headers={"origin": server.url}, timeout=30
    ) as client:
        answer = client.post(path, json=body)
    assert answer.status_code in {200, 201}, answer.text
    told: dict[str, Any] = answer.json()
    return told


def an_agreed_case(server: RunningServer, key: str) -> str:
    """A wage claim that was agreed; its code."""
    people = [
        {"name": "演示-0417", "phone": "138-0000-0417"},
        {"name": "演示建筑公司", "role": "respondent", "party": "firm"},
    ]
    body = {
        "key": key, "window": "01", "category": "migrant_wages", "claim": "拖欠工资",
        "parties": people, "amount_fen": 1000000,
    }  # fmt: skip
    code = asked(server, "window_clerk", CASES, body)["code"]
    steps: tuple[tuple[str, dict[str, Any]], ...] = (
        ("duty_clerk", {"step": "route", "body": "people_mediation"}),
        ("body_officer", {"step": "accept"}),
        ("body_officer", {"step": "session", "has_consent": True, "text": "双方到场"}),
        ("body_officer", {
            "step": "agree", "has_consent": True, "form": "written", "agreement": "一次付清",
        }),
    )  # fmt: skip
    for role, step in steps:
        asked(server, role, f"{CASES}/{code}/steps", step)
    return code


def opened(page: Page, server: RunningServer, code: str) -> Locator:
    """The section of papers of a case."""
    cookie = {"name": "onescreen", "value": server.sign_in("body_officer")}
    page.context.add_cookies([cookie | {"url": server.url}])
    page.goto(f"{server.url}/centre")
    Desk.at(page, server.url).open(code)
    section = page.locator("#case-papers")
    expect(section).to_contain_text("卷宗与文书")
    return section


def sign(page: Page, button: Locator) -> None:
    """Write on the pad with the mouse, take a stroke back, confirm."""
    button.click()
    dialog = page.locator("dialog.pad-dialog")
    expect(dialog).to_contain_text("不证明执笔人的身份")
    send = dialog.get_by_role("button", name="确认签名")
    expect(send).to_be_disabled()
    box = dialog.locator("canvas").bounding_box()
    assert box is not None

    def stroke(points: list[tuple[float, float]]) -> None:
        where = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
        page.mouse.move(*where[0])
        page.mouse.down()
        for x, y in where[1:]:
            page.mouse.move(x, y, steps=4)
        page.mouse.up()

    stroke([(0.1, 0.3), (0.4, 0.8)])
    expect(send).to_be_enabled()
    dialog.get_by_role("button", name="清除").click()
    expect(send).to_be_disabled()
    stroke([(0.2, 0.2), (0.5, 0.8), (0.8, 0.25)])
    stroke([(0.3, 0.5), (0.7, 0.5)])
    dialog.get_by_role("button", name="撤销一笔").click()
    send.click()
    expect(dialog).to_have_count(0)


def made(page: Page, section: Locator, name: str) -> None:
    """Make a form and file it."""
    details = section.locator("details", has_text="生成文书")
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    details.get_by_role("textbox", name="文书", exact=True).click()
    page.get_by_role("option", name=name, exact=True).click()
    details.get_by_role("button", name="生成并入卷").click()
    expect(page.locator("#centre-says")).to_contain_text("文书已生成并入卷")


def test_an_agreement_is_printed_signed_and_exported(
    chromium: Browser, server: RunningServer, tmp_path: Path
) -> None:
    code = an_agreed_case(server, "browser-papers")
    with screen(chromium, 1366, 768) as page:
        section = opened(page, server, code)
        expect(section).to_contain_text("缺：")
        made(page, section, "调解协议书")
        row = section.locator(".papers-row", has_text="调解协议书")
        expect(row).to_contain_text("已签 0/4")
        expect(section).to_contain_text("烈人调字第")
        for done in range(1, 5):
            sign(page, row.get_by_role("button", name="签名").first)
            expect(row).to_contain_text(f"已签 {done}/4")
        expect(section).to_contain_text("协议生效")

        photo = io.BytesIO()
        Image.effect_noise((1200, 1600), 40).convert("RGB").save(photo, "JPEG")
        section.locator("input[type=file]").set_input_files(
            {"name": "scan.jpg", "mimeType": "image/jpeg", "buffer": photo.getvalue()}
        )
        loose = section.locator(".papers-loose")
        expect(loose).to_have_count(1)
        loose.get_by_role("textbox", name="卷内项目").click()
        page.get_by_role("option", name="身份证明").click()
        loose.get_by_role("button", name="归入").click()
        expect(section.locator(".papers-loose")).to_have_count(0)

        with page.expect_download() as saved:
            section.get_by_role("button", name="导出整卷").click()
        target = tmp_path / "dossier.pdf"
        saved.value.save_as(target)
        expect(section).to_contain_text("SHA-256")
        content = target.read_bytes()
        assert hashlib.sha256(content).hexdigest()[:12] in section.inner_text()
        pages = ["".join(one.extract_text().split()) for one in PdfReader(target).pages]
        assert "调解卷宗" in pages[0] and "卷内目录" in pages[1] and "卷宗封底" in pages[-1]
        assert sum("平板签名" in one for one in pages) >= 1
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_scan_goes_on_where_the_line_broke_and_one_of_no_use_is_told(
    chromium: Browser, server: RunningServer
) -> None:
    code = an_agreed_case(server, "browser-scans")
    photo = io.BytesIO()
    Image.effect_noise((1600, 1600), 90).convert("RGB").save(photo, "JPEG", quality=95)
    assert photo.tell() > 1024 * 1024
    with screen(chromium, 1366, 768) as page:
        section = opened(page, server, code)
        offsets: list[int] = []

        def broken(route: Route) -> None:
            offsets.append(int(route.request.url.rpartition("=")[2]))
            if len(offsets) == 2:
                route.abort("connectionreset")
            else:
                route.continue_()

        page.route("**/api/v1/files/uploads/*offset=*", broken)
        section.locator("input[type=file]").set_input_files(
            {"name": "scan.jpg", "mimeType": "image/jpeg", "buffer": photo.getvalue()}
        )
        expect(section.locator(".upload-row[data-state='lost']")).to_contain_text("自动续传")
        expect(section.locator(".papers-loose")).to_have_count(1)
        assert offsets[:3] == [0, 1024 * 1024, 1024 * 1024]
        expect(section.locator(".upload-row")).to_have_count(0)
        section.locator("input[type=file]").set_input_files(
            {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"MZ no picture"}
        )
        refused = section.locator(".upload-row[data-state='refused']")
        expect(refused.locator(".upload-refused")).not_to_be_empty()
        refused.get_by_role("button", name="知道了").click()
        expect(section.locator(".upload-row")).to_have_count(0)


def test_on_a_phone_the_pad_fits_and_nothing_is_wider_than_the_screen(
    chromium: Browser, server: RunningServer
) -> None:
    code = an_agreed_case(server, "browser-papers-phone")
    asked(
        server, "body_officer", f"{CASES}/{code}/papers",
        {"how": "printed", "form": "agreement_form"},
    )  # fmt: skip
    with screen(chromium, 390, 844) as page:
        section = opened(page, server, code)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        section.get_by_role("button", name="演示-0417 签名").click()
        expect(page.locator("canvas.pad")).to_be_visible()
        box = page.locator("dialog.pad-dialog").bounding_box()
        assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 390
        pad = page.locator("canvas.pad").bounding_box()
        assert pad is not None and pad["width"] > 300
        page.keyboard.press("Escape")
        expect(page.locator("dialog.pad-dialog")).to_have_count(0)
