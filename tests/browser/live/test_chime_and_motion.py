"""What a wall sounds and moves by itself: chime, voice, the turning of topics, the night."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from domain.access.callers import Caller
from operations.live.chimes import Chimes
from tests.browser.mock_server import incident
from tests.browser.on_screen import wait
from tests.browser.wall_stage import Stage
from tests.browser.wall_words import open_page, screen
from tests.support.pictures import a_picture

pytestmark = pytest.mark.browser
WALL = Caller("wall:hall", "wall")

# A loudspeaker that writes down what it is told; it is silent until `resume` is asked by a hand.
LOUDSPEAKER = """
window.tones = []; window.spoken = [];
const part = () => ({ frequency: {}, gain: new Proxy({}, { get: () => () => {} }),
  connect: (next) => next, stop() {} });
window.AudioContext = class {
  state = "suspended"; currentTime = 0; destination = {};
  async resume() { if (window.isTouched) { this.state = "running"; this.onstatechange?.(); } }
  createGain() { return part(); }
  createOscillator() {
    const tone = part();
    return { ...tone, start() { window.tones.push(tone.frequency.value); } };
  }
};
document.addEventListener("pointerdown", () => { window.isTouched = true; }, true);
Object.defineProperty(window, "speechSynthesis", { value: {
  cancel() {}, speak: (told) => window.spoken.push(told.text) } });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


class Room:
    """The server's side of the chimes, as every wall of a room asks it."""

    def __init__(self, page: Page) -> None:
        self.chimes = Chimes(a_picture(*(f"LS{n}" for n in range(1, 6))), lambda: 0.0)
        self.asked: list[str] = []
        page.route("**/api/v1/walls/chimes", self._answer)

    def _answer(self, route: Route) -> None:
        asked: dict[str, Any] = route.request.post_data_json
        room, number, status = asked["room"], asked["number"], asked["status"]
        self.asked.append(f"{number} {status}")
        route.fulfill(json={"rings": self.chimes.claim(room, number, status, caller=WALL)})


def report(stage: Stage, number: str, severity: int) -> None:
    state = incident(number, severity=severity, area_code="340604001001001")
    stage.send(stage.frame(stage.record("incident", number, state, "report")))


def tones(page: Page) -> list[int]:
    """What has sounded since the last time."""
    return list(page.evaluate("tones.splice(0)"))


def test_one_wall_of_a_room_rings_by_severity_and_speaks_when_asked_to(chromium: Browser):
    with Stage() as stage, screen(chromium) as page:
        page.add_init_script(LOUDSPEAKER)
        room = Room(page)
        open_page(page, stage, "/?room=hall&sound=1")
        note = page.locator(".sound-off")
        expect(note).to_be_visible()
        report(stage, "LS1", 1)
        wait(page, "onescreen.picture.entities.incident.has('LS1')")
        assert (tones(page), room.asked) == ([], [])

        page.mouse.click(960, 4)
        expect(note).to_be_hidden()
        report(stage, "LS2", 4)
        wait(page, "tones.length === 1")
        report(stage, "LS3", 1)  # graver: it does not wait for the pause between two chimes
        wait(page, "tones.length === 5")
        assert tones(page)[1:] == [440, 330, 440, 330]
        assert page.evaluate("spoken") == []

        room.chimes.claim(
            "hall", "LS4", "reported", caller=WALL
        )  # the wall beside this one was first
        with page.expect_response("**/walls/chimes"):
            report(stage, "LS4", 1)
        page.evaluate("history.replaceState(null, '', '/?room=hall&voice=1')")
        page.evaluate(
            "(now => { performance.now = () => now() + 5000; })(performance.now.bind(performance))"
        )
        report(stage, "LS5", 2)
        wait(page, "spoken.length === 1")
        assert tones(page) == [523, 392]
        assert "和村社区" in page.evaluate("spoken[0]")
        assert room.asked == [f"LS{n} reported" for n in (2, 3, 4, 5)]


def at(page: Page, time: str) -> None:
    """The district's clock shows a time."""
    page.evaluate("(time) => { onescreen.clock.timeOfDay = () => time; }", time)


def test_topics_turn_by_schedule_one_key_stops_all_motion_and_the_night_shifts_the_picture(
    chromium: Browser,
):
    stage = Stage()
    stage.populate(units=5, incidents=2)
    with stage, screen(chromium) as page:
        open_page(page, stage, "/?rotate=schedule")
        wait(page, "onescreen.topic.all().length === 8")
        at(page, "10:05:00")
        wait(page, "onescreen.topic.now().id === 'emergency'")

        page.evaluate("onescreen.motion.toggle()")
        at(page, "12:05:00")
        page.evaluate("""() => { const was = onescreen.motion.isPaused; window.looks = 0;
          onescreen.motion.isPaused = () => { window.looks += 1; return was(); }; }""")
        wait(page, "looks >= 2")
        assert page.evaluate("onescreen.topic.now().id") == "emergency"
        page.evaluate("document.querySelector('.queue-row').classList.add('news')")
        moving = "document.getAnimations().filter((one) => one.playState === 'running').length"
        assert page.evaluate(moving) == 0

        page.evaluate("onescreen.motion.toggle()")
        assert page.evaluate(moving) > 0
        wait(page, "onescreen.topic.now().id === 'overview'")
        for is_paused, name in (("true", "继续动效"), ("false", "暂停动效")):
            page.keyboard.press("p")
            expect(page.locator(".switch-motion")).to_have_attribute("aria-pressed", is_paused)
            expect(page.get_by_role("button", name=name)).to_have_count(1)

        root = "getComputedStyle(onescreen.page.root).transform"
        page.evaluate("onescreen.panels.now = () => 240005")
        page.evaluate("onescreen.motion.shift()")
        assert page.evaluate(root) == "none"
        at(page, "23:00:00")
        page.evaluate("onescreen.motion.shift()")
        assert page.evaluate(root) == "matrix(1, 0, 0, 1, 2, 1)"
        shifts = page.evaluate(
            "[0, 1, 2, 3].map((n) => onescreen.motion.shiftAt(n * 240000, true))"
        )
        assert len({tuple(one) for one in shifts}) == 4
        assert all(abs(part) <= 3 for one in shifts for part in one)


def test_what_moves_after_an_event_ends_and_asks_for_no_layout(chromium: Browser):
    """Motion says that something is new, and then the screen rests: no animation is left."""
    stage = Stage()
    stage.populate(units=5, incidents=2)
    moving = """document.getAnimations().filter((one) => one.playState === "running")
      .map((one) => [one.effect.getTiming().iterations,
        [...new Set(one.effect.getKeyframes().flatMap(Object.keys))].sort()])"""
    known = {"offset", "computedOffset", "easing", "composite", "opacity", "transform"}
    with stage, screen(chromium) as page:
        open_page(page, stage, "/")
        wait(page, f"{moving}.length === 0")
        page.evaluate(
            """() => { window.seen = []; const look = () => { window.seen.push(..."""
            + moving
            + """); requestAnimationFrame(look); }; look(); }"""
        )
        report(stage, "LS9", 2)
        wait(page, "document.querySelector('.queue-row.news')")
        wait(page, "seen.length > 0")
        for iterations, properties in page.evaluate("seen"):
            assert isinstance(iterations, int)
            assert iterations <= 10
            assert set(properties) <= known
        wait(page, f"{moving}.length === 0")
