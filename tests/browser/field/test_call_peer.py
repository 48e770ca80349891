"""A call over a browser that finds no address of its own: made anew, and not for ever."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from settings import ROOT

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "assets" / "pages" / "call" / "72_peer.js"
# A browser's connection that is told by the test what it finds: nothing, unless it is said.
STUB = """() => {
  window.onescreen = { calls: {} };
  window.made = [];
  window.said = [];
  window.states = [];
  window.lost = 0;
  window.RTCPeerConnection = class {
    constructor() {
      Object.assign(this, { signalingState: "stable", connectionState: "new", restarts: 0 });
      this.taken = [];
      made.push(this);
    }
    addTrack() {
      queueMicrotask(() => this.signalingState === "stable" && this.onnegotiationneeded());
    }
    async setLocalDescription() {
      const type = this.signalingState === "have-remote-offer" ? "answer" : "offer";
      this.signalingState = type === "offer" ? "have-local-offer" : "stable";
      this.localDescription = { type, of: made.indexOf(this) };
    }
    async setRemoteDescription(one) {
      this.taken.push(one.of);
      this.signalingState = one.type === "offer" ? "have-remote-offer" : "stable";
    }
    async addIceCandidate(one) { this.taken.push(one); }
    restartIce() { this.restarts += 1; }
    close() { this.isClosed = true; }
    found() { this.onicecandidate({ candidate: { candidate: "candidate:1" } }); }
  };
}"""
BEGIN = """(isPolite) => {
  const track = { kind: "audio" };
  window.peer = onescreen.calls.peer({
    ice: { servers: [] },
    media: { stream: { getTracks: () => [track] }, hasPicture: () => false },
    isPolite,
    send: (data) => said.push(data),
    refresh: () => Promise.resolve(),
    onStream: () => {},
    onState: (state) => states.push(state),
    onLost: () => (window.lost += 1),
  });
}"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    made = chromium.new_page()
    made.clock.install()
    made.evaluate(STUB)
    made.add_script_tag(path=SCRIPT)
    yield made
    made.context.close()


def test_a_browser_without_addresses_connects_anew_twice_and_then_gives_up(page: Page):
    page.evaluate(BEGIN, False)
    page.clock.run_for(9_000)
    assert page.evaluate("made.length") == 1
    page.clock.run_for(2_000)
    assert page.evaluate("[made.length, made[0].isClosed, states.at(-1)]") == [2, True, "fresh"]
    assert page.evaluate("[said.at(-1).description.of, said.at(-1).fresh]") == [1, 1]
    page.clock.run_for(60_000)
    assert page.evaluate("[made.length, lost]") == [3, 1]
    page.evaluate("peer.close()")


def test_a_browser_that_found_an_address_keeps_its_connection(page: Page):
    page.evaluate(BEGIN, False)
    page.clock.run_for(5_000)
    page.evaluate("made[0].found()")
    page.clock.run_for(60_000)
    assert page.evaluate("[made.length, lost]") == [1, 1]


def test_both_sides_connect_anew_together_and_drop_what_is_older(page: Page):
    page.evaluate(BEGIN, True)
    page.clock.run_for(100)
    page.evaluate("peer.take({ description: { type: 'offer', of: 'theirs' }, fresh: 1 })")
    page.clock.run_for(100)
    assert page.evaluate("[made.length, made[1].taken[0], said.at(-1).fresh]") == [2, "theirs", 1]
    assert page.evaluate("said.at(-1).description.type") == "answer"
    page.evaluate("peer.take({ candidate: 'old', fresh: 0 })")
    page.evaluate("peer.take({ candidate: 'new', fresh: 1 })")
    assert page.evaluate("made[1].taken") == ["theirs", "new"]
    page.evaluate("peer.take({ candidate: 'mad', fresh: 99 })")  # no more often than the rule says
    assert page.evaluate("made.length") == 2


@pytest.mark.parametrize(("is_polite", "restarts"), [(False, 1), (True, 0)])
def test_of_two_that_found_no_way_one_restarts_first(page: Page, is_polite: bool, restarts: int):
    page.evaluate(BEGIN, is_polite)
    page.clock.run_for(100)
    page.evaluate("made[0].found()")
    page.evaluate("peer.take({ description: { type: 'answer', of: 'theirs' } })")
    page.clock.run_for(8_000)
    assert page.evaluate("made[0].restarts") == restarts
