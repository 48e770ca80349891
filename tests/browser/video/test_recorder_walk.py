"""From the desk: a camera turned by hand, sent to a wall, the minute before, and a film taken."""

import hashlib
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.video.recorder_site import BULLET, DOME, WALL, RecorderSite, recorder_site
from tests.browser.wall_words import screen
from tests.support.media import frames_of

pytestmark = pytest.mark.browser
PATIENCE_MS = 60_000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RecorderSite]:
    with recorder_site(tmp_path_factory.mktemp("recorder")) as made:
        yield made


def eyes_of(page: Page, site: RecorderSite, name: str) -> None:
    """The panel of an incident, a camera chosen in it and playing."""
    site.open(page, "dispatcher", f"/desk?sel=incident:{site.number}")
    expect(page.locator(".dc-title")).to_contain_text("仓库冒烟", timeout=PATIENCE_MS)
    page.keyboard.press("v")
    expect(page.locator("#desk-tab-around .around-row").first).to_be_visible(timeout=PATIENCE_MS)
    page.keyboard.press("v")
    row = page.locator(".eyes-row", has_text=name)
    row.click(timeout=PATIENCE_MS)
    expect(row).to_have_attribute("aria-pressed", "true")
    playing(page)


def playing(page: Page) -> None:
    player = page.locator(".eyes .player")
    expect(player).to_have_attribute("data-state", "playing", timeout=PATIENCE_MS)


def test_a_camera_turns_while_its_button_is_held_and_goes_to_a_wall(
    chromium: Browser, site: RecorderSite
):
    turned = site.sources.turned
    with screen(chromium, 1366, 768) as page:
        eyes_of(page, site, "路口球机")
        left = page.locator(".eyes-turn[data-turn=left]")
        left.hover()
        page.mouse.down()
        wait_until(lambda: turned.count("left") >= 2)  # held: the next command before the stop
        page.mouse.up()
        wait_until(lambda: turned[-1] == "stop")
        assert set(turned) == {"left", "stop"}
        # a key does the same
        turned.clear()
        page.locator(".eyes-turn[data-turn=zoomin]").focus()
        page.keyboard.down("Enter")
        wait_until(lambda: "zoomin" in turned)
        page.keyboard.up("Enter")
        wait_until(lambda: turned[-1] == "stop")
        page.get_by_role("button", name="转到对准现场的预置位").click()
        wait_until(lambda: turned[-1] == "preset 3")
        # whose page dies while a button is held: the camera stops all the same
        turned.clear()
        left.hover()
        page.mouse.down()
        wait_until(lambda: "left" in turned)
        page.context.set_offline(True)
        wait_until(lambda: turned[-1] == "stop")
        page.mouse.up()
        page.context.set_offline(False)
        held = [one for one in site.looks() if one["what"] == "ptz"]
        assert {one["camera_id"] for one in held} == {DOME}
        assert {one["about"] for one in held} == {site.number}

        eyes_of(page, site, "路口球机")
        page.get_by_role("button", name="投到大屏").click()
        line = page.locator(".to-wall li", has_text=WALL)
        line.locator(".to-wall-send").click(timeout=PATIENCE_MS)
        expect(line).to_contain_text("路口球机", timeout=PATIENCE_MS)
        line.locator(".to-wall-back").click()
        expect(line).to_contain_text("没有画面", timeout=PATIENCE_MS)


def test_the_minute_before_an_incident_is_watched_in_pieces(chromium: Browser, site: RecorderSite):
    with screen(chromium, 1366, 768) as page:
        asked: list[str] = []
        page.on("request", lambda told: asked.append(told.url))
        eyes_of(page, site, "路口枪机")
        # a fixed camera is offered no way to turn
        assert page.locator(".eyes-turn").count() == 0
        page.get_by_role("button", name="事发前一分钟").click()
        page.wait_for_function(
            "() => document.querySelector('.eyes .player')?.dataset.way === 'hls'"
            " && document.querySelector('.eyes .player').dataset.state === 'playing'",
            timeout=PATIENCE_MS,
        )
        # on into the second piece, whose clock begins anew
        page.evaluate("document.querySelector('.eyes video').playbackRate = 4")
        page.wait_for_function(
            "() => document.querySelector('.eyes video').currentTime > 7", timeout=PATIENCE_MS
        )
        assert any(url.endswith("/p1.m4s") for url in asked)
        assert not [url for url in asked if url.endswith("recording.mp4")]
    past = [one for one in site.looks() if one["what"] == "playback"]
    assert [(one["camera_id"], one["about"]) for one in past] == [(BULLET, site.number)]
    assert past[0]["span_end"] - past[0]["span_start"] == timedelta(minutes=1)


