"""Tiles under the map: where they belong, named, within the page's policy, never missed."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.maps.basemap import router
from domain.maps.basemap import Basemap, Wanted, online_basemap
from geodata.coordinates.gcj02 import wgs84_to_gcj02
from geodata.files.basemap import basemap_of
from layouts.page import content_security_policy
from tests.browser.mock_server import Mock
from tests.browser.on_screen import ask, open_screen, wait
from tests.browser.tiles import Tiles, square, tile_service
from tests.support.pmtiles import whole_tile, write_pmtiles

pytestmark = pytest.mark.browser

# Colour of the tiles' own pane at the container's middle, from the tile that lies there.
TILE_AT_MIDDLE = """() => {
  const { x, y, width, height } = document.querySelector(".map").getBoundingClientRect();
  const at = [x + width / 2, y + height / 2];
  const tile = Array.from(document.querySelectorAll(".leaflet-tile-loaded")).find((node) => {
    const box = node.getBoundingClientRect();
    return box.left <= at[0] && box.right >= at[0] && box.top <= at[1] && box.bottom >= at[1];
  });
  return tile ? tile.src : null;
}"""
CORNERS = """() => {
  const layer = Object.values(onescreen.mapLive.layer.map._layers).find((one) => one._tiles);
  const { map } = onescreen.mapLive.layer;
  return Object.values(layer._tiles).map(({ coords }) => {
    const at = layer._getTilePos(coords).add(layer._level.origin);
    const true_ = map.unproject(at, coords.z);
    const named = map.unproject(coords.scaleBy(layer.getTileSize()), coords.z);
    return [true_.lat, true_.lng, named.lat, named.lng];
  });
}"""


class PolicyOf:
    """The product's own policy on the stand-in's pages; the tests alone may evaluate strings."""

    def __init__(self, app: ASGIApp, policy: Callable[[], str]) -> None:
        self.app, self.policy = app, policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                header = (b"content-security-policy", self.policy().encode())
                message["headers"] = [*message["headers"], header]
            await send(message)

        await self.app(scope, receive, told)


class OnTiles(Mock):
    """The scripted server with a basemap."""

    def __init__(self, basemap: Basemap, file: Any = None) -> None:
        self.made, self.file = basemap, file
        super().__init__(basemap=json.dumps(basemap.body()))

    def _build(self) -> FastAPI:
        server = super()._build()
        server.router.routes[:0] = router(self.file).routes
        server.add_middleware(
            PolicyOf,
            policy=lambda: content_security_policy(
                ["'unsafe-eval'", *self.dash.csp_hashes()], self.made.host
            ),
        )
        return server


@pytest.fixture(scope="module")
def tiles() -> Iterator[Tiles]:
    with tile_service() as service:
        yield service


def xyz(tiles: Tiles, **more: Any) -> Basemap:
    made = online_basemap(Wanted(tiles.url + "/{z}/{x}/{y}.png?tk={key}", key="k1", **more))
    assert made is not None
    return made


def policy_refused(page: Page) -> list[str]:
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if "Policy" in line.text else None)
    return said


def test_tiles_lie_under_the_map_with_their_source_and_number(page: Page, tiles: Tiles) -> None:
    refused = policy_refused(page)
    basemap = xyz(tiles, source="测绘局", review_number="GS(2026)0001号")
    with OnTiles(basemap) as mock:
        open_screen(page, mock)
        wait(page, "onescreen.mapBase.state() === 'shown'")
        wait(page, f"Boolean(({TILE_AT_MIDDLE})())")
        expect(page.locator(".map-source")).to_have_text("底图：测绘局 · 审图号 GS(2026)0001号")
        assert ask(page, TILE_AT_MIDDLE).endswith("?tk=k1")
        assert tiles.referrers == {mock.url + "/"}, "no path, no selection leaves the house"
        # Ours would lie over theirs: invented roads and rivers step back, the shading is glass.
        road = "onescreen.mapStyle.road({properties: {class: 'main'}, geometry: {}}).stroke"
        assert ask(page, road) is False
        fill = "onescreen.mapStyle.village({properties: {code: '340604001001'}}).fillOpacity"
        assert ask(page, fill) == 0.5
        ask(page, "onescreen.place.toggle('base')")
        wait(page, "document.querySelectorAll('.leaflet-tile').length === 0")
        assert ask(page, fill) == 1
        assert refused == []


def test_a_silent_service_leaves_the_wall_its_own_map(page: Page, tiles: Tiles) -> None:
    tiles.is_answering = False
    with OnTiles(xyz(tiles)) as mock:
        open_screen(page, mock)
        wait(page, "onescreen.mapBase.state() === 'failing'")
        expect(page.locator(".map-source")).to_contain_text("底图服务无应答，显示自有图层")
        road = "onescreen.mapStyle.road({properties: {class: 'main'}, geometry: {}}).stroke"
        assert ask(page, road) is True
        pane = "getComputedStyle(document.querySelector('.leaflet-tile-pane'))"
        wait(page, f"{pane}.opacity === '0'")
        tiles.is_answering = True
        ask(page, "onescreen.mapBase.again()")
        wait(page, "onescreen.mapBase.state() === 'shown'")
        expect(page.locator(".map-source")).to_have_text("底图：127.0.0.1 · 底图审图号未填写")


def test_shifted_tiles_are_put_back_where_they_belong(page: Page, tiles: Tiles) -> None:
    with OnTiles(xyz(tiles, datum="gcj02")) as mock:
        open_screen(page, mock)
        wait(page, "onescreen.mapBase.state() === 'shown'")
        ask(page, "void onescreen.mapLive.layer.map.setView([33.9, 116.85], 16, {animate: false})")
        wait(page, f"Boolean(({TILE_AT_MIDDLE})())")
        lat, lon, named_lat, named_lon = np.array(ask(page, CORNERS)).T
        shifted_lat, shifted_lon = wgs84_to_gcj02(lat, lon)
        metre = 1 / 111_000
        assert np.abs(shifted_lat - named_lat).max() < 1.5 * metre, "within a pixel at this zoom"
        assert np.abs(shifted_lon - named_lon).max() < 2 * metre
        assert np.hypot(lat - named_lat, lon - named_lon).min() > 300 * metre


def test_a_file_in_the_data_folder_is_read_piece_by_piece(page: Page, tmp_path: Any) -> None:
    refused = policy_refused(page)
    (tmp_path / "basemap").mkdir()
    every = {(9, x, y): square(40, 80, 160) for x in range(420, 424) for y in range(202, 208)}
    write_pmtiles(tmp_path / "basemap" / "city.pmtiles", every)
    basemap, file = basemap_of(Wanted("city.pmtiles"), tmp_path)
    assert basemap is not None
    with OnTiles(basemap, file) as mock:
        open_screen(page, mock)
        wait(page, "onescreen.mapBase.state() === 'shown'")
        wait(page, f"String(({TILE_AT_MIDDLE})()).startsWith('blob:')")
        assert refused == []


# The colour at the middle of each tile of the vector map.
PAINTED = """() => Array.from(document.querySelectorAll(".leaflet-tile-pane canvas"))
  .filter((canvas) => canvas.width).map((canvas) => String(canvas.getContext("2d")
    .getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data))"""

# What the library paints the layer "earth" in, in the dark and in the bright room; where a tile
# holds nothing it paints another colour.
EARTH = ["31,31,31,255", "226,223,218,255"]


def test_a_vector_file_is_painted_tile_by_tile_within_the_policy(page: Page, tmp_path: Any) -> None:
    refused = policy_refused(page)
    (tmp_path / "basemap").mkdir()
    tile = whole_tile("earth", "earth")
    every = {
        (zoom, x, y): tile
        for zoom in (7, 8, 9)
        for x in range(420 >> (9 - zoom), (424 >> (9 - zoom)) + 1)
        for y in range(202 >> (9 - zoom), (208 >> (9 - zoom)) + 1)
    }
    write_pmtiles(tmp_path / "basemap" / "city.pmtiles", every, "mvt")
    basemap, file = basemap_of(Wanted("city.pmtiles"), tmp_path)
    assert basemap is not None and basemap.tiles == "vector"
    with OnTiles(basemap, file) as mock:
        open_screen(page, mock)
        wait(page, "onescreen.mapBase.state() === 'shown'")
        wait(page, f"({PAINTED})().some((colour) => {EARTH}.includes(colour))")
        assert refused == []


def kept_to_tianditu(path: str) -> tuple[str, int]:
    """The layer and zoom of an address Tianditu would answer; its documents name each parameter."""
    parts = urlsplit(path)
    said = dict(parse_qsl(parts.query, strict_parsing=True))
    layer = said["LAYER"]
    zoom, row, column = (int(said[f"TILE{one}"]) for one in ("MATRIX", "ROW", "COL"))
    fixed = ("SERVICE", "REQUEST", "VERSION", "STYLE", "TILEMATRIXSET", "FORMAT", "tk")
    assert parts.path == f"/{layer}_w/wmts"
    assert [said[name] for name in fixed] == [
        "WMTS", "GetTile", "1.0.0", "default", "w", "tiles", "k 1",
    ]  # fmt: skip
    assert 1 <= zoom <= 18 and 0 <= row < 2**zoom and 0 <= column < 2**zoom
    return layer, zoom


def test_tianditu_is_asked_as_its_documents_say(page: Page) -> None:
    made = online_basemap(Wanted("tianditu", key="k 1"))
    assert made is not None
    with tile_service() as service:
        urls = tuple(url.replace(made.host, service.url) for url in made.urls)
        with OnTiles(replace(made, urls=urls, host=service.url)) as mock:
            open_screen(page, mock)
            wait(page, "onescreen.mapBase.state() === 'shown'")
            wait(page, f"Boolean(({TILE_AT_MIDDLE})())")
        asked = [kept_to_tianditu(path) for path in service.asked]
    assert {layer for layer, _ in asked} == {"vec", "cva"}, "streets, and names above them"
