"""The desk puts the scene on a paired wall: three browsers, until the phone hangs up."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.field.served import Served
from tests.browser.field.test_calls import (
    MEDIA,
    PATIENCE_MS,
    RELAY_ONLY,
    a_phone,
    answered,
    opened,
    turn,
)
from tests.browser.wall_words import screen
from tests.support.turn import Turn
from tools.people import wall_of

__all__ = ["turn"]

pytestmark = pytest.mark.browser
WALL = "现场大屏"
# Every connection of a page, so that a test may break one and see what each carries.
KEEPS = """() => {
  const Real = window.RTCPeerConnection;
  window.kept = [];
  window.RTCPeerConnection = class extends Real {
    constructor(given) { super(given); window.kept.push(this); }
  };
}"""
TO_WALL = "pc.getTransceivers().some((one) => one.direction === 'sendonly')"
# The kinds of what is sent to the wall.
SENT_TO_WALL = f"""() => kept.filter((pc) => {TO_WALL})
  .flatMap((pc) => pc.getSenders()).map((one) => one.track.kind)"""
# By what kind of candidate the wall is sent it.
CAME_BY = """async () => {
  const stats = await onescreen.wallCall.told().pc.getStats();
  const way = [...stats.values()].find((one) => one.type === "transport");
  return stats.get(stats.get(way.selectedCandidatePairId).localCandidateId).candidateType;
}"""
FRAMES = "() => window.onescreen?.wallCall?.told().frames || 0"


def grows(wall: Page) -> None:
    """New frames are decoded on the wall, and it says that it is live."""
    before = wall.evaluate(FRAMES)
    wall.wait_for_function(
        f"(before) => ({FRAMES})() > before + 3", arg=before, timeout=PATIENCE_MS
    )
    expect(wall.locator(".wall-call")).to_have_attribute("data-state", "live", timeout=PATIENCE_MS)


def send(desk: Page) -> None:
    desk.locator("#call-panel").get_by_role("button", name="投到大屏").click()
    desk.click(f".to-wall li:has-text('{WALL}') .to-wall-send")
    expect(desk.locator(f".to-wall li:has-text('{WALL}') .to-wall-back")).to_be_visible()
    desk.locator(".to-wall > button").click()


def test_the_scene_is_on_the_wall_until_it_is_taken_back_or_the_phone_hangs_up(
    served: Served,
    chromium: Browser,
    turn: Turn,
):
    number = served.incident("现场上墙")
    phone = a_phone(served, "scene-a")
    phone.page.evaluate(KEEPS)
    key = wall_of(served.server.data_dir, WALL)
    with screen(chromium, 1366, 768) as desk, screen(chromium) as wall:
        desk.context.grant_permissions(MEDIA, origin=served.server.url)
        wall.context.add_cookies([{"name": "onescreen", "value": key, "url": served.server.url}])
        wall.add_init_script(f"({RELAY_ONLY})()")
        asked: list[str] = []
        wall.on("request", lambda request: asked.append(request.url))
        opened(wall, served, "/")
        opened(desk, served, f"/desk?sel=incident:{number}")
        desk.evaluate(
            "(asked) => onescreen.calls.start(asked)", {"units": [phone.unit_id], "number": number}
        )
        answered(phone)
        # what is spoken of now is listed on the wall, and no call code is there before it is wanted
        expect(wall.locator("#calls-now")).to_contain_text(number, timeout=PATIENCE_MS)
        assert not [url for url in asked if "/call-" in url or "/wall_call-" in url]

        send(desk)
        grows(wall)
        says = wall.locator(".wall-call .inset-says")
        for text in ("实况", number, phone.call_sign):
            expect(says).to_contain_text(text)
        expect(phone.page.locator(".m-on-wall")).to_contain_text(WALL)
        assert wall.evaluate("document.querySelector('.wall-call video').muted")
        assert phone.page.evaluate(SENT_TO_WALL) == ["video"]
        assert wall.evaluate(CAME_BY) == "relay"

        wall.reload()  # a wall that starts anew gets it back
        grows(wall)
        # no new frames: it says so, and does not look alive
        phone.page.evaluate(
            f"() => kept.filter((pc) => {TO_WALL} && pc.connectionState === 'connected')"
            ".forEach((pc) => pc.getSenders().forEach((one) => one.replaceTrack(null)))"
        )
        expect(says).to_contain_text("不是实况", timeout=PATIENCE_MS)
        expect(wall.locator(".wall-call")).to_have_attribute("data-state", "still")

        desk.locator("#call-panel").get_by_role("button", name="收回").click()
        expect(wall.locator(".wall-call")).to_be_hidden(timeout=PATIENCE_MS)
        expect(phone.page.locator(".m-on-wall")).to_have_count(0)
        send(desk)
        grows(wall)
        phone.page.locator("#m-call .is-end").click()
        expect(wall.locator(".wall-call")).to_be_hidden(timeout=PATIENCE_MS)
        # the desk is not left alone before its own camera
        expect(desk.locator("#call-panel .call-film")).to_have_count(0)
        expect(desk.locator("#call-panel .call-why")).to_have_text("通话结束")
        expect(wall.locator("#calls-now")).to_have_count(0)
        assert wall.locator("video").count() == 0
    lines = served.desk.get(f"/api/v1/desk/incidents/{number}/timeline").json()["items"]
    assert [one["text"] for one in lines if "大屏" in one["text"]] == [
        f"{phone.call_sign} 的现场画面投到大屏 {WALL}",
        f"{phone.call_sign} 的现场画面从大屏 {WALL} 收回",
        f"{phone.call_sign} 的现场画面投到大屏 {WALL}",
    ]
