"""In two browsers: the desk calls, the phone rings and answers, both see the other, and why not."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.field.served import OnDuty, Served
from tests.browser.wall_words import screen
from tests.support.turn import Turn

pytestmark = pytest.mark.browser
PATIENCE_MS = 60_000
MEDIA = ["camera", "microphone"]
RELAY_ONLY = """() => {
  const Real = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Real {
    constructor(given) { super({ ...given, iceTransportPolicy: "relay" }); }
    setConfiguration(given) { super.setConfiguration({ ...given, iceTransportPolicy: "relay" }); }
  };
}"""
# Four in one room are twelve pictures on one machine: small ones, drawn by each page itself. The
# camera that Chromium feigns is one for all pages, and under load stops for all of them at once.
SMALL = """() => {
  const media = navigator.mediaDevices;
  const real = media.getUserMedia.bind(media);
  media.getUserMedia = async (asked) => {
    const stream = await real({ audio: asked.audio });
    if (!asked.video) return stream;
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [96, 96];
    const paint = canvas.getContext("2d");
    let count = 0;
    setInterval(() => {
      paint.fillStyle = `hsl(${(count += 40) % 360} 80% 50%)`;
      paint.fillRect(0, 0, 96, 96);
    }, 100);
    stream.addTrack(canvas.captureStream(10).getVideoTracks()[0]);
    return stream;
  };
}"""
# Frames decoded of each other member.
SEEN_OF_EACH = """async () => {
  const call = window.onescreen.field?.call ?? window.onescreen.calls?.desk;
  const room = call && call.now();
  const seen = [];
  for (const { pc } of room ? room.peers() : []) {
    let frames = 0;
    for (const one of (await pc.getStats()).values())
      if (one.type === "inbound-rtp") frames += one.framesDecoded || 0;
    seen.push(frames);
  }
  return seen;
}"""
# How each connection stands, for whoever reads why a picture did not come.
STANDS = """async () => {
  const call = window.onescreen.field?.call ?? window.onescreen.calls?.desk;
  const room = call && call.now();
  const found = [];
  for (const { pc } of room ? room.peers() : []) {
    const all = Array.from((await pc.getStats()).values());
    const count = (type) => all.filter((one) => one.type === type).length;
    const of = (type, name) => all.filter((one) => one.type === type).map((one) => one[name]);
    found.push([
      pc.connectionState, pc.iceGatheringState, pc.signalingState,
      "own " + count("local-candidate"), "theirs " + count("remote-candidate"),
      "came " + of("inbound-rtp", "packetsReceived"), "went " + of("outbound-rtp", "packetsSent"),
      "camera " + of("media-source", "frames"),
    ].join(" "));
  }
  return found;
}"""
# Frames decoded of everybody else, and by what kind of candidate they came.
SEEN = """async () => {
  const call = window.onescreen.field?.call ?? window.onescreen.calls?.desk;
  const room = call && call.now();
  const seen = { frames: 0, heard: 0, kinds: [] };
  for (const { pc } of room ? room.peers() : []) {
    const stats = await pc.getStats();
    for (const one of stats.values()) {
      if (one.type === "inbound-rtp") {
        seen.frames += one.framesDecoded || 0;
        seen.heard += one.kind === "audio" ? one.packetsReceived || 0 : 0;
      }
      if (one.type === "transport" && one.selectedCandidatePairId) {
        const pair = stats.get(one.selectedCandidatePairId);
        const local = pair && stats.get(pair.localCandidateId);
        if (local) seen.kinds.push(local.candidateType);
      }
    }
  }
  return seen;
}"""


def grows(page: Page, least: int = 0) -> dict[str, Any]:
    """Wait until pictures and sound of the other side come and go on coming; how they come."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    first: dict[str, Any] | None = None
    while time.monotonic() < deadline:
        seen = dict(page.evaluate(SEEN))
        if first and seen["frames"] > first["frames"] and seen["heard"] > first["heard"]:
            return seen
        if first is None and seen["frames"] > least and seen["heard"]:
            first = seen
        page.wait_for_timeout(100)
    raise AssertionError(f"no picture comes: {page.evaluate(SEEN)} {page.evaluate(STANDS)}")


