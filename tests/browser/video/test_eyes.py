"""Through a camera, for real: from a card and from a community; each look in the register."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from domain.video.cameras.camera import Camera, CameraClass
from domain.video.cameras.vocabulary import TakenFrom
from geodata.files.versions import MapVersions
from store import open_store
from tests.browser.wall_words import screen
from tests.support.media import MediaServer, media_server
from tests.support.people import People
from tests.support.small_map import write_small_map
from tools.running import ROOT, RunningServer

pytestmark = pytest.mark.browser
VILLAGE = "340604001001"
PLACE = (33.811, 116.711)
SOUTH_M = 1 / 111_195
SEES, AWAY = "34060400001320000101", "34060400001320000102"
# Two pictures of the same element, taken one after the other, are not the same picture.
CHANGES = """async (selector) => {
  const video = document.querySelector(selector + " video");
  const small = Object.assign(document.createElement("canvas"), { width: 64, height: 36 });
  const taken = () => {
    small.getContext("2d").drawImage(video, 0, 0, 64, 36);
    return small.toDataURL();
  };
  const first = taken();
  for (let i = 0; i < 200; i += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (taken() !== first) return true;
  }
  return false;
}"""


def is_now(page: Page, state: str) -> None:
    """Wait until the picture of the panel has come so far."""
    player = page.locator(".eyes .player")
    expect(player).to_have_attribute("data-state", state, timeout=60_000)


@dataclass
class Site:
    """The product over two cameras of a real media server, and an incident before one of them."""

    url: str
    tokens: dict[str, str]
    number: str
    media: MediaServer

    def open(self, page: Page, role: str, path: str) -> None:
        page.context.clear_cookies()
        cookie = {"name": "onescreen", "value": self.tokens[role], "url": self.url}
        page.context.add_cookies([cookie])  # type: ignore[list-item]
        page.goto(f"{self.url}{path}")


async def let_in(folder: Path) -> dict[str, str]:
    people = People(folder)
    tokens = {role: await people.token_of(role) for role in ("dispatcher", "audit_admin")}
    people.close()
    return tokens


def put_cameras(folder: Path) -> None:
    """Both stand 30 m south of the place: one looks north, the other away from it."""
    store = open_store(None, folder)
    lat, lon = PLACE[0] - 30 * SOUTH_M, PLACE[1]
    with store.transaction() as tx:
        for camera_id, name, direction in ((SEES, "北望枪机", 0.0), (AWAY, "南望枪机", 180.0)):
            camera = Camera(
                camera_id, name, CameraClass.CROSSING, lat, lon, f"{VILLAGE}001",
                direction_deg=direction, view_deg=60.0, reach_m=120.0, source="loopback",
                address="gate", taken_from=TakenFrom.HAND,
            )  # fmt: skip
            tx.put_camera(camera, action="add", actor="test")
    store.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("eyes")
    real = folder / "var" / "real"
    real.mkdir(parents=True)
    maps = MapVersions(folder / "var" / "maps")
    maps.make_current(maps.add(write_small_map(folder / "small.gpkg"), "test").version)
    with ThreadPoolExecutor() as thread:  # the browser's own loop runs on this thread
        tokens = thread.submit(asyncio.run, let_in(real)).result()
    put_cameras(real)
    district = folder / "district"
    copytree(ROOT / "districts" / "lieshan", district)
    with media_server() as media:
        (district / "video.toml").write_text(media.toml())
        with RunningServer(folder / "var", demo=0, district=district) as server:
            made = Site(server.url, tokens, "", media)
            cookies, headers = {"onescreen": tokens["dispatcher"]}, {"origin": server.url}
            lat, lon = PLACE
            told = {"key": "eyes-story-1", "class": "fire", "severity": 2, "lat": lat, "lon": lon}
            with httpx.Client(base_url=server.url, cookies=cookies, headers=headers) as desk:
                answer = desk.post("/api/v1/desk/incidents", json={**told, "title": "仓库冒烟"})
            assert answer.is_success, answer.text
            made.number = answer.json()["number"]
            yield made


def test_a_camera_is_seen_from_card_and_community_and_each_look_is_in_the_register(
    chromium: Browser, site: Site, tmp_path: Path
):
    with screen(chromium, 1366, 768) as page:
        eyes = page.locator(".eyes")
        site.open(page, "dispatcher", f"/desk?sel=incident:{site.number}")
        expect(page.locator(".dc-title")).to_contain_text("仓库冒烟")
        page.keyboard.press("v")  # what lies around: the camera that looks there stands first
        around = page.locator("#desk-tab-around")
        expect(around.locator(".around-row").first).to_contain_text("正对现场")
        page.keyboard.press("v")  # and again: its picture
        is_now(page, "playing")
        expect(eyes.locator(".eyes-title")).to_contain_text(site.number)
        expect(eyes.locator(".eyes-row[aria-pressed=true]")).to_contain_text("北望枪机")
        expect(eyes.locator(".eyes-list")).not_to_contain_text("南望枪机")
        assert page.evaluate(CHANGES, ".eyes")
        page.screenshot(path=tmp_path / "card.png")
        eyes.get_by_role("button", name="抓拍存入事件").click()
        expect(eyes.locator(".eyes-says")).to_contain_text("已存入事件附件")
        eyes.get_by_role("button", name="事发前一分钟").click()
        # this recorder keeps nothing: that is said, and nothing else is harmed
        is_now(page, "failed")
        page.keyboard.press("Escape")
        expect(eyes).to_be_hidden()
        page.keyboard.press("m")
        expect(page.locator("#desk-tab-notes")).to_contain_text(f"{SEES}-")

        site.open(page, "dispatcher", f"/community/{VILLAGE}")
        page.locator("button.camera", has_text="南望枪机").click()
        is_now(page, "playing")
        assert page.evaluate(CHANGES, ".eyes")
        page.screenshot(path=tmp_path / "community.png")

    with screen(chromium, 1366, 768) as page:
        site.open(page, "audit_admin", "/video/looks")
        rows = page.locator("#video_looks-body tbody tr")
        expect(rows.filter(has_text="实时查看").filter(has_text=site.number)).to_have_count(1)
        expect(rows.filter(has_text="抓拍图片").filter(has_text="SHA-256")).to_have_count(1)
        expect(rows.filter(has_text="辖区查看").filter(has_text="南望枪机")).to_have_count(1)
        expect(rows.filter(has_text="回看录像").filter(has_text=site.number)).not_to_have_count(0)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.screenshot(path=tmp_path / "looks.png", full_page=True)
