"""A bad quarter of an hour at the desk: three calls, one plan, silence, and all of it closed."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Route, expect

from tests.end_to_end.glass import Glass, until
from tests.end_to_end.machine import Machine
from tools.running import RunningServer

pytestmark = pytest.mark.browser
# class by initials, where, what was said
CALLS = (
    ("hq", "340604100001001", "仓库冒烟，里面可能有人"),
    ("jt", "340604101002001", "两车相撞，有人受伤"),
    ("jf", "340604102005001", "邻居争吵，要动手"),
)
DESK_IS_OPEN = """Boolean(window.onescreen && onescreen.desk && onescreen.desk.intake
  && onescreen.picture.seq !== null && onescreen.areas.byCode.size
  && onescreen.live.freshness().state === "live"
  && onescreen.desk.options.get().departments.length)"""
TOO_LATE = re.compile(r"status of 409 .* /api/v1/desk/incidents/[^/]+/(assignments|status)$")
STATUS = "(number) => (onescreen.picture.entities.incident.get(number) || {}).status"
CREW = "(number) => onescreen.picture.assignmentsOf(number).map((one) => one.unit_id)"

PLACE = """(number) => {
  const { lat, lon } = onescreen.picture.entities.incident.get(number);
  return [lat, lon];
}"""
# A candidate is picked once it is offered.
PICKED = """(id) => {
  const offered = document.querySelector(`.cand[data-unit-id='${id}']`);
  if (offered) offered.click();
  return Boolean(offered);
}"""


@pytest.fixture
def desk_server(make_server: Callable[..., RunningServer]) -> Iterator[RunningServer]:
    """A server that loses patience with silence after two seconds: sooner than any crew answers."""
    with make_server(notice_escalate_s="2,4,6") as running:
        yield running


def open_desk(glass: Glass, server: RunningServer) -> None:
    glass.page.goto(server.url + "/desk")
    glass.until(DESK_IS_OPEN)


def take_call(glass: Glass, initials: str, grid: str, said: str) -> str:
    """By keyboard alone; returns the number."""
    keyboard = glass.page.keyboard
    keyboard.press("n")
    keyboard.type(initials)
    keyboard.press("Enter")
    keyboard.type(grid)
    keyboard.press("Enter")
    keyboard.type(said)
    keyboard.press("Control+Enter")
    expect(glass.page.locator("#desk-intake")).to_be_hidden()
    expect(glass.page.locator("#desk-card .dc-title")).to_have_text(said.split("，")[0])
    return str(glass.ask("onescreen.desk.state.number()"))


# One crew of the incident is said to be there, unless it has said so itself meanwhile.
ARRIVED = """(number) => {
  const crew = onescreen.picture.assignmentsOf(number).map((one) => "on_scene" + one.unit_id);
  const steps = [...document.querySelectorAll(".sent-row [data-focus]")];
  const step = steps.find((button) => crew.includes(button.dataset.focus));
  if (step) step.click();
  return Boolean(step) || onescreen.picture.entities.incident.get(number).status === "on_scene";
}"""


def close(glass: Glass, number: str) -> None:
    """Whatever its crew does meanwhile, bring an incident to its end."""
    glass.ask("(number) => onescreen.desk.queue.go(number)", number)
    expect(glass.page.locator(".dc-title")).to_be_visible()
    if glass.ask(STATUS, number) in {"dispatched", "en_route"}:
        glass.until(ARRIVED, number)
    glass.until(f"(number) => ({STATUS})(number) === 'on_scene'", number)
    glass.page.keyboard.press("c")
    expect(glass.page.locator(".ask")).to_be_visible()
    glass.page.keyboard.press("Control+Enter")
    glass.until(f"(number) => ({STATUS})(number) === 'closed'", number)


def is_refusal(complaint: str) -> bool:
    """What the browser itself notes of an order that came too late; the page tells it in words."""
    return TOO_LATE.search(complaint) is not None


def story(server: RunningServer, number: str) -> list[dict[str, Any]]:
    path = f"{server.url}/api/v1/desk/incidents/{number}/timeline"
    return list(httpx.get(path, timeout=30).json()["items"])


def test_three_calls_are_sent_together_followed_up_and_closed(
    desk_server: RunningServer, look: Callable[[], Glass]
) -> None:
    glass = look()
    open_desk(glass, desk_server)
    numbers = [take_call(glass, *call) for call in CALLS]

    glass.page.keyboard.press("p")
    rows = glass.page.locator("#desk-sheet tbody")
    for _, _, said in CALLS:
        expect(rows).to_contain_text(said.split("，")[0])
    glass.page.keyboard.press(";")
    for number in numbers:
        glass.until(f"(number) => ({CREW})(number).length > 0", number)
    glass.page.keyboard.press("Escape")

    # Silence: sent is not acknowledged, and somebody else is told.
    expect(glass.page.locator("#desk-alerts")).to_contain_text("无人确认")
    glass.until("onescreen.desk.notices.alarms().length > 0")

    for number in numbers:
        close(glass, number)
    told = [step for number in numbers for step in story(desk_server, number)]
    actions = {(step["kind"], step["action"]) for step in told}
    assert {("incident", "report"), ("assignment", "assign"), ("notice", "make")} <= actions
    assert [step for step in told if step["kind"] == "notice" and step["detail"]["level"] > 0]
    for number in numbers:
        assert story(desk_server, number)[-1]["detail"].get("number") == number
    assert [text for text in glass.complaints if not is_refusal(text)] == []


def a_unit_at(machine: Machine, number: str, place: list[float]) -> str:
    """A crew of its own: the demo's dispatchers send theirs whenever they like."""
    unit_id = machine.put_unit(f"演示-{number}", "grid_worker", skills=["mediation"])
    machine.phone(unit_id, *place)
    return unit_id


def test_of_two_desks_that_send_one_unit_one_is_told_why_not(
    server: RunningServer, machine: Machine, look: Callable[[], Glass]
) -> None:
    one, other = look(), look()
    open_desk(one, server)
    open_desk(other, server)
    first = take_call(one, "jf", CALLS[0][1], "两家争吵")
    second = take_call(other, "jf", CALLS[0][1], "门口打架")
    machine.cancel_later(first)
    machine.cancel_later(second)
    unit_id = a_unit_at(machine, first, one.ask(PLACE, first))
    for desk in (one, other):
        desk.until(PICKED, unit_id)
    held: list[Route] = []  # both are pressed before either is answered
    for count, desk in enumerate((one, other), 1):
        desk.page.route("**/assignments**", lambda route: held.append(route))
        desk.until("onescreen.desk.blocked() === ''")
        desk.page.keyboard.press("d")
        until(desk, lambda sent=count: len(held) == sent, "it was sent")
    held[0].continue_()
    until(one, lambda: one.ask(CREW, first) == [unit_id], "the first desk's order stands")
    held[1].continue_()
    expect(other.page.locator("#desk-alerts .is-failed")).to_contain_text("没有办成")
    assert other.ask(CREW, second) == []
    assert [text for text in other.complaints if not is_refusal(text)] == []
