"""A phone with Traccar Client: it moves on the map, and its alarm is heard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.end_to_end.glass import Glass, until
from tests.end_to_end.machine import HERE, Machine
from tools.running import RunningServer

pytestmark = pytest.mark.browser

WHERE = """(id) => {
  const row = onescreen.picture.positions.get(id);
  const at = onescreen.mapLive.screenOf("unit", id);
  return row && at && [row[1], row[2], at.x, at.y];
}"""


def test_a_phone_moves_on_the_map_and_its_alarm_is_an_incident(
    server: RunningServer, machine: Machine, look: Callable[[], Glass]
) -> None:
    glass = look()
    glass.open(server.url + "/")
    unit_id = machine.put_unit("手机走查", "grid_worker")
    lat, lon = HERE
    farther = round(lat + 0.02, 6)
    machine.phone(unit_id, lat, lon)
    before = glass.until(WHERE, unit_id)
    assert before[:2] == [lat, lon]

    machine.phone(unit_id, farther, lon)
    until(glass, lambda: glass.ask(WHERE, unit_id)[:2] == [farther, lon], "the phone moved")
    north = until(
        glass,
        lambda: (at := glass.ask(WHERE, unit_id))[3] < before[3] - 5 and at,
        "so did its mark",
    )
    assert abs(north[2] - before[2]) < 2

    machine.phone(unit_id, farther, lon, alarm="sos")
    number = glass.until(
        """(id) => Array.from(onescreen.picture.entities.incident.values())
          .filter((one) => one.class === "sos" && Math.abs(one.lat - id[0]) < 1e-6
            && Math.abs(one.lon - id[1]) < 1e-6 && one.status === "reported")
          .map((one) => one.number)[0]""",
        [farther, lon],
    )
    machine.cancel_later(number)
    row = glass.page.locator(f'.queue-row[data-number="{number}"]')
    expect(row).to_contain_text("手机走查")
    assert machine.get(f"/api/v1/incidents/{number}")["severity"] == 1
    assert glass.complaints == []
