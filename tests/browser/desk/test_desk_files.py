"""Files at the desk against the real server: in pieces, over a broken line, read and taken away."""

import asyncio
import hashlib
import io
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from geodata.files.versions import MapVersions
from tests.api.files.test_files_api import a_film
from tests.browser.kept_page import lent_page
from tests.support.people import People
from tests.support.small_map import write_small_map
from tools.running import RunningServer

pytestmark = pytest.mark.browser
SIZE = 12 * 1024 * 1024 + 5
PIECES = 13
DROPPED = """([base64, name, type]) => {
  const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
  const brought = new DataTransfer();
  brought.items.add(new File([bytes], name, { type }));
  const card = document.getElementById("desk-card");
  for (const what of ["dragover", "drop"])
    card.dispatchEvent(new DragEvent(what, {
      dataTransfer: brought, bubbles: true, cancelable: true }));
}"""


class Site:
    """A running server, and the session of a dispatcher."""

    def __init__(self, server: RunningServer, token: str) -> None:
        self.url = server.url
        self.token = token
        self.client = httpx.Client(
            base_url=server.url, cookies={"onescreen": token}, headers={"origin": server.url}
        )
        self.number = ""

    def begin(self) -> None:
        """An incident of a test's own."""
        place = {"lat": 33.81, "lon": 116.71}
        call = {"key": f"desk-{uuid4()}", "class": "fire", "title": "仓库起火", **place}
        made = self.client.post("/api/v1/desk/incidents", json=call)
        assert made.is_success, made.text
        self.number = str(made.json()["number"])

    def keep(self, name: str) -> None:
        """A photo that is there already."""
        photo = io.BytesIO()
        Image.new("RGB", (64, 64), "blue").save(photo, "PNG")
        path = f"/api/v1/desk/incidents/{self.number}/files"
        made = self.client.post(path, params={"name": name}, content=photo.getvalue())
        assert made.is_success, made.text

    def files(self) -> list[dict]:
        """What the incident has, as the server tells it."""
        about = {"subject_kind": "incident", "subject_id": self.number}
        return list(self.client.get("/api/v1/files", params=about).json()["items"])


async def a_token(folder: Path) -> str:
    people = People(folder)
    try:
        return await people.token_of("dispatcher")
    finally:
        people.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("files")
    (folder / "var" / "real").mkdir(parents=True)
    maps = MapVersions(folder / "var" / "maps")
    maps.make_current(maps.add(write_small_map(folder / "small.gpkg"), "test").version)
    # The browser's own loop runs on this thread.
    with ThreadPoolExecutor() as thread:
        token = thread.submit(asyncio.run, a_token(folder / "var" / "real")).result()
    with RunningServer(folder / "var", demo=0) as running:
        made = Site(running, token)
        yield made
        made.client.close()


@pytest.fixture
def page(chromium: Browser, site: Site) -> Iterator[Page]:
    site.begin()
    with lent_page(chromium, 1920, 1080) as page:
        page.set_default_timeout(20_000)
        page.context.add_cookies([{"name": "onescreen", "value": site.token, "url": site.url}])
        open_card(page, site)
        yield page


def wait(page: Page, claim: str) -> None:
    """Wait until a claim holds: asked from outside, as the page's policy evaluates no strings."""
    end = time.monotonic() + 30
    while not page.evaluate(claim):
        assert time.monotonic() < end, claim
        page.wait_for_timeout(100)