def all_grow(page: Page, others: int) -> None:
    """Wait until the pictures of so many others come, each, and go on coming."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    first: list[int] = []
    while time.monotonic() < deadline:
        seen = list(page.evaluate(SEEN_OF_EACH))
        if len(first) != len(seen) or not all(first):
            first = seen
        elif len(seen) == others and all(now > then for now, then in zip(seen, first, strict=True)):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"not all pictures come: {page.evaluate(STANDS)}")


@pytest.fixture(scope="module")
def turn(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Turn]:
    made = Turn(served.server.setting("ice_servers"), tmp_path_factory.mktemp("turn"))
    made.start()
    yield made
    made.stop()


def session_of(served: Served, role: str, account: str) -> Any:
    """The cookie of somebody who has signed in."""
    session = served.server.sign_in(role, name=account)
    return {"name": "onescreen", "value": session, "url": served.server.url}


@contextmanager
def a_desk(served: Served, chromium: Browser, account: str = "") -> Iterator[Page]:
    with screen(chromium, 1366, 768) as page:
        if account:
            page.context.add_cookies([session_of(served, "dispatcher", account)])
        page.context.grant_permissions(MEDIA, origin=served.server.url)
        yield page


@pytest.fixture
def desk(served: Served, chromium: Browser) -> Iterator[Page]:
    """A desk with a camera and a microphone."""
    with a_desk(served, chromium) as page:
        yield page


def opened(desk: Page, served: Served, path: str) -> None:
    desk.goto(f"{served.server.url}{path}")
    desk.wait_for_function(
        "() => document.documentElement.dataset.live === 'live'", timeout=PATIENCE_MS
    )


def a_phone(served: Served, account: str, **more: Any) -> OnDuty:
    return served.phone(account, permissions=MEDIA, **more)


def answered(phone: OnDuty) -> None:
    expect(phone.page.locator("#m-ring")).to_contain_text("指挥中心来电", timeout=PATIENCE_MS)
    phone.page.locator("#m-ring .is-yes").click()
    expect(phone.page.locator("#m-call")).to_be_visible()


def told(served: Served, number: str) -> list[str]:
    lines = served.desk.get(f"/api/v1/desk/incidents/{number}/timeline").json()["items"]
    return [one["text"] for one in lines if one["kind"] == "field_call"]


def test_the_desk_calls_the_nearest_of_an_incident_and_both_see_the_other(
    served: Served, desk: Page, turn: Turn
):
    there = (33.91 + time.time_ns() // 10**6 % 1000 * 1e-5, 116.938)  # where nobody was left
    number = served.incident("连线演练", at=there)
    one, other = (
        a_phone(served, name, unit=served.unit(at=there)) for name in ("call-a", "call-b")
    )
    opened(desk, served, f"/desk?sel=incident:{number}")
    desk.locator(".dc-calls [data-call-mode=first]").click()
    for phone in (one, other):
        expect(phone.page.locator("#m-ring")).to_contain_text(number, timeout=PATIENCE_MS)
    expect(desk.locator("#call-panel")).to_contain_text("部手机响铃中")
    answered(one)
    # the first answer takes it: the other is told so and rings no more
    expect(other.page.locator("#m-ring")).to_have_count(0)
    expect(desk.locator("#call-panel")).to_contain_text("已由其他人接听")
    for page in (desk, one.page):
        grows(page)
    desk.locator("#call-panel .call-end").click()
    expect(one.page.locator("#m-call")).to_have_count(0)
    expect(desk.locator("#call-panel")).to_contain_text("通话结束")
    lines = told(served, number)
    assert f"{one.call_sign} 接通" in lines and f"取消呼叫 {other.call_sign}" in lines
    assert any(line.startswith(f"与 {one.call_sign} 的通话结束") for line in lines)


def test_through_turn_alone_and_after_another_network(
    served: Served, desk: Page, turn: Turn, tmp_path: Path
):
    phone = a_phone(served, "call-c")
    for script in (RELAY_ONLY, SMALL):
        desk.add_init_script(f"({script})()")
        phone.page.evaluate(script)
    opened(desk, served, f"/desk?sel=unit:{phone.unit_id}")
    desk.locator(f"[data-call-units='{phone.unit_id}']").first.click()
    answered(phone)
    for page in (desk, phone.page):
        assert grows(page)["kinds"] == ["relay"]
    # the network goes: the relays with all they carried, and the phone's own socket
    frames = {page: page.evaluate(SEEN)["frames"] for page in (desk, phone.page)}
    turn.stop()
    phone.context.set_offline(True)
    turn.start()
    phone.context.set_offline(False)
    for page in (desk, phone.page):
        assert grows(page, frames[page] + 30)["kinds"] == ["relay"]
    assert "turn-secret" not in served.server.log.read_text()
    desk.locator("#call-panel .call-end").click()
    expect(desk.locator("#call-panel")).to_contain_text("通话结束")
    # whoever hangs up reads that it is over, and no more that it goes on
    expect(desk.locator(".call-row .call-state")).to_have_text("通话结束")


def test_four_in_a_room_see_each_other_and_another_desk_joins_when_there_is_a_place(
    served: Served, desk: Page, chromium: Browser, turn: Turn
):
    number = served.incident("四方连线")
    phones = [a_phone(served, f"call-four-{place}") for place in range(3)]
    served.assign(number, *(one.unit_id for one in phones))
    for phone in phones:
        phone.page.locator("#m-ring .is-yes").click()
        phone.page.evaluate(SMALL)
    with a_desk(served, chromium, "second-desk") as other:
        for page in (desk, other):
            page.add_init_script(f"({SMALL})()")
            opened(page, served, f"/desk?sel=incident:{number}")
        desk.locator(".dc-calls [data-call-mode=room]").click()
        for phone in phones:
            answered(phone)
        for page in (desk, *(phone.page for phone in phones)):
            all_grow(page, 3)
        # a fifth is told so
        going = other.locator(".dc-going")
        expect(going).to_contain_text(f"正在通话：{phones[0].call_sign}")
        going.get_by_text("加入通话").click()
        expect(other.locator("#call-panel")).to_contain_text("通话最多 4 人，已满")
        phones[2].page.locator("#m-call .is-end").click()
        expect(desk.locator("#call-panel .call-film")).to_have_count(3)
        going.get_by_text("加入通话").click()
        all_grow(other, 3)
        expect(going).to_contain_text("你在通话中")
        for page, place in (
            (desk, "#call-panel .call-note"),
            (phones[0].page, "#m-call .m-call-says"),
            (phones[1].page, "#m-call .m-call-says"),
        ):
            expect(page.locator(place)).to_contain_text("指挥中心 second-desk 加入通话")
            all_grow(page, 3)
        # the room lasts as long as somebody of the desk is in it
        desk.locator("#call-panel .call-end").click()
        all_grow(other, 2)
        other.locator("#call-panel .call-end").click()
        expect(phones[0].page.locator("#m-call")).to_have_count(0)
    assert any(line.startswith("另一席位加入与") for line in told(served, number))


# For how long a film stands without a frame, at its first, seven seconds later, at the next.
STOOD = """() => { let count = 0;
    const film = { getVideoPlaybackQuality: () => ({ totalVideoFrames: count }) };
    return [[0, 0], [5, 1000], [5, 8000], [6, 9000]].map(([frames, now]) => {
        count = frames; return onescreen.calls.stoodFor(film, now); }); }"""


def test_a_call_is_recorded_when_the_phone_agrees_and_a_leader_plays_it(
    served: Served, desk: Page, turn: Turn
):
    phone = a_phone(served, "call-recorded")
    number = served.incident("录音录像演练")
    served.assign(number, phone.unit_id)
    phone.page.locator("#m-ring .is-yes").click()
    phone.page.evaluate(SMALL)
    desk.context.add_cookies([session_of(served, "dispatcher", "call-recorder")])
    desk.add_init_script(f"({SMALL})()")
    opened(desk, served, f"/desk?sel=incident:{number}")
    desk.locator(f".sent-row [data-call-units='{phone.unit_id}']").click()
    answered(phone)
    grows(desk)
    panel, screen_of_phone = desk.locator("#call-panel"), phone.page.locator("#m-call")
    # whoever works by keys keeps their place, and the alarm is at hand in a call
    panel.locator("[data-focus=mute]").press("Enter")
    expect(panel.locator("[data-focus=mute]")).to_be_focused()
    panel.locator("[data-focus=mute]").press("Enter")
    phone.page.locator("#m-sos-button").click(trial=True)
    assert desk.evaluate(STOOD) == [0, 0, 7000, 0]  # what stands does not look alive
    panel.get_by_role("button", name="录音录像").click()
    expect(panel).to_contain_text(f"等待同意录音录像：{phone.call_sign}")
    expect(screen_of_phone).to_contain_text("请求对本次通话录音录像")
    for place in (panel, screen_of_phone):
        expect(place).not_to_contain_text("正在录音录像")
    with desk.expect_response(lambda one: "/pieces/1" in one.url, timeout=PATIENCE_MS) as piece:
        screen_of_phone.get_by_role("button", name="同意", exact=True).click()
        for place in (panel, screen_of_phone):
            expect(place).to_contain_text("● 正在录音录像")
    assert piece.value.status == 200
    with desk.expect_response(lambda one: one.url.endswith("/finish"), timeout=PATIENCE_MS) as end:
        screen_of_phone.get_by_role("button", name="停止录音录像").click()
    assert end.value.status == 200
    for place in (panel, screen_of_phone):
        expect(place).not_to_contain_text("正在录音录像")
    panel.locator(".call-end").click()
    expect(screen_of_phone).to_have_count(0)
    desk.context.add_cookies([session_of(served, "leader", "call-leader")])
    opened(desk, served, f"/desk?sel=incident:{number}&tab=timeline")
    desk.locator(".dc-recording").get_by_text("播放").click()
    desk.wait_for_function(
        "() => document.querySelector('.dc-recording-film')?.videoWidth > 0", timeout=PATIENCE_MS
    )
    # whoever is seen in it may ask that it goes before its day
    desk.locator(".dc-recording").get_by_text("删除").click()
    question = desk.locator(".ask")
    expect(question).to_contain_text("删除录音录像")
    question.locator("textarea").fill("当事人要求删除")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".dc-recording")).to_have_count(0)
    lines = served.desk.get(f"/api/v1/desk/incidents/{number}/timeline").json()["items"]
    assert [one["text"] for one in lines if one["kind"] == "call_recording"][-1] == "录音录像已删除"


def test_a_phone_without_a_microphone_says_so_and_is_asked_to_call_back(
    served: Served, desk: Page, turn: Turn
):
    phone = served.phone("call-d")
    number = served.incident("不能通话")
    served.assign(number, phone.unit_id)
    phone.page.locator("#m-ring .is-yes").click()
    opened(desk, served, f"/desk?sel=incident:{number}")
    desk.locator(f".sent-row [data-call-units='{phone.unit_id}']").click()
    expect(phone.page.locator("#m-ring")).to_contain_text("指挥中心来电", timeout=PATIENCE_MS)
    phone.page.locator("#m-ring .is-yes").click()
    expect(phone.page.locator("#m-says")).to_contain_text("麦克风没有得到许可")
    expect(desk.locator("#call-panel")).to_contain_text("对方的麦克风不可用")
    desk.locator("#call-panel").get_by_text("请对方回电").click()
    expect(phone.page.locator("#m-ring")).to_contain_text("请你回电")
    assert told(served, number)[-1] == f"请 {phone.call_sign} 回电"


def test_a_desk_without_a_microphone_says_so_and_asks_to_be_called_back(
    served: Served, chromium: Browser
):
    phone = a_phone(served, "call-e")
    with screen(chromium, 1366, 768) as desk:
        opened(desk, served, f"/desk?sel=unit:{phone.unit_id}")
        desk.locator(f"[data-call-units='{phone.unit_id}']").first.click()
        panel = desk.locator("#call-panel")
        expect(panel).to_contain_text("麦克风没有得到许可")
        panel.get_by_text("请对方回电").click()
        expect(phone.page.locator("#m-ring")).to_contain_text("请你回电")


def test_a_call_that_is_closed_while_the_microphone_is_asked_for_rings_nobody(
    served: Served, desk: Page
):
    phone = a_phone(served, "call-f")
    opened(desk, served, f"/desk?sel=unit:{phone.unit_id}")
    desk.evaluate(
        """() => {
          const media = navigator.mediaDevices;
          const real = media.getUserMedia.bind(media);
          const allowed = new Promise((resolve) => (window.allow = resolve));
          media.getUserMedia = async (asked) => {
            await allowed;
            window.taken = await real(asked);
            return window.taken;
          };
        }"""
    )
    desk.locator(f"[data-call-units='{phone.unit_id}']").first.click()
    desk.locator("#call-panel .call-close").click()
    expect(desk.locator("#call-panel")).to_have_count(0)
    desk.evaluate("() => window.allow()")
    desk.wait_for_function(
        "() => window.taken?.getTracks().every((one) => one.readyState === 'ended')"
    )
    assert desk.evaluate("() => onescreen.calls.desk.now()") is None
    expect(phone.page.locator("#m-ring")).to_have_count(0)
