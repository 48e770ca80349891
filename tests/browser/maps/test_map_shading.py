"""The shading by coverage, and the map's colours in the bright room."""

from typing import Any

import pytest
from fastapi import FastAPI, WebSocket, WebSocketDisconnect
from playwright.sync_api import Page

from tests.browser.mock_server import Mock, iso, unit
from tests.browser.on_screen import ask, open_screen, wait

pytestmark = pytest.mark.browser

GRIDS = [f"340604001001{n:03d}" for n in range(1, 5)]
FILL = "(code) => onescreen.mapStyle.grid({properties: {code}}).fillColor"


class Covered(Mock):
    """The scripted server with a coverage of four grids: near, far, beyond the target, nobody."""

    minutes: tuple[Any, ...] = (2.0, 8.0, 12.5, None)

    def _build(self) -> FastAPI:
        server = super()._build()
        self.coverage: list[WebSocket] = []

        @server.websocket("/ws/coverage")
        async def coverage(client: WebSocket) -> None:
            await client.accept()
            self.coverage.append(client)
            grids = {code: [value, 1.0] for code, value in zip(GRIDS, self.minutes, strict=True)}
            body = {"version": 1, "at": iso(), "map": "m", "red": {"police": 2, "grid_worker": 0}}
            body |= {"targets_s": {"police": 600, "grid_worker": 600}, "grids": grids}
            body |= {"units": {"police": 3, "grid_worker": 9}}
            try:
                await client.send_json({"coverage": body})
                await client.receive_text()
            except WebSocketDisconnect:
                self.coverage.remove(client)

        # Before the stand-in's own catch-all page.
        server.router.routes.insert(0, server.router.routes.pop())
        return server


def test_grids_beyond_the_target_are_red_and_the_legend_says_how_many(page: Page) -> None:
    with Covered() as mock:
        mock.put("unit", "U1", unit("U1"))
        open_screen(page, mock)
        assert mock.coverage == [], "nobody has asked for it"
        ask(page, "onescreen.place.set({measure: 'cover_police'})")
        wait(page, "onescreen.coverage.get() !== null")
        colours = ask(page, "onescreen.mapColours.scale('cover_police')")
        assert [ask(page, FILL, code) for code in GRIDS] == [colours[n] for n in (0, 2, 3, 4)]
        legend = ask(page, "onescreen.mapStyle.legend()")
        assert [step["label"] for step in legend["steps"]] == ["≤3", "3–7", "7–10", "超时", "无人"]
        assert legend["note"].startswith("超时 2 / 4 格 · ")
        assert "民警 12.5 分可到" in ask(page, f"onescreen.mapStyle.linesOf('{GRIDS[2]}')")
        # Silence: old minutes are not drawn as new ones.
        ask(page, "void (onescreen.coverage.silentMs = () => 31000)")
        land = ask(page, "onescreen.mapColours.of('land')")
        assert ask(page, FILL, GRIDS[2]) == land
        assert ask(page, "onescreen.mapStyle.legend().note") == "覆盖数据已停更 31 秒"
        ask(page, "onescreen.place.set({measure: 'open'})")
        wait(page, "onescreen.coverage.get() === null")


def test_the_map_follows_the_room(page: Page, mock: Mock) -> None:
    open_screen(page, mock)
    land = "onescreen.mapStyle.district({}).fillColor"
    dark = ask(page, land)
    lit = """() => {
      const canvas = document.querySelector(".leaflet-overlay-pane canvas");
      const at = onescreen.mapLive.layer.map.latLngToContainerPoint([33.913, 116.861]);
      const { left, top } = canvas.getBoundingClientRect();
      const of = canvas.getContext("2d").getImageData(at.x - left, at.y - top, 1, 1).data;
      return Array.from(of.slice(0, 3));
    }"""
    ask(page, "onescreen.place.set({measure: 'none'})")
    ask(page, "onescreen.theme.choose('bright')")
    wait(page, f"{land} !== '{dark}'")
    # The district lies lighter than its neighbours in either room, and names stand out from both.
    light = """(name) => onescreen.mapColours.of(name).slice(1).match(/../g)
        .reduce((sum, two) => sum + parseInt(two, 16), 0)"""
    assert ask(page, light, "land") > ask(page, light, "neighbour")
    assert ask(page, light, "name") < 300 < 700 < ask(page, light, "halo")
    wait(page, f"({lit})().every((part) => part > 200)")
    ask(page, "onescreen.theme.choose('dark')")
    wait(page, f"{land} === '{dark}'")
    assert ask(page, light, "land") > ask(page, light, "neighbour")
