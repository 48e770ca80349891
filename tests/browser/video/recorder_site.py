"""The product over two real sources: one by WVP that turns, one by MediaMTX that keeps recordings.

Both servers are contract fakes in the test's own process; their pictures are real ones on loopback.
"""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shutil import copytree
from typing import Any

import httpx
from playwright.sync_api import Page

from domain.video.cameras.camera import Camera, CameraClass, Preset
from domain.video.cameras.vocabulary import Mount, TakenFrom
from domain.video.looks.looks import CAMERA_LOOK
from geodata.files.versions import MapVersions
from settings import ROOT
from store import open_store
from store.kind_tables import TABLES
from tests.support.media import film, media_server
from tests.support.people import People
from tests.support.small_map import write_small_map
from tests.video.fake_source import serving
from tools.people import wall_of
from tools.running import RunningServer

PLACE = (33.811, 116.711)
DOME, BULLET = "34060400001320000201", "34060400001320000202"
WALL = "演示大屏"
SOUTH_M = 1 / 111_195
PIECE_S = 6.0


class Sources:
    """WVP and MediaMTX as they are published; `turned` holds the commands in order."""

    def __init__(self, hls: str) -> None:
        self.hls, self.film = hls, film(PIECE_S)
        self.turned: list[str] = []

    def __call__(
        self, path: str, query: dict[str, str], headers: dict[str, str]
    ) -> tuple[Any, ...]:
        if path == "/list":
            begun = datetime.fromisoformat(query["start"])
            over = datetime.fromisoformat(query["end"])
            return 200, [{"start": query["start"], "duration": (over - begun).total_seconds()}]
        if path == "/get":
            return 200, self.film
        if path.startswith("/v3/"):
            return 404, {"error": "not found"}
        if path == "/api/user/login":
            return 200, {"code": 0, "data": {"accessToken": "jwt"}}
        if path.endswith("/front-end/ptz"):
            self.turned.append(query["command"])
        elif path.endswith("/preset/call"):
            self.turned.append(f"preset {query['presetId']}")
        elif path.endswith("/play"):
            return 200, {"code": 0, "data": {"stream": "x", "hls": self.hls}}
        return 200, {"code": 0, "data": None}


@dataclass
class RecorderSite:
    """The running product, who may come in, and an incident both cameras see."""

    server: RunningServer
    folder: Path
    tokens: dict[str, str]
    sources: Sources
    number: str = ""

    def open(self, page: Page, role: str, path: str) -> None:
        """A page as somebody of a role sees it."""
        page.context.clear_cookies()
        cookie = {"name": "onescreen", "value": self.tokens[role], "url": self.server.url}
        page.context.add_cookies([cookie])  # type: ignore[list-item]
        page.goto(f"{self.server.url}{path}")

    def looks(self) -> list[dict[str, Any]]:
        """The register of looks, oldest first."""
        table = TABLES[CAMERA_LOOK.name]
        store = open_store(None, self.folder)
        try:
            return store.ask(
                lambda one: [
                    dict(row) for row in one.execute(table.select().order_by(table.c.at)).mappings()
                ]
            )
        finally:
            store.close()


async def _let_in(folder: Path) -> dict[str, str]:
    people = People(folder)
    tokens = {role: await people.token_of(role) for role in ("dispatcher", "leader")}
    people.close()
    return tokens


def _put_cameras(folder: Path) -> None:
    """Both stand 30 m south of the place."""
    store = open_store(None, folder)
    lat, lon = PLACE[0] - 30 * SOUTH_M, PLACE[1]
    grid = "340604001001001"
    with store.transaction() as tx:
        dome = Camera(
            DOME, "路口球机", CameraClass.CROSSING, lat, lon, grid, mount=Mount.DOME,
            presets=(Preset(3, "望北", 0.0),), source="xueliang", address="1023",
            taken_from=TakenFrom.HAND,
        )  # fmt: skip
        bullet = Camera(
            BULLET, "路口枪机", CameraClass.CROSSING, lat, lon, grid, mount=Mount.FIXED,
            direction_deg=0.0, view_deg=60.0, reach_m=120.0, source="recorder", address="gate",
            taken_from=TakenFrom.HAND,
        )  # fmt: skip
        for one in (dome, bullet):
            tx.put_camera(one, action="add", actor="test")
    store.close()


def _toml(fake: str, media: str) -> str:
    return (
        f'[[sources]]\nname = "xueliang"\nkind = "wvp"\nbase = "{fake}"\nuser = "onescreen"\n'
        f'media = ["{media}"]\n'
        f'[[sources]]\nname = "recorder"\nkind = "mediamtx"\nbase = "{fake}"\n'
        f'user = "onescreen"\nplayback = "{fake}"\nlow_latency = false\n'
        f'whep = "{media}/{{address}}/whep"\nhls = "{media}/{{address}}/index.m3u8"\n'
    )


@contextmanager
def recorder_site(folder: Path) -> Iterator[RecorderSite]:
    """Started, with an incident, and ended."""
    real = folder / "var" / "real"
    real.mkdir(parents=True)
    maps = MapVersions(folder / "var" / "maps")
    maps.make_current(maps.add(write_small_map(folder / "small.gpkg"), "test").version)
    with ThreadPoolExecutor() as thread:  # the browser's own loop runs on this thread
        tokens = thread.submit(asyncio.run, _let_in(real)).result()
        thread.submit(wall_of, folder / "var", WALL, demo=False).result()
    _put_cameras(real)
    district = folder / "district"
    copytree(ROOT / "districts" / "lieshan", district)
    with media_server() as media:
        sources = Sources(f"{media.url}/dome/index.m3u8")
        with serving(sources) as fake:
            (district / "video.toml").write_text(_toml(fake.url, media.url), "utf-8")
            with RunningServer(folder / "var", demo=0, district=district) as server:
                site = RecorderSite(server, real, tokens, sources)
                site.number = _reported(site)
                yield site


def _reported(site: RecorderSite) -> str:
    told = {
        "key": "recorder-1", "class": "fire", "severity": 2, "lat": PLACE[0], "lon": PLACE[1],
        "title": "仓库冒烟",
    }  # fmt: skip
    with httpx.Client(
        base_url=site.server.url,
        cookies={"onescreen": site.tokens["dispatcher"]},
        headers={"origin": site.server.url},
    ) as desk:
        answer = desk.post("/api/v1/desk/incidents", json=told)
    assert answer.is_success, answer.text
    return str(answer.json()["number"])
