"""The player of one camera, over a server inside the page: its states, its words, what it frees.

The pictures are real WebRTC in Chromium; over HLS and a real server: test_video_page.py.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.on_screen import wait
from tests.browser.wall_stage import Stage
from tests.browser.wall_words import open_page, screen

pytestmark = pytest.mark.browser
STUB = Path(__file__).with_name("stub_server.js").read_text("utf-8")
BOX = """async () => {
  await onescreen.loadBundle("player");
  const box = document.createElement("div");
  box.id = "box";
  box.style.cssText = "position:fixed; left:100px; top:100px; width:640px; height:360px; z-index:9";
  document.body.append(box);
}"""
MOUNT = """window.handle = onescreen.player.mount(
  document.getElementById("box"), "34060400001320000001", {why: {kind: "duty", text: "值班"}})"""
SEEN = "stub.asked.filter((one) => one.endsWith('/seen')).length"
# Sixteen tiles on a machine that leaves out nine frames of ten.
WEAK = """() => {
  const real = HTMLVideoElement.prototype.getVideoPlaybackQuality;
  HTMLVideoElement.prototype.getVideoPlaybackQuality = function () {
    const { totalVideoFrames: total } = real.call(this);
    return { totalVideoFrames: total, droppedVideoFrames: Math.round(total * 0.9) };
  };
  Object.assign(onescreen.player.WEAK, { window_ms: 500, frames: 5 });
  const box = document.getElementById("box");
  window.handles = Array.from({ length: 16 }, (_, place) => {
    const tile = document.createElement("div");
    tile.style.cssText = "width:150px; height:84px; float:left";
    box.append(tile);
    const why = {kind: "duty", text: "值班"};
    return onescreen.player.mount(tile, "c" + place, {why, sub: true});
  });
}"""
NOTHING = {"players": 0, "connections": 0, "sources": 0}


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with Stage() as made:
        made.populate(units=5, incidents=2)
        yield made


@pytest.fixture
def tile(chromium: Browser, stage: Stage) -> Iterator[Page]:
    """A wall with an empty box on it, the player loaded, the stub in the server's place."""
    with screen(chromium) as page:
        open_page(page, stage)
        page.evaluate(STUB)
        page.evaluate(BOX)
        yield page


def mounted(page: Page, *breaks: str) -> None:
    page.evaluate("(breaks) => { stub.breaks = new Set(breaks) }", list(breaks))
    page.evaluate(MOUNT + "; 0")


def stopped(page: Page) -> None:
    """Everything is given back; the look is closed at the server."""
    page.evaluate("handle.stop()")
    wait(page, f"JSON.stringify(onescreen.players.counts()) === '{to_json(NOTHING)}'")
    wait(page, "stub.peers.size === 0")
    opened = page.evaluate("stub.asked.filter((one) => one.endsWith('/open')).length")
    wait(page, f"stub.asked.filter((one) => one.endsWith('/close')).length === {opened}")


def to_json(counts: dict[str, int]) -> str:
    return "{" + ",".join(f'"{name}":{count}' for name, count in counts.items()) + "}"


def test_the_wall_loads_nothing_of_the_player_before_it_is_wanted(chromium: Browser, stage: Stage):
    with screen(chromium) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        open_page(page, stage)
        assert not [url for url in asked if "player" in url or "hls" in url]
        assert page.evaluate("onescreen.player === undefined")


def test_a_picture_moves_and_everything_is_given_back(tile: Page):
    mounted(tile)
    wait(tile, "handle.told().state === 'playing' && handle.told().way === 'whep'")
    before = tile.evaluate("handle.told().frames")
    wait(tile, f"handle.told().frames > {before} + 5")
    assert tile.evaluate("handle.told().firstFrameMs") < 4000
    assert tile.evaluate(SEEN) == 1
    stopped(tile)
    assert tile.evaluate("document.getElementById('box').children.length") == 0


@pytest.mark.parametrize(
    ("broken", "half"),
    [("whep", "信令没有通：流媒体服务器没有启动"), ("media", "信令已通，画面没有来")],
)
def test_the_next_way_is_taken_and_says_which_half_failed(tile: Page, broken: str, half: str):
    tile.evaluate("onescreen.player.WITHIN_MS.whep = 800")
    mounted(tile, broken)
    wait(tile, "handle.told().way === 'snapshot' && handle.told().state === 'playing'")
    wait(tile, f"document.querySelector('.player-note').textContent.includes('{half}')")
    assert tile.evaluate("document.querySelector('.player > img').naturalWidth") == 320
    # a time-out is tried once more, a refusal is not
    offers = tile.evaluate("stub.asked.filter((one) => one.startsWith('POST /video/whep')).length")
    assert offers == (2 if broken == "media" else 1)
    assert tile.evaluate(SEEN) == 0  # a still says nothing of the stream
    stopped(tile)


