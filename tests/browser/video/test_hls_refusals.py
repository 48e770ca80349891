"""What the server says of a recording is what the tile says: that there is none, or too fast."""

import pytest
from playwright.sync_api import Browser

from settings import ROOT

PLAYER = ROOT / "assets" / "pages" / "player"
# hls.js as far as a picture that does not come: it tells one error.
STAGE = """(answer) => {
  window.onescreen = {
    t: (text) => text,
    frames: { first: () => new Promise(() => {}) },
    players: { holds() {}, frees() {} },
    loadBundle: async () => {
      window.Hls = Hls;
    },
  };
  class Hls {
    static Events = { ERROR: "error" };
    static isSupported = () => true;
    on(_name, fn) { this.tell = fn; }
    loadSource() { setTimeout(() => this.tell("error", { fatal: true, ...answer })); }
    attachMedia() {}
    destroy() {}
  }
}"""
ASK = """() => onescreen.hls({
  url: "/video/hls/t/index.m3u8", video: document.createElement("video"), within: 9000,
  signal: new AbortController().signal, isPast: true, says: {},
}).catch(({ half, text, code }) => ({ half, text, code }))"""
NONE = '{"error": {"code": "video_no_media", "message": "该时段没有录像"}}'
FAST = '{"error": {"code": "busy", "message": "播放过快"}}'
OVER = '{"error": {"code": "look_ended", "message": "本次查看已结束"}}'


@pytest.mark.parametrize(
    ("details", "status", "body", "told"),
    [
        ("manifestLoadError", 502, NONE, ("media", "该时段没有录像", "")),
        ("fragLoadError", 429, FAST, ("media", "播放过快", "")),
        ("fragLoadError", 502, "<html>", ("media", "取不到画面片段", "")),
        ("manifestLoadError", 502, "null", ("signalling", "取不到播放列表", "")),
        ("fragLoadError", 404, OVER, ("media", "画面的凭证已过期", "expired")),
    ],
)
def test_a_refusal_of_the_server_is_said_in_its_words(
    chromium: Browser, details: str, status: int, body: str, told: tuple[str, str, str]
):
    page = chromium.new_page()
    answer = {"details": details, "networkDetails": {"status": status, "response": body}}
    page.evaluate(STAGE, answer)
    for name in ("10_trouble.js", "13_hls.js"):
        page.add_script_tag(path=PLAYER / name)
    found = page.evaluate(ASK)
    assert (found["half"], found["text"], found["code"]) == told
    page.context.close()
