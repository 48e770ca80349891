"""The wall without its network, and without its server: it says so, and comes back exact."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.end_to_end.cable import Cable
from tests.end_to_end.glass import Glass, pictures_agree, until
from tests.end_to_end.machine import HERE, Machine, machine_of
from tools.running import RunningServer

pytestmark = pytest.mark.browser


def has_come_back(glass: Glass, number: str) -> None:
    """Wait until the wall is live again and knows an incident it could not see happen."""
    glass.until('onescreen.live.freshness().state === "live"')
    glass.until("(number) => onescreen.picture.entities.incident.has(number)", number)
    expect(glass.page.locator("#live-banner")).to_be_hidden()


def test_a_wall_cut_off_for_a_while_comes_back_exact(
    server: RunningServer, machine: Machine, look: Callable[[], Glass]
) -> None:
    lat, lon = HERE
    unit_id = machine.put_unit("断网走查", "police")
    machine.phone(unit_id, lat, lon)
    ending = machine.report("断网前的火情")
    with Cable(server.port) as cable:
        wall = look()
        wall.open(cable.url + "/")
        wall.until("(id) => onescreen.picture.positions.has(id)", unit_id)
        wall.until("(number) => onescreen.picture.entities.incident.has(number)", ending)
        wall.ask("void (window.sameDocument = true)")

        cable.pull()
        seq = wall.ask("onescreen.picture.seq")
        unseen = [machine.report(f"断网期间 {n}", at=(lat + n * 0.004, lon)) for n in range(5)]
        assert machine.change(ending, status="cancelled").status_code == 200
        for step in range(1, 6):
            machine.phone(unit_id, lat + step * 0.001, lon)
        banner = wall.page.locator("#live-banner")
        expect(banner).to_contain_text("数据已停更")
        expect(banner).to_be_visible()
        held = wall.picture()
        assert not set(unseen) & held["entities"]["incident"].keys(), "the cable was not cut"
        assert held["seq"] <= seq + 5

        cable.put_back()
        has_come_back(wall, unseen[-1])
        fresh = look()
        fresh.open(server.url + "/")
        mine, _ = pictures_agree(wall, fresh)
        assert wall.ask("window.sameDocument"), "the wall had to be loaded again"
        assert set(unseen) <= mine["entities"]["incident"].keys()
        assert mine["entities"]["incident"][ending]["status"] == "cancelled"
        assert mine["positions"][unit_id][1:3] == [round(lat + 0.005, 6), lon]


def test_a_wall_outlives_a_restart_of_its_server(
    make_server: Callable[..., RunningServer], look: Callable[[], Glass]
) -> None:
    server = make_server().start()
    wall = look()
    wall.open(server.url + "/")
    with machine_of(server) as machine:
        before = machine.report("重启之前")
    wall.until("(number) => onescreen.picture.entities.incident.has(number)", before)
    epoch, seq = wall.ask("[onescreen.picture.epoch, onescreen.picture.seq]")

    server.stop()
    until(wall, lambda: wall.ask("onescreen.live.freshness().state") == "offline", "says so")
    server.start()
    with machine_of(server) as machine:
        after = machine.report("重启之后")
        has_come_back(wall, after)
        fresh = look()
        fresh.open(server.url + "/")
        mine, _ = pictures_agree(wall, fresh)
        assert mine["epoch"] == epoch
        assert mine["seq"] > seq
        assert mine["entities"]["incident"][before]["status"] == "cancelled"
        assert mine["entities"]["incident"][after]["title"] == "重启之后"
