"""Chromium decodes what we send: a picture that changes, by WebRTC through routes of ours."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from settings import ROOT
from tests.support.media import MediaServer, media_server
from tests.video.media_page import media_page
from tests.video.media_rooms import GATE

WHY = {"kind": "duty", "text": "夜间巡查"}
PLAY = """async ([camera, why]) => {
  const begun = performance.now(), video = document.getElementById("v");
  const ask = (url, kind, body) =>
    fetch(url, {method: "POST", headers: {"content-type": kind}, body});
  const opened = await (await ask(`/api/v1/video/cameras/${camera}/open`, "application/json",
    JSON.stringify({why}))).json();
  const peer = new RTCPeerConnection();
  peer.addTransceiver("video", {direction: "recvonly"});
  peer.ontrack = (told) => { video.srcObject = new MediaStream([told.track]); };
  await peer.setLocalDescription(await peer.createOffer());
  const answer = await ask(opened.ways[0].url, "application/sdp", peer.localDescription.sdp);
  const first = new Promise((done) => video.requestVideoFrameCallback(done));
  await peer.setRemoteDescription({type: "answer", sdp: await answer.text()});
  window.peer = peer;
  const late = new Promise((_, no) => setTimeout(() => no(new Error("no frame")), 20000));
  await Promise.race([first, late]);
  return {ms: performance.now() - begun, located: answer.headers.get("location"),
    look: opened.look_id, ways: opened.ways.map((one) => one.kind)};
}"""
PLAY_HLS = """async ([camera, why]) => {
  const begun = performance.now(), video = document.getElementById("v");
  const opened = await (await fetch(`/api/v1/video/cameras/${camera}/open`, {method: "POST",
    headers: {"content-type": "application/json"}, body: JSON.stringify({why})})).json();
  const hls = new Hls({lowLatencyMode: true});
  const first = new Promise((done) => video.requestVideoFrameCallback(done));
  hls.loadSource(opened.ways[1].url);
  hls.attachMedia(video);
  const late = new Promise((_, no) => setTimeout(() => no(new Error("no frame")), 30000));
  await Promise.race([first, late]);
  return {ms: performance.now() - begun};
}"""
CHANGES = """(first) => { const now = (GREYS)();
  return now.filter((one, i) => Math.abs(one - first[i]) > 40).length > 8; }"""
GREYS = """() => { const c = document.createElement("canvas"), v = document.getElementById("v");
  c.width = 48; c.height = 27; const x = c.getContext("2d"); x.drawImage(v, 0, 0, 48, 27);
  return Array.from(x.getImageData(0, 0, 48, 27).data).filter((_, i) => i % 4 == 0); }"""


@pytest.fixture(scope="module")
def media() -> Iterator[MediaServer]:
    with media_server() as made:
        yield made


def test_a_picture_that_changes_comes_by_webrtc_and_ends_with_the_look(
    chromium: Browser, media: MediaServer
) -> None:
    with media_page(media.source()) as (url, _):
        page: Page = chromium.new_page()
        page.goto(url)
        told = page.evaluate(PLAY, [GATE, WHY])
        assert told["ways"] == ["whep", "hls", "snapshot"]
        assert told["located"].startswith("/video/whep/")
        first = page.evaluate(GREYS)
        page.wait_for_function(CHANGES.replace("GREYS", GREYS), arg=first)
        assert media.sessions() == 1
        # Closed: the session ends at the source, though the browser does not hang up itself.
        page.evaluate("(look) => fetch(`/api/v1/video/looks/${look}/close`, {method: 'POST'})",
                      told["look"])  # fmt: skip
        page.wait_for_function("window.peer.connectionState != 'connected'", timeout=30_000)
        assert media.sessions() == 0
        print(f"first frame by WebRTC after {told['ms']:.0f} ms")
        page.close()


def test_a_picture_that_changes_comes_by_hls_through_our_own_origin(
    chromium: Browser, media: MediaServer
) -> None:
    [script] = (ROOT / "assets" / "pages" / "hls").glob("*.js")
    with media_page(media.source()) as (url, _):
        page: Page = chromium.new_page()
        asked: list[str] = []
        page.on("request", lambda one: asked.append(one.url))
        page.goto(url)
        page.add_script_tag(path=script)
        told = page.evaluate(PLAY_HLS, [GATE, WHY])
        first = page.evaluate(GREYS)
        page.wait_for_function(CHANGES.replace("GREYS", GREYS), arg=first)
        # The browser has spoken to this server alone.
        assert [one for one in asked if not one.startswith((url, "blob:", "data:"))] == []
        print(f"first frame by HLS after {told['ms']:.0f} ms")
        page.close()