def test_what_fails_is_a_sentence_on_the_tile_and_may_be_tried_again(tile: Page):
    mounted(tile, "open")
    wait(tile, "handle.told().state === 'failed'")
    text = tile.evaluate("document.querySelector('.player-says').textContent")
    assert text == "信令没有通：录像机没有应答，3 秒后再试"
    assert tile.evaluate("stub.asked.filter((one) => one.endsWith('/open')).length") == 2
    tile.evaluate("stub.breaks.clear()")
    tile.click(".player-again")
    wait(tile, "handle.told().state === 'playing'")
    tile.evaluate("stub.asked = []; handle.stop()")

    mounted(tile, "rights")
    wait(tile, "handle.told().state === 'failed'")
    assert tile.evaluate("handle.told().text") == "本部门看不了这台摄像机"
    assert tile.evaluate("stub.asked.filter((one) => one.endsWith('/open')).length") == 1
    tile.evaluate("handle.stop()")


def test_a_tile_that_nobody_sees_is_stopped_and_comes_back(tile: Page):
    mounted(tile)
    wait(tile, "handle.told().state === 'playing'")
    tile.evaluate("document.getElementById('box').style.top = '5000px'")
    wait(tile, "handle.told().state === 'hidden' && stub.peers.size === 0")
    assert tile.evaluate("onescreen.players.counts().connections") == 0
    wait(tile, "stub.asked.at(-1).endsWith('/close')")
    tile.evaluate("document.getElementById('box').style.top = '100px'")
    wait(tile, "handle.told().state === 'playing'")
    stopped(tile)


def test_a_token_is_renewed_in_time_and_a_look_that_is_over_is_opened_anew(tile: Page):
    tile.evaluate("stub.lastsMs = 2000")
    mounted(tile)
    wait(tile, "stub.asked.filter((one) => one.endsWith('/renew')).length >= 2")
    assert tile.evaluate("handle.told().state") == "playing"
    assert tile.evaluate("stub.asked.filter((one) => one.endsWith('/open')).length") == 1
    tile.evaluate("stub.breaks.add('renew')")
    wait(tile, "stub.asked.filter((one) => one.endsWith('/open')).length >= 2")
    wait(tile, "handle.told().state === 'playing'")
    tile.evaluate("handle.stop()")


def test_a_machine_too_weak_for_sixteen_moving_pictures_shows_stills(tile: Page):
    tile.evaluate(WEAK)
    wait(tile, "handles.every((one) => one.told().way === 'snapshot')")
    wait(tile, "handles.every((one) => one.told().state === 'playing')")
    notes = "Array.from(document.querySelectorAll('.player-note'), (one) => one.textContent)"
    assert tile.evaluate(notes) == ["本机解码跟不上，已改用逐张图片"] * 16
    counts = {"players": 16, "connections": 0, "sources": 0}
    wait(tile, f"JSON.stringify(onescreen.players.counts()) === '{to_json(counts)}'")
    tile.evaluate("handles.forEach((one) => one.stop())")
    wait(tile, f"JSON.stringify(onescreen.players.counts()) === '{to_json(NOTHING)}'")


def test_a_thousand_quick_changes_leave_nothing_behind(tile: Page):
    """Some are looked at until they play, some while they connect, most are gone at once."""
    changes = """async (count) => {
      const box = document.getElementById("box");
      const playing = (handle) => new Promise((done) => {
        const look = () => handle.told().state === "playing" ? done() : setTimeout(look, 10);
        look();
      });
      for (let i = 0; i < count; i += 1) {
        const handle = onescreen.player.mount(box, "c" + i, {why: {kind: "duty", text: "值班"}});
        if (i % 50 === 0) await playing(handle);
        else if (i % 10 === 0) await new Promise((done) => setTimeout(done, 15));
        handle.stop();
      }
    }"""
    session = tile.context.new_cdp_session(tile)

    def heap_mb() -> float:
        session.send("HeapProfiler.collectGarbage")
        return float(session.send("Runtime.getHeapUsage")["usedSize"]) / 1e6

    tile.evaluate(changes, 100)
    before = heap_mb()
    tile.evaluate(changes, 1000)
    wait(tile, f"JSON.stringify(onescreen.players.counts()) === '{to_json(NOTHING)}'")
    wait(tile, "stub.peers.size === 0")
    assert heap_mb() - before < 5
    assert tile.evaluate("document.querySelectorAll('video').length") == 0