def test_a_film_is_asked_for_approved_by_another_and_taken_with_a_watermark(
    chromium: Browser, site: RecorderSite, tmp_path: Path
):
    zone = ZoneInfo("Asia/Shanghai")
    end = datetime.now(zone).replace(second=0, microsecond=0) - timedelta(minutes=5)
    with (
        screen(chromium, 1366, 768) as clerk,
        screen(chromium, 1366, 768) as chief,
    ):
        body = clerk.locator("#video_exports-body")
        site.open(clerk, "dispatcher", "/video/exports")
        form = body.locator("details").first
        form.locator("summary").click(timeout=PATIENCE_MS)
        form.locator("input[name=camera]").fill(BULLET)
        for name, at in (("start", end - timedelta(minutes=1)), ("end", end)):
            fill_moment(form, name, at)
        form.locator("textarea[name=text]").fill("失窃案")
        form.locator("input[name=basis]").fill("治安管理处罚法")
        form.locator("input[name=document]").fill("烈公调〔2026〕1号")
        form.get_by_role("button", name="提交申请").click()
        row = body.locator("tbody tr", has_text=BULLET)
        expect(row).to_contain_text("待审批", timeout=PATIENCE_MS)
        expect(row.get_by_role("button", name="批准", exact=True)).to_have_count(0)

        site.open(chief, "leader", "/video/exports")
        other = chief.locator("#video_exports-body tbody tr", has_text=BULLET)
        other.get_by_role("button", name="批准", exact=True).click(timeout=PATIENCE_MS)
        expect(other).to_contain_text("已批准", timeout=PATIENCE_MS)

        site.open(clerk, "dispatcher", "/video/exports")
        row.get_by_role("button", name="生成文件").click(timeout=PATIENCE_MS)
        link = row.get_by_role("link", name="下载")
        link.wait_for(timeout=PATIENCE_MS)
        with clerk.expect_download() as taken:
            link.click()
        file = tmp_path / "film.mp4"
        taken.value.save_as(file)
        clerk.screenshot(path=tmp_path / "exports.png", full_page=True)
    before, after = frames_of(site.sources.film), frames_of(file.read_bytes())
    assert len(after) == len(before)
    band = slice(before[0].shape[0] - 40, None)
    assert abs(before[0][band].astype(int) - after[0][band]).mean() > 20  # who, when, why
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    taken_looks = [one for one in site.looks() if one["what"] == "export"]
    assert [one["sha256"] for one in taken_looks] == [sha256] * 2
    assert all(one["address"] for one in taken_looks)


def test_presets_are_edited_on_the_form_of_a_camera_that_turns(
    chromium: Browser, site: RecorderSite
):
    with screen(chromium, 1366, 768) as page:
        site.open(page, "dispatcher", f"/video/cameras?camera={DOME}")
        card = page.locator("#video_cameras-camera")
        card.get_by_text("更改登记").click(timeout=PATIENCE_MS)
        field = card.locator("textarea[name=presets]")
        expect(field).to_have_value("3，望北，0")
        field.fill("3，望北，0\n7，望南，南")
        card.locator("form").first.get_by_role("button", name="保存").click()
        expect(card).to_contain_text("望南", timeout=PATIENCE_MS)
        expect(card).to_contain_text("180")
        # the list of its source is taken by time; nobody has yet
        body = page.locator("#video_cameras-body")
        expect(body).to_contain_text("xueliang：本次启动以来尚未同步")
        expect(body).not_to_contain_text("从 recorder 同步")
        site.open(page, "dispatcher", f"/video/cameras?camera={BULLET}")
        card.get_by_text("更改登记").click(timeout=PATIENCE_MS)
        assert card.locator("textarea[name=presets]").count() == 0


def fill_moment(form: Locator, name: str, at: datetime) -> None:
    """What the picker of a moment would have put there (test_offices.py opens one)."""
    told = at.strftime("%Y-%m-%d %H:%M:%S")
    form.locator(f"input[name={name}]").evaluate("(node, told) => { node.value = told }", told)


def wait_until(condition: Callable[[], object]) -> None:
    """A condition beside the browser."""
    until = time.monotonic() + PATIENCE_MS / 1000
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)
