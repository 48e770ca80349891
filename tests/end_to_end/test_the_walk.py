"""From a report to the glass, and everywhere one may go from there."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.end_to_end.glass import Glass, until
from tests.end_to_end.machine import HERE, Machine
from tools.running import RunningServer

pytestmark = pytest.mark.browser

MARKER = """(number) => {
  const at = onescreen.mapLive.screenOf("incident", number);
  if (!at) return null;
  const box = onescreen.mapLive.layer.map.getContainer().getBoundingClientRect();
  return [box.left + at.x, box.top + at.y];
}"""

IS_DRAWN = """(number) => onescreen.mapLive.layer.incidents.drawnPoints()
  .some((point) => point.id === number)"""

SHOWN_UNITS = """(id) => Array.from(
  document.querySelectorAll("#" + id + " .unit-link"), (row) => row.dataset.unit)"""
CALL_SIGNS = """(id) => Array.from(
  document.querySelectorAll("#" + id + " .call-sign"), (sign) => sign.textContent)"""


def send_somebody_near(machine: Machine) -> dict[str, str]:
    """A police car and a grid worker beside the place; returns their ids by kind."""
    near = {
        "police": machine.put_unit("警车走查", "police", subkind="patrol_car"),
        "grid_worker": machine.put_unit("网格走查", "grid_worker"),
    }
    for unit_id in near.values():
        machine.phone(unit_id, *HERE)
    return near


def test_a_report_reaches_the_wall_and_leads_to_its_community_and_back(
    server: RunningServer, machine: Machine, look: Callable[[], Glass]
) -> None:
    near = send_somebody_near(machine)
    glass = look()
    page = glass.page
    glass.open(server.url + "/")
    glass.ask("void (window.sameDocument = true)")

    number = machine.report("仓库起火")
    row = page.locator(f'.queue-row[data-number="{number}"]')
    expect(row).to_contain_text("仓库起火")
    glass.until("(number) => onescreen.picture.entities.incident.has(number)", number)
    assert glass.ask("window.sameDocument"), "the wall had to be loaded again"

    row.click()
    expect(page.locator("#card .card-title")).to_have_text("仓库起火")
    _, *area_path, grid = machine.get(f"/api/v1/incidents/{number}")["area_path"]
    parts = page.locator("#card .card-path button")
    expect(parts).to_have_count(3)
    expect(parts.last).to_have_attribute("data-area", grid["code"])
    assert parts.all_inner_texts()[:2] == [part["name"] for part in area_path]
    for kind, box in (("police", "nearest-police"), ("grid_worker", "nearest-grid")):
        first = machine.get("/api/v1/nearest", lat=HERE[0], lon=HERE[1], kind=kind)["items"][0]
        assert first["unit_id"] == near[kind]
        glass.until(f"() => ({SHOWN_UNITS})('{box}')[0] === '{near[kind]}'")
        assert glass.ask(CALL_SIGNS, box)[0] == first["call_sign"]

    chosen = glass.path
    assert f"sel=incident:{number}" in chosen
    page.locator(".card-jump").click()
    page.wait_for_url("**/community/*")
    code = machine.get(f"/api/v1/incidents/{number}")["area_code"][:12]
    assert glass.path == f"/community/{code}"
    expect(page.locator(f'.queue-row[data-number="{number}"]')).to_contain_text("仓库起火")
    grids = machine.get(f"/api/v1/areas/{code}")["children"]
    expect(page.locator(".grid-table tbody tr")).to_have_count(len(grids))
    page.locator(f'.queue-row[data-number="{number}"]').click()
    expect(page.locator("#card .card-title")).to_have_text("仓库起火")

    other = look()
    other.open(server.url + glass.path)
    expect(other.page.locator("#card .card-title")).to_have_text("仓库起火")
    assert other.ask("onescreen.place.selected()") == {"kind": "incident", "id": number}

    page.go_back()
    until(glass, lambda: glass.path == f"/community/{code}")
    page.go_back()
    until(glass, lambda: glass.path == chosen)
    expect(page.locator("#card .card-title")).to_have_text("仓库起火")
    page.go_forward()
    until(glass, lambda: glass.path == f"/community/{code}")
    expect(page.locator(".grid-table tbody tr")).to_have_count(len(grids))
    assert glass.complaints + other.complaints == []


def test_a_click_on_its_mark_on_the_map_chooses_an_incident(
    server: RunningServer, machine: Machine, look: Callable[[], Glass]
) -> None:
    glass = look()
    glass.open(server.url + "/")
    # Where no other walk reports: the newest mark of one place lies over the older ones.
    apart = (HERE[0] - 0.015, HERE[1] - 0.012)
    number = machine.report("路口相撞", at=apart, **{"class": "traffic"})
    # Others may lie around it: only its own drawing says where its mark is.
    glass.until(IS_DRAWN, number)
    glass.page.mouse.click(*glass.ask(MARKER, number))
    expect(glass.page.locator("#card .card-title")).to_have_text("路口相撞")
    assert f"sel=incident:{number}" in glass.path
    assert glass.complaints == []