def open_card(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/desk")
    wait(page, "Boolean(window.onescreen && onescreen.desk && onescreen.desk.files)")
    wait(page, "onescreen.live.freshness().state === 'live'")
    wait(page, f"onescreen.picture.entities.incident.has('{site.number}')")
    expect(page.locator(f'.dq-row[data-number="{site.number}"]')).to_be_visible()
    page.evaluate("(number) => onescreen.desk.queue.go(number)", site.number)
    page.evaluate("onescreen.desk.state.set({ tab: 'notes' })")
    expect(page.locator("#desk-tab-notes .note-file")).to_be_attached()


class Line:
    """What stands between the page and the server, and breaks now and then."""

    def __init__(self, page: Page) -> None:
        self.offsets: list[int] = []
        page.route("**/api/v1/files/uploads/*offset=*", self._pass)

    def _pass(self, route: Route) -> None:
        self.offsets.append(int(route.request.url.rpartition("=")[2]))
        if len(self.offsets) == 4:
            route.abort("connectionreset")  # it never reached the server
        elif len(self.offsets) == 7:
            route.fetch()
            route.abort("connectionreset")  # it did, and the answer is lost
        else:
            route.continue_()


def test_a_large_film_goes_on_where_the_line_broke_and_is_the_same(
    page: Page, site: Site, tmp_path
):
    film = a_film(SIZE)
    (tmp_path / "现场.mp4").write_bytes(film)
    line = Line(page)
    seen = """() => { window.said = []; const list = document.querySelector(".uploads");
      new MutationObserver(() => said.push(list.textContent)).observe(list, {childList: true}); }"""
    page.evaluate(seen)
    page.locator("#desk-tab-notes .note-file").set_input_files(tmp_path / "现场.mp4")
    row = page.locator(".file-row", has_text="现场.mp4")
    expect(row).to_be_visible(timeout=60_000)
    expect(row).to_contain_text("12.0 MB")
    said = "\n".join(page.evaluate("window.said"))
    assert "连接中断，恢复后自动续传" in said
    shares = [int(one) for one in re.findall(r"(\d+)%", said.replace("12.0 MB", ""))]
    assert shares == sorted(shares)
    assert len(set(shares)) >= PIECES
    # The piece that was lost is sent again; the one whose answer was lost is not.
    piece = 1024 * 1024
    asked = [offset // piece for offset in line.offsets]
    assert asked == [0, 1, 2, 3, 3, 4, 5, *range(6, PIECES)]
    [kept] = site.files()
    digest = hashlib.sha256(film).hexdigest()
    assert (kept["sha256"], kept["received_sha256"], kept["size"]) == (digest, digest, SIZE)
    assert digest[:8] in row.inner_text()
    assert hashlib.sha256(site.client.get(kept["url"]).content).hexdigest() == digest
    row.get_by_role("button", name="播放").click()
    expect(row.locator("video")).to_have_attribute("src", kept["url"])
    row.get_by_role("button", name="播放").click()
    expect(row.locator("video")).to_have_count(0)
    with page.expect_download() as coming:
        row.get_by_text("下载").click()
    assert hashlib.sha256(Path(coming.value.path()).read_bytes()).hexdigest() == digest


def test_a_file_is_taken_away_for_a_reason_and_stays_told(page: Page, site: Site):
    site.keep("误传.png")
    open_card(page, site)
    [kept] = site.files()
    row = page.locator(".file-row")
    row.get_by_role("button", name="移除").focus()
    page.keyboard.press("Enter")
    question = page.locator(".ask")
    expect(question).to_contain_text("移除附件")
    page.keyboard.press("Control+Enter")
    expect(question.locator(".field-error").nth(1)).to_have_text("请填写原因")
    question.locator("textarea").fill("误传，与本事件无关")
    page.keyboard.press("Control+Enter")
    expect(question).to_be_hidden()
    expect(row).to_have_count(0)
    assert site.files() == []
    assert site.client.get(kept["url"]).status_code == 404
    story = site.client.get(f"/api/v1/desk/incidents/{site.number}/timeline").json()["items"]
    assert any("附件已移除" in one["text"] and "误传" in one["text"] for one in story)


def test_a_photo_is_dropped_on_the_card_and_what_is_no_file_of_ours_is_refused(
    page: Page, site: Site
):
    import base64

    photo = io.BytesIO()
    Image.new("RGB", (64, 64), "red").save(photo, "PNG")
    given = [base64.b64encode(photo.getvalue()).decode(), "门口.png", "image/png"]
    page.evaluate(DROPPED, given)
    row = page.locator(".file-row", has_text="门口.png")
    expect(row).to_be_visible()
    assert [one["type"] for one in site.files()] == ["image/png"]
    here = page.url
    page.evaluate(DROPPED, [base64.b64encode(b"MZ not a picture").decode(), "x.exe", "text/plain"])
    refused = page.locator(".upload-row[data-state='refused']")
    expect(refused.locator(".upload-refused")).not_to_be_empty()
    assert page.url == here
    refused.get_by_role("button", name="知道了").click()
    expect(page.locator(".uploads")).to_be_hidden()
    assert len(site.files()) == 1


def test_an_upload_under_way_goes_on_after_the_page_is_opened_again(
    page: Page, site: Site, tmp_path
):
    film = a_film(3 * 1024 * 1024)
    (tmp_path / "again.mp4").write_bytes(film)
    offsets: list[int] = []

    def some(route: Route) -> None:
        offsets.append(int(route.request.url.rpartition("=")[2]))
        if len(offsets) > 2:
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/api/v1/files/uploads/*offset=*", some)
    page.locator("#desk-tab-notes .note-file").set_input_files(tmp_path / "again.mp4")
    expect(page.locator(".upload-row[data-state='lost']")).to_be_visible()
    page.unroute("**/api/v1/files/uploads/*offset=*")
    open_card(page, site)
    line = Line(page)
    page.locator("#desk-tab-notes .note-file").set_input_files(tmp_path / "again.mp4")
    expect(page.locator(".file-row", has_text="again.mp4")).to_be_visible()
    assert line.offsets == [2 * 1024 * 1024]
    assert hashlib.sha256(film).hexdigest() in {one["sha256"] for one in site.files()}
